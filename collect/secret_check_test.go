package collect

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
)

// What keeps a secret from being had is seen without having it.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"good": 0o600, "open": 0o644, "empty": 0o600} {
		text := "s3cret\n"
		if name == "empty" {
			text = ""
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	asked := false
	v := NewVault(nil, Sources{
		Env: func(name string) (string, bool) { return "x", name == "SET" },
		Ask: func(context.Context, string) ([]byte, error) { asked = true; return nil, nil },
	})
	for _, tt := range []struct {
		kind, value string
		ok          bool
	}{
		{"", "", true},
		{"agent", "", true},
		{"ask", "", true},
		{"env", "SET", true},
		{"env", "UNSET", false},
		{"file", dir + "/good", true},
		{"key", dir + "/open", false},
		{"file", dir + "/empty", false},
		{"file", dir + "/none", false},
		{"file", dir, false},
		{"cmd", "sh -c 'exit 1' >" + dir + "/ran", true},
		{"cmd", "LANG=C exec sh", true},
		{"cmd", "no-such-program-7 show x", false},
		{"cmd", dir + "/good", false},
		{"cmd", "$PROGRAM x", true},
		{"cmd", " ", false},
	} {
		if err := v.Check(t.Context(), inventory.Ref{Kind: tt.kind, Value: tt.value}); (err == nil) != tt.ok {
			t.Errorf("%s:%s: %v", tt.kind, tt.value, err)
		}
	}
	if _, err := os.Stat(dir + "/ran"); err == nil || asked {
		t.Error("a program was run, or somebody was asked")
	}
}
