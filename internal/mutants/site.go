package main

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// folder is a package with its files that are no tests.
type folder struct {
	ImportPath, Dir string
	GoFiles         []string
}

// list asks the go command for packages.
func list(ctx context.Context, patterns []string) ([]folder, error) {
	out, err := exec.CommandContext(ctx, "go", append([]string{"list", "-json=ImportPath,Dir,GoFiles"}, patterns...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []folder
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var f folder
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		all = append(all, f)
	}
	return all, nil
}

// site is one change: bytes start to end of a file become text.
type site struct {
	pkg, file  string
	line       int
	start, end int
	was, text  string
}

func (s site) String() string {
	return fmt.Sprintf("%s:%d: %q -> %q", filepath.Base(filepath.Dir(s.file))+"/"+filepath.Base(s.file), s.line, s.was, s.text)
}

// swaps are the operators that are exchanged.
var swaps = map[token.Token]string{
	token.EQL: "!=", token.NEQ: "==", token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">",
	token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*",
}

// words are the names that are exchanged.
var words = map[string]string{"true": "false", "false": "true", "fact.Yes": "fact.No", "fact.No": "fact.Yes", "continue": "break", "break": "continue"}

// sitesOf finds the places of a package where a change may be made.
func sitesOf(p folder) ([]site, error) {
	var all []site
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, path, raw, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			start, length, text := change(n)
			if length > 0 {
				at := set.Position(start)
				was := string(raw[at.Offset : at.Offset+length])
				all = append(all, site{p.ImportPath, path, at.Line, at.Offset, at.Offset + length, was, text})
			}
			return true
		})
	}
	return all, nil
}

// change gives where a node is changed and into what; length 0 = it is not.
func change(n ast.Node) (start token.Pos, length int, text string) {
	whole := func(text string) (token.Pos, int, string) { return n.Pos(), int(n.End() - n.Pos()), text }
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if to, ok := swaps[n.Op]; ok {
			return n.OpPos, len(n.Op.String()), to
		}
	case *ast.IncDecStmt:
		return n.TokPos, 2, map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok]
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			return n.OpPos, 1, ""
		}
	case *ast.Ident:
		if to, ok := words[n.Name]; ok {
			return whole(to)
		}
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && words[x.Name+"."+n.Sel.Name] != "" {
			return whole(words[x.Name+"."+n.Sel.Name])
		}
	case *ast.BranchStmt:
		if to, ok := words[n.Tok.String()]; ok && n.Label == nil {
			return whole(to)
		}
	case *ast.ExprStmt:
		return whole("")
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return whole("")
		}
	}
	return 0, 0, ""
}

// test runs the tests against the change: first those of its package, then also.
// What does not compile is no mutant; what runs for ever is seen.
func (s site) test(ctx context.Context, also string) (compiled, killed bool) {
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return false, false
	}
	defer func() { _ = os.RemoveAll(dir) }()
	raw, err := os.ReadFile(s.file)
	if err != nil {
		return false, false
	}
	changed, overlay := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
	plan, _ := json.Marshal(map[string]map[string]string{"Replace": {s.file: changed}})
	if os.WriteFile(changed, []byte(string(raw[:s.start])+s.text+string(raw[s.end:])), 0o600) != nil || os.WriteFile(overlay, plan, 0o600) != nil {
		return false, false
	}
	if !goRuns(ctx, "build", "-overlay", overlay, s.pkg) {
		return false, false
	}
	for _, pkg := range []string{s.pkg, also} {
		if pkg != "" && !goRuns(ctx, "test", "-vet=off", "-short", "-failfast", "-timeout", "90s", "-overlay", overlay, pkg) {
			return true, true
		}
	}
	return true, false
}

func goRuns(ctx context.Context, args ...string) bool {
	return exec.CommandContext(ctx, "go", args...).Run() == nil
}
