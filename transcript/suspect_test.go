package transcript

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// redactAll is redactBytes without the choice of lines: every expression on
// every byte.
func redactAll(b []byte) []byte {
	for _, re := range append(append([]*lazyregexp.Regexp{}, secretShapes...), privateKey) {
		if at := secretsIn(nil, re, b, 0, len(b)); len(at) > 0 {
			b = replace(b, at, nil)
		}
	}
	return b
}

// The lines that are looked at are enough: the outcome is that of looking at all.
func TestSuspectsMissNothing(t *testing.T) {
	words := strings.Split(`message-digest-key|isakmp|crypto|key|KEY|Key|key-string|md5|MD5|password|Password|PASSWORD|secret|SECRET|encrypted|`+
		`auth-key|wpa-psk|psk|PSK|tacacs-server|radius-server|host|snmp|snmp-server|SNMP-Server|snmp-server host 192.0.2.9|snmp-server user bob|community|Community|traps|version|2c|vrf|mgmt|`+
		`encrypted-password|authentication-key|pre-shared-key|ascii-text|simple-password|community-string|priv|auth|Priv|AUTH|sha|aes|128|des|user|bob|`+
		"0|1|5|7|8|9|$1$|$9$abc|$14$x|\u017fecret|\u212aey|pa\u017f\u017fword|\"|;|two words|abc|Zx9|é|\xff|<redacted>|"+
		`-----BEGIN RSA PRIVATE KEY-----|-----END RSA PRIVATE KEY-----|-----BEGIN |PRIVATE KEY-----`, "|")
	gaps := []string{" ", " ", " ", "\t", "  ", "", "\n", "\r\n", "\r", "\v", "\f"}
	r := rand.New(rand.NewPCG(1, 2))
	replaced := 0
	for range 30000 {
		var text strings.Builder
		for range 1 + r.IntN(14) {
			text.WriteString(words[r.IntN(len(words))] + gaps[r.IntN(len(gaps))])
		}
		want := redactAll([]byte(text.String()))
		got, n := redactPlain([]byte(text.String()), secrets{}, nil)
		if !bytes.Equal(got, want) {
			t.Fatalf("%q\n got %q\nwant %q", text.String(), got, want)
		}
		if n > 0 {
			replaced++
		}
	}
	if replaced < 1000 {
		t.Errorf("%d texts held a secret: too few to show anything", replaced)
	}
}

// BenchmarkRedactTable is an answer without a secret, as nearly all are.
func BenchmarkRedactTable(b *testing.B) {
	raw := bytes.Repeat([]byte("Te1/0/12  connected  trunk  a-full  10G   4812 of 131072 entries, up 12w3d\r\n"), 480)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, n := redactBytes(raw, secrets{}); n > 0 {
			b.Fatal("it found a secret")
		}
	}
}

// BenchmarkRedactConfig is a configuration: a secret in every eighth line.
func BenchmarkRedactConfig(b *testing.B) {
	raw := bytes.Repeat([]byte("interface Te1/0/12\n description to core\n ip address 192.0.2.1 255.255.255.252\n mtu 9100\n load-interval 30\n no shutdown\n!\nusername bob secret 9 Zx9aB3xYz7Qw\n"), 250)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, n := redactBytes(raw, secrets{}); n == 0 {
			b.Fatal("it found no secret")
		}
	}
}
