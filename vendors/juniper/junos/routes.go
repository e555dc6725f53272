package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRouteSummary reads the RIB and, in three text forms, the peak of the FIB
// [junos:3.2]. The peak counts all tables and instances.
func readRouteSummary(b *block, r *fact.Reading) {
	if b.doc != nil {
		routeSummaryDocument(b, r)
		return
	}
	table, name := false, ""
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Limit/Threshold"):
			limitLine(b, r, l, name)
		case strings.Contains(t, " destinations, ") && strings.Contains(t, " active"):
			if ribLine(b, r, l) {
				table, r.Recognised = true, true
				name, _, _ = strings.Cut(t, ": ")
			}
		case highwater(t):
			peakLine(b, r, l)
			r.Recognised = true
		case strings.HasPrefix(t, "Router ID"), strings.HasPrefix(t, "Autonomous system"), strings.HasPrefix(t, "Maximum ECMP"), strings.HasPrefix(t, "Highwater Mark"):
			r.Recognised = true
		case table && strings.Contains(t, " routes") && strings.HasSuffix(t, " active"):
		case strings.HasPrefix(t, "Restart "):
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// limitLine reads "Limit/Threshold: 12288/12288 destinations" below the line of a
// table: it takes no more than that, hidden destinations count too. The limit is set
// by the platform or by the operator; it is no size of a memory.
func limitLine(b *block, r *fact.Reading, l textscan.Line, table string) {
	_, v, ok := textscan.KeyValue(l, ":")
	first, _, slash := strings.Cut(word(v).Text, "/")
	unit := strings.TrimSpace(strings.TrimPrefix(v.Text, word(v).Text))
	if !ok || !slash || table == "" || unit != string(fact.UnitDestinations) && unit != string(fact.UnitRoutes) {
		return
	}
	limit := b.figure(l, textscan.Token{Text: first, Lo: v.Lo, Hi: v.Lo + len(first)})
	used, at := counted(b, l, table, unit)
	if !limit.Known() || !used.Known() {
		return
	}
	row := ribRow(table, used, at)
	row.Name, row.Unit, row.Cap, row.CapKind = "RIB "+unit+" "+table+limitRow, fact.Unit(unit), limit, fact.CapFixed
	row.Notes = append(row.Notes, "a limit of the routing table, which takes no more than that; hidden ones count too")
	r.Tables = append(r.Tables, row)
	n, _ := used.Get()
	if most, _ := limit.Get(); row.Scope.Kind == fact.ScopeVRF && n >= most {
		r.Flag(fact.FlagLimitReached, table+": "+l.Trim(), b.span(l, v))
	}
}

// limitRow ends the name of a row that is about a limit.
const limitRow = " (limit)"

// counted finds "inet.0: 12288 destinations, 20110 routes (…)" above a line.
func counted(b *block, below textscan.Line, table, unit string) (fact.Figure, int) {
	for i := len(b.lines) - 1; i >= 0; i-- {
		l := b.lines[i]
		if l.No >= below.No || !strings.HasPrefix(l.Trim(), table+": ") {
			continue
		}
		toks := textscan.Fields(l, nil)
		for n := 1; n < len(toks); n++ {
			if strings.TrimSuffix(toks[n].Text, ",") == unit {
				return b.figure(l, toks[n-1]), l.No
			}
		}
	}
	return fact.Figure{}, 0
}

func highwater(t string) bool {
	return strings.HasPrefix(t, "RIB ") || strings.HasPrefix(t, "FIB routes") || strings.HasPrefix(t, "VRF type routing instances")
}

// ribLine reads "inet.0: 929 destinations, 1615 routes (929 active, 0 holddown, 0 hidden)".
func ribLine(b *block, r *fact.Reading, l textscan.Line) bool {
	colon := strings.Index(l.Text, ": ")
	if colon < 0 {
		return false
	}
	toks := textscan.Fields(trimLeft(l, 0), nil)
	for i, t := range toks {
		if strings.HasPrefix(t.Text, "(") && i+1 < len(toks) && strings.HasPrefix(toks[i+1].Text, "active") {
			t.Text, t.Lo = t.Text[1:], t.Lo+1
			used := b.figure(l, t)
			if !used.Known() {
				return false
			}
			r.Tables = append(r.Tables, ribRow(strings.TrimSpace(l.Text[:colon]), used, l.No))
			return true
		}
	}
	return false
}

func ribRow(table string, used fact.Figure, line int) fact.Table {
	t := fact.Table{Name: "RIB active " + table, Resource: ribResource(table), Unit: fact.UnitRoutes, Used: used, Line: line, Scope: fact.System()}
	if table != "inet.0" && table != "inet6.0" {
		t.Scope = fact.Scope{Kind: fact.ScopeVRF, Index: table}
	}
	return t
}

func ribResource(table string) fact.Resource {
	switch {
	case table == "inet.0" || strings.HasSuffix(table, ".inet.0"):
		return fact.RIBIPv4
	case table == "inet6.0" || strings.HasSuffix(table, ".inet6.0"):
		return fact.RIBIPv6
	}
	return fact.Resource("rib." + strings.TrimSuffix(table, ".0"))
}

// peakLine reads "FIB routes : 1207937 at 2000-01-01 … / 1203820" and "FIB
// routes high watermark: 3299647 at …".
func peakLine(b *block, r *fact.Reading, l textscan.Line) {
	if !strings.HasPrefix(l.Trim(), "FIB routes") {
		return
	}
	_, v, ok := textscan.KeyValue(l, ":")
	if !ok {
		return
	}
	peak := b.figure(l, word(v))
	if !peak.Known() {
		return
	}
	row := fact.Table{Name: "FIB routes (all tables)", Resource: resFibPeak, Scope: fact.System(), Unit: fact.UnitRoutes, Peak: peak, Line: l.No}
	if _, at, ok := strings.Cut(v.Text, " at "); ok {
		at, _, _ = strings.Cut(at, " / ")
		row.Notes = append(row.Notes, "highest at "+strings.TrimSpace(at)+"; over all tables and instances")
	}
	r.Tables = append(r.Tables, row)
}

func routeSummaryDocument(b *block, r *fact.Reading) {
	for _, t := range b.doc.All("route-table") {
		name, used := t.Child("table-name").Value(), t.Child("active-route-count").Figure()
		if name == "" || !used.Known() {
			continue
		}
		r.Tables = append(r.Tables, ribRow(name, used, int(used.Span.Line)))
		r.Recognised = true
	}
}

// readKernelRoutes sums the kinds of routes of each table of the kernel: what
// the routing engine wants in the hardware, not what the hardware took.
func readKernelRoutes(b *block, r *fact.Reading) {
	if b.doc != nil {
		r.Why = "the XML of this command has not been seen: ask for text"
		return
	}
	var name string
	var sum float64
	var at fact.Span
	line := 0
	flush := func(last bool) {
		if name != "" && line > 0 && !(last && b.cut) {
			r.Tables = append(r.Tables, kernelRow(name, fact.Derived(sum, at, "sum over the kinds of routes"), line))
			r.Recognised = true
		}
		name, sum, line = "", 0, 0
	}
	for _, l := range b.lines {
		t := l.Trim()
		if n, ok := strings.CutPrefix(t, "Routing table: "); ok {
			flush(false)
			name, _, _ = strings.Cut(n, " [")
			b.s.Claim(l)
			continue
		}
		key, v, ok := textscan.KeyValue(l, ":")
		switch {
		case !ok || name == "":
		case strings.HasSuffix(v.Text, "routes") || strings.HasSuffix(v.Text, "route"):
			if n, isNum := textscan.Number(word(v).Text); isNum && !strings.Contains(key, " ") {
				if line == 0 {
					line, at = l.No, b.span(l, word(v))
				}
				sum += n
				b.s.Claim(l)
			}
		case v.Text == "" || strings.HasPrefix(t, "Enabled protocols"):
			b.s.Claim(l)
		}
	}
	flush(true)
}

func kernelRow(name string, used fact.Figure, line int) fact.Table {
	t := fact.Table{Name: "kernel FIB " + name, Resource: fact.Resource("kernel." + name[strings.LastIndexByte(name, '.')+1:]), Unit: fact.UnitRoutes, Used: used, Line: line}
	t.Scope = fact.Scope{Kind: fact.ScopeVRF, Index: name}
	if strings.HasPrefix(name, "default.") {
		t.Scope = fact.System()
	}
	return t
}
