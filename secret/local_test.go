package secret_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/providers"
)

const kept = "Local-Kept-4711"

// What each provider of this host gives, and what it says where it cannot.
func TestLocal(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"pw": kept + "\n", "two": kept + "\nx\n", "empty": "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"PW": kept, "CREDENTIALS_DIRECTORY": dir}
	l := secret.Local{Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}
	set := l.Providers()
	for _, tt := range []struct{ kind, value, want string }{
		{"env", "PW", ""},
		{"env", "NONE", "no NONE"},
		{"file", dir + "/pw", ""},
		{"file", dir + "/two", "more than one line"},
		{"file", dir + "/empty", "is empty"},
		{"credential", "pw", ""},
		{"credential", "none", "LoadCredential=none:PATH"},
		{"credential", "../pw", "no name of a credential"},
		{"cmd", "printf '%s\\n' " + kept, ""},
		{"cmd", "echo " + kept + " >&2; exit 3", "exit status 3"},
		{"cmd", "while :; do echo " + kept + "; done", "more than a secret"},
		{"ask", "", "nobody is there"},
		{"vault", "a/b#c", "unknown kind"},
	} {
		b, err := set.Get(t.Context(), secret.Request{Ref: inventory.Ref{Kind: tt.kind, Value: tt.value}})
		switch {
		case tt.want == "" && (err != nil || string(b) != kept):
			t.Errorf("%s:%s: %q %v", tt.kind, tt.value, b, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(strings.ReplaceAll(err.Error(), tt.value, ""), kept)):
			t.Errorf("%s:%s: %v", tt.kind, tt.value, err)
		}
	}
	delete(env, "CREDENTIALS_DIRECTORY")
	if err := set.Try(t.Context(), inventory.Ref{Kind: "credential", Value: "pw"}); err == nil || !strings.Contains(err.Error(), "run it as a service") {
		t.Error(err)
	}
	var e *secret.Error
	if err := set.Try(t.Context(), inventory.Ref{Kind: "credential", Value: "pw"}); !errors.As(err, &e) || e.Ref.Value != "pw" {
		t.Errorf("%v does not say of what it is", err)
	}
}

// Every kind that an inventory may name has a provider.
func TestEveryKind(t *testing.T) {
	set := providers.All(secret.Local{}, inventory.Secrets{})
	defer set.Close()
	for _, kind := range append(inventory.RefKinds(), "ask") {
		if _, ok := set.Find(kind); !ok {
			t.Errorf("nothing gets %s:", kind)
		}
	}
	if len(set) != len(inventory.RefKinds())+1 {
		t.Errorf("%d providers for %d kinds", len(set), len(inventory.RefKinds())+1)
	}
}
