package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/screen/list"
)

func TestAKeyMeansOneThingPerScreen(t *testing.T) {
	m := New(&Options{})
	seen := map[[2]string]action.ID{}
	for _, a := range m.actions.All() {
		if len(a.Keys) == 0 || a.Title == "" || a.Help == "" || a.ID == "" {
			t.Errorf("%+v: a key, a title and a help are needed", a)
		}
		for _, k := range a.Keys {
			at := [2]string{string(a.Screen), k}
			if other, twice := seen[at]; twice {
				t.Errorf("%q on %q is both %s and %s", k, a.Screen, other, a.ID)
			}
			seen[at] = a.ID
			switch k { // a terminal cannot tell them from others, or multiplexers take them
			case "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+space":
				t.Errorf("%s is on %s", a.ID, k)
			}
		}
	}
}

func TestWhatCertainKeysMustMean(t *testing.T) {
	m := New(&Options{})
	for _, s := range m.screens {
		for key, want := range map[string]action.ID{
			"esc": action.Back, "q": action.Quit, "ctrl+c": action.ForceQuit, "?": action.Help, ":": action.Palette, "ctrl+p": action.Palette, "u": action.Undo,
			"ctrl+d": action.PageDown, "ctrl+u": action.PageUp, "j": action.Down, "k": action.Up, "1": goTo(list.Name), "y": action.Copy, "Y": action.CopyView,
		} {
			if a := m.actions.Find(s.Name(), key); a == nil || a.ID != want {
				t.Errorf("%s on %s is %v, want %q", key, s.Name(), a, want)
			}
		}
	}
}

func TestKeysPage(t *testing.T) {
	const file = "../docs/keys.md"
	if updating() {
		if err := os.WriteFile(file, []byte(KeysPage()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != KeysPage() {
		t.Errorf("%s is not what the registry says: go test ./tui -run TestKeysPage -update", file)
	}
}

// Every action of every screen does something that can be seen, or says why it
// does not: from its key, and from the palette of any screen.
func TestEveryActionWorksWhereItIsOffered(t *testing.T) {
	m := New(&Options{})
	for _, a := range m.actions.All() {
		t.Run(string(a.Screen)+" "+string(a.ID), func(t *testing.T) {
			for _, setup := range setups() {
				u := setup(t)
				on := a.Screen
				if on == action.Everywhere {
					on = u.m.sh.Current
				}
				u.m.show(on)
				before := u.Frame()
				_, cmd := u.m.Update(keyOf(a.Keys[0]))
				if u.Frame() != before || cmd != nil {
					return
				}
			}
			t.Errorf("%s does nothing in any of the cases", a.Keys[0])
		})
	}
}

// setups are the situations in which actions are tried.
func setups() []func(t *testing.T) *ui {
	return []func(t *testing.T) *ui{
		func(t *testing.T) *ui { return open(t, 80, 24, walkOptions(0)).Press("j") },
		func(t *testing.T) *ui { return open(t, 80, 24, walkOptions(8)).Press("G") },
		func(t *testing.T) *ui { return open(t, 80, 16, walkOptions(0)).Press("j", "enter", "e", "l", "l", "j") },
		func(t *testing.T) *ui {
			u := open(t, 80, 24, walkOptions(4))
			u.m.Update(tick{})
			return u
		},
		func(t *testing.T) *ui { return open(t, 60, 16, walkOptions(0)).Press("l", "space", "k") },
	}
}

// Nothing may call itself clean: only constants are Text and Style without having
// gone through safeterm and theme, and only draw makes rows.
func TestNobodyClaimsToBeClean(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, _ := sel.X.(*ast.Ident)
			_, literal := call.Args[0].(*ast.BasicLit)
			if pkg != nil && !literal && (pkg.Name == "safeterm" && sel.Sel.Name == "Text" || pkg.Name == "theme" && sel.Sel.Name == "Style") {
				t.Errorf("%s converts to %s.%s: only safeterm.Clean and its kind may", path, pkg.Name, sel.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var _ tea.Model = (*Model)(nil)
