package headroom_test

import (
	"bytes"
	"encoding/json"
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

// wholeIDs are fields that hold the name of a thing: it is compared as a whole. Values
// of a type of ours that is a word (fact.Resource, solve.Action …) are, too.
var wholeIDs = []string{
	"audit.Finding.Rule", "audit.Finding.Message", "audit.Rule.ID", "plan.Refusal.Rule", "plan.Why.Rule", "policy.Waiver.Rule",
	"fact.Output.Parser", "fact.Device.Family", "fact.Flag.About", "vendors.Parser.Name",
}

// taken are the types that are no words of ours, and the one place where a resource is
// cut.
var taken = map[string]string{
	"audit/audittest":   "a test asks what is said",
	"internal/safeterm": "its Text is text",
	"internal/lab":      "a fault is written with its figure",
	"fact/words.go":     "what a resource tells is asked of its methods",
}

// Nothing depends on a part of an id: a rule that is renamed or a resource that is new
// would be taken for another.
func TestIDsAreComparedAsAWhole(t *testing.T) {
	used := map[string]bool{}
	c := checker(t)
	var found []string
	for _, p := range c.own {
		var files []*ast.File
		for _, f := range p.GoFiles {
			files = append(files, c.parse(t, filepath.Join(p.Dir, f), nil))
		}
		found = append(found, c.in(t, p.ImportPath, files...)...)
	}
	for _, f := range found {
		known := false
		for place := range taken {
			if strings.Contains(f, "/"+place) {
				known, used[place] = true, true
			}
		}
		if !known {
			t.Errorf("%s", f)
		}
	}
	for place := range taken {
		if !used[place] {
			t.Errorf("%s cuts nothing any more: take it out of the list", place)
		}
	}
}

// listed is one package as go list tells it.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Module                  *struct{ Main bool }
}

// What is refused, and what is not.
func TestPartsOfIDsAreFound(t *testing.T) {
	const text = `package x

import (
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
)

func refused(r fact.Resource, f *audit.Finding) bool {
	name := string(r)
	_, _, cut := strings.Cut(f.Rule, "/")
	return cut || strings.Contains(name, "ipv4") || strings.HasPrefix(strings.ToLower(string(f.Action)), "carve")
}

func allowed(r fact.Resource, f *audit.Finding) bool {
	return r.Tells("ipv4") || f.Rule == "cap/over" || strings.Contains(f.WaivedBy, "x") || strings.HasPrefix("fib.ipv4", string(r))
}
`
	c := checker(t)
	if found := c.in(t, "x", c.parse(t, "x.go", text)); len(found) != 3 {
		t.Errorf("%d were found: %q", len(found), found)
	}
}

// ids looks for parts of ids in the packages of the module.
type ids struct {
	own     []listed
	set     *token.FileSet
	imports types.Importer
	info    *types.Info
	held    map[types.Object]string // variables that hold an id, and which
}

func checker(t *testing.T) *ids {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	exports, c := map[string]string{}, &ids{set: token.NewFileSet()}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main {
			c.own = append(c.own, p)
		}
	}
	c.imports = importer.ForCompiler(c.set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return c
}

func (c *ids) parse(t *testing.T, name string, text any) *ast.File {
	t.Helper()
	tree, err := parser.ParseFile(c.set, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func (c *ids) in(t *testing.T, path string, files ...*ast.File) (found []string) {
	t.Helper()
	c.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	c.held = map[types.Object]string{}
	if _, err := (&types.Config{Importer: c.imports}).Check(path, c.set, files, c.info); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				c.hold(n)
			case *ast.CallExpr:
				if c.cuts(n) {
					if what := c.id(n.Args[0]); what != "" {
						found = append(found, c.set.Position(n.Pos()).String()+": a part of "+what)
					}
				}
			}
			return true
		})
	}
	return found
}

// hold keeps which new variables hold an id.
func (c *ids) hold(a *ast.AssignStmt) {
	for i := range a.Lhs {
		if name, ok := a.Lhs[i].(*ast.Ident); ok && len(a.Lhs) == len(a.Rhs) && c.info.Defs[name] != nil {
			if what := c.id(a.Rhs[i]); what != "" {
				c.held[c.info.Defs[name]] = what
			}
		}
	}
}

// cuts reports whether a call looks at a part of its first argument.
func (c *ids) cuts(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	f, ok := c.info.Uses[sel.Sel].(*types.Func)
	return ok && f.Pkg() != nil && f.Pkg().Path() == "strings" && slices.Contains([]string{
		"HasPrefix", "HasSuffix", "Contains", "ContainsAny", "Cut", "CutPrefix", "CutSuffix", "TrimPrefix", "TrimSuffix", "Index", "LastIndex", "IndexByte", "Split", "SplitN", "Fields",
	}, f.Name())
}

// id names the id that an expression holds, "" = none.
func (c *ids) id(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return c.id(e.X)
	case *ast.Ident:
		return c.held[c.info.Uses[e]]
	case *ast.SelectorExpr:
		if s := c.info.Selections[e]; s != nil && s.Kind() == types.FieldVal {
			if name := short(s.Recv()) + "." + e.Sel.Name; slices.Contains(wholeIDs, name) {
				return name
			}
		}
	case *ast.CallExpr:
		if len(e.Args) != 1 {
			return ""
		}
		if tv := c.info.Types[e.Fun]; tv.IsType() { // string(resource)
			return word(c.info.Types[e.Args[0]].Type)
		}
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(f.Sel.Name, "To") { // strings.ToLower(id)
			return c.id(e.Args[0])
		}
	}
	return ""
}

// word names a type of ours that is a word.
func word(t types.Type) string {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !strings.HasPrefix(n.Obj().Pkg().Path(), module) {
		return ""
	}
	if b, ok := n.Underlying().(*types.Basic); !ok || b.Info()&types.IsString == 0 {
		return ""
	}
	return short(n)
}

func short(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.TypeString(types.Unalias(t), func(p *types.Package) string { return p.Name() })
}
