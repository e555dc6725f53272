package yaml

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// Problem is one mistake of an inventory file. Line and Column count from 1,
// columns in runes.
type Problem struct {
	Path         string
	Line, Column int
	Msg          string // never holds a secret
	Hint         string // what to do; "" = no idea
	excerpt      string // source lines with a caret, secrets masked
}

// Error gives the problem in one line, safe to print: path:line:column: what.
func (p *Problem) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Msg)
	if p.Hint != "" {
		s += "; " + p.Hint
	}
	return string(safeterm.CleanLine(s))
}

// Excerpt gives the lines of the file around the problem with a caret under the
// column, each ending in a newline. Values that may be secrets are masked.
func (p *Problem) Excerpt() string { return p.excerpt }

// Errors are all problems of a file, in its order.
type Errors []*Problem

// maxExcerpts is how many problems are printed with source lines; the others of
// a file that is wrong from end to end get one line each.
const maxExcerpts = 50

// Error prints every problem with its source lines and hint, safe to print.
func (e Errors) Error() string {
	var b strings.Builder
	for i, p := range e {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i >= maxExcerpts {
			b.WriteString(p.Error())
			continue
		}
		head := fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Msg)
		b.WriteString(string(safeterm.CleanLine(head)))
		b.WriteByte('\n')
		b.WriteString(p.excerpt)
		if p.Hint != "" {
			b.WriteString("      hint: " + string(safeterm.CleanLine(p.Hint)) + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Unwrap gives the problems one by one, for errors.As.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, p := range e {
		out[i] = p
	}
	return out
}

// pos is a place in the file; line 0 means that the file does not say it.
type pos struct{ line, col int }

// set reports whether the file says it.
func (p pos) set() bool { return p.line > 0 }

// from is a place as people write it.
func (ps *problems) from(p pos) string { return ps.path + ":" + strconv.Itoa(p.line) }

// problems collects what is wrong with one file.
type problems struct {
	path   string
	lines  [][]byte
	list   Errors
	seen   map[Problem]bool // a node reached twice through an alias is told once
	masked map[int]bool     // lines with a value that may be a secret
}

func newProblems(path string, data []byte) *problems {
	return &problems{path: path, lines: bytes.Split(data, []byte("\n")), seen: map[Problem]bool{}, masked: map[int]bool{}}
}

// add records a problem at a place; a place without a line is the file's start.
func (ps *problems) add(at pos, hint, format string, args ...any) {
	p := Problem{Path: ps.path, Line: max(1, at.line), Column: max(1, at.col), Msg: short(fmt.Sprintf(format, args...)), Hint: short(hint)}
	if !ps.seen[p] {
		ps.seen[p] = true
		ps.list = append(ps.list, &p)
	}
}

// short cuts a message that quotes more of the file than a person reads.
func short(s string) string {
	if runes := []rune(s); len(runes) > 400 {
		return string(runes[:400]) + "…"
	}
	return s
}

// mask hides the values of lines first to last in excerpts.
func (ps *problems) mask(first, last int) {
	for l := first; l <= last; l++ {
		ps.masked[l] = true
	}
}

// err sorts the problems and draws their excerpts; nil where there are none.
func (ps *problems) err() error {
	if len(ps.list) == 0 {
		return nil
	}
	slices.SortStableFunc(ps.list, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Msg, b.Msg))
	})
	for i, p := range ps.list {
		if i < maxExcerpts {
			p.excerpt = ps.excerpt(p.Line, p.Column)
		}
	}
	return ps.list
}
