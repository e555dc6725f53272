package plan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// rollback enters again what ran before the plan, saved, with the reload that the
// device needs. Where no source gives its lines none is printed: a reload alone
// restores nothing.
func (w *work) rollback() {
	if !w.changes() && !w.waits() {
		w.add(Step{Phase: Rollback, Why: "nothing is changed and nothing waits: after the reload the same division runs"})
		return
	}
	if m := w.alone(); len(m) > 0 {
		w.add(Step{Phase: Rollback, Why: w.m.Together + ": " + strings.Join(m, " and ") + " cannot go back alone to " + w.v.Device.Pending[0].From})
		return
	}
	lines := w.undo()
	if _, known := w.entry(); !known || len(lines) == 0 {
		w.noWayBack()
		return
	}
	for _, why := range w.loses(lines) {
		w.add(Step{Phase: Rollback, Why: why})
	}
	for _, s := range framed(w, lines) {
		s.Phase, s.Why = Rollback, ""
		w.add(s)
	}
	c := saving(w)
	for _, line := range saves(w, c) {
		w.add(Step{Phase: Rollback, Command: line, Source: c.Source, Questions: questions(w, c, line)})
	}
	if w.v.Action == solve.ProfileRestart {
		w.add(Step{Phase: Rollback, Why: "the rollback costs another outage: its commit restarts the forwarding engine again"})
		return
	}
	w.add(Step{Phase: Rollback, Why: "where the reload did not take place yet stop here: that was all, and nothing went down; what follows is another outage"})
	for _, s := range w.reloadSteps(Rollback) {
		w.add(s)
	}
}

// loses is what going back takes away beside the change itself.
func (w *work) loses(lines []Step) (out []string) {
	if w.family == nil {
		return nil
	}
	for i := range w.family.Changes {
		c := &w.family.Changes[i]
		if slices.ContainsFunc(lines, func(s Step) bool { return slices.Contains(c.Rollback, s.Command) }) {
			out = extend(out, c.Loses)
		}
	}
	return out
}

// undo are the lines of what ran: the proposal's own, else those of the setting that
// the device printed as active, else those that leave the factory default where that
// is what ran.
func (w *work) undo() []Step {
	p, source := w.v.Proposal, ""
	var lines, unproven []string
	if carried(w.v) || p != nil && len(p.Commands) == 0 && !w.changes() {
		lines, unproven, source = p.Undo, p.Unproven, p.Source
	}
	if len(lines) == 0 && !w.changes() {
		lines = w.flag()
	}
	if len(lines) == 0 {
		var confirmed bool
		if lines, confirmed = w.family.LinesOf(w.v.Device.Carve.Active.Text, w.s.Classes); !confirmed {
			unproven = lines
		}
	}
	if len(lines) == 0 && !w.changes() {
		lines = w.former()
	}
	if c := saving(w); len(lines) == 0 && c != nil && w.v.Device.Carve.Default {
		lines = w.bare(c)
	}
	var out []Step
	for _, line := range lines {
		full := w.expand(line)
		if !w.m.frame(line) && len(full) == 0 {
			return nil // half a rollback is none
		}
		for _, l := range full {
			if !w.m.frame(l) {
				out = append(out, Step{Command: l, Source: source, Unproven: slices.Contains(unproven, line) || w.unconfirmed(l)})
			}
		}
	}
	return out
}

// flag is the rollback of what waits where that is one whole line of the catalog, and
// nothing else waits: whatever profile runs beside it stays.
func (w *work) flag() []string {
	c := w.family.Change(w.s.Knob)
	if c == nil || len(c.Commands) != 1 || len(w.v.Device.Pending) != 1 || w.v.Device.Pending[0].To != c.Commands[0] {
		return nil
	}
	return c.Rollback
}

// former gives the lines that set again what ran where the device printed it beside
// what waits, those that shrink first; none where one of them is not known.
func (w *work) former() []string {
	waiting := slices.Clone(w.v.Device.Pending)
	slices.SortStableFunc(waiting, func(a, b fact.Change) int { return cmp.Compare(grows(a), grows(b)) })
	var out []string
	for i := range waiting {
		lines := w.formerOf(&waiting[i])
		if len(lines) == 0 {
			return nil
		}
		out = extend(out, lines...)
	}
	return out
}

// grows is by how much going back makes a thing larger.
func grows(c fact.Change) float64 {
	from, err1 := strconv.ParseFloat(c.From, 64)
	to, err2 := strconv.ParseFloat(c.To, 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return from - to
}

func (w *work) formerOf(p *fact.Change) []string {
	if w.family == nil || p.From == "" {
		return nil
	}
	for i := range w.family.Changes {
		c := &w.family.Changes[i]
		before, after, several := strings.Cut(c.Waits, "{region}")
		if c.Waits == "" || !several && p.What != c.Waits || len(p.What) <= len(before)+len(after) ||
			!strings.HasPrefix(p.What, before) || !strings.HasSuffix(p.What, after) {
			continue
		}
		fill := strings.NewReplacer("{region}", p.What[len(before):len(p.What)-len(after)], "{old}", p.From)
		var out []string
		for _, line := range c.Rollback {
			out = append(out, fill.Replace(line))
		}
		return out
	}
	return nil
}

// bare is the catalog's way back to the factory default, without what the plan
// writes itself.
func (w *work) bare(c *catalog.Change) []string {
	name := w.v.Device.Carve.AfterReload.Text
	if carried(w.v) {
		name = w.v.Proposal.Name
	}
	if name == "" && strings.Contains(strings.Join(c.Rollback, ""), "{") {
		return nil
	}
	fill := strings.NewReplacer("{template}", name, "{profile}", name, "{name}", name)
	var out []string
	for _, line := range c.Rollback {
		if !slices.Contains(c.Save, line) && !slices.ContainsFunc(w.reload, func(r catalog.Reload) bool { return slices.Contains(r.Commands, line) }) {
			out = append(out, fill.Replace(line))
		}
	}
	return out
}

// unconfirmed reports whether a line is that of a change which no document confirms.
func (w *work) unconfirmed(line string) bool {
	if w.family == nil {
		return false
	}
	return slices.ContainsFunc(w.family.Changes, func(c catalog.Change) bool {
		return !c.Grade.Confirmed() && slices.Contains(c.Commands, line)
	})
}

// noWayBack says that the lines are not known, and of what.
func (w *work) noWayBack() {
	ran := "what ran before was not read"
	if a := w.v.Device.Carve.Active; a.Known() {
		ran = a.Text + " ran"
	}
	w.add(Step{Phase: Rollback, Why: "the lines that enter again what ran before are not known (" + ran + "): find them before the window; a reload alone restores nothing"})
	w.unsure("the lines of the rollback: " + ran)
}
