package ssh

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// counted makes a server count every attempt to log in, also that with none.
func counted(n *atomic.Int32) func(*xssh.ServerConfig, *server) {
	return func(c *xssh.ServerConfig, _ *server) {
		c.AuthLogCallback = func(xssh.ConnMetadata, string, error) { n.Add(1) }
	}
}

// TestChangedKeyEndsBeforeAuth: where the key changed, the device sees no
// attempt to log in, not even the empty one that asks for the methods.
func TestChangedKeyEndsBeforeAuth(t *testing.T) {
	for _, policy := range []inventory.HostKeyPolicy{inventory.TOFU, inventory.Strict} {
		var attempts atomic.Int32
		s := serve(t, edKey(t), counted(&attempts))
		v := vault(t, "right-Pw-1")
		keys, _ := LoadHostKeys("")
		keys.Set(s.addr, edKey(t).PublicKey())
		dev := device(s.addr)
		dev.HostKeys = policy
		tr, err := collector(t, New(Config{Vault: v, HostKeys: keys}), v).Collect(t.Context(), collect.Job{Device: dev})
		if causeOf(err) != collect.CauseHostKey || !strings.Contains(tr.Failure, "the host key changed: known ssh-ed25519 SHA256:") {
			t.Errorf("%s: %v, %q", policy, err, tr.Failure)
		}
		if n := attempts.Load(); n != 0 {
			t.Errorf("%s: %d attempts to log in", policy, n)
		}
	}
}

// TestShown: the key is learned without an attempt to log in; a device that
// still has the known key shows that one.
func TestShown(t *testing.T) {
	var attempts atomic.Int32
	old, ed := rsaKey(t, 2048), edKey(t)
	s := serve(t, ed, func(c *xssh.ServerConfig, s *server) { counted(&attempts)(c, s); c.AddHostKey(old) })
	keys, _ := LoadHostKeys("")
	d := New(Config{HostKeys: keys})
	defer func() { _ = d.Close() }()
	shown := func() HostKey {
		t.Helper()
		k, err := d.Shown(t.Context(), device(s.addr))
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	if k := shown(); k.Fingerprint != xssh.FingerprintSHA256(ed.PublicKey()) || k.Address != s.addr {
		t.Errorf("nothing is known: %+v", k)
	}
	keys.Set(s.addr, old.PublicKey())
	if k := shown(); k.Type != "ssh-rsa" || k.Bits != 2048 {
		t.Errorf("an RSA key is known: %+v", k)
	}
	ecdsa, _, _, _, _ := xssh.ParseAuthorizedKey([]byte(`ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=`))
	keys.Set(s.addr, ecdsa)
	if k := shown(); k.Type != "ssh-ed25519" {
		t.Errorf("a type that is gone is known: %+v", k)
	}
	if n := attempts.Load(); n != 0 {
		t.Errorf("%d attempts to log in", n)
	}
	gone := device(s.addr)
	s.stop()
	if _, err := d.Shown(t.Context(), gone); causeOf(err) != collect.CauseRefused {
		t.Errorf("a device that is gone: %v", err)
	}
}

// TestAcceptReplaces: the old key goes, under its name and hashed, the other
// hosts of a line stay, and what another program wrote meanwhile too.
func TestAcceptReplaces(t *testing.T) {
	a, b, other := edKey(t).PublicKey(), edKey(t).PublicKey(), edKey(t).PublicKey()
	path := filepath.Join(t.TempDir(), "known_hosts")
	first := knownhosts.Line([]string{"192.0.2.1", "192.0.2.2"}, a) + "\n" + knownhosts.Line([]string{knownhosts.HashHostname("192.0.2.1")}, a) + "\n"
	write(t, path, []byte(first), 0o600)
	h, err := LoadHostKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	h.Set("192.0.2.1:22", b)
	write(t, path, []byte(first+knownhosts.Line([]string{"192.0.2.3"}, other)+"\n"), 0o600)
	if err := h.Save(); err != nil {
		t.Fatal(err)
	}
	again, err := LoadHostKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]xssh.PublicKey{"192.0.2.1:22": b, "192.0.2.2:22": a, "192.0.2.3:22": other} {
		for _, x := range []*HostKeys{h, again} {
			if got := x.Known(addr); len(got) != 1 || brief(got[0]) != brief(want) {
				t.Errorf("%s: %v", addr, got)
			}
		}
	}
	data, _ := os.ReadFile(path)
	if strings.Contains(string(data), "|1|") {
		t.Errorf("the hashed line of the old key stays:\n%s", data)
	}
}

// TestAcceptBesideAPattern: the old key goes from a line that has a pattern too,
// and the pattern stays for the others.
func TestAcceptBesideAPattern(t *testing.T) {
	a, b := edKey(t).PublicKey(), edKey(t).PublicKey()
	old := strings.TrimSpace(string(xssh.MarshalAuthorizedKey(a)))
	for _, tt := range []struct{ hosts, after string }{
		{"edge1,*.lab.example", "*.lab.example"},
		{"*.lab.example," + knownhosts.HashHostname("edge1") + ",!x.lab.example,edge2", "*.lab.example,!x.lab.example,edge2"},
		{"*.lab.example", "*.lab.example"},
	} {
		path := filepath.Join(t.TempDir(), "known_hosts")
		write(t, path, []byte(tt.hosts+" "+old+"\n"), 0o600)
		h, err := LoadHostKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		h.Set("edge1:22", b)
		if err := h.Save(); err != nil {
			t.Fatal(err)
		}
		if err := h.check("edge1:22", "edge1", a, inventory.Strict); err == nil {
			t.Errorf("%s: the old key is trusted still", tt.hosts)
		}
		if err := h.check("r1.lab.example:22", "r1.lab.example", a, inventory.Strict); err != nil {
			t.Errorf("%s: %v", tt.hosts, err)
		}
		data, _ := os.ReadFile(path)
		if want := tt.after + " " + old + "\nedge1 "; !strings.HasPrefix(string(data), want) {
			t.Errorf("%s: the file is\n%s", tt.hosts, data)
		}
	}
}

func TestImportExport(t *testing.T) {
	a, b, ca, bad := edKey(t).PublicKey(), edKey(t).PublicKey(), edKey(t).PublicKey(), edKey(t).PublicKey()
	text := func(k xssh.PublicKey) string { return strings.TrimSpace(string(xssh.MarshalAuthorizedKey(k))) }
	file := strings.Join([]string{
		"# a comment", "edge1,192.0.2.1 " + text(a), knownhosts.HashHostname("edge2") + " " + text(a),
		"@cert-authority *.example.net " + text(ca), "@revoked * " + text(bad), "edge3 " + text(b), "edge4 ssh-ed25519 broken", "",
	}, "\n")
	h, _ := LoadHostKeys("")
	h.Set("edge3:22", a)
	got := h.Import([]byte(file), false)
	if got.Added != 3 || len(got.Marked) != 2 || len(got.Conflict) != 1 || !strings.HasPrefix(got.Conflict[0], "edge3:22: known ") || len(got.Bad) != 1 || !strings.HasPrefix(got.Bad[0], "line 7: ") {
		t.Errorf("%+v", got)
	}
	if again := h.Import([]byte(file), false); again.Added != 0 || again.Known != 5 {
		t.Errorf("again: %+v", again)
	}
	if h.Import([]byte(file), true); brief(h.Known("edge3:22")[0]) != brief(b) || len(h.Known("edge3:22")) != 1 {
		t.Errorf("replaced: %v", h.Known("edge3:22"))
	}
	for _, hash := range []bool{false, true} {
		out := h.Export(hash)
		if hash == strings.Contains(string(out), "192.0.2.1") {
			t.Errorf("hash %v:\n%s", hash, out)
		}
		x, _ := LoadHostKeys("")
		x.Import(out, false)
		for _, addr := range []string{"edge1:22", "192.0.2.1:22", "edge2:22", "edge3:22"} {
			if len(x.Known(addr)) != 1 {
				t.Errorf("hash %v: %s is lost", hash, addr)
			}
		}
		if !x.authorities("r1.example.net:22") || !x.Revoked(hostKey("", "", bad)) {
			t.Errorf("hash %v: marked lines are lost", hash)
		}
	}
}

// TestImportContradicts: a hashed name and a pattern do not say which address they
// mean, and contradict a key that is known all the same.
func TestImportContradicts(t *testing.T) {
	a, b, rsa := edKey(t).PublicKey(), edKey(t).PublicKey(), rsaKey(t, 2048).PublicKey()
	for _, tt := range []struct {
		name, hosts string
		key         xssh.PublicKey
		replace     bool
		conflict    bool
		trusted     xssh.PublicKey // by edge1, after it
		not         xssh.PublicKey // nil = none to ask for
	}{
		{"hashed", knownhosts.HashHostname("edge1"), b, false, true, a, b},
		{"hashed beside another name", "edge7," + knownhosts.HashHostname("edge1"), b, false, true, a, b},
		{"a pattern", "edge?", b, false, true, a, b},
		{"hashed, and to be replaced", knownhosts.HashHostname("edge1"), b, true, false, b, a},
		{"a pattern, and to be replaced", "edge?", b, true, false, b, a},
		{"the same key", knownhosts.HashHostname("edge1"), a, false, false, a, nil},
		{"another type", knownhosts.HashHostname("edge1"), rsa, false, false, a, nil},
		{"another host", knownhosts.HashHostname("edge2"), b, false, false, a, b},
		{"a pattern without it", "edge?,!edge1", b, false, false, a, b},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, _ := LoadHostKeys("")
			h.Set("edge1:22", a)
			got := h.Import([]byte(tt.hosts+" "+string(xssh.MarshalAuthorizedKey(tt.key))), tt.replace)
			if (len(got.Conflict) == 1) != tt.conflict || (got.Added == 0) != tt.conflict {
				t.Errorf("%+v", got)
			}
			if tt.conflict && got.Conflict[0] != "edge1:22: known "+brief(a)+", in the file "+brief(b) {
				t.Errorf("%q", got.Conflict[0])
			}
			if err := h.check("edge1:22", "edge1", tt.trusted, inventory.Strict); err != nil {
				t.Errorf("%v", err)
			}
			if tt.not != nil && h.check("edge1:22", "edge1", tt.not, inventory.Strict) == nil {
				t.Error("a key is trusted that must not be")
			}
		})
	}
}

// TestHostCertificate: an authority speaks for the hosts of its line, and for
// no others.
func TestHostCertificate(t *testing.T) {
	ca, stranger, hostSigner := edKey(t), edKey(t), edKey(t)
	signed := func(by xssh.Signer, principal string, until time.Duration) xssh.Signer {
		c := &xssh.Certificate{
			Key: hostSigner.PublicKey(), CertType: xssh.HostCert, ValidPrincipals: []string{principal},
			ValidAfter: uint64(time.Now().Add(-time.Hour).Unix()), ValidBefore: uint64(time.Now().Add(until).Unix()),
		}
		if err := c.SignCert(rand.Reader, by); err != nil {
			t.Fatal(err)
		}
		s, err := xssh.NewCertSigner(c, hostSigner)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, tt := range []struct {
		name  string
		shown xssh.Signer
		says  string // "" = accepted
	}{
		{"good", signed(ca, "127.0.0.1", time.Hour), ""},
		{"another host's", signed(ca, "edge9", time.Hour), "not in the set of valid principals"},
		{"expired", signed(ca, "127.0.0.1", -time.Minute), "expired"},
		{"of a stranger", signed(stranger, "127.0.0.1", time.Hour), "no @cert-authority for it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.shown, nil)
			keys, _ := LoadHostKeys("")
			keys.Import([]byte(fmt.Sprintf("@cert-authority [127.0.0.*]:* %s", xssh.MarshalAuthorizedKey(ca.PublicKey()))), false)
			v := vault(t, "right-Pw-1")
			dev := device(s.addr)
			dev.HostKeys = inventory.Strict
			_, err := collector(t, New(Config{Vault: v, HostKeys: keys}), v).Collect(t.Context(), collect.Job{Device: dev})
			if tt.says == "" && err != nil || tt.says != "" && (causeOf(err) != collect.CauseHostKey || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("%v", err)
			}
			if err != nil && !strings.Contains(err.Error(), "needs a new certificate") {
				t.Errorf("the hint is of no use: %v", err)
			}
			if err != nil && s.attempts.Load() != 0 {
				t.Error("a password was sent")
			}
		})
	}
}
