package device

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// memory is the findings, then the memories, then the division: the cursor goes
// through findings and memories, enter shows what proves them.
func (d *Device) memory(w, h int) []draw.Row {
	v := &d.row.Dev.Verdict
	d.items.Resize(len(v.Findings)+len(v.Pools), h)
	at := d.items.Cursor()
	rows, cursor := d.findings(w, at), 0
	if at >= 0 && at < len(v.Findings) {
		cursor = d.rowOf(w, at)
	}
	rows = append(rows, d.sh.Rule(w))
	if at >= len(v.Findings) {
		cursor = len(rows) + 1 + 2*(at-len(v.Findings))
	}
	if len(v.Pools) == 0 {
		rows = append(rows, draw.Plain(w, " no forwarding memory was read"))
	} else {
		rows = append(rows, d.sh.PoolTable(d.row, w, 1<<20, at-len(v.Findings))...)
	}
	rows = append(rows, d.sh.Rule(w))
	rows = append(rows, d.sh.CarveRows(d.row, w)...)
	rows = append(rows, draw.Plain(w, " runs out      "+d.row.Out.Pool+" "+d.row.Out.Words()))
	rows = append(rows, d.read(w)...)
	if d.scroll.Top < 0 || d.scroll.Top == 0 && cursor >= h {
		d.scroll.Top = max(0, cursor-h/2)
		if cursor < h-2 {
			d.scroll.Top = 0
		}
	}
	return d.scroll.View(rows, w, h)
}

// findings are the lines of the findings, the chosen one with a mark.
func (d *Device) findings(w, chosen int) []draw.Row {
	v := &d.row.Dev.Verdict
	var rows []draw.Row
	if pd := d.sh.Planned(d.row); pd != nil {
		rows = append(rows, d.sh.RefusedRows(pd, w)...)
	}
	if len(v.Findings) == 0 {
		rows = append(rows, draw.Plain(w, " no findings"))
	}
	for i := range v.Findings {
		rows = append(rows, d.finding(&v.Findings[i], w, i == chosen)...)
	}
	return rows
}

// rowOf is the row at which a finding begins.
func (d *Device) rowOf(w, finding int) int {
	n := 0
	if pd := d.sh.Planned(d.row); pd != nil {
		n += len(d.sh.RefusedRows(pd, w))
	}
	for i := range finding {
		n += len(d.finding(&d.row.Dev.Verdict.Findings[i], w, false))
	}
	return n
}

func (d *Device) finding(f *audit.Finding, w int, chosen bool) []draw.Row {
	const lead = 8
	rule := 24
	if w < 80 {
		rule = 0 // the rule goes before the message
	}
	text := safeterm.CleanLine(f.Message)
	if n := len(f.Evidence); n > 0 {
		text += safeterm.Sprintf(" [%d]", n)
	}
	if f.Waived {
		text = safeterm.Sprintf("(waived: %s) ", f.WaivedBy) + text
	}
	if rule == 0 {
		text = safeterm.CleanLine(f.Rule) + ": " + text
	}
	parts := draw.Wrap(text, w-lead-rule-1)
	line, mark := draw.NewLine(w), safeterm.Text(" ")
	if chosen {
		line, mark = draw.Selected(w), ">"
	}
	word := screen.StateWord(f.State)
	line.Add("", mark).Add(d.sh.Theme.State(f.State), word).Add("", safeterm.Repeat(" ", lead-1-safeterm.Width(word)))
	if rule > 0 {
		line.Cell("", safeterm.CleanLine(f.Rule), rule, false)
	}
	rows := []draw.Row{line.Add("", parts[0]).Row()}
	for _, p := range parts[1:] {
		rows = append(rows, draw.Plain(w, safeterm.Repeat(" ", lead+rule)+p))
	}
	return rows
}

// openItem shows what proves the finding or the memory under the cursor.
func (d *Device) openItem() tea.Cmd {
	if d.row.Dev == nil {
		return d.sh.Judge(d.row)
	}
	v := &d.row.Dev.Verdict
	at := d.items.Cursor()
	if at < 0 {
		return nil
	}
	if at < len(v.Findings) {
		for i := range d.proofs {
			if d.proofs[i].finding == at {
				d.facts, d.proof = false, i
				return d.to(evidence)
			}
		}
		d.sh.Say("this finding rests on what was not said: no line proves it")
		return nil
	}
	p := &v.Pools[at-len(v.Findings)]
	span := p.Span
	if span.IsZero() {
		span = p.Used.Span
	}
	if span.IsZero() {
		span = p.Capacity.Span
	}
	if span.IsZero() {
		d.sh.Say("no line of the device stands for this memory: its figures are reckoned")
		return nil
	}
	d.facts, d.output = true, int(span.Output)
	for i, f := range factsOf(v.Device, d.output) {
		if f.span.Line == span.Line {
			d.fact = i
			break
		}
	}
	return d.to(evidence)
}
