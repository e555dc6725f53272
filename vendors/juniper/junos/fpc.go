package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readFPC reads `show chassis fpc` and `show chassis fpc detail`.
func readFPC(b *block, r *fact.Reading) {
	if b.doc != nil {
		fpcDocument(b, r)
		return
	}
	var toks []textscan.Token
	slot, table := "", false
	for _, l := range b.lines {
		t := l.Trim()
		toks = textscan.Fields(l, toks)
		switch {
		case len(toks) == 0:
		case strings.HasPrefix(t, "Slot State"):
			table = true
			b.s.Claim(l)
		case strings.HasPrefix(t, "Temp ") || strings.HasPrefix(t, "Utilization"):
			b.s.Claim(l)
		case strings.HasPrefix(t, "Slot ") && strings.HasSuffix(t, "information:"), strings.HasPrefix(t, "FPC ") && strings.HasSuffix(t, "status:"):
			slot, table, r.Recognised = toks[1].Text, false, true
			b.s.Claim(l)
		case strings.HasPrefix(t, "Slot ") && len(toks) >= 3 || strings.HasPrefix(t, "PIC "):
			r.Recognised = true // pic-status: which card and PIC is in which slot
			b.s.Claim(l)
		case strings.HasPrefix(t, "FPC status:"):
			slot, r.Recognised = "0", true
			b.s.Claim(l)
		case table:
			fpcRow(b, r, l, toks)
		case slot != "":
			fpcDetail(b, r, l, slot)
		}
	}
}

// fpcRow reads "0 Online 43 3 0 2 2 5 32768 41 0"; the last two are heap and
// buffer in percent used, before them the memory of the card.
func fpcRow(b *block, r *fact.Reading, l textscan.Line, toks []textscan.Token) {
	if !textscan.IsNumber(toks[0].Text) || len(toks) < 2 {
		return
	}
	r.Recognised = true
	b.s.Claim(l)
	b.card(r, toks[0].Text, toks[1].Text, b.span(l, toks[0]))
	if n := len(toks); n >= 6 {
		scope := b.fpcScope(toks[0].Text)
		r.Tables = appendPercent(r.Tables, "FPC ukernel heap", scope, b.figure(l, toks[n-2]), l.No)
		r.Tables = appendPercent(r.Tables, "FPC buffer", scope, b.figure(l, toks[n-1]), l.No)
	}
}

// card notes an FPC and whether it is online. In a virtual chassis of routers the
// number counts in each member.
func (b *block) card(r *fact.Reading, slot, state string, span fact.Span) {
	p := fact.Part{Slot: slot, Name: "FPC " + slot, State: state, Span: span}
	if b.member != "" && !strings.HasPrefix(b.member, "fpc") {
		p.Slot = b.member + " fpc" + slot
	}
	if state != "" && state != "Empty" {
		r.Identity.Parts = append(r.Identity.Parts, p)
	}
}

func appendPercent(tables []fact.Table, name string, scope fact.Scope, used fact.Figure, line int) []fact.Table {
	if v, ok := used.Get(); !ok || v > 100 {
		return tables
	}
	return append(tables, fact.Table{
		Name: name, Resource: fact.Memory, Scope: scope, Unit: fact.UnitPercent, CapKind: fact.CapPercent,
		Used: used, Cap: fact.Derived(100, used.Span, "a percentage is of 100"), Line: line,
	})
}

// installed are the memories of a card that `detail` names: what is installed,
// not what is in use [junos:3.2].
func installed() [][2]string {
	return [][2]string{
		{"Total CPU DRAM", "FPC DRAM"},
		{"Total RLDRAM", "FPC RLDRAM (lookup memory installed)"},
		{"Total DDR DRAM", "FPC DDR DRAM"},
		{"Total HBM", "FPC HBM (lookup/packet memory installed)"},
		{"Total SRAM", "FPC SRAM"},
		{"Total SDRAM", "FPC SDRAM"},
	}
}

func fpcDetail(b *block, r *fact.Reading, l textscan.Line, slot string) {
	t := l.Trim()
	for _, m := range installed() {
		if v, ok := value(l, m[0]); ok {
			if size := b.figure(l, word(v)); Known(size) > 0 {
				r.Tables = append(r.Tables, memoryRow(m[1], b.fpcScope(slot), size, l.No))
			}
			b.s.Claim(l)
			return
		}
	}
	if v, ok := value(l, "State"); ok {
		b.card(r, slot, v.Text, b.span(l, v))
	}
	for _, k := range []string{"Start time", "State", "Temperature", "Uptime", "Max power", "Operating Bandwidth", "FIPS", "Power", "PFE ", "Current ", "Logical slot", "ISSU", "Bulk "} {
		if strings.HasPrefix(t, k) {
			b.s.Claim(l)
			return
		}
	}
	if toks := textscan.Fields(l, nil); len(toks) >= 2 && textscan.IsNumber(toks[0].Text) && (toks[1].Text == "ON" || toks[1].Text == "OFF") {
		b.s.Claim(l)
	}
}

func memoryRow(name string, scope fact.Scope, size fact.Figure, line int) fact.Table {
	return fact.Table{Name: name, Resource: fact.Memory, Scope: scope, Unit: fact.UnitMB, Cap: size, CapKind: fact.CapBytes, Line: line}
}

func fpcDocument(b *block, r *fact.Reading) {
	for _, f := range b.doc.All("fpc") {
		slot := f.Child("slot").Value()
		if slot == "" {
			continue
		}
		r.Recognised = true
		scope := b.fpcScope(slot)
		b.card(r, slot, f.Child("state").Value(), at(f.Child("state")))
		if heap := f.Child("memory-heap-utilization").Figure(); heap.Known() {
			r.Tables = appendPercent(r.Tables, "FPC ukernel heap", scope, heap, int(heap.Span.Line))
			buffer := f.Child("memory-buffer-utilization").Figure()
			r.Tables = appendPercent(r.Tables, "FPC buffer", scope, buffer, int(buffer.Span.Line))
		}
		for _, m := range [][2]string{
			{"memory-dram-size", "FPC DRAM"},
			{"memory-rldram-size", "FPC RLDRAM (lookup memory installed)"},
			{"memory-ddr-dram-size", "FPC DDR DRAM"},
			{"memory-hbm-size", "FPC HBM (lookup/packet memory installed)"},
		} {
			size := f.Child(m[0]).Figure()
			if Known(size) > 0 {
				r.Tables = append(r.Tables, memoryRow(m[1], scope, size, int(size.Span.Line)))
			}
		}
	}
}

// readHeap reads the heaps of a PFE: "0 base total free used % name".
func readHeap(b *block, r *fact.Reading) {
	var toks []textscan.Token
	for _, l := range b.lines {
		toks = textscan.Fields(l, toks)
		n := len(toks)
		if n == 0 {
			continue
		}
		if toks[0].Text == "ID" || textscan.IsRule(l) {
			b.s.Claim(l)
			continue
		}
		if n < 7 || !textscan.IsNumber(toks[0].Text) {
			continue
		}
		total, free, used := b.figure(l, toks[2]), b.figure(l, toks[3]), b.figure(l, toks[4])
		if !total.Known() || !used.Known() {
			continue
		}
		r.Tables = append(r.Tables, fact.Table{
			Name: "ukernel heap " + strings.TrimSpace(l.Text[toks[6].Lo:]), Resource: fact.Memory,
			Scope: b.targetScope(), Unit: fact.UnitBytes, CapKind: fact.CapBytes, Used: used, Cap: total, Free: free, Percent: b.figure(l, toks[5]), Line: l.No,
		})
		r.Recognised = true
		b.s.Claim(l)
	}
}

// readFilterBlock reads "Term Vectors Used : 0% (101/327680)" [junos:2B].
func readFilterBlock(b *block, r *fact.Reading) {
	slot := ""
	for _, l := range b.lines {
		t := l.Trim()
		if s, ok := strings.CutPrefix(t, "Slot "); ok {
			slot = strings.TrimSuffix(s, ":")
			b.s.Claim(l)
			continue
		}
		key, v, ok := textscan.KeyValue(l, ":")
		open, slash := strings.IndexByte(v.Text, '('), strings.IndexByte(v.Text, '/')
		closing := strings.IndexByte(v.Text, ')')
		if !ok || open < 0 || slash < open || closing < slash {
			continue
		}
		used := textscan.Token{Text: v.Text[open+1 : slash], Lo: v.Lo + open + 1, Hi: v.Lo + slash}
		size := textscan.Token{Text: v.Text[slash+1 : closing], Lo: v.Lo + slash + 1, Hi: v.Lo + closing}
		row := fact.Table{
			Name: "FLT " + strings.TrimSuffix(key, " Used"), Resource: fact.ACL, Scope: b.fpcScope(slot), Unit: fact.UnitEntries,
			CapKind: fact.CapFixed, Used: b.figure(l, used), Cap: b.figure(l, size), Max: b.figure(l, size), Percent: b.figure(l, word(v)), Line: l.No,
		}
		if !row.Used.Known() || !row.Cap.Known() {
			continue
		}
		r.Tables, r.Recognised = append(r.Tables, row), true
		b.s.Claim(l)
	}
}

// readPFEFirewall reads where a filter lies (Current) and where it should
// (Config) [junos:2B].
func readPFEFirewall(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		toks := textscan.Fields(l, nil)
		n := len(toks)
		switch {
		case n == 0:
		case strings.HasPrefix(l.Trim(), "Slot "), toks[0].Text == "Name":
			b.s.Claim(l)
		case n >= 5 && textscan.IsNumber(toks[n-4].Text):
			r.Recognised = true
			b.s.Claim(l)
		}
	}
}
