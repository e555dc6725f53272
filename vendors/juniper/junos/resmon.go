package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// Names of the rows that are counted in percent free [junos:3.2].
const (
	RowHeap = "FPC heap"
	RowNH   = "NH memory"
	rowFW   = "FW memory"
	rowENC  = "ENCAP memory"

	RowExpansion = "Expansion memory" // what next hops and filters grow from
)

// fromFree is the arithmetic behind a used percentage.
const fromFree = "100 - printed percent free"

// freePercent makes a row of a percentage that the device prints as free.
func freePercent(name string, resource fact.Resource, scope fact.Scope, free fact.Figure, line int) (fact.Table, bool) {
	v, ok := free.Get()
	if !ok || v > 100 {
		return fact.Table{Name: name, Resource: resource, Scope: scope, Unit: fact.UnitPercent, CapKind: fact.CapPercent, Line: line}, false
	}
	return fact.Table{
		Name: name, Resource: resource, Scope: scope, Unit: fact.UnitPercent, CapKind: fact.CapPercent, Line: line,
		Used: fact.Derived(100-v, free.Span, fromFree),
		Cap:  fact.Derived(100, free.Span, "a percentage is of 100"),
		Free: free,
	}, true
}

// monitor reads the three text layouts of `show system resource-monitor fpc`
// [junos:3.2]: one wide table, or a table of slots with one of PFEs below.
type monitor struct {
	b    *block
	r    *fact.Reading
	slot string
	wide bool // slot and PFE stand on one line
	pfes bool // the lines below are of PFEs
	pfe0 int  // where the title of that table starts: a slot stands left of it
	toks []textscan.Token
}

func readResourceMonitor(b *block, r *fact.Reading) {
	if b.doc != nil {
		monitorDocument(b, r)
		return
	}
	m := monitor{b: b, r: r}
	for _, l := range b.lines {
		m.line(l)
	}
}

func (m *monitor) line(l textscan.Line) {
	t := l.Trim()
	switch {
	case t == "":
		return
	case strings.Contains(t, "Slot #"):
		m.wide, m.pfes = strings.Contains(t, "PFE #"), false
	case strings.HasPrefix(t, "PFE #"):
		m.pfes, m.pfe0 = true, l.Indent()
	case strings.HasPrefix(t, "Free ") && strings.Contains(t, "Watermark"):
	case strings.HasPrefix(t, "FPC Resource Usage"), strings.HasPrefix(t, "* - Watermark"), strings.HasPrefix(t, "Heap ") && strings.Contains(t, "mem"):
	case t[0] >= '0' && t[0] <= '9':
		m.row(l)
		return
	default:
		return
	}
	m.b.s.Claim(l)
	m.r.Recognised = true
}

// row reads a line of numbers: slot columns from the left, PFE columns from the
// right, since the column of ENCAP may be blank [junos:3.2].
func (m *monitor) row(l textscan.Line) {
	m.toks = textscan.Fields(l, m.toks)
	cells, stars := unstar(m.toks)
	n := len(cells)
	switch {
	case m.wide && n >= 7:
		m.heap(l, cells, stars)
		m.pfe(l, cells[n-4:], stars[n-4:])
	case m.pfes && n >= 2 && (n == 2 || cells[0].Hi <= m.pfe0): // the next slot, without its title
		m.heap(l, cells, stars)
	case m.pfes || m.wide && n <= 4:
		m.pfe(l, cells, stars)
	case !m.wide && n >= 2:
		m.heap(l, cells, stars)
	default:
		return
	}
	m.r.Recognised = true
	m.b.s.Claim(l)
}

// unstar takes the marks of breached watermarks off the cells.
func unstar(toks []textscan.Token) (cells []textscan.Token, stars []bool) {
	for _, t := range toks {
		if t.Text == "*" {
			if len(stars) > 0 {
				stars[len(stars)-1] = true
			}
			continue
		}
		star := false
		if s := strings.TrimRight(t.Text, "*"); s != t.Text {
			t.Text, t.Hi, star = s, t.Lo+len(s), true
		}
		if s := strings.TrimLeft(t.Text, "*"); s != t.Text {
			t.Lo, t.Text, star = t.Hi-len(s), s, true
		}
		cells, stars = append(cells, t), append(stars, star)
	}
	return cells, stars
}

func (m *monitor) heap(l textscan.Line, cells []textscan.Token, stars []bool) {
	m.slot = cells[0].Text
	m.add(RowHeap, fact.Memory, m.b.fpcScope(m.slot), m.b.figure(l, cells[1]), l.No, stars[1])
}

// pfe reads [PFE #] [ENCAP] NH FW. A PFE whose number is missing is there all the
// same: its row has no use.
func (m *monitor) pfe(l textscan.Line, cells []textscan.Token, stars []bool) {
	n := len(cells)
	if n < 3 {
		m.r.Tables = append(m.r.Tables, fact.Table{Name: RowNH, Resource: fact.FibMemory, Scope: m.b.pfeScope(m.slot, cells[0].Text), Unit: fact.UnitPercent, CapKind: fact.CapPercent, Line: l.No})
		return
	}
	scope := m.b.pfeScope(m.slot, cells[0].Text)
	m.add(RowNH, fact.FibMemory, scope, m.b.figure(l, cells[n-2]), l.No, stars[n-2])
	m.add(rowFW, fact.ACL, scope, m.b.figure(l, cells[n-1]), l.No, stars[n-1])
	if n >= 4 {
		m.add(rowENC, fact.Adjacency, scope, m.b.figure(l, cells[n-3]), l.No, stars[n-3])
	}
}

func (m *monitor) add(name string, resource fact.Resource, scope fact.Scope, free fact.Figure, line int, breached bool) {
	t, ok := freePercent(name, resource, scope, free, line)
	if !ok && name != RowNH {
		return
	}
	if breached {
		t.Notes = append(t.Notes, "the device marks its watermark as reached")
		m.r.Exceptions = append(m.r.Exceptions, watermarkReached(name, resource, scope, free.Span))
	}
	m.r.Tables = append(m.r.Tables, t)
}

// watermarkReached is the device's own warning: free fell below a percentage
// that the operator chose. It is no overflow.
func watermarkReached(name string, resource fact.Resource, scope fact.Scope, span fact.Span) fact.Exception {
	return fact.Exception{
		Kind: fact.WatermarkBreached, Resource: resource, Scope: scope, Raised: fact.Yes, Severity: "yellow",
		Text: name + ": free memory is below the watermark of the device", Span: span,
	}
}

// monitorDocument reads the XML or JSON. free-heap-memory-rsmon-percent is what
// is free, whatever its description says [junos:3.2].
func monitorDocument(b *block, r *fact.Reading) {
	for _, f := range b.doc.All("resource-monitor-fpc-information-summary") {
		m := monitor{b: b, r: r, slot: f.Child("fpc-slot").Value()}
		if m.slot == "" {
			continue
		}
		r.Recognised = true
		m.leaf(f, RowHeap, fact.Memory, b.fpcScope(m.slot), "free-heap-memory")
		for _, p := range f.All("resource-monitor-fpc-pfe-information-summary") {
			scope := b.pfeScope(m.slot, p.Child("pfe-num").Value())
			m.leaf(p, RowNH, fact.FibMemory, scope, "free-nh-memory")
			m.leaf(p, rowFW, fact.ACL, scope, "free-filter-memory")
			m.leaf(p, rowENC, fact.Adjacency, scope, "free-encap-memory")
		}
	}
}

func (m *monitor) leaf(n *textscan.Node, name string, resource fact.Resource, scope fact.Scope, stem string) {
	free := n.Child(stem + "-rsmon-percent").Figure()
	mark := strings.TrimSpace(n.Child(stem + "-wm-exceeded").Value())
	m.add(name, resource, scope, free, int(free.Span.Line), mark == "*" || strings.EqualFold(mark, "true"))
}

// readResourceSummary reads `show system resource-monitor summary`: as XML, whose
// flat and nested shapes hold the same leaves [junos:3.2], or as text.
func readResourceSummary(b *block, r *fact.Reading) {
	if b.doc == nil {
		summaryText(b, r)
		return
	}
	slot, pfe := "", ""
	var walk func(n *textscan.Node)
	walk = func(n *textscan.Node) {
		switch n.Name {
		case "fpc-slot", "slot":
			slot, pfe = n.Value(), ""
		case "pfe-num":
			pfe = n.Value()
		case "used-heap-mem-percent", "used-filter-counter-percent", "used-ifl-counter-percent", "used-expansion-memory-percent":
			usedPercent(b, r, n, slot, pfe)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(b.doc)
}

func usedPercent(b *block, r *fact.Reading, n *textscan.Node, slot, pfe string) {
	used := n.Figure()
	if !used.Known() || slot == "" {
		return
	}
	names := map[string]struct {
		name     string
		resource fact.Resource
	}{
		"used-heap-mem-percent":         {RowHeap, fact.Memory},
		"used-filter-counter-percent":   {"Filter counters", fact.Counters},
		"used-ifl-counter-percent":      {"IFL counters", fact.Counters},
		"used-expansion-memory-percent": {RowExpansion, fact.FibMemory},
	}
	scope := b.fpcScope(slot)
	if pfe != "" && n.Name != "used-heap-mem-percent" {
		scope = b.pfeScope(slot, pfe)
	}
	r.Recognised = true
	r.Tables = append(r.Tables, fact.Table{
		Name: names[n.Name].name, Resource: names[n.Name].resource, Scope: scope, Unit: fact.UnitPercent, CapKind: fact.CapPercent,
		Used: used, Cap: fact.Derived(100, used.Span, "a percentage is of 100"), Line: int(used.Span.Line),
	})
}

// summaryText reads the text, of which only the names of the fields are known (the
// vendor's page of the command). A number is taken for a percentage only where the
// line, or the heading of the PFE above it, says that it is one.
func summaryText(b *block, r *fact.Reading) {
	slot, pfe, heading := "", "", ""
	for _, l := range b.lines {
		t := strings.ToLower(l.Trim())
		switch {
		case strings.HasPrefix(t, "slot #"):
			slot, pfe, heading = leading(strings.TrimLeft(t[len("slot #"):], " :")), "", ""
		case strings.HasPrefix(t, "pfe #"):
			pfe, heading = leading(strings.TrimLeft(t[len("pfe #"):], " :")), t
		case slot != "" && strings.HasPrefix(t, "heap mem"):
			summaryRow(b, r, l, "", RowHeap, fact.Memory, b.fpcScope(slot))
		case slot != "" && pfe != "" && strings.HasPrefix(t, "expansion mem"):
			summaryRow(b, r, l, heading, RowExpansion, fact.FibMemory, b.pfeScope(slot, pfe))
		case t != "" && strings.Contains(t, ":"):
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// summaryRow adds one memory in percent used; without a percentage that is told as
// such the row has no use.
func summaryRow(b *block, r *fact.Reading, l textscan.Line, heading, name string, resource fact.Resource, scope fact.Scope) {
	row := fact.Table{Name: name, Resource: resource, Scope: scope, Unit: fact.UnitPercent, CapKind: fact.CapPercent, Line: l.No}
	if used := percentUsed(b, l, heading); used.Known() {
		row.Used, row.Cap = used, fact.Derived(100, used.Span, "a percentage is of 100")
	}
	r.Tables, r.Recognised = append(r.Tables, row), true
}

// percentUsed finds the percentage of a line: "In % : 49", "31 %", or the last column
// where the heading ends in "%".
func percentUsed(b *block, l textscan.Line, heading string) fact.Figure {
	toks := textscan.Fields(l, nil)
	last := len(toks) - 1
	marked := strings.Contains(l.Text, "%")
	if last > 0 && toks[last].Text == "%" {
		last--
	}
	if last < 1 || !marked && !strings.HasSuffix(heading, "%") {
		return fact.Figure{}
	}
	f := b.figure(l, toks[last])
	if v, ok := f.Get(); !ok || v > 100 {
		return fact.Figure{}
	}
	return f
}
