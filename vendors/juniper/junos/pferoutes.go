package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readPFERoutes reads `show pfe route summary` of the CLI and `show route
// summary` of the PFE: which columns there are is in the heading [junos:3.2].
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
	t := fact.Table{Unit: fact.UnitRoutes, Line: l.No, Resource: pfeResource(proto)}
	if in, ok := column(columns, toks, "Installed"); ok {
		t.Name, t.Used, t.Unit = "PFE "+proto+" routes", b.figure(l, in), fact.UnitEntries
		if p, ok := column(columns, toks, "Prefixes"); ok {
			t.Notes = append(t.Notes, "installed after compression of "+p.Text+" prefixes")
		}
	} else {
		in, _ := column(columns, toks, "Routes")
		t.Name, t.Used = proto+" route table "+toks[0].Text, b.figure(l, in)
		t.Resource = fact.Resource("pfe." + strings.ToLower(proto))
		t.Notes = append(t.Notes, "the PFE's copy in software: not the memory of the ASIC")
		return t, t.Used.Known()
	}
	if toks[0].Text != "Default" && toks[0].Text != "0" {
		t.Name += " table " + toks[0].Text
	}
	return t, t.Used.Known()
}

func pfeResource(proto string) fact.Resource {
	switch proto {
	case "IPv4":
		return fact.FibIPv4
	case "IPv6":
		return fact.FibIPv6
	case "MPLS":
		return fact.FibMPLS
	}
	return fact.Resource("pfe." + strings.ToLower(proto))
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
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.InsertFailures, Resource: row.Resource, Scope: row.Scope,
			Raised: fact.Yes, Latched: true, Count: n, Text: row.Name + ": routes the PFE could not install", Span: n.Span,
		})
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
		t := fact.Table{
			Name: "PFE " + proto.Text + " routes", Resource: pfeResource(proto.Text), Scope: b.targetScope(), Unit: fact.UnitEntries,
			Used: b.figure(l, in), Line: l.No,
		}
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
		t := fact.Table{
			Name: "PFE routes table " + name, Resource: resPFEIPv4, Scope: b.targetScope(), Unit: fact.UnitRoutes, Used: used, Line: l.No,
			Notes: []string{"the PFE's copy in software: not the memory of the ASIC"},
		}
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
				r.Tables = append(r.Tables, fact.Table{Name: name, Resource: fact.NextHop, Scope: b.targetScope(), Unit: fact.UnitEntries, Used: used, Line: l.No})
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
			r.Tables = append(r.Tables, fact.Table{
				Name: "PFE NH " + strings.TrimSpace(l.Text[toks[0].Lo:toks[n-3].Hi]), Resource: fact.NextHop,
				Scope: b.targetScope(), Unit: fact.UnitEntries, Used: used, Peak: peak, PartOf: "PFE NH total", Line: l.No,
			})
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
			r.Recognised = true
		case strings.HasPrefix(t, "Index:"), strings.HasPrefix(t, "Local FPC"), strings.HasPrefix(t, "Non-local FPC"):
		default:
			continue
		}
		b.s.Claim(l)
	}
}
