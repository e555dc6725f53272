package ssh

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// greeting is what a server with these algorithms says first.
func greeting(kex, key, cipher string) []byte {
	out := append([]byte("SSH-2.0-Cisco-1.25\r\n\x00\x00\x01\x00\x04\x14"), make([]byte, 16)...)
	for _, list := range []string{kex, key, cipher, cipher, "hmac-sha1"} {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(list))), list...)
	}
	return out
}

// All permissions that a device needs are named at once.
func TestNoCommon(t *testing.T) {
	const group1, cbc = "diffie-hellman-group1-sha1", "aes128-cbc,3des-cbc"
	for _, tt := range []struct {
		kex, key, cipher string
		legacy           []inventory.Legacy
		pinned           bool
		hint             string
	}{
		{group1, "ssh-dss", cbc, nil, false, "legacy: [group1, dss, cbc]"},
		{group1, "ssh-rsa", cbc, nil, false, "legacy: [group1, cbc]"},
		{group1, "ssh-rsa", "aes128-ctr", nil, false, "legacy: [group1]"},
		{group1, "ssh-dss", cbc, []inventory.Legacy{inventory.LegacyCBC}, true, "legacy: [group1]"},
		{group1, "ssh-rsa", "aes256-cbc", nil, false, "transport: openssh, with legacy: [group1]"},
		{"diffie-hellman-group15-sha512", "ssh-rsa", "aes128-ctr", nil, false, "transport: openssh"},
	} {
		a := offer(tt.legacy)
		err := &xssh.AlgorithmNegotiationError{What: "key exchange", RequestedAlgorithms: []string{tt.kex}, SupportedAlgorithms: a.kex}
		e := noCommon(err, tt.pinned, greeting(tt.kex, tt.key, tt.cipher), a)
		if e == nil || e.Cause != collect.CauseAlgorithms || !strings.HasSuffix(e.Hint, tt.hint) {
			t.Errorf("%+v: %v", tt, e)
		}
	}
}

// A greeting that was cut, or is none, gives what it holds.
func TestOffered(t *testing.T) {
	whole := greeting("a,b", "c", "d")
	if got := offered(append([]byte("hello\r\n"), whole...)); len(got) != 5 || !slices.Equal(got[0], []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
	for n := range whole {
		offered(whole[:n])
	}
	if got := offered([]byte("SSH-2.0-x\n" + strings.Repeat("\xff", 40))); got != nil {
		t.Errorf("%q", got)
	}
}
