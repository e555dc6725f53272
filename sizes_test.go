package headroom_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a newcomer can hold in the head: files of a package, methods of a receiver and
// lines of a function stay below these.
const (
	mostFiles   = 25
	mostMethods = 40
	mostLines   = 80
	usualLines  = 28 // nine functions of ten
)

func TestSizesOfTheHouse(t *testing.T) {
	var lengths []int
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if len(p.GoFiles) > mostFiles {
			t.Errorf("%s has %d files, %d is the most", path, len(p.GoFiles), mostFiles)
		}
		if path == "audit" && len(p.GoFiles) > 15 {
			t.Errorf("audit has %d files beside rules and policy, 15 is the most", len(p.GoFiles))
		}
		methods := map[string]int{}
		for _, name := range p.GoFiles {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Body == nil {
					continue
				}
				if f.Recv != nil {
					methods[receiver(f.Recv.List[0].Type)]++
				}
				n := set.Position(f.Body.End()).Line - set.Position(f.Body.Pos()).Line
				if lengths = append(lengths, n); n > mostLines {
					t.Errorf("%s.%s has %d lines, %d is the most", path, f.Name.Name, n, mostLines)
				}
			}
		}
		for name, n := range methods {
			if n > mostMethods {
				t.Errorf("%s.%s has %d methods, %d is the most", path, name, n, mostMethods)
			}
		}
	}
	slices.Sort(lengths)
	if p90 := lengths[len(lengths)*9/10]; p90 > usualLines {
		t.Errorf("one function of ten has over %d lines, %d is meant", p90, usualLines)
	}
}

// receiver names the type that a method is of.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}
