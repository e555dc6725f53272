package headroom_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/vendors/registry"
)

// outside are the packages that know vendors: their rooms, the tests and the lab,
// whose devices are of some make.
var outside = []string{"vendors", "internal/lab", "docs", "audit/audittest", "bench", "internal/mutants"}

// stillSaid are words of a family, a product or a configuration that stand outside
// vendors/ all the same, by folder and word, with what is to become of them. The list
// only shrinks.
var stillSaid = map[string]string{
	"cmd/headroom mls cef maximum-routes": "an example in a help text",
	"sources qfx":                         "a key of the list of sources",
}

// products are names that people give to what they bought.
var products = regexp.MustCompile(`(?i)\b(catalyst|nexus|sup720|sup2t|rsp720|jericho|trident|qfx|acx\d|asr ?\d{3,4}|ncs ?\d{3,4}|n9k|cisco 8000|cloud ?scale)\b`)

// A router family is one room: what is said of it outside vendors/ is said by nobody.
func TestNoFamilyIsNamedOutsideItsRoom(t *testing.T) {
	families, lines := named()
	used := map[string]bool{}
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if slices.ContainsFunc(outside, func(o string) bool { return below(path, o) }) {
			continue
		}
		for _, f := range p.GoFiles {
			for _, l := range literals(t, filepath.Join(p.Dir, f)) {
				word := said(l.text, families, lines)
				key := path + " " + word
				if _, known := stillSaid[key]; word == "" || known {
					used[key] = true
					continue
				}
				t.Errorf("%s says %q (%q): it belongs into the family's room", l.at, word, l.text)
			}
		}
	}
	for key := range stillSaid {
		if !used[key] {
			t.Errorf("%q is said no more: take it out of the list", key)
		}
	}
}

// named gives the names of all families, and the first words of all lines that are
// entered to divide a memory anew.
func named() (families, lines []string) {
	for _, o := range registry.All() {
		for _, p := range o.Platforms {
			families = append(families, p.Family())
		}
	}
	for _, f := range vendors.Catalog().Families() {
		for _, c := range f.Changes {
			for _, l := range c.Commands {
				if w := strings.Fields(l); len(w) > 2 && !strings.HasPrefix(w[0], "show") {
					lines = append(lines, strings.Join(w[:3], " "))
				}
			}
		}
	}
	return families, lines
}

func said(text string, families, lines []string) string {
	if slices.Contains(families, text) {
		return text
	}
	for _, l := range lines {
		if strings.Contains(text, l) && !strings.ContainsAny(l, "{}") {
			return l
		}
	}
	return strings.ToLower(products.FindString(text))
}

type literal struct {
	text string
	at   token.Position
}

// literals gives the strings of a file, struct tags and imports aside.
func literals(t *testing.T, file string) (out []literal) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				ast.Inspect(n.Type, func(ast.Node) bool { return true })
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				if s, err := strconv.Unquote(n.Value); err == nil {
					out = append(out, literal{s, set.Position(n.Pos())})
				}
			}
		}
		return true
	})
	return out
}
