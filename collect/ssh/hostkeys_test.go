package ssh

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// TestKnownHostsFile: what OpenSSH writes is understood and written back.
func TestKnownHostsFile(t *testing.T) {
	a, b, c, bad := edKey(t).PublicKey(), edKey(t).PublicKey(), edKey(t).PublicKey(), edKey(t).PublicKey()
	path := filepath.Join(t.TempDir(), "sub", "known_hosts")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	file := strings.Join([]string{
		"# a comment", "",
		knownhosts.Line([]string{"192.0.2.1:22", "[2001:db8::1]:2222", "Edge1.example.net"}, a),
		knownhosts.Line([]string{knownhosts.HashHostname("[192.0.2.9]:2222")}, b),
		"@revoked * " + strings.TrimSpace(string(xssh.MarshalAuthorizedKey(bad))),
		"*.example.org " + strings.TrimSpace(string(xssh.MarshalAuthorizedKey(b))),
	}, "\n") + "\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it was, and as it was written back
		h, err := LoadHostKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		for addr, want := range map[string]int{"192.0.2.1:22": 1, "[2001:db8::1]:2222": 1, "edge1.example.net:22": 1, "192.0.2.9:2222": 1, "192.0.2.9:22": 0, "x.example.org:22": 1} {
			if n := len(h.Known(addr)); n != want {
				t.Errorf("%s: %d keys, want %d", addr, n, want)
			}
		}
		if err := h.check("192.0.2.7:22", "", bad, inventory.Off); err == nil {
			t.Error("a revoked key was accepted")
		}
		if err := h.check("192.0.2.9:2222", "", c, inventory.TOFU); err == nil {
			t.Error("another key of a hashed host was accepted")
		}
		if err := h.check("[2001:db8::5]:22", "", c, inventory.TOFU); err != nil {
			t.Error(err)
		}
		if err := h.Save(); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# a comment", "|1|", "@revoked", "*.example.org", "2001:db8::5 ssh-ed25519"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%q is gone:\n%s", want, data)
		}
	}
	if err := os.WriteFile(path, []byte("edge1 ssh-ed25519 notbase64\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadHostKeys(path); err == nil || !strings.Contains(err.Error(), ":1:") {
		t.Errorf("a broken file: %v", err)
	}
}

// TestKeysThatCanNotBeSaved: a file that is locked or cannot be written says
// nothing about the key of a device: the logins go on, and the end tells it.
func TestKeysThatCanNotBeSaved(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, path string) (mend func())
		says  string
	}{
		{"the lock is held", func(t *testing.T, path string) func() {
			unlock, err := lock(path, 0)
			if err != nil {
				t.Fatal(err)
			}
			return unlock
		}, "host keys: another program holds the lock "},
		{"the folder cannot be made", func(t *testing.T, path string) func() {
			write(t, filepath.Dir(path), nil, 0o600)
			return func() { _ = os.Remove(filepath.Dir(path)) }
		}, "host keys: mkdir "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state", "known_hosts")
			keys, err := LoadHostKeys(path)
			if err != nil {
				t.Fatal(err)
			}
			keys.patience = 100 * time.Millisecond
			mend := tt.spoil(t, path)
			v := vault(t, "right-Pw-1")
			d := New(Config{Vault: v, HostKeys: keys})
			c := collector(t, d, v)
			a, b := serve(t, edKey(t), nil), serve(t, edKey(t), nil)
			for _, s := range []*server{a, b, a} {
				tr, err := c.Collect(t.Context(), collect.Job{Device: device(s.addr), Next: once("show version")})
				mustRead(t, tr, err)
			}
			if err := d.Close(); err == nil || !strings.HasPrefix(err.Error(), tt.says) {
				t.Errorf("the end says %v", err)
			}
			mend()
			if err := keys.Save(); err != nil {
				t.Error(err)
			}
			again, err := LoadHostKeys(path)
			if err != nil || len(again.Known(a.addr)) != 1 || len(again.Known(b.addr)) != 1 {
				t.Errorf("what was kept in memory was not saved: %v", err)
			}
		})
	}
}

// TestChangesWhileSaving: a key that comes while the file is written is neither
// lost nor written twice.
func TestChangesWhileSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "known_hosts")
	h, err := LoadHostKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	key := edKey(t).PublicKey()
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if err := h.check(fmt.Sprintf("192.0.2.%d:22", i), "", key, inventory.TOFU); err != nil {
				t.Error(err)
			}
			if i%8 == 0 {
				if err := h.Save(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := h.Save(); err != nil {
		t.Fatal(err)
	}
	again, err := LoadHostKeys(path)
	if err != nil || len(again.List()) != 40 || len(h.List()) != 40 {
		t.Errorf("%d keys in the file, %d in memory, want 40: %v", len(again.List()), len(h.List()), err)
	}
}

func FuzzKnownHosts(f *testing.F) {
	f.Add("edge1,[192.0.2.1]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n")
	f.Add("@revoked * ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n|1|a|b ssh-ed25519 AAAA\n[x] ssh-rsa AAAA\n")
	f.Add("000,[ ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA000000000000000000000000000000000000000000")
	f.Fuzz(func(t *testing.T, text string) {
		h, _ := LoadHostKeys("")
		h.Import([]byte(text), true)
		for _, k := range h.List() {
			if k.Address != "" && k.Marker == "" && !isPattern(k.Address) && len(h.Of(k.Address)) == 0 {
				t.Errorf("%q is listed and not known", k.Address)
			}
		}
		again, _ := LoadHostKeys("")
		if got := again.Import(h.Export(false), false); len(got.Bad)+len(got.Conflict) > 0 {
			t.Errorf("what is exported is not what is imported: %+v", got)
		}
	})
}
