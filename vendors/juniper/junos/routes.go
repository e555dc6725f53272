package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRouteSummary reads the RIB and, in three text forms, the peak of the FIB
// [junos 3.2]. The peak counts all tables and instances.
func readRouteSummary(b *block, r *fact.Reading) {
	if b.doc != nil {
		routeSummaryDocument(b, r)
		return
	}
	table := false
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.Contains(t, " destinations, ") && strings.Contains(t, " active"):
			if ribLine(b, r, l) {
				table, r.Recognised = true, true
			}
		case highwater(t):
			peakLine(b, r, l)
			r.Recognised = true
		case strings.HasPrefix(t, "Router ID"), strings.HasPrefix(t, "Autonomous system"), strings.HasPrefix(t, "Maximum ECMP"), strings.HasPrefix(t, "Highwater Mark"):
			r.Recognised = true
		case table && strings.Contains(t, " routes") && strings.HasSuffix(t, " active"):
		case strings.HasPrefix(t, "Limit/Threshold"), strings.HasPrefix(t, "Restart "):
		default:
			continue
		}
		b.s.Claim(l)
	}
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
	t := fact.Table{Name: "RIB active " + table, Resource: ribResource(table), Unit: "routes", Used: used, Line: line, Scope: fact.System()}
	if table != "inet.0" && table != "inet6.0" {
		t.Scope = fact.Scope{Kind: "vrf", Index: table}
	}
	return t
}

func ribResource(table string) string {
	switch {
	case table == "inet.0" || strings.HasSuffix(table, ".inet.0"):
		return fact.RIBIPv4
	case table == "inet6.0" || strings.HasSuffix(table, ".inet6.0"):
		return fact.RIBIPv6
	}
	return "rib." + strings.TrimSuffix(table, ".0")
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
	row := fact.Table{Name: "FIB routes (all tables)", Resource: "fib.peak", Scope: fact.System(), Unit: "routes", Peak: peak, Line: l.No}
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
	t := fact.Table{Name: "kernel FIB " + name, Resource: "kernel." + name[strings.LastIndexByte(name, '.')+1:], Unit: "routes", Used: used, Line: line}
	t.Scope = fact.Scope{Kind: "vrf", Index: name}
	if strings.HasPrefix(name, "default.") {
		t.Scope = fact.System()
	}
	return t
}

// readPFERoutes reads `show pfe route summary` of the CLI and `show route
// summary` of the PFE: which columns there are is in the heading [junos 3.2].
// Installed is what the hardware holds after compression; Routes alone is the
// PFE's copy in software, and Size(b) is memory of its CPU.
func readPFERoutes(b *block, r *fact.Reading) {
	proto, slot := "", digits(b.target)
	var columns, toks []textscan.Token
	for _, l := range b.lines {
		t := l.Trim()
		toks = textscan.Fields(l, toks)
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Slot ") && len(toks) == 2:
			slot = toks[1].Text
		case strings.HasSuffix(t, "Route Tables:"):
			proto = strings.TrimSpace(strings.TrimSuffix(t, "Route Tables:"))
			columns = nil
		case strings.HasPrefix(t, "Index") && strings.Contains(t, "Routes"):
			columns = textscan.Fields(l, nil)
		case textscan.IsRule(l):
		case proto != "" && len(columns) > 0 && len(toks) == len(columns):
			row, ok := pfeRow(b, l, proto, columns, toks)
			if !ok {
				continue
			}
			row.Scope = b.fpcScope(slot)
			r.Tables, r.Recognised = append(r.Tables, row), true
			refused(b, r, l, columns, toks, &row)
		default:
			continue
		}
		b.s.Claim(l)
	}
}

func column(columns, toks []textscan.Token, name string) (textscan.Token, bool) {
	for i, c := range columns {
		if strings.EqualFold(c.Text, name) && i < len(toks) {
			return toks[i], true
		}
	}
	return textscan.Token{}, false
}

func pfeRow(b *block, l textscan.Line, proto string, columns, toks []textscan.Token) (fact.Table, bool) {
	t := fact.Table{Unit: "routes", Line: l.No, Resource: pfeResource(proto)}
	if in, ok := column(columns, toks, "Installed"); ok {
		t.Name, t.Used, t.Unit = "PFE "+proto+" routes", b.figure(l, in), "entries"
		if p, ok := column(columns, toks, "Prefixes"); ok {
			t.Notes = append(t.Notes, "installed after compression of "+p.Text+" prefixes")
		}
	} else {
		in, _ := column(columns, toks, "Routes")
		t.Name, t.Used = proto+" route table "+toks[0].Text, b.figure(l, in)
		t.Resource = "pfe." + strings.ToLower(proto)
		t.Notes = append(t.Notes, "the PFE's copy in software: not the memory of the ASIC")
		return t, t.Used.Known()
	}
	if toks[0].Text != "Default" && toks[0].Text != "0" {
		t.Name += " table " + toks[0].Text
	}
	return t, t.Used.Known()
}

func pfeResource(proto string) string {
	switch proto {
	case "IPv4":
		return fact.FibIPv4
	case "IPv6":
		return fact.FibIPv6
	case "MPLS":
		return fact.FibMPLS
	}
	return "pfe." + strings.ToLower(proto)
}

// refused takes the Errors column: inserts that the hardware did not take.
func refused(b *block, r *fact.Reading, l textscan.Line, columns, toks []textscan.Token, row *fact.Table) {
	e, ok := column(columns, toks, "Errors")
	if !ok {
		return
	}
	n := b.figure(l, e)
	row.Failures = n
	r.Tables[len(r.Tables)-1].Failures = n
	if v, ok := n.Get(); ok && v > 0 {
		r.Exceptions = append(r.Exceptions, fact.Exception{Kind: fact.InsertFailures, Resource: row.Resource, Scope: row.Scope,
			Raised: fact.Yes, Latched: true, Count: n, Text: row.Name + ": routes the PFE could not install", Span: n.Span})
	}
}

// readCompression reads `show route compression`: Index Proto Prefixes Aggregate
// Installed Comp(%).
func readCompression(b *block, r *fact.Reading) {
	var columns, toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		if len(toks) > 1 && toks[0].Text == "Index" {
			columns = textscan.Fields(l, nil)
			b.s.Claim(l)
			continue
		}
		if textscan.IsRule(l) {
			b.s.Claim(l)
			continue
		}
		proto, ok := column(columns, toks, "Proto")
		in, ok2 := column(columns, toks, "Installed")
		if !ok || !ok2 || len(toks) != len(columns) {
			continue
		}
		t := fact.Table{Name: "PFE " + proto.Text + " routes", Resource: pfeResource(proto.Text), Scope: b.targetScope(), Unit: "entries",
			Used: b.figure(l, in), Line: l.No}
		if toks[0].Text != "0" {
			t.Name += " table " + toks[0].Text
		}
		if t.Used.Known() {
			r.Tables, r.Recognised = append(r.Tables, t), true
			b.s.Claim(l)
		}
	}
}

// readRouteTables reads `show route ip table` of the PFE: "VRF-A.317  317 (0 )
// 4016 562236 LOCAL low ----": index, flags, routes, bytes of its CPU.
func readRouteTables(b *block, r *fact.Reading) {
	var toks []textscan.Token
	for _, l := range b.lines {
		closing := strings.IndexByte(l.Text, ')')
		open := strings.IndexByte(l.Text, '(')
		if closing < open || open < 0 {
			if t := l.Trim(); strings.HasPrefix(t, "Table") || strings.HasPrefix(t, "Protocol:") || textscan.IsRule(l) || strings.HasPrefix(t, "Index") {
				b.s.Claim(l)
			}
			continue
		}
		head := strings.Fields(l.Text[:open])
		rest := trimLeft(l, closing+1)
		toks = textscan.Fields(rest, toks)
		if len(head) < 1 || len(toks) < 2 {
			continue
		}
		used := b.figure(rest, toks[0])
		if !used.Known() {
			continue
		}
		name := head[0]
		if i := strings.LastIndexByte(name, '.'); i > 0 && textscan.IsNumber(name[i+1:]) {
			name = name[:i]
		}
		t := fact.Table{Name: "PFE routes table " + name, Resource: "pfe.ipv4", Scope: b.targetScope(), Unit: "routes", Used: used, Line: l.No,
			Notes: []string{"the PFE's copy in software: not the memory of the ASIC"}}
		if len(toks) > 2 && strings.HasSuffix(toks[2].Text, "LOCAL") {
			t.Notes = append(t.Notes, toks[2].Text+" to this card: tables may differ from card to card")
		}
		r.Tables, r.Recognised = append(r.Tables, t), true
		b.s.Claim(l)
	}
}

// readNHSummary reads "Unicast 848 871" (the second number is the highest so
// far, not a limit) and "Total number of NH = 351" [junos ptx].
func readNHSummary(b *block, r *fact.Reading) {
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		if _, v, ok := textscan.KeyValue(l, "="); ok && strings.HasPrefix(l.Trim(), "Total number of NH") {
			name := "PFE NH total"
			if strings.Contains(b.command, "nhdb") {
				name = "PFE next hops"
			}
			if used := b.figure(l, word(v)); used.Known() {
				r.Tables = append(r.Tables, fact.Table{Name: name, Resource: fact.NextHop, Scope: b.targetScope(), Unit: "entries", Used: used, Line: l.No})
				r.Recognised = true
				b.s.Claim(l)
			}
			continue
		}
		n := len(toks)
		if n < 3 || textscan.IsRule(l) {
			if textscan.IsRule(l) || n > 0 && strings.HasPrefix(toks[0].Text, "Type") {
				b.s.Claim(l)
			}
			continue
		}
		used, peak := b.figure(l, toks[n-2]), b.figure(l, toks[n-1])
		if used.Known() && peak.Known() {
			r.Tables = append(r.Tables, fact.Table{Name: "PFE NH " + strings.TrimSpace(l.Text[toks[0].Lo:toks[n-3].Hi]), Resource: fact.NextHop,
				Scope: b.targetScope(), Unit: "entries", Used: used, Peak: peak, PartOf: "PFE NH total", Line: l.No})
			r.Recognised = true
			b.s.Claim(l)
		}
	}
}

// readLocalization reads which cards hold the routes of a VRF.
func readLocalization(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "Routing table:"):
			r.Flag("localized_table", strings.TrimSpace(strings.TrimPrefix(t, "Routing table:")), b.s.SpanOf(l, t))
			r.Recognised = true
		case strings.HasPrefix(t, "Index:"), strings.HasPrefix(t, "Local FPC"), strings.HasPrefix(t, "Non-local FPC"):
		default:
			continue
		}
		b.s.Claim(l)
	}
}
