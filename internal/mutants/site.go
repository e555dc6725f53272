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
	ImportPath, Dir, Name string
	GoFiles, TestGoFiles  []string
	XTestGoFiles          []string
}

// hasTests says whether the package has tests of its own.
func (f folder) hasTests() bool { return len(f.TestGoFiles)+len(f.XTestGoFiles) > 0 }

// list asks the go command for packages. What helps tests only (audittest,
// vendortest) is left out.
func list(ctx context.Context, patterns []string) ([]folder, error) {
	out, err := exec.CommandContext(ctx, "go", append([]string{"list", "-json=ImportPath,Dir,Name,GoFiles,TestGoFiles,XTestGoFiles"}, patterns...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []folder
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var f folder
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if !strings.HasSuffix(f.Name, "test") {
			all = append(all, f)
		}
	}
	return all, nil
}

// span is bytes of a file.
type span struct{ start, end int }

// site is one change: the bytes at become text.
type site struct {
	pkg, file string
	line      int
	at        span
	was, text string
	// around is what is copied with the change in it: the body of a function without
	// its braces, or the value of a package variable.
	around span
	// value: around is a value. yields: the function gives results, so that its body
	// ends by itself.
	value, yields bool
	// labels are where the body names a label: a copy names another.
	labels []int
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
		offset := func(p token.Pos) int { return set.Position(p).Offset }
		for _, d := range tree.Decls {
			for node, like := range parts(d, offset) {
				like.pkg, like.file = p.ImportPath, path
				all = append(all, changes(node, like, raw, set)...)
			}
		}
	}
	return all, nil
}

// parts are the bodies and values of a declaration. Constants are left out: what is
// computed from them is changed where it is used.
func parts(d ast.Decl, offset func(token.Pos) int) map[ast.Node]site {
	out := map[ast.Node]site{}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Body != nil {
			out[d.Body] = site{around: span{offset(d.Body.Lbrace) + 1, offset(d.Body.Rbrace)}, yields: d.Type.Results.NumFields() > 0, labels: labels(d.Body, offset)}
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			break
		}
		for _, s := range d.Specs {
			for _, v := range s.(*ast.ValueSpec).Values {
				out[v] = site{around: span{offset(v.Pos()), offset(v.End())}, value: true}
			}
		}
	}
	return out
}

// labels are the places behind a label's name, where it is set and where it is gone to.
func labels(body ast.Node, offset func(token.Pos) int) (out []int) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.LabeledStmt:
			out = append(out, offset(n.Label.End()))
		case *ast.BranchStmt:
			if n.Label != nil {
				out = append(out, offset(n.Label.End()))
			}
		}
		return true
	})
	return out
}

// changes are the places below node; like is what they have in common.
func changes(node ast.Node, like site, raw []byte, set *token.FileSet) (all []site) {
	ast.Inspect(node, func(n ast.Node) bool {
		if n == nil || changesNothing(n) {
			return false
		}
		if start, length, text := change(n); length > 0 {
			s, at := like, set.Position(start)
			s.line, s.at, s.text = at.Line, span{at.Offset, at.Offset + length}, text
			s.was = string(raw[s.at.start:s.at.end])
			all = append(all, s)
		}
		return true
	})
	return all
}

// changesNothing: below n no change can be seen, whatever the test: how much room a
// slice or a buffer gets beforehand, what is kept in the blank name.
func changesNothing(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch f := n.Fun.(type) {
		case *ast.Ident:
			return f.Name == "make" || f.Name == "panic"
		case *ast.SelectorExpr:
			return f.Sel.Name == "Grow" || f.Sel.Name == "Clip"
		}
	case *ast.ExprStmt:
		return changesNothing(n.X)
	case *ast.AssignStmt:
		blank, ok := n.Lhs[0].(*ast.Ident)
		return ok && len(n.Lhs) == 1 && blank.Name == "_"
	}
	return false
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
