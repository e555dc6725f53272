package whatif

import (
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/solve"
)

// Judge looks for changes; audit.Auditor is one.
type Judge interface {
	Remedy(d *fact.Device, p policy.Policy, now time.Time, memory ledger.Memory) audit.Remedy
}

// Fix is the smallest change by which a router that falls holds what is asked, to the
// horizon of the policy.
type Fix struct {
	audit.Remedy
	// Setting is what is to be set, "" where no setting holds it.
	Setting string
	// Keeps is which routes are kept where only fewer help, nil = that is not so, or no
	// filter on lengths fits.
	Keeps *solve.Cut
	// Why says why there is none, or what speaks against it.
	Why string
}

// Sum is the work that the fixes of an answer are.
type Sum struct {
	Fixes   int // changes of a setting, and reloads of what waits
	Windows int // in so many maintenance windows
	Filters int // fewer routes, since no setting holds it
	Replace int // the silicon is too small
	Unknown int // nothing known helps: to be looked at
	Apart   int // changes that no window was found for
}

// Fix gives the smallest change for a router that falls.
func (a *Answer) Fix(x *Fall, judge Judge, p policy.Policy) Fix {
	v := a.fleet.Verdict(x)
	r := a.fleet.Reach(x)
	fix := Fix{Remedy: judge.Remedy(v.Device, a.terms(x, p), a.fleet.Now, ledger.MemoryOf(&r.Pool))}
	s := fix.Proposal
	switch {
	case s.Replaces() || s.Feasible && (fix.Action == solve.Reload || fix.Action == solve.Save):
		fix.Setting, fix.Why = s.Name, s.Takes
	case fix.Filter != nil && fix.Filter.Best != nil:
		fix.Keeps, fix.Why = &fix.Filter.Best.Cut, against(s)
	default:
		fix.Why = against(s)
	}
	return fix
}

// against says why no setting holds it. The reasons of a solver may name days, and the
// growth here is one that is asked, not one that is expected: they are left out.
func against(s *solve.Proposal) string {
	for _, r := range s.Rejected {
		return r.Name + ": " + r.Why
	}
	if s.Outcome == solve.Feasible {
		return "no setting lasts longer than the one that runs"
	}
	before, _, _ := strings.Cut(s.Reason, "; lasts")
	return before
}

// terms are those of a policy under which what is asked comes by its horizon.
func (a *Answer) terms(x *Fall, p policy.Policy) policy.Policy {
	d := &a.fleet.devices[x.device]
	r := a.fleet.Reach(x)
	p = p.For(a.fleet.Verdict(x).Device.Role)
	p.Roles, p.Past = nil, nil
	if p.Table == "" && (r.Share4 > 0 || r.Share6 > 0) {
		p.Table = ledger.PartialTable
	}
	if to := a.Question.Date; !to.IsZero() {
		p.Horizon = max(24*time.Hour, to.Sub(a.fleet.Now))
	}
	years := (p.Horizon + a.fleet.Now.Sub(a.fleet.read(x.device))).Hours() / solve.Year.Hours()
	to := a.Question.asked(d.from, &a.fleet.Model)
	used, _ := r.Used.Get()
	rate := func(more, per float64) solve.Band {
		if per > 0 && r.Per4*r.Per6 == 0 { // its own growth may be faster than that of the tables
			more = max(more, (x.Used-used)/per)
		}
		year := max(0, more/years)
		return solve.Band{Low: year, Mid: year, High: year}
	}
	g := &p.Growth
	g.Anchor, g.IPv4.Entries, g.IPv6.Entries = a.fleet.read(x.device), d.from.IPv4, d.from.IPv6
	g.IPv4.Year, g.IPv6.Year = rate(to.IPv4-d.from.IPv4, r.Per4), rate(to.IPv6-d.from.IPv6, r.Per6)
	p.WarnRunway = max(p.WarnRunway, p.Horizon)
	return p
}

// Fixes gives those of all routers that fall, in their order, and what they sum up to.
// PlanOptions tell of windows and groups; without Rooms no windows are counted.
func (a *Answer) Fixes(judge Judge, p policy.Policy, o plan.Options) ([]Fix, Sum) {
	fixes := make([]Fix, a.Falls())
	var todo []audit.Verdict
	var s Sum
	for i := range fixes {
		x := a.Fall(i)
		fixes[i] = a.Fix(&x, judge, p)
		switch f := &fixes[i]; {
		case f.Setting != "":
			s.Fixes++
			v := *a.fleet.Verdict(&x)
			v.Action, v.Proposal = f.Action, f.Proposal
			todo = append(todo, v)
		case f.Action == solve.Filter:
			s.Filters++
		case f.Action == solve.Replace:
			s.Replace++
		default:
			s.Unknown++
		}
	}
	if o.Rooms != nil && len(todo) > 0 {
		done := plan.BuildWith(a.withTheRest(todo), withOnly(o, todo))
		s.Windows, s.Apart = len(done.Waves), len(done.Unplaced)
	}
	return fixes, s
}

// withTheRest gives the verdicts of all devices, those of todo in their place: who stands
// in for whom is seen from the others.
func (a *Answer) withTheRest(todo []audit.Verdict) []audit.Verdict {
	all := slices.Clone(todo)
	there := map[*fact.Device]bool{}
	for i := range todo {
		there[todo[i].Device] = true
	}
	for _, v := range a.fleet.verdicts {
		if !there[v.Device] {
			all = append(all, *v)
		}
	}
	return all
}

func withOnly(o plan.Options, todo []audit.Verdict) plan.Options {
	names := map[string]bool{}
	for i := range todo {
		names[todo[i].Device.Name] = true
	}
	o.Only = func(name string) bool { return names[name] }
	return o
}
