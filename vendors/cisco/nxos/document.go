package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// Document gives the JSON that `| json` or NX-API answered, with every line
// claimed; nil where the output is text. What stands before the brace (an echo,
// a preamble) is short; text that only holds a brace somewhere is no document.
func Document(s *textscan.Scan, r *fact.Reading) *textscan.Node {
	for _, l := range s.Lines() {
		if l.Blank() || s.Claimed(l) {
			continue
		}
		if t := l.Trim(); !strings.HasPrefix(t, "{") && !strings.HasPrefix(t, "[") {
			return nil
		}
		break
	}
	doc, cut := s.JSON()
	if doc == nil {
		return nil
	}
	if cut && !s.Truncated {
		r.Why = "the JSON document is not whole"
		s.Truncated = true
	}
	s.ClaimAll()
	return doc
}

// rows gives the children of n's tables: NX-OS prints ROW_x as an object for
// one row and as a list for many, and some releases as a list of {ROW_x}
// [nxos:3.2]; either way the rows are the nodes of that name.
func rows(n *textscan.Node, name string) []*textscan.Node { return n.All(name) }

// FigureOf reads a leaf as a number. NX-OS writes numbers as strings; a
// counter that went below zero shows as 2^31 or more and is no number
// [nxos:7 rule 3].
func FigureOf(n *textscan.Node) fact.Figure {
	f := n.Figure()
	if v, ok := f.Get(); ok && v >= garbage {
		return fact.Figure{}
	}
	return f
}

// garbage is the value from which on a counter is an underflowed one: 2^31
// [nxos:7 rule 3: "negative or >= 2^31 counters = invalid"].
const garbage = 1 << 31

// CapOf is figureOf for a maximum, of which 0 means "absent" [nxos:7 rule 3].
func CapOf(n *textscan.Node) fact.Figure {
	f := FigureOf(n)
	if v, ok := f.Get(); ok && v == 0 {
		return fact.Figure{}
	}
	return f
}

// Number reads token t of line l as a counter, garbage left out.
func Number(s *textscan.Scan, l textscan.Line, t textscan.Token) fact.Figure {
	f := s.Figure(l, t)
	if v, ok := f.Get(); ok && v >= garbage {
		return fact.Figure{}
	}
	return trimmed(f, t.Text)
}

// trimmed narrows the evidence to the digits: "16383." ends before the dot.
func trimmed(f fact.Figure, text string) fact.Figure {
	if !f.Known() {
		return f
	}
	lead := len(text) - len(strings.TrimLeft(text, "([,;:"))
	tail := len(text) - len(strings.TrimRight(text, ".)],;:%"))
	f.Span.Start += int32(lead)
	f.Span.End -= int32(tail)
	return f
}

// Sum adds figures; unknown where one of them is.
func Sum(source string, figures ...fact.Figure) fact.Figure {
	var total float64
	var span fact.Span
	for _, f := range figures {
		v, ok := f.Get()
		if !ok {
			return fact.Figure{}
		}
		if span.IsZero() {
			span = f.Span
		}
		total += v
	}
	if len(figures) == 0 {
		return fact.Figure{}
	}
	return fact.Derived(total, span, source)
}

// hundred is the cap of a row that is counted in percent.
func hundred(span fact.Span) fact.Figure { return fact.Derived(100, span, "counted in percent") }

// spanOf is the evidence of n, or of its parent where n is absent.
func spanOf(n, parent *textscan.Node) fact.Span {
	if n == nil {
		return parent.Span
	}
	return n.Span
}

// Leaves gives every node without children.
func Leaves(n *textscan.Node) []*textscan.Node {
	if len(n.Children) == 0 {
		return []*textscan.Node{n}
	}
	var out []*textscan.Node
	for _, c := range n.Children {
		out = append(out, Leaves(c)...)
	}
	return out
}
