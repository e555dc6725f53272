package audit

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Case is one device under judgement: all that a rule may look at.
type Case struct {
	*ledger.View
	Policy policy.Policy
	ledger.Lore
}

// Rule is one check.
type Rule struct {
	ID    string // group/name = file rules/<group>/<name>.go = docs/rules/<group>/<name>.md
	Title string // one sentence: what it means when it fires
	Topic Topic
	Check func(c *Case) []Finding
	// Late rules are asked after the others and see what these found.
	Late func(c *Case, found []Finding) []Finding
}

// Families is what the audit asks of the rooms of the families.
type Families interface {
	// Family is what the catalog knows of a family, nil = nothing.
	Family(name string) *catalog.Family
	// Situation is what the conditions of the catalog are asked of.
	Situation(d *fact.Device, f *catalog.Family) catalog.Situation
	// Placed gives how fast a memory fills in which routes are placed by the length of
	// their prefix; false = not known.
	Placed(v *ledger.View, memory fact.Resource) (solve.Band, bool)
	// Lore is what the family's room says of a device. Its Proposal is never nil.
	Lore(v *ledger.View) ledger.Lore
}

// Auditor judges devices: by these rules, with what the families know.
type Auditor struct {
	Rules    []Rule
	Families Families
}

// Run judges one device. It is pure: the same facts, policy and time give the
// same verdict. d is kept in the verdict and not changed.
func (a Auditor) Run(d *fact.Device, p policy.Policy, now time.Time) Verdict {
	c := a.look(d, p, now)
	found := a.found(c)
	c.applyPolicy(found)
	slices.SortStableFunc(found, func(a, b Finding) int {
		if n := a.State.Rank() - b.State.Rank(); n != 0 {
			return n
		}
		return a.Severity.Rank() - b.Severity.Rank()
	})
	v := Verdict{Device: d, Situation: c.Situation, State: c.settled(found), Findings: found}
	v.Action = action(v.State, found)
	for i := range c.Rows {
		v.Pools = append(v.Pools, c.Rows[i].Pool)
	}
	if c.wanted(found) {
		v.Proposal = c.Proposal
	}
	if v.Action == solve.Filter || v.Action == solve.Replace {
		v.Filter = c.filterAdvice()
	}
	v.Forecasts, v.RunsOut = c.forecasts()
	v.Reaches, v.Reached = c.Reaches()
	return v
}

// Remedy is what gives a memory more room under other terms than those of a verdict.
type Remedy struct {
	Action   solve.Action
	Proposal *solve.Proposal
	Filter   *FilterAdvice // where only fewer routes help
}

// Remedy looks what gives a memory of a device more room, by a policy: the smallest
// change that lasts to its horizon.
func (a Auditor) Remedy(d *fact.Device, p policy.Policy, now time.Time, memory ledger.Memory) Remedy {
	c := a.look(d, p, now)
	r := Remedy{Action: solve.Investigate, Proposal: c.Proposal}
	for i := range c.Rows {
		if ledger.MemoryOf(&c.Rows[i].Pool) == memory {
			r.Action = c.Remedy(&c.Rows[i])
		}
	}
	if r.Action == solve.Filter || r.Action == solve.Replace {
		r.Filter = c.filterAdvice()
	}
	return r
}

// found asks all rules, the late ones last.
func (a Auditor) found(c *Case) []Finding {
	var found []Finding
	for _, r := range a.Rules {
		if r.Check != nil {
			found = append(found, named(&r, r.Check(c))...)
		}
	}
	for _, r := range a.Rules {
		if r.Late != nil {
			found = append(found, named(&r, r.Late(c, found))...)
		}
	}
	return found
}

// look draws up the case of a device.
func (a Auditor) look(d *fact.Device, p policy.Policy, now time.Time) *Case {
	p = p.For(d.Role)
	f := a.Families.Family(d.Family)
	s := a.Families.Situation(d, f)
	if f != nil {
		f = f.In(s)
	}
	v := ledger.Look(ledger.View{Device: d, Family: f, Situation: s, Terms: p.Terms, Now: now, Placed: a.Families.Placed})
	return &Case{View: v, Policy: p, Lore: a.Families.Lore(v)}
}

// forecasts says of every memory when it is full, as far as that is known, and which
// one is full first, by the middle of its band.
func (c *Case) forecasts() (all []Forecast, first *RunsOut) {
	for i := range c.Rows {
		r := &c.Rows[i]
		f, ok := c.Forecast(r)
		if !ok {
			continue
		}
		all = append(all, Forecast{Forecast: f, Pool: r.Pool})
		if w := f.Runway; !w.Median.IsZero() && (first == nil || w.Median.Before(first.Median)) {
			first = &RunsOut{Runway: w, Pool: ledger.Where(r.Name, r.Scope), Resource: r.Resource, Basis: f.Basis}
		}
	}
	return all, first
}

// wanted reports whether a change of the carve is part of the verdict: some
// finding asks for one, or for what is left where there is none, or is about the
// memory of which the solver says why it can propose nothing.
func (c *Case) wanted(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool {
		switch f.Action {
		case solve.CarveReload, solve.ProfileRestart, solve.Filter, solve.Replace:
			return true
		case solve.Investigate:
			return f.State != OK && slices.Contains(c.Proposal.Resources, f.Resource)
		case solve.Reload, solve.Save:
			return f.State == Pend || c.Proposal.Action == solve.Reload || c.Proposal.Action == solve.Save
		default:
			return false
		}
	})
}

func named(r *Rule, fs []Finding) []Finding {
	for i := range fs {
		fs[i].Rule, fs[i].Topic = r.ID, r.Topic
	}
	return fs
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
// reloaded also serves changes pending a reload, and where no carve is valid
// changing it would not help.
var drastic = [...]solve.Action{solve.None, solve.Investigate, solve.Save, solve.Reload, solve.ProfileRestart, solve.CarveReload, solve.Filter, solve.Replace}

func action(state State, found []Finding) solve.Action {
	best := solve.None
	for _, f := range found {
		if f.State == state && !f.Waived && slices.Index(drastic[:], f.Action) > slices.Index(drastic[:], best) {
			best = f.Action
		}
	}
	return best
}

// Layer2 reports whether the device is known to route nothing.
func (c *Case) Layer2() bool {
	for _, f := range c.Flags(fact.FlagLayer3) {
		if f.Value == false {
			return true
		}
	}
	return false
}
