package age_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	ours "github.com/headroom-audit/headroom/secret/age"
)

const kept = "Age-Kept-4711"

// sealed writes a file for an identity and gives the folder.
func sealed(t *testing.T, text string, armored bool) (dir string, id *age.X25519Identity) {
	t.Helper()
	dir = t.TempDir()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := nopCloser{&b}
	var w interface {
		Write([]byte) (int, error)
		Close() error
	} = out
	if armored {
		w = armor.NewWriter(&b)
	}
	enc, err := age.Encrypt(w, id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = enc.Write([]byte(text))
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	for name, data := range map[string][]byte{"s.age": b.Bytes(), "id": []byte("# made by a test\n" + id.String() + "\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, id
}

type nopCloser struct{ *bytes.Buffer }

func (nopCloser) Close() error { return nil }

func provider(id string) secret.Set {
	local := secret.Local{}.Providers()
	return append(local, ours.Provider{Identities: []inventory.Ref{{Kind: "file", Value: id}}, Local: local})
}

func get(set secret.Set, value string) (string, error) {
	b, err := set.Get(context.Background(), secret.Request{Ref: inventory.Ref{Kind: "age", Value: value}})
	return string(b), err
}

func TestGet(t *testing.T) {
	for _, armored := range []bool{false, true} {
		dir, _ := sealed(t, "# passwords\nother: x\nnoc: \""+kept+"\"\nlab="+kept+"2\nnocx: y\n", armored)
		set := provider(dir + "/id")
		for name, want := range map[string]string{"noc": kept, "lab": kept + "2", "other": "x"} {
			if s, err := get(set, dir+"/s.age#"+name); err != nil || s != want {
				t.Errorf("%s: %q %v", name, s, err)
			}
		}
		if _, err := get(set, dir+"/s.age#none"); err == nil || !strings.Contains(err.Error(), "has no none") || strings.Contains(err.Error(), kept) {
			t.Error(err)
		}
		if _, err := get(set, dir+"/s.age"); err == nil || !strings.Contains(err.Error(), "more than one line") {
			t.Error(err)
		}
		if err := set.Try(t.Context(), inventory.Ref{Kind: "age", Value: dir + "/s.age#noc"}); err != nil {
			t.Error(err)
		}
	}
	dir, _ := sealed(t, kept+"\n", false)
	if s, err := get(provider(dir+"/id"), dir+"/s.age"); err != nil || s != kept {
		t.Errorf("%q %v", s, err)
	}
}

func TestRefused(t *testing.T) {
	dir, id := sealed(t, "noc: "+kept+"\n", false)
	other, _ := sealed(t, "x", false)
	bad := filepath.Join(dir, "bad")
	if err := os.WriteFile(bad, []byte("AGE-SECRET-KEY-1NONSENSE\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cut.age"), []byte("age-encryption.org/v1\n-> X"), 0o600); err != nil {
		t.Fatal(err)
	}
	plug := filepath.Join(dir, "plug")
	if err := os.WriteFile(plug, []byte("AGE-PLUGIN-NOTHERE-1QQQQ\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ id, file, want string }{
		{other + "/id", dir + "/s.age#noc", "no identity opens"},
		{bad, dir + "/s.age#noc", "no identity of age"},
		{plug, dir + "/s.age#noc", "plug-in"},
		{dir + "/none", dir + "/s.age#noc", "its identity"},
		{dir + "/id", dir + "/cut.age#noc", "whole"},
		{dir + "/id", dir + "/nowhere.age#noc", "no such file"},
	} {
		_, err := get(provider(tt.id), tt.file)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), kept) || strings.Contains(err.Error(), id.String()) || strings.Contains(err.Error(), "NONSENSE") {
			t.Errorf("%s: %v", tt.want, err)
		}
	}
}
