package ssh

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// lacking is a kind of algorithm of which both sides have none in common.
type lacking struct {
	what         string
	theirs, ours []string
}

// noCommon explains a handshake without a common algorithm, nil where err is
// something else: what was offered, and all that would help, so that one change of
// the inventory is enough. said is the greeting of the device.
func noCommon(err error, pinned bool, said []byte, a algorithms) *collect.Error {
	var n *xssh.AlgorithmNegotiationError
	if !errors.As(err, &n) {
		return nil
	}
	missing := []lacking{{n.What, n.RequestedAlgorithms, n.SupportedAlgorithms}}
	if pinned && strings.Contains(n.What, "host key") {
		return &collect.Error{
			Cause: collect.CauseHostKey, Msg: missing[0].text(), Err: err,
			Hint: "the device no longer shows the type of key that is known",
		}
	}
	for _, l := range lacks(said, a) {
		if !strings.Contains(n.What, l.what) && !(pinned && l.what == "host key") {
			missing = append(missing, l)
		}
	}
	e := &collect.Error{Cause: collect.CauseAlgorithms, Err: err}
	var allow, texts []string
	helps := true
	for _, l := range missing {
		texts = append(texts, l.text())
		more := l.allowedBy()
		allow, helps = append(allow, more...), helps && len(more) > 0
	}
	e.Msg = strings.Join(texts, "; ")
	e.Hint = "allow it on this device: legacy: [" + strings.Join(allow, ", ") + "]"
	if !helps { // one of them is not in Go
		e.Hint = "the ssh program may know one of them: transport: openssh"
		if len(allow) > 0 {
			e.Hint += ", with legacy: [" + strings.Join(allow, ", ") + "]"
		}
	}
	return e
}

func (l lacking) text() string {
	return "no common " + l.what + "; the device offers " + strings.Join(l.theirs, ", ")
}

// allowedBy gives the permissions of the inventory that would help.
func (l lacking) allowedBy() (allow []string) {
	for _, p := range []struct {
		legacy inventory.Legacy
		names  []string
	}{
		{inventory.LegacyGroup1, []string{xssh.InsecureKeyExchangeDH1SHA1, xssh.InsecureKeyExchangeDHGEXSHA1}},
		{inventory.LegacyCBC, []string{xssh.InsecureCipherAES128CBC, xssh.InsecureCipherTripleDESCBC}},
		{inventory.LegacyDSS, []string{dss}},
		{inventory.LegacyRC4, []string{xssh.InsecureCipherRC4, xssh.InsecureCipherRC4128, xssh.InsecureCipherRC4256}},
	} {
		if slices.ContainsFunc(p.names, func(name string) bool { return slices.Contains(l.theirs, name) && !slices.Contains(l.ours, name) }) {
			allow = append(allow, string(p.legacy))
		}
	}
	return allow
}

// lacks reads the greeting of a device: its version, and the lists of what it
// takes (SSH_MSG_KEXINIT, RFC 4253, section 7.1).
func lacks(said []byte, a algorithms) (out []lacking) {
	lists := offered(said)
	if len(lists) < 4 {
		return nil
	}
	for _, k := range []lacking{{"key exchange", lists[0], a.kex}, {"host key", lists[1], a.hostKeys}, {"cipher", lists[2], a.ciphers}} {
		if !slices.ContainsFunc(k.theirs, func(name string) bool { return slices.Contains(k.ours, name) }) {
			out = append(out, k)
		}
	}
	return out
}

// offered gives the lists of names of a greeting, nil where it holds none.
func offered(said []byte) (lists [][]string) {
	at := bytes.Index(said, []byte("SSH-"))
	if at < 0 {
		return nil
	}
	line := bytes.IndexByte(said[at:], '\n')
	const head = 4 + 1 + 1 + 16 // length, padding, the kind of message and its cookie
	if line < 0 || len(said) < at+line+1+head || said[at+line+1+5] != 20 {
		return nil
	}
	for b := said[at+line+1+head:]; len(b) >= 4 && len(lists) < 8; {
		n := binary.BigEndian.Uint32(b)
		if uint64(n) > uint64(len(b)-4) {
			return lists
		}
		lists = append(lists, strings.Split(string(b[4:4+n]), ","))
		b = b[4+n:]
	}
	return lists
}
