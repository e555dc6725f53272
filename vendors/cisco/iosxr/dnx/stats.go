package dnx

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// statsReader reads `show controllers npu resources stats`: counter processors
// in two columns, and the one profile that a DNX router prints as active [xr
// 0.7, 3.1]. A full processor is not out of counters: the next free one is
// taken, so its rows are evidence only.
type statsReader struct {
	s    *textscan.Scan
	r    *fact.Reading
	node string
	npu  string
	proc [2]string
	buf  []textscan.Token
}

func readStats(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	rd := statsReader{s: s, r: r, node: iosxr.Location(s.Command), buf: make([]textscan.Token, 0, 12)}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if rd.line(l, l.Trim()) {
			s.Claim(l)
		}
	}
}

func (rd *statsReader) line(l textscan.Line, t string) bool {
	switch {
	case t == "":
		return false
	case strings.HasPrefix(t, "HW Stats Information For Location:"):
		rd.node = iosxr.Node(strings.TrimSpace(t[strings.LastIndexByte(t, ':')+1:]))
	case strings.HasPrefix(t, "System information for NPU"):
		rd.npu = strings.Trim(t[len("System information for NPU"):], " :")
		rd.r.Recognised = true
	case strings.HasPrefix(t, "Counter processor configuration profile:"), strings.HasPrefix(t, "Next available counter processor"), t == "|":
	default:
		return rd.columns(l)
	}
	return true
}

// columns reads both halves of a line.
func (rd *statsReader) columns(l textscan.Line) bool {
	bar := strings.IndexByte(l.Text, '|')
	if bar < 0 {
		bar = len(l.Text)
	}
	a := rd.half(l, 0, 0, bar)
	b := bar >= len(l.Text) || rd.half(l, 1, bar+1, len(l.Text))
	return a && b
}

func (rd *statsReader) half(l textscan.Line, col, lo, hi int) bool {
	t := strings.TrimSpace(l.Text[lo:hi])
	switch {
	case t == "" || strings.HasPrefix(t, "State:") || strings.HasPrefix(t, "Application:"):
		return true
	case strings.HasPrefix(t, "Counter processor:"):
		rd.proc[col] = strings.TrimSpace(t[len("Counter processor:"):])
		return true
	}
	var f []textscan.Token
	rd.buf = textscan.Fields(l, rd.buf)
	for _, tok := range rd.buf {
		if tok.Lo >= lo && tok.Hi <= hi {
			f = append(f, tok)
		}
	}
	n := len(f)
	if n < 3 || !textscan.IsNumber(f[n-1].Text) || !textscan.IsNumber(f[n-2].Text) {
		return false
	}
	rd.r.Tables = append(rd.r.Tables, fact.Table{
		Name: "counters/" + l.Text[f[0].Lo:f[n-3].Hi], Resource: fact.Counters, Unit: fact.UnitCounters, Line: l.No,
		Scope:   fact.Scope{Kind: fact.ScopeCounterProcessor, Node: rd.node, Index: rd.npu + "/" + rd.proc[col]},
		Used:    rd.s.Figure(l, f[n-2]),
		Cap:     rd.s.Figure(l, f[n-1]),
		CapKind: fact.CapFixed,
	})
	return true
}
