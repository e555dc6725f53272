package transcript

import (
	"bytes"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for _, line := range []string{
		"enable secret 5 §",
		"enable password §",
		"username bob privilege 15 secret 9 §",
		"username admin password 5 §  role network-admin",
		" neighbor 192.0.2.1 password 7 §",
		"snmp-server community § RO 10",
		"snmp-server host 192.0.2.9 version 2c §",
		"snmp-server user bob network-admin auth md5 § priv §",
		"snmp-server user bob network-operator auth sha 0x1234567890abcdef priv aes-128 § localizedkey",
		"tacacs-server host 192.0.2.5 key 7 §",
		"tacacs-server key §",
		"radius-server host 192.0.2.6 key 7 \"§\" authentication accounting",
		"  key-string 7 §",
		" ip ospf authentication-key 7 §",
		" ip ospf message-digest-key 1 md5 §",
		" ip ospf message-digest-key 1 md5 3 §",
		"crypto isakmp key § address 0.0.0.0",
		"            encrypted-password \"§\"; ## SECRET-DATA",
		"        authentication-key \"§\"; ## SECRET-DATA",
		"set system root-authentication encrypted-password \"§\"",
		"set protocols bgp group x authentication-key \"§\"",
		" ppp chap password 0 §",
	} {
		secret := "Zx0§"[:3] + "aB3xYz7Qw"
		raw := []byte(strings.ReplaceAll(line, "§", secret) + "\r\nnext line\r\n")
		tr := &Transcript{Records: []Record{{Kind: Command, Command: "show run", Raw: raw, BodyEnd: len(raw)}}}
		Redact(tr)
		got := string(tr.Records[0].Raw)
		if strings.Contains(got, secret) || !strings.Contains(got, Placeholder) {
			t.Errorf("%q leaks: %q", line, got)
		}
		if !strings.HasSuffix(got, "\r\nnext line\r\n") {
			t.Errorf("%q took more than the secret: %q", line, got)
		}
		if tr.Redacted == 0 {
			t.Errorf("%q: nothing counted", line)
		}
	}
}

// What is no secret stays, byte for byte.
func TestRedactLeavesTheRest(t *testing.T) {
	for _, line := range []string{
		"IPv4 Unicast:        9275/9275      34",
		"Key: Log/Phys = Logical entries / Physical 72-bit entries",
		"key chain ospf",
		"Total LPM Entries = 16383.",
		"Minimum password length: 8"[:16],
	} {
		raw := []byte(line + "\n")
		tr := &Transcript{Records: []Record{{Kind: Command, Raw: raw, BodyEnd: len(raw)}}}
		Redact(tr)
		if got := string(tr.Records[0].Raw); got != line+"\n" || tr.Redacted != 0 {
			t.Errorf("%q became %q", line, got)
		}
	}
}

// The passwords that were used to log in go wherever they stand: in what was
// sent, in the command of a log, in a note; and the longer before the shorter,
// so that no tail of one is left.
func TestRedactKnown(t *testing.T) {
	raw := []byte("hunter2-long and hunter2\r\n")
	tr := &Transcript{
		Failure: "login as bob with hunter2 failed",
		Records: []Record{{Kind: Command, Command: "enable hunter2", Sent: []byte("hunter2-long\n"), Raw: raw, BodyStart: 5, BodyEnd: 8, Notes: []string{"sent hunter2"}}},
	}
	Redact(tr, []byte("hunter2"), []byte("hunter2-long"), []byte("abc"))
	r := tr.Records[0]
	all := string(r.Raw) + string(r.Sent) + r.Command + r.Notes[0] + tr.Failure
	if strings.Contains(all, "hunter2") || strings.Contains(all, "-long") {
		t.Errorf("left: %q", all)
	}
	if r.BodyStart > r.BodyEnd || r.BodyEnd > len(r.Raw) {
		t.Errorf("body [%d,%d) of %d bytes", r.BodyStart, r.BodyEnd, len(r.Raw))
	}
}

// FuzzRedact: the known secret is gone, the bounds hold, and a second run finds
// nothing more.
func FuzzRedact(f *testing.F) {
	f.Add([]byte("username a secret 5 $1$abcd\r\n"), []byte("$1$abcd"), 3, 9)
	f.Add([]byte("snmp-server community x RO\nkey 7 y"), []byte("redacted"), 0, 5)
	f.Add([]byte("secretsecret"), []byte("secret"), 5, 7)
	f.Fuzz(func(t *testing.T, raw, known []byte, lo, hi int) {
		tr := &Transcript{Records: []Record{{Kind: Command, Raw: raw, BodyStart: lo, BodyEnd: hi}}}
		Redact(tr, known)
		r := &tr.Records[0]
		if len(known) >= 4 && !bytes.Contains([]byte(Placeholder), known) && !overlaps(known) && bytes.Contains(r.Raw, known) {
			t.Fatalf("%q is left in %q", known, r.Raw)
		}
		if tr.Redacted > 0 && (r.BodyStart < 0 || r.BodyEnd < r.BodyStart || r.BodyEnd > len(r.Raw)) {
			t.Fatalf("body [%d,%d) of %d bytes", r.BodyStart, r.BodyEnd, len(r.Raw))
		}
		_ = r.Text()
	})
}

// overlaps reports whether the placeholder itself could complete the secret
// anew ("<redacted>x").
func overlaps(known []byte) bool { return bytes.ContainsAny(known, "<redact>") }

func TestRedactKnownLeavesWordsAlone(t *testing.T) {
	got, n := RedactKnown("no password was sent; Hunter-2000, not Hunter-2000-2", []byte("Hunter-2000"), []byte("Hunter-2000-2"), []byte("was"))
	if want := "no password was sent; <redacted>, not <redacted>"; got != want || n != 2 {
		t.Errorf("got %q, %d", got, n)
	}
	tr := &Transcript{Failure: "hostkey: no password was sent"}
	if Redact(tr); tr.Failure != "hostkey: no password was sent" || tr.Redacted != 0 {
		t.Errorf("our own words were changed: %q", tr.Failure)
	}
}

// A secret is found as a person sees it, whatever stands between its bytes.
func TestRedactWhatIsSeen(t *testing.T) {
	for _, said := range []string{
		"welcome Hun\x00ter-2000!", "Hunt\x1b[31mer-20\x1b[0m00", "Huntex\br-2000", "xunter-2000\rH", "Hun\x1b]0;t\x07ter-2000", "Hunter-2\x0700 0\b\b\b000",
		"Hun\x00ter-2000\r*********************", "pass\x00word 7 Zx0aB3", "en\x00able sec\x1b[1mret 5 Zx0aB3", "Hun\xc2\x9bter-2000",
	} {
		raw := []byte("show x\r\n" + said + "\r\nnext line\r\n")
		tr := &Transcript{Records: []Record{{Kind: Command, Raw: raw, BodyStart: 8, BodyEnd: len(raw)}}}
		Redact(tr, []byte("Hunter-2000"))
		got, text := string(tr.Records[0].Raw), tr.Records[0].Text()
		for _, leak := range []string{"ter-2000", "Zx0aB3"} {
			if strings.Contains(text, leak) || strings.Contains(string(bare([]byte(got))), "Hunter-2000") {
				t.Errorf("%q leaks: %q", said, got)
			}
		}
		if !strings.HasPrefix(got, "show x\r\n") || !strings.HasSuffix(text, "\nnext line\n") || tr.Redacted == 0 {
			t.Errorf("%q became %q, %d", said, got, tr.Redacted)
		}
	}
	colour := "\x1b[1mIPv4\x1b[0m 12\r\n"
	tr := &Transcript{Records: []Record{{Kind: Command, Raw: []byte(colour)}}}
	if Redact(tr, []byte("Hunter-2000")); string(tr.Records[0].Raw) != colour {
		t.Errorf("a line without a secret became %q", tr.Records[0].Raw)
	}
}

// A plain word is taken out where a device shows it as a secret, and stays
// everywhere else.
func TestRedactPlainWords(t *testing.T) {
	const said = "cisco WS-C6509-E (cisco) processor\r\nBad passcode 'cisco'\r\nthe passcode is lab\r\npassword=cisco\r\nkey cisco-1\r\nlabel lab\r\npass\x00code: lab\r\n"
	tr := &Transcript{Failure: `auth: no password was sent, it says "wrong password: cisco for cisco"`, Records: []Record{{Kind: Command, Raw: []byte(said), BodyEnd: len(said)}}}
	RedactAll(tr, nil, [][]byte{[]byte("cisco"), []byte("lab"), []byte("was")})
	want := "cisco WS-C6509-E (cisco) processor\nBad passcode '<redacted>'\nthe passcode is <redacted>\npassword=<redacted>\nkey cisco-1\nlabel lab\npasscode: <redacted>\n"
	if got := tr.Records[0].Text(); got != want {
		t.Errorf("got\n%s", got)
	}
	if want := `auth: no password was sent, it says "wrong password: <redacted> for cisco"`; tr.Failure != want {
		t.Errorf("failure %q", tr.Failure)
	}
}

// A quotation writes some bytes in other words, and may end inside a secret.
func TestRedactInQuotations(t *testing.T) {
	secret := []byte(`Hun"ter\2000`)
	for _, text := range []string{`it says "login with Hun\"ter\\2000 failed"`, `it says "login with Hun\"ter\\20"`} {
		if got, n := RedactKnown(text, secret); n == 0 || strings.Contains(got, "Hun") {
			t.Errorf("%q became %q", text, got)
		}
	}
}
