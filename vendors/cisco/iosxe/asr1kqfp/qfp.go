package asr1kqfp

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readExmem reads `show platform hardware qfp … infrastructure exmem
// statistics`: bytes of the memories of the QFP. The FIB lives in the DRAM. A
// type with Total 0 is not there. The low-water mark of free memory gives the
// peak.
func readExmem(s *textscan.Scan, r *fact.Reading) {
	var cur *exmem
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasPrefix(t, "QFP exmem statistics"):
			s.Claim(l)
		case strings.HasPrefix(t, "Type: Name:"):
			cur.flush(r)
			cur = newExmem(l, t)
			r.Recognised = true
			s.Claim(l)
		case cur != nil:
			cur.line(s, l)
		}
	}
	cur.flush(r)
}

type exmem struct {
	row   fact.Table
	total fact.Figure
	free  fact.Figure
	low   fact.Figure
	gone  bool // Total: 0
}

// newExmem begins a block "Type: Name: DRAM, QFP: 0".
func newExmem(l textscan.Line, t string) *exmem {
	name, qfp, _ := strings.Cut(strings.TrimPrefix(t, "Type: Name:"), ",")
	name = strings.TrimSpace(name)
	_, no, _ := strings.Cut(qfp, ":")
	e := &exmem{row: fact.Table{Name: "QFP exmem " + name, Resource: fact.Memory, Scope: fact.Scope{Kind: fact.ScopeQFP, Index: strings.TrimSpace(no)}, Unit: fact.UnitBytes, CapKind: fact.CapBytes, Line: l.No}}
	if name == "DRAM" {
		e.row.Resource = fact.FibMemory
	}
	return e
}

func (e *exmem) line(s *textscan.Scan, l textscan.Line) {
	key, v, ok := textscan.KeyValue(l, ":")
	n := s.Figure(l, v)
	if !ok || !n.Known() {
		return
	}
	switch strings.ToLower(key) {
	case "total":
		total, _ := n.Get()
		e.gone = total == 0
		e.total = n
	case "inuse":
		e.row.Used = n
	case "free":
		e.free = n
	case "lowest free water mark":
		e.low = n
	default:
		return
	}
	s.Claim(l)
}

func (e *exmem) flush(r *fact.Reading) {
	if e == nil || e.gone || !e.row.Used.Known() && !e.total.Known() {
		return
	}
	e.row.Cap, e.row.Max = e.total, e.total
	e.agrees(r)
	total, ok := e.total.Get()
	low, ok2 := e.low.Get()
	if ok && ok2 && low <= total {
		e.row.Peak = fact.Derived(total-low, e.low.Span, "total - lowest free water mark")
	}
	r.Tables = append(r.Tables, e.row)
}

// agrees compares what is in use and free with the total: in every capture the first
// two make the third [captures:list]. Where they do not, none is known.
func (e *exmem) agrees(r *fact.Reading) {
	total, ok := e.total.Get()
	used, ok2 := e.row.Used.Get()
	free, ok3 := e.free.Get()
	if !ok || !ok2 || !ok3 || math.Abs(used+free-total) <= total/100 {
		return
	}
	r.Flag(fact.FlagImplausible, fmt.Sprintf("%s: %.0f in use and %.0f free do not make the total of %.0f", e.row.Name, used, free, total), e.free.Span)
	e.row.Used = fact.Figure{}
}

// readQFPTCAM reads `show platform hardware qfp … tcam resource-manager usage`:
// classification only, the FIB is not in it. The free cells of a region are of
// the block it holds now, not a limit.
func readQFPTCAM(s *textscan.Scan, r *fact.Reading) {
	row := fact.Table{Resource: fact.ACL, Scope: fact.System(), Unit: fact.UnitCells}
	flush := func() {
		if row.Used.Known() {
			r.Tables = append(r.Tables, row)
		}
		row = fact.Table{Resource: fact.ACL, Scope: fact.System(), Unit: fact.UnitCells}
	}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "QFP TCAM Usage Information") || strings.HasSuffix(t, "Region Information") || strings.HasSuffix(t, "Usage Information") || textscan.IsRule(l) {
			if strings.HasSuffix(t, "Information") {
				flush()
				r.Recognised = true
			}
			s.Claim(l)
			continue
		}
		key, v, ok := textscan.KeyValue(l, ":")
		if !ok {
			continue
		}
		s.Claim(l)
		switch key {
		case "Name":
			row.Name, row.Line = v.Text, l.No
			if _, cpp, ok := strings.Cut(v.Text, "CPP #"); ok {
				row.Scope = fact.Scope{Kind: fact.ScopeQFP, Index: cpp}
			}
		case "Current used cell entries", "Total tcam used cell entries":
			row.Used = s.Figure(l, v)
		case "Total tcam free cell entries":
			used, ok := row.Used.Get()
			if free, ok2 := textscan.Number(v.Text); ok && ok2 && used+free > 0 {
				row.Cap = fact.Derived(used+free, s.Span(l, v.Lo, v.Hi), "used + free cells")
				row.CapKind = fact.CapFixed
			}
		case "Threshold status":
			row.State = v.Text
		}
	}
	flush()
}

// readClassTCAM reads the cells per client of the classification TCAM.
func readClassTCAM(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "Client") || textscan.IsRule(l) {
			r.Recognised = r.Recognised || strings.HasPrefix(t, "Client")
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if n := len(f); n >= 6 && r.Recognised && textscan.IsNumber(f[n-2].Text) {
			r.Tables = append(r.Tables, fact.Table{Name: strings.TrimSpace(l.Text[:f[n-5].Lo]), Resource: fact.ACL, Scope: fact.System(), Unit: fact.UnitCells, Used: s.Figure(l, f[n-2]), Line: l.No})
			s.Claim(l)
		}
	}
}

// readFPCEF reads the prefixes per VRF that the forwarding processor holds:
// "Default  0  0  IPv4  2528  hw: 0x55d5… (created)".
func readFPCEF(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "Forwarding Table Summary") || strings.HasPrefix(t, "Name ") || textscan.IsRule(l) || strings.HasPrefix(t, "show ") {
			r.Recognised = r.Recognised || strings.HasPrefix(t, "Forwarding Table")
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if len(f) < 5 || !textscan.IsNumber(f[4].Text) || !strings.HasPrefix(f[3].Text, "IPv") {
			continue
		}
		row := fact.Table{Name: f[3].Text + " prefixes", Resource: fact.FibIPv4, Scope: fact.Scope{Kind: fact.ScopeVRF, Index: f[0].Text}, Unit: fact.UnitEntries, Used: s.Figure(l, f[4]), Line: l.No}
		if f[3].Text == "IPv6" {
			row.Resource = fact.FibIPv6
		}
		r.Tables = append(r.Tables, row)
		r.Recognised = true
		s.Claim(l)
	}
}
