package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// work writes the steps of one device.
type work struct {
	v      *audit.Verdict
	family *catalog.Family // as it is for this device; nil = the catalog does not know it
	m      hand
	s      catalog.Situation
	reload []catalog.Reload // more than one: which is right is not known
	out    *Device
}

func (w *work) add(s Step) { w.out.Steps = append(w.out.Steps, s) }

func (w *work) unsure(what string) {
	if !slices.Contains(w.out.Unsure, what) {
		w.out.Unsure = append(w.out.Unsure, what)
	}
}

// changes reports whether the plan enters the lines of the proposal.
func (w *work) changes() bool {
	return w.v.Action == solve.CarveReload || w.v.Action == solve.ProfileRestart
}

// waits reports whether something that was changed before waits for the reload.
func (w *work) waits() bool {
	d := w.v.Device
	after, active := d.Carve.AfterReload, d.Carve.Active
	return len(d.Pending) > 0 || d.PendingKnown == fact.Yes || after.Known() && active.Known() && after.Text != active.Text ||
		slices.ContainsFunc(w.v.Findings, func(f audit.Finding) bool { return f.State == audit.Pend })
}

// steps writes what the action asks for. A refused device gets its checks, and
// nothing that changes it.
func (w *work) steps() {
	switch w.v.Action {
	case solve.Investigate:
		w.look()
		w.latched()
		return
	case solve.Filter:
		w.add(Step{Phase: Do, Why: w.filterWords()})
		w.filter()
		w.latched()
		return
	case solve.Replace:
		w.add(Step{Phase: Do, Why: "the allocation of this memory cannot be changed: take fewer routes until the hardware is replaced"})
		w.filter()
		w.latched()
		return
	default:
	}
	w.notRead()
	w.checks(Pre)
	w.warnings()
	w.assumptions()
	w.backup()
	if len(w.out.Refused) > 0 {
		for _, r := range w.out.Refused {
			w.add(Step{Phase: Do, Why: "no reload is planned (" + r.Rule + "): " + r.Why})
		}
		cure(w)
		return
	}
	enter(w)
	save(w)
	if w.out.Reload == nil {
		return
	}
	if w.v.Action != solve.ProfileRestart && (w.changes() || w.waits()) {
		w.checks(Waits)
	}
	w.restart()
	w.checks(Post)
	w.predictions()
	w.rollback()
}

// filterWords says that routes must go, and why nothing else helps.
func (w *work) filterWords() string {
	const fewer = "take fewer routes (a default route, or a partial table from one neighbour), or replace it: "
	if w.out.Solver.Verdict == solve.NotApplicable {
		return fewer + w.out.Solver.Reason
	}
	return "the table fits no valid allocation: " + fewer + w.out.Solver.Reason
}

// look lists what to look at where nothing can be concluded.
func (w *work) look() {
	for _, f := range w.v.Findings {
		if f.Action == solve.Investigate && f.State == w.v.State {
			w.add(Step{Phase: Pre, Why: f.Message})
		}
	}
}

// latched says what must follow where an exception outlives its cause: without a
// reload the device goes on forwarding in software.
func (w *work) latched() {
	for _, f := range w.v.Findings {
		if f.Topic == audit.AboutLatch && f.State == audit.Over && !f.Waived {
			w.add(Step{Phase: Do, Why: "the FIB exception is set and stays set until a reload: once the table fits and is kept from filling again, a reload must follow"})
			return
		}
	}
}

// notRead stands first: what the reading does not know of the device.
func (w *work) notRead() {
	seen := map[string]int{}
	for _, v := range w.v.Device.Coverage {
		if !v.Open() {
			continue
		}
		what := strings.TrimSpace(v.Name + " " + v.Engine)
		s := Step{Phase: Pre, Expect: what, Why: "was not read (" + string(v.Answer) + "): read it before anything is changed"}
		if len(v.Commands) == 0 {
			s.Why, s.Expect = what+" "+s.Why, ""
		} else {
			s.Command = w.spelled(v.Commands[0])
		}
		if at, again := seen[s.Command]; again && s.Command != "" {
			w.out.Steps[at].Expect += ", " + what
			continue
		}
		seen[s.Command] = len(w.out.Steps)
		w.add(s)
	}
}

// backup keeps what is there before anything is touched.
func (w *work) backup() {
	if len(w.m.Backup) == 0 {
		w.unsure("how the configuration of this device is kept before the change")
	}
	for _, b := range w.m.Backup {
		if !b.Lines || w.changes() && len(w.out.Refused) == 0 {
			w.add(Step{Phase: Pre, Command: b.Command, Expect: b.Expect, Why: b.Why, Source: b.Source})
		}
	}
}

// checks writes the catalog's checks of a phase that are meant for the device.
func (w *work) checks(phase Phase) {
	if w.family == nil {
		if phase == Pre {
			w.unsure("the catalog knows no checks for this family")
		}
		return
	}
	list := map[Phase][]catalog.Check{Pre: w.family.Pre, Waits: w.family.Pending, Post: w.family.Post}[phase]
	for _, c := range list {
		holds := c.When.Holds(w.s)
		if holds == fact.No || holds == fact.Unknown && w.meant(list, &c) {
			continue
		}
		why := c.Why
		if only := c.When.String(); holds == fact.Unknown && only != "" && !w.answered(c.Command) {
			why = strings.TrimPrefix(why+"; only "+only, "; ")
		}
		for _, line := range w.expand(c.Command) {
			w.add(Step{Phase: phase, Command: line, Expect: named(w, c.Expect), Why: why, Source: c.Source})
		}
	}
}

// meant reports whether another check with the same command, or for the same reason,
// is certainly for the device: by what is known of it, or since it answered.
func (w *work) meant(list []catalog.Check, c *catalog.Check) bool {
	return slices.ContainsFunc(list, func(o catalog.Check) bool {
		holds := o.When.Holds(w.s)
		switch {
		case o.Command == c.Command:
			return holds == fact.Yes
		case o.Why == c.Why:
			return holds == fact.Yes || holds == fact.Unknown && w.answered(o.Command) && !w.answered(c.Command)
		}
		return false
	})
}

// warnings are what is odd about the reload without making it unsafe: whoever
// stands in the window settles it first.
func (w *work) warnings() {
	for _, f := range w.v.Findings {
		switch {
		case f.Waived:
		case f.Topic == audit.AboutStandby: // a box with one supervisor never has one
			w.add(Step{Phase: Pre, Why: "know before (" + f.Rule + "): " + f.Message})
		case f.Topic == audit.AboutReturn && !f.Unsafe:
			w.add(Step{Phase: Pre, Why: "settle first (" + f.Rule + "): " + f.Message})
		case f.Topic == audit.AboutLatch && w.out.Reload != nil && f.State == audit.Over:
			w.add(Step{Phase: Pre, Why: "the reload clears the exception only while the table fits: limit what the neighbours may send" + w.m.limits() + " before it, or it is raised again"})
		}
	}
}

// assumptions are what the proposal rests on and nobody has read yet.
func (w *work) assumptions() {
	p := w.v.Proposal
	if !carried(w.v) {
		return
	}
	for _, c := range p.Before {
		for _, line := range w.expand(c.Command) {
			w.add(Step{Phase: Pre, Command: line, Expect: c.Expect, Why: c.Why + "; if it shows otherwise, stop", Source: p.Source})
		}
	}
}

// predictions are the figures that the device must print after the change, each
// with the command that shows it; those that no command is known to show stand
// beside the steps.
func (w *work) predictions() {
	p := w.v.Proposal
	if !carried(w.v) {
		return
	}
	for _, c := range p.Verify {
		w.expectAfter(c)
	}
	c := w.family.Change(p.Knob)
	if len(p.Verify) > 0 || len(p.Predict) == 0 {
		return
	}
	if c == nil || len(w.expand(c.Shows)) == 0 {
		w.out.Compare = p.Predict
		return
	}
	w.expectAfter(solve.Check{Command: c.Shows, Expect: strings.Join(p.Predict, "; "), Why: "as the solver computed it"})
}

// expectAfter adds what a command must show after the reload, to the step that asks
// it already where there is one.
func (w *work) expectAfter(c solve.Check) {
	for _, line := range w.expand(c.Command) {
		at := slices.IndexFunc(w.out.Steps, func(s Step) bool { return s.Phase == Post && s.Command == line })
		if at < 0 {
			w.add(Step{Phase: Post, Command: line, Expect: c.Expect, Why: c.Why, Source: w.v.Proposal.Source})
			continue
		}
		s := &w.out.Steps[at]
		if name := wanted(w); strings.Contains(s.Expect, c.Expect) || name != "" && strings.Contains(s.Expect, name) && strings.HasPrefix(c.Expect, "the active ") {
			continue // the check names it already
		}
		s.Expect = strings.TrimPrefix(s.Expect+"; "+c.Expect, "; ")
	}
}
