package device

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// fix is what a person should do about the device: first the lines, what the
// reload takes down and the rollback, then every step of the checklist; the
// reasons stand behind a key.
func (d *Device) fix(w int) []draw.Row {
	b := &screen.Block{Pen: d.sh.Pen, W: w}
	pd := d.sh.Planned(d.row)
	if pd == nil {
		b.Add("action", "", "none: nothing needs doing")
		return b.Rows
	}
	b.Rows = append(b.Rows, d.sh.RefusedRows(pd, w)...)
	d.short(b, pd)
	if d.reasons {
		b.Blank()
		d.reasonsAt = len(b.Rows)
		d.solver(b, &pd.Solver)
	} else {
		b.Add("why this", "", "i shows the arithmetic, the other settings and the sources")
	}
	phase := plan.Phase("")
	for i := range pd.Steps {
		s := &pd.Steps[i]
		if s.Phase != phase {
			phase = s.Phase
			b.Blank()
			b.Head(safeterm.CleanLine(phase.Title()))
		}
		b.Step(s, "", false)
	}
	for _, c := range pd.Compare {
		b.Add("compare", "", safeterm.CleanLine(c))
	}
	for _, u := range pd.Unsure {
		b.Add("not known", "", safeterm.CleanLine(u))
	}
	b.Blank()
	b.Rows = append(b.Rows, draw.Plain(w, " headroom only reads: a person enters these lines."))
	return b.Rows
}

// short is the change in a few lines.
func (d *Device) short(b *screen.Block, pd *plan.Device) {
	b.Add("action", "", safeterm.CleanLine(string(pd.Action)))
	list := func(head safeterm.Text, lines []string) {
		for _, c := range lines {
			b.Add(head, d.sh.Theme.Head(), safeterm.CleanLine(c))
			head = ""
		}
	}
	list("do", pd.Lines(plan.Do))
	if r := pd.Reload; r != nil {
		b.Add("reload", "", safeterm.CleanLine(r.Scope))
		b.Add("outage", "", safeterm.CleanLine(r.Outage))
		if r.Warning != "" {
			b.Add("warning", d.sh.Theme.Mark(), safeterm.CleanLine(r.Warning))
		}
	}
	list("way back", pd.Lines(plan.Rollback))
	if l := pd.Solver.Lasts; l != "" {
		b.Add("lasts", "", safeterm.CleanLine(l))
	}
}

func (d *Device) solver(b *screen.Block, s *plan.Solver) {
	b.Add("solver", "", safeterm.CleanLine(string(s.Verdict)))
	if s.Reason != "" {
		b.Add("arithmetic", "", safeterm.CleanLine(s.Reason))
	}
	var names []string
	for name := range s.Caps {
		names = append(names, string(name))
	}
	slices.Sort(names)
	head := safeterm.Text("caps after")
	for _, name := range names {
		b.Add(head, "", safeterm.Sprintf("%s %s", name, words.Thousands(s.Caps[fact.Resource(name)])))
		head = ""
	}
	for _, t := range []struct {
		head safeterm.Text
		text string
	}{{"how sure", s.Sure}, {"takes", s.Takes}, {"source", s.Source}} {
		if t.text != "" {
			b.Add(t.head, "", safeterm.CleanLine(t.text))
		}
	}
	for _, o := range s.Others {
		b.Add("also valid", "", safeterm.CleanLine(strings.TrimSuffix(o.Name+": "+o.Lasts+"; costs: "+o.Takes, "; costs: ")))
	}
	for _, x := range s.Candidates {
		b.Add("not taken", "", safeterm.Sprintf("%s: %s", x.Name, x.Why))
	}
}
