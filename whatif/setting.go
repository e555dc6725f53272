package whatif

import (
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/release"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Outcome says what comes of a setting on a device.
type Outcome string

// The outcomes of a Trial.
const (
	Active   Outcome = "active"    // it runs already
	HoldsIt  Outcome = "holds"     // the whole horizon, or all that is asked
	TooShort Outcome = "falls"     // it is full before
	Refused  Outcome = "refused"   // the device does not take it, or it does not hold today's tables
	Blank    Outcome = "not known" // the device was not read
	NoSuch   Outcome = "not here"  // the family has no such setting, or none that can be computed
)

// Trial is one setting on one device.
type Trial struct {
	Device   string
	Outcome  Outcome
	Until    time.Time // when it is full; zero = no date, or sizes were asked
	Takes    string
	Why      string
	Lines    []string
	Settings []string // what could be asked of this device, where Outcome is NoSuch
}

// Try looks what a setting would be worth on each device: against what a question asks,
// else against the growth that is expected.
func (f *Fleet) Try(setting string, q Question, judge Judge, p policy.Policy) []Trial {
	out := make([]Trial, len(f.devices))
	a := &Answer{Question: q, fleet: f}
	for i := range f.devices {
		d, v := &f.devices[i], f.verdicts[i]
		if v.State == audit.Fail {
			out[i] = Trial{Device: v.Device.Name, Outcome: Blank, Why: "it was not read"}
			continue
		}
		terms := p
		if !q.Empty() && d.last > d.first {
			terms = a.terms(&Fall{device: int32(i), pool: d.first}, p)
		}
		s := judge.Remedy(v.Device, terms, f.Now, ledger.Memory{}).Proposal
		out[i] = trial(s, setting, f.Now.Add(terms.Horizon))
		out[i].Device = v.Device.Name
		if !q.Empty() && q.Date.IsZero() {
			out[i].Until = time.Time{}
		}
	}
	return out
}

// trial finds a setting in what a solver found.
func trial(s *solve.Proposal, name string, horizon time.Time) Trial {
	lasts := func(o solve.Other) Trial {
		t := Trial{Outcome: HoldsIt, Until: o.Until, Takes: o.Takes, Why: o.Lasts, Lines: o.Lines}
		if !o.Until.IsZero() && o.Until.Before(horizon) {
			t.Outcome = TooShort
		}
		return t
	}
	if strings.EqualFold(s.Name, name) && s.Name != "" {
		t := lasts(s.Other())
		if !s.Replaces() && t.Outcome == HoldsIt {
			t.Outcome = Active
		}
		return t
	}
	for _, o := range s.Others {
		if strings.EqualFold(o.Name, name) {
			return lasts(o)
		}
	}
	for _, r := range s.Rejected {
		if strings.EqualFold(r.Name, name) {
			return Trial{Outcome: Refused, Why: r.Why}
		}
	}
	return Trial{Outcome: NoSuch, Why: s.Reason, Settings: settings(s)}
}

func settings(s *solve.Proposal) []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	add(s.Name)
	for _, o := range s.Others {
		add(o.Name)
	}
	for _, r := range s.Rejected {
		add(r.Name)
	}
	return out
}

// Runner judges a device.
type Runner interface {
	Run(d *fact.Device, p policy.Policy, now time.Time) audit.Verdict
}

// Upgrade is what is known to change on a device with another release.
type Upgrade struct {
	Device, From string
	Says         []string // nothing = nothing is known of it, which proves nothing
	State        audit.State
	Worse        bool
	Back         bool // it is not later than what runs
}

// Upgrades judges each device as if it ran another release: what the catalog knows that
// it removes, ignores or flips.
func (f *Fleet) Upgrades(version string, judge Runner, p policy.Policy) []Upgrade {
	var out []Upgrade
	for _, v := range f.verdicts {
		from := v.Device.Identity.Version
		if v.State == audit.Fail || from == "" {
			out = append(out, Upgrade{Device: v.Device.Name, State: v.State, Says: []string{"which release it runs is not known"}})
			continue
		}
		later, known := release.AtLeast(version, from)
		next := *v.Device
		next.Identity.Version = version
		now := judge.Run(v.Device, p, f.Now)
		then := judge.Run(&next, p, f.Now)
		out = append(out, Upgrade{
			Device: v.Device.Name, From: from, Says: differ(now.Findings, then.Findings), State: then.State,
			Worse: then.State.Rank() < now.State.Rank(), Back: known && !later,
		})
	}
	return out
}

// flips is the rule whose finding is gone when the upgrade it warns of has been made.
const flips = "carve/default-flips"

// differ says what two judgements of one device do not share.
func differ(now, then []audit.Finding) []string {
	has := func(list []audit.Finding, f *audit.Finding) bool {
		return slices.ContainsFunc(list, func(o audit.Finding) bool { return o.Rule == f.Rule && o.Message == f.Message })
	}
	var out []string
	for i := range then {
		if f := &then[i]; !has(now, f) {
			out = append(out, f.Message)
		}
	}
	for i := range now {
		if f := &now[i]; !has(then, f) {
			if f.Rule == flips {
				out = append(out, f.Message)
			} else {
				out = append(out, "no longer: "+f.Message)
			}
		}
	}
	return out
}
