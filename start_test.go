package headroom_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every expression that is compiled on first use compiles.
func TestLazyExpressionsCompile(t *testing.T) {
	n := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "New" {
				return true
			}
			x, ok := f.X.(*ast.Ident)
			lit, plain := call.Args[0].(*ast.BasicLit)
			if !ok || !plain || x.Name != "lazyregexp" {
				return true
			}
			source, err := strconv.Unquote(lit.Value)
			if err == nil {
				_, err = regexp.Compile(source)
			}
			if n++; err != nil {
				t.Errorf("%s: %s: %v", path, lit.Value, err)
			}
			return true
		})
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("%d expressions: %v", n, err)
	}
}

// Our own packages cost nothing before the first line of main: what they allocate at
// their start is counted, and does not depend on the machine.
func TestStartCostsNothing(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "headroom")
	if out, err := exec.Command("go", "build", "-o", bin, "./cmd/headroom").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	cmd := exec.Command(bin, "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	seen := 0
	// init github.com/… @3.1 ms, 0.01 ms clock, 1968 bytes, 6 allocs
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 10 || f[0] != "init" || !strings.HasPrefix(f[1], module) {
			continue
		}
		seen++
		if allocs, err := strconv.Atoi(f[len(f)-2]); err != nil || allocs > 250 {
			t.Errorf("%s", strings.TrimSpace(line))
		}
	}
	if seen < 3 {
		t.Errorf("the trace names %d packages of ours: it is not understood", seen)
	}
}
