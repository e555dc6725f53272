package plan

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// entry is how configuration mode is entered and left on the device; false = nobody
// knows.
func (w *work) entry() (catalog.Entry, bool) {
	switch {
	case w.family != nil && len(w.family.Entries) > 0:
		return w.family.Entries[0], true
	case w.m.Entry != nil:
		return w.m.Entry(w.v.Device, w.s), true
	}
	return catalog.Entry{}, false
}

// enter writes the lines of the proposal, where the action is one.
func enter(w *work) {
	if !w.changes() {
		return
	}
	p := w.v.Proposal
	if p == nil || len(p.Commands) == 0 {
		w.unsure("the lines to enter are not known")
		return
	}
	if _, known := w.entry(); !known {
		w.unsure("how lines are entered on this device")
		return
	}
	c := w.family.Change(p.Knob)
	var lines []Step
	for _, line := range p.Commands {
		if !w.m.frame(line) {
			lines = append(lines, Step{Command: line, Source: p.Source, Questions: questions(w, c, line)})
		}
	}
	if c != nil && len(lines) > 0 {
		lines[len(lines)-1].Expect = c.Notice
	}
	for _, s := range framed(w, lines) {
		s.Phase = Do
		if w.v.Action == solve.ProfileRestart && (w.m.commits(s.Command) || len(w.out.Steps) > 0 && w.out.Steps[len(w.out.Steps)-1].Phase == ReloadIt) {
			s.Phase = ReloadIt // the commit is the point of no return
		}
		w.add(s)
	}
}

// framed puts the way into configuration mode before lines and the way out behind
// them: nothing that a person types is implied.
func framed(w *work, lines []Step) []Step {
	e, _ := w.entry()
	var out []Step
	put := func(list []catalog.Check) {
		for _, c := range list {
			s := Step{Command: c.Command, Expect: c.Expect, Why: c.Why, Source: c.Source}
			if s.Source == "" {
				s.Source = e.Source
			}
			if w.m.commits(c.Command) && w.v.Action == solve.ProfileRestart {
				s.Why = w.outageWords()
			}
			s.Questions = questions(w, nil, c.Command)
			out = append(out, s)
		}
	}
	put(e.Before)
	out = append(out, lines...)
	put(e.After)
	return out
}

// saving is the change whose commands save; where the plan turns no knob that is
// known, the first one of the family has them.
func saving(w *work) *catalog.Change {
	if c := w.family.Change(w.s.Knob); c != nil || w.family == nil || len(w.family.Changes) == 0 {
		return c
	}
	return &w.family.Changes[0]
}

// saves are the commands that keep a change over the reload; none where a commit
// does, or where the platform keeps it by itself.
func saves(w *work, c *catalog.Change) []string {
	if c == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Save), w.m.frame)
}

// save keeps the change over the reload. What was saved before a plan that only
// reloads is not saved again.
func save(w *work) {
	c := saving(w)
	if c == nil {
		w.unsure("how a change is saved on this family")
		return
	}
	if w.v.Action == solve.Reload && w.v.Device.Boot.Unsaved == fact.No {
		return
	}
	for _, line := range saves(w, c) {
		w.add(Step{Phase: Save, Command: line, Why: "the reload reads what is saved", Source: c.Source, Questions: questions(w, c, line)})
	}
}
