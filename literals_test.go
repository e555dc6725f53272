package headroom_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wordTypes are the types of words, and the folder whose files declare their constants.
var wordTypes = map[string]string{
	"fact.Unit": "fact", "fact.Resource": "fact", "fact.ScopeKind": "fact", "fact.FlagKey": "fact", "fact.CapKind": "fact", "fact.Grade": "fact",
	"catalog.Class": "catalog",
}

// Words are types: where one is wanted, a constant stands that somebody declared. A
// literal compiles, and a letter too many in it is a memory that no rule knows.
func TestWordsAreDeclared(t *testing.T) {
	c := newWordChecker(t)
	seen := 0
	for _, p := range packages(t) {
		files := make([]*ast.File, 0, len(p.GoFiles))
		for _, f := range p.GoFiles {
			tree, err := parser.ParseFile(c.set, filepath.Join(p.Dir, f), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, tree)
		}
		found, words := c.check(t, p.ImportPath, files)
		seen += words
		for _, f := range found {
			t.Error(f)
		}
	}
	if seen < 500 {
		t.Errorf("only %d words were looked at: the packages were not", seen)
	}
}

// The check finds a literal and an untyped constant, whatever wants the word, and leaves
// declared constants, the zero value and other strings alone.
func TestWordsAreDeclaredFinds(t *testing.T) {
	c := newWordChecker(t)
	for text, want := range map[string]int{
		`var r = fact.Resource("fib.ipv44")`:                                      1,
		`const x = "fib.ipv4"; var r fact.Resource = x`:                           1,
		`var t = fact.Table{Resource: "fib.ipv4", Unit: "entries"}`:               2,
		`func f(u fact.Unit) bool { return u == "entries" }`:                      1,
		`var m = map[fact.ScopeKind]bool{"module": true}`:                         1,
		`var g fact.Grade = 3`:                                                    1,
		`const mine fact.Resource = "fib.mine"; var r = mine`:                     0,
		`func f(r fact.Resource) bool { return r == "" || r == fact.FibIPv4 }`:    0,
		`func f(s string) fact.Resource { return fact.Resource("fib." + s) }`:     0,
		`func f(r fact.Resource) fact.Resource { return r + ".part" }`:            0,
		`var s = "fib.ipv4"; var d fact.Device = fact.Device{Name: "a", Role: s}`: 0,
	} {
		tree, err := parser.ParseFile(c.set, "x.go", "package x; import \""+module+"/fact\"; "+text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if found, _ := c.check(t, module+"/x", []*ast.File{tree}); len(found) != want {
			t.Errorf("%s: %d found, want %d: %q", text, len(found), want, found)
		}
	}
}

type wordChecker struct {
	set  *token.FileSet
	from types.Importer
}

// newWordChecker reads what other packages export from the build cache: only the
// package that is looked at is checked from its source.
func newWordChecker(t *testing.T) *wordChecker {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
	}
	set := token.NewFileSet()
	return &wordChecker{set, importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
}

// check gives the words of a package that nobody declared, and how many it looked at.
func (c *wordChecker) check(t *testing.T, path string, files []*ast.File) (found []string, words int) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: c.from, Error: func(error) {}} // the compiler says what does not compile
	_, _ = conf.Check(path, c.set, files, info)
	declared := map[ast.Expr]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				for _, s := range d.Specs {
					for _, v := range s.(*ast.ValueSpec).Values {
						declared[v] = true
					}
				}
			}
			if sum, ok := n.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
				_, left := sum.X.(*ast.BasicLit)
				_, right := sum.Y.(*ast.BasicLit)
				declared[sum.X], declared[sum.Y] = !left || !right, !left || !right // a part behind a word
			}
			return true
		})
	}
	for e, tv := range info.Types {
		home := wordTypes[strings.TrimPrefix(types.TypeString(tv.Type, nil), module+"/")]
		if tv.Value == nil || home == "" {
			continue
		}
		words++
		if path != module+"/"+home && !declared[e] && undeclared(e, info) && tv.Value.ExactString() != `""` {
			found = append(found, fmt.Sprintf("%s: %s is a literal: declare it as a %s", c.set.Position(e.Pos()), tv.Value.ExactString(), tv.Type))
		}
	}
	slices.Sort(found)
	return found, words
}

// undeclared: it is a literal, or a constant that has no type of its own.
func undeclared(e ast.Expr, info *types.Info) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		c, ok := info.Uses[e].(*types.Const)
		b, basic := any(nil), false
		if ok {
			b, basic = c.Type().(*types.Basic)
		}
		return basic && b.(*types.Basic).Info()&types.IsUntyped != 0
	case *ast.SelectorExpr:
		return undeclared(e.Sel, info)
	}
	return false
}
