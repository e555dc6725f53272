package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/solve"
)

// reloads gives the reload of this device, or all that may be its where the
// catalog cannot tell; none where no document says how it reloads.
func (w *work) reloads() []catalog.Reload {
	if w.family == nil {
		return nil
	}
	return slices.DeleteFunc(w.family.Reload.For(w.s), func(r catalog.Reload) bool { return r.Scope == "" || !r.Grade.Confirmed() })
}

// takesDown says what the reload takes down; what no source says is unknown.
func (w *work) takesDown() *Reload {
	r := &Reload{Scope: "unknown", Command: "unknown", Outage: "unknown"}
	var scopes, commands []string
	for i := range w.reload {
		c := &w.reload[i]
		scopes, commands = extend(scopes, c.Scope), extend(commands, strings.ReplaceAll(strings.Join(c.Commands, "; "), "{behind}", strings.Join(w.behind(), "; ")))
		if r.Source = c.Source; c.Outage != "" && len(w.reload) == 1 {
			r.Outage = c.Outage
		}
		if r.Warning == "" {
			r.Warning = c.Warning
		}
	}
	if len(scopes) > 0 {
		r.Scope = strings.Join(scopes, "; or: ")
	}
	if len(commands) > 0 {
		r.Command = strings.Join(commands, "; or: ")
	}
	if w.m.Outage != nil {
		r.Outage = cmp.Or(w.m.Outage(w.v.Device), r.Outage)
	}
	return r
}

// outageWords says what goes down, on the step that takes it down.
func (w *work) outageWords() string {
	r := w.out.Reload
	why := "takes down: " + r.Scope
	if w.v.Action == solve.ProfileRestart {
		why = "the commit itself is the outage: " + r.Scope
	}
	if r.Warning != "" {
		why += "; mind: " + r.Warning
	}
	return why
}

// restart is the reload. Where the commit itself restarts the forwarding engine it
// has been written already.
func (w *work) restart() {
	r := w.out.Reload
	if r.Scope == "unknown" {
		w.unsure("what the reload takes down, and its command")
	}
	if r.Outage == "unknown" {
		w.unsure("how long the outage lasts")
	}
	if w.v.Action == solve.ProfileRestart && slices.ContainsFunc(w.out.Steps, func(s Step) bool { return s.Phase == ReloadIt }) {
		return
	}
	steps := w.reloadSteps(ReloadIt)
	if len(steps) == 0 {
		steps = []Step{{Phase: ReloadIt, Why: w.outageWords(), Source: r.Source}}
	}
	for _, s := range steps {
		w.add(s)
	}
}

// reloadSteps are the commands that reload, none where they are not known or where
// the commit does it. Where it is not known which reload is this device's, what
// decides stands first.
func (w *work) reloadSteps(phase Phase) []Step {
	if w.v.Action == solve.ProfileRestart {
		return nil
	}
	var out []Step
	if len(w.reload) > 1 {
		s := Step{Phase: phase, Why: "decides which of the following is this device's"}
		if d := w.family.Reload.Decides; d != nil {
			s.Command, s.Expect, s.Source = d.Command, d.Expect, d.Source
		}
		out = append(out, s)
	}
	for i := range w.reload {
		r := &w.reload[i]
		var lines []string
		for _, line := range r.Commands {
			lines = append(lines, w.expand(line)...)
		}
		for n, line := range lines {
			s := Step{Phase: phase, Command: line, Source: r.Source, Questions: asked(w, r.Questions, line)}
			if n == len(lines)-1 {
				s.Expect = r.Expect
			}
			if phase == ReloadIt && n == len(lines)-1 {
				s.Why = w.outageWords()
			}
			if len(w.reload) > 1 {
				s.Why = w.variantWords(r)
			}
			out = append(out, s)
		}
	}
	return out
}

// variantWords says where one of several reloads is right.
func (w *work) variantWords(r *catalog.Reload) string {
	if only := r.When.String(); only != "" {
		return "only " + only + ": " + r.Scope
	}
	return "otherwise: " + r.Scope
}

// extend appends the words that are not there yet.
func extend(list []string, more ...string) []string {
	for _, m := range more {
		if m != "" && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}
