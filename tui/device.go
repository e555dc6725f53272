package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/tui/action"
)

// section is a part of the device screen.
type section int

const (
	sectionMemory section = iota
	sectionFix
	sectionEvidence
	sectionRaw
	sections
)

func (s section) String() string {
	return [...]string{"Memory", "Fix", "Evidence", "Raw"}[s%sections]
}

// deviceScreen is one device.
type deviceScreen struct {
	row     *row
	section section
	top     int // first line in sight of Memory, Fix and Raw
	output  int // which command of the evidence
	fact    int // which of its facts
	raw     []string
	rawOf   *row
	hits    []int
	hit     int
}

// openDevice shows the selected device.
func (m *Model) openDevice(s section) {
	r := m.selected()
	if r == nil {
		m.notice = "no device is selected"
		return
	}
	m.show(r, s)
}

// show opens a device, also one that the filter hides.
func (m *Model) show(r *row, s section) {
	m.screen = action.Device
	if m.device.row == nil || m.device.row.name != r.name {
		m.device = deviceScreen{}
	}
	m.device.row, m.device.section, m.device.top = r, s, 0
	m.device.firstEvidence()
}

// firstEvidence goes to the output behind the first finding, else to the first
// that has a fact.
func (d *deviceScreen) firstEvidence() {
	v := &d.row.dev.Verdict
	for _, f := range v.Findings {
		for _, e := range f.Evidence {
			if !e.Span.IsZero() {
				d.output = int(e.Span.Output)
				d.fact = d.factAt(e.Span)
				return
			}
		}
	}
	for i := range v.Device.Outputs {
		if len(factsOf(v.Device, i)) > 0 {
			d.output, d.fact = i, 0
			return
		}
	}
}

func (d *deviceScreen) factAt(span fact.Span) int {
	facts := factsOf(d.row.dev.Verdict.Device, int(span.Output))
	at := slices.IndexFunc(facts, func(f proof) bool { return f.span == span })
	if at < 0 {
		at = slices.IndexFunc(facts, func(f proof) bool { return f.span.Line == span.Line })
	}
	return max(0, at)
}

func (m *Model) deviceAction(id action.ID) tea.Cmd {
	d := &m.device
	switch id {
	case action.Section:
		d.section, d.top = (d.section+1)%sections, 0
		if d.section == sectionEvidence {
			d.firstEvidence()
		}
	case action.Evidence:
		d.section, d.top = sectionEvidence, 0
		d.firstEvidence()
	case action.Down:
		d.top++
	case action.Up:
		d.top--
	case action.PageDown:
		d.top += max(1, m.h/2)
	case action.PageUp:
		d.top -= max(1, m.h/2)
	case action.Home:
		d.top = 0
	case action.End:
		d.top = 1 << 30
	case action.NextFact:
		d.nextFact(1)
	case action.PrevFact:
		d.nextFact(-1)
	case action.Next:
		m.nextThing(1)
	case action.Previous:
		m.nextThing(-1)
	case action.Search:
		d.section = sectionRaw
		m.mode = search
		m.input.set("")
	case action.CopyThing:
		return m.copyFromDevice()
	}
	d.top = max(0, d.top)
	return nil
}

// nextThing goes to the next command in the evidence, elsewhere to the next
// device of the fleet.
func (m *Model) nextThing(n int) {
	d := &m.device
	if d.section == sectionEvidence {
		if c := len(d.row.dev.Verdict.Device.Outputs); c > 0 {
			d.output, d.fact, d.top = (d.output+n+c)%c, 0, 0
		}
		return
	}
	s := d.section
	m.fleet.grid.Move(n)
	m.openDevice(s)
}

func (m *Model) copyFromDevice() tea.Cmd {
	d := &m.device
	if d.section == sectionEvidence {
		facts := factsOf(d.row.dev.Verdict.Device, d.output)
		if d.fact < len(facts) {
			return m.copy(strings.TrimSpace(d.row.dev.Verdict.Device.Line(d.output, int(facts[d.fact].span.Line))), "the line")
		}
	}
	if p := d.row.dev.Verdict.Proposal; d.section == sectionFix && p != nil && len(p.Commands) > 0 {
		if pd := m.planned(d.row); pd != nil && len(pd.Refused) > 0 {
			m.notice = "not copied: the reload is refused"
			return nil
		}
		return m.copy(strings.Join(p.Commands, "; "), "the commands")
	}
	return m.copy(d.row.name, "the name")
}

func (m *Model) drawDevice() []string {
	d := &m.device
	if d.row == nil {
		m.screen = action.Fleet
		return m.drawFleet()
	}
	// A rescan may have replaced the facts.
	if i, ok := m.byName[d.row.name]; ok {
		d.row = m.rows[i]
	}
	lines := []string{m.tabs(), m.deviceHead(), m.sectionTabs(), m.rule(m.w)}
	h := m.h - len(lines) - 2
	switch {
	case d.section == sectionMemory && m.w >= 140:
		left := m.w/2 + 1
		right := m.w - left - 1
		lines = append(lines, m.sideBySide(m.scrolled(m.memory(left), left, h), fitLines(m.evidenceBlock(right, h), right, h))...)
	case d.section == sectionMemory:
		lines = append(lines, m.scrolled(m.memory(m.w), m.w, h)...)
	case d.section == sectionFix:
		lines = append(lines, m.scrolled(m.fix(m.w), m.w, h)...)
	case d.section == sectionEvidence:
		lines = append(lines, fitLines(m.evidenceBlock(m.w, h), m.w, h)...)
	default:
		lines = append(lines, m.rawBlock(h)...)
	}
	return append(lines, m.footer("fleet > "+d.row.host+" > "+strings.ToLower(d.section.String()), m.deviceRight())...)
}

func (m *Model) deviceRight() string {
	d := &m.device
	dev := d.row.dev.Verdict.Device
	if d.section == sectionEvidence && d.output < len(dev.Outputs) {
		o := &dev.Outputs[d.output]
		return fmt.Sprintf("not understood: %d of %d lines", o.Unread, o.Lines)
	}
	return fmt.Sprintf("device %d of %d", m.fleet.grid.Cursor()+1, len(m.fleet.shown))
}

// scrolled gives h lines of a longer block from d.top on.
func (m *Model) scrolled(lines []string, w, h int) []string {
	m.device.top = max(0, min(m.device.top, len(lines)-h))
	return fitLines(lines[m.device.top:], w, h)
}

func (m *Model) deviceHead() string {
	r := m.device.row
	d := r.dev.Verdict.Device
	parts := []string{r.host, strings.TrimSpace(d.Identity.Model), r.platform, d.Identity.Version, d.Site, pairText(d.Pair)}
	var text []string
	for _, p := range parts {
		if p != "" {
			text = append(text, clean(p))
		}
	}
	right := string(r.state)
	l := newLine(m.w).add("", " "+safeterm.Truncate(strings.Join(text, "  "), m.w-len(right)-4, m.glyph("…", "~")))
	return l.to(len(right)+1).add(m.theme.State(r.state), right).String()
}

func (m *Model) sectionTabs() string {
	l := newLine(m.w).add("", " ")
	for s := range sections {
		if s == m.device.section {
			l.add(m.theme.Head(), "["+s.String()+"]").add("", "  ")
		} else {
			l.add("", s.String()+"  ")
		}
	}
	return l.String()
}

// memory is the ledger, the three states of the carve and the findings.
func (m *Model) memory(w int) []string {
	r := m.device.row
	few := max(2, (m.h-14)/4) // the findings must be in sight without scrolling
	lines := m.poolTable(r, w, few)
	if len(r.dev.Verdict.Pools) == 0 {
		lines = append(lines, plain(w, " no forwarding memory was read"))
	}
	lines = append(lines, m.rule(w))
	lines = append(lines, m.carveLines(&r.dev.Verdict, w)...)
	lines = append(lines, m.rule(w))
	if len(r.dev.Verdict.Findings) == 0 {
		lines = append(lines, plain(w, " no findings"))
	}
	for _, f := range r.dev.Verdict.Findings {
		text := wrap(clean(f.Message), w-33)
		l := newLine(w).add("", " ").add(m.theme.State(f.State), safeterm.Pad(string(f.State), 5)).add("", " "+safeterm.Pad(clean(f.Rule), 24)+" ")
		if f.Waived {
			l.add("", "(waived) ")
		}
		lines = append(lines, l.add("", text[0]).String())
		for _, t := range text[1:] {
			lines = append(lines, plain(w, strings.Repeat(" ", 32)+t))
		}
	}
	lines = append(lines, m.rule(w))
	lines = append(lines, m.readLines(w)...)
	if len(r.dev.Verdict.Pools) > few {
		lines = append(append(lines, m.rule(w)), m.poolTable(r, w, 1<<20)...)
	}
	return lines
}

// poolTable is one heading and, per pool, a line of numbers and a gauge.
func (m *Model) poolTable(r *row, w, most int) []string {
	const num = 12
	name := max(10, w-4*num-8)
	head := newLine(w).add(m.theme.Head(), " "+safeterm.Pad("POOL", name)+safeterm.PadLeft("USED", num)+safeterm.PadLeft("CAP", num)+safeterm.PadLeft("HW MAX", num)+safeterm.PadLeft("FREE", 7))
	lines := []string{head.String()}
	for i := range r.dev.Verdict.Pools {
		if i >= most {
			lines = append(lines, plain(w, fmt.Sprintf(" and %d more below (G)", len(r.dev.Verdict.Pools)-most)))
			break
		}
		p := &r.dev.Verdict.Pools[i]
		label := clean(p.Name)
		if s := p.Scope.String(); s != "" {
			label += " " + clean(s)
		}
		limit := number(p.Capacity)
		unit := ""
		switch p.Kind {
		case fact.CapPercent:
			limit, unit = "100 %", " %"
		case fact.CapEstimate:
			limit = "~" + limit
		default:
		}
		share, ok := p.FreeShare()
		lines = append(lines,
			plain(w, " "+safeterm.Pad(label, name)+safeterm.PadLeft(number(p.Used)+unit, num)+safeterm.PadLeft(limit, num)+safeterm.PadLeft(number(p.Max), num)+safeterm.PadLeft(percent(share, ok), 7)),
			newLine(w).add("", "  ").add(m.theme.Dim(), m.gauge(p, min(60, w-18))).add("", "  "+clean(string(p.Unit))).String())
	}
	return lines
}

func (m *Model) carveLines(v *audit.Verdict, w int) []string {
	d := v.Device
	lines := []string{
		plain(w, " configured    "+setting(d.Carve.Configured)),
		plain(w, " active        "+setting(d.Carve.Active)),
		plain(w, " after reload  "+setting(d.Carve.AfterReload)),
	}
	if out := v.RunsOut; out != nil {
		lines = append([]string{plain(w, " runs out      "+clean(out.String()))}, lines...)
	}
	for i, p := range d.Pending {
		if i == 3 {
			lines = append(lines, plain(w, fmt.Sprintf(" pending       and %d more", len(d.Pending)-i)))
			break
		}
		lines = append(lines, plain(w, " pending       "+clean(changeText(p))))
	}
	return lines
}

func linesWord(n int) string {
	if n == 1 {
		return "1 line"
	}
	return count(n) + " lines"
}

// changeText says what waits for a reload, with the values where there are some.
func changeText(p fact.Change) string {
	if p.From == "" && p.To == "" {
		return p.What
	}
	return p.What + ": " + p.From + " -> " + p.To
}

// readLines says how much of the device was read.
func (m *Model) readLines(w int) []string {
	d := m.device.row.dev.Verdict.Device
	whole, asked := 0, 0
	for i := range d.Outputs {
		if d.Outputs[i].Loose {
			continue
		}
		if asked++; d.Outputs[i].Complete() {
			whole++
		}
	}
	lines := []string{plain(w, fmt.Sprintf(" read %d of %d commands whole, %s not understood", whole, asked, linesWord(len(d.Unread))))}
	if covered := ledger.CoveredLine(d); covered != "" {
		for _, t := range wrap(clean(covered), w-2) {
			lines = append(lines, plain(w, " "+t))
		}
	}
	if f := d.Failure; f.Cause != "" {
		for _, t := range wrap(clean("not read: "+f.Cause+": "+f.Text), w-2) {
			lines = append(lines, newLine(w).add("", " ").add(m.theme.Bad(), t).String())
		}
	}
	return lines
}
