package audit

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Case is one device under judgement: all that a rule may look at.
type Case struct {
	Device *fact.Device
	Policy Policy
	Now    time.Time
	Rows   []Row           // the ledger, worst first
	Family *catalog.Family // nil = the catalog does not know it
	// Proposal is the change of the carve that would help the fullest rows;
	// never nil, see its Outcome.
	Proposal *Proposal
}

// Rule is one check.
type Rule struct {
	ID    string // group/name = file rule_<group>_<name>.go = docs/rules/<group>/<name>.md
	Title string // one sentence: what it means when it fires
	Check func(c *Case) []Finding
	// Late rules are asked after the others and see what these found.
	Late func(c *Case, found []Finding) []Finding
}

// Run judges one device. It is pure: the same facts, policy and time give the
// same verdict. d is kept in the verdict and not changed.
func Run(d *fact.Device, p Policy, now time.Time) Verdict {
	c := newCase(d, p, now)
	var found []Finding
	for _, r := range Rules() {
		if r.Check != nil {
			found = append(found, named(r.ID, r.Check(c))...)
		}
	}
	for _, r := range Rules() {
		if r.Late != nil {
			found = append(found, named(r.ID, r.Late(c, found))...)
		}
	}
	c.applyPolicy(found)
	slices.SortStableFunc(found, func(a, b Finding) int {
		if n := a.State.Rank() - b.State.Rank(); n != 0 {
			return n
		}
		return severityRank(a.Severity) - severityRank(b.Severity)
	})
	v := Verdict{Device: d, State: c.settled(found), Findings: found}
	v.Action = action(v.State, found)
	for i := range c.Rows {
		v.Pools = append(v.Pools, c.Rows[i].Pool)
	}
	if c.wanted(found) {
		v.Proposal = c.Proposal
	}
	if v.Action == Filter || v.Action == Replace {
		v.Filter = c.filterAdvice()
	}
	v.RunsOut = c.runsOut()
	return v
}

// runsOut is the memory that is full first, by the middle of its band.
func (c *Case) runsOut() *RunsOut {
	var first *RunsOut
	for i := range c.Rows {
		r := &c.Rows[i]
		w, ok := c.runway(r)
		if ok && !w.Median.IsZero() && (first == nil || w.Median.Before(first.Median)) {
			first = &RunsOut{Runway: w, Pool: where(r.Name, r.Scope), Resource: r.Resource}
		}
	}
	return first
}

func newCase(d *fact.Device, p Policy, now time.Time) *Case {
	p = p.For(d.Role)
	c := &Case{Device: d, Policy: p, Now: now, Rows: ledger(d)}
	c.worstFirst()
	cat := p.Catalog
	if cat == nil {
		cat = catalog.Default()
	}
	if f := cat.Family(d.Family); f != nil {
		c.Family = f.In(Situation(d, f))
	}
	c.Proposal = propose(c)
	return c
}

// wanted reports whether a change of the carve is part of the verdict: some
// finding asks for one, or for what is left where there is none, or is about the
// memory of which the solver says why it can propose nothing.
func (c *Case) wanted(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool {
		switch f.Action {
		case CarveReload, ProfileRestart, Filter, Replace:
			return true
		case Investigate:
			return f.State != OK && slices.Contains(c.Proposal.Resources, f.Resource)
		case Reload, Save:
			return f.State == Pend || c.Proposal.Action == Reload || c.Proposal.Action == Save
		default:
			return false
		}
	})
}

func named(id string, fs []Finding) []Finding {
	for i := range fs {
		fs[i].Rule = id
	}
	return fs
}

func severityRank(s Severity) int {
	return slices.Index([]Severity{SevCrit, SevWarn, SevInfo}, s)
}

// worst is the state of a device: that of its worst finding, waived ones aside.
func worst(found []Finding) State {
	state := OK
	for _, f := range found {
		if !f.Waived && f.State.Rank() < state.Rank() {
			state = f.State
		}
	}
	return state
}

// drastic lists the actions, mildest first. Where findings of the same state ask
// for different ones the most drastic is meant: a carve that is changed and
// reloaded also serves what waits for a reload, and where no carve is valid
// changing it would not help.
var drastic = [...]Action{None, Investigate, Save, Reload, ProfileRestart, CarveReload, Filter, Replace}

func action(state State, found []Finding) Action {
	best := None
	for _, f := range found {
		if f.State == state && !f.Waived && slices.Index(drastic[:], f.Action) > slices.Index(drastic[:], best) {
			best = f.Action
		}
	}
	return best
}
