package solve

import (
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Action is what should be done about a device.
type Action string

// The actions.
const (
	None           Action = "none"
	Save           Action = "save"            // configured, not in startup
	Reload         Action = "reload"          // a pending change waits
	CarveReload    Action = "carve+reload"    // change the carve, then reload
	ProfileRestart Action = "profile+restart" // the commit itself restarts the PFE
	Filter         Action = "filter"          // no valid carve: default route or partial table
	Replace        Action = "replace"         // the silicon is too small
	Investigate    Action = "investigate"     // unknown
)

// Proposal is the smallest valid change the solver found, or its reason why
// there is none.
type Proposal struct {
	Feasible bool
	Name     string // the setting that is proposed, or the active one that is kept
	// Outcome is feasible, infeasible, not-applicable or unknown.
	Outcome  Outcome
	Action   Action   // what carrying it out means; filter or replace where there is none
	Knob     string   // "mls cef maximum-routes", "hw-module fib ipv4 scale host-optimized-disable"
	Commands []string // configuration lines, in order; a person enters them
	Predict  []string // what the device will print after the reload
	Reason   string   // the arithmetic
	Source   string
	// Caps are the capacities after the change, by resource, in entries.
	Caps map[fact.Resource]float64
	// Resources are those that the knob divides: what the outcome is about.
	Resources []fact.Resource
	// Undo are lines that enter again what ran before; of those in Unproven no
	// document says that they can be entered, and the plan marks them.
	Undo, Unproven []string
	// Verify are the predictions with the commands that show them; where there are
	// none, Predict goes to the command of the catalog's change, or beside the steps.
	Verify []Check
	// Before are the assumptions that somebody must check before the lines are
	// entered.
	Before []Check
	// Lasts says how long it lasts, Until the day (zero = none can be named), Takes
	// what it takes from others. Soft: it rests on capacities that are no hardware limits.
	Lasts string
	Until time.Time
	Takes string
	Soft  bool
	// Nameless: the device does not call its settings by the names of the solver.
	Nameless bool
	// Waits says why what is configured and is pending a reload does not hold what it
	// must; "" = it does, or it is not known, or nothing waits.
	Waits string
	// Others are valid settings that were not taken, Rejected those that are not
	// valid, with the reason.
	Others   []Other
	Rejected []Rejected
}

// Replaces reports whether carrying the proposal out takes the place of whatever
// was configured before.
func (p *Proposal) Replaces() bool { return p.Feasible && len(p.Commands) > 0 }

// Sure says what the figures of the proposal rest on; "" where there are none.
func (p *Proposal) Sure() string {
	switch {
	case p.Outcome != Feasible && p.Outcome != Infeasible:
		return ""
	case p.Soft && !p.Feasible:
		return "the capacity varies with use; the need is beyond the largest value seen"
	case p.Soft:
		return "the lines are documented; one capacity is an estimate or a scale the vendor tested, not a hardware limit"
	case len(p.Before) > 0:
		return "computed from hardware limits; check the assumptions first"
	}
	return "computed from hardware limits"
}

// Check is a command and what it must show.
type Check struct {
	Command, Expect, Why string
}

// Other gives the proposal as one that was not taken.
func (p *Proposal) Other() Other {
	return Other{Name: p.Name, Until: p.Until, Lasts: p.Lasts, Takes: p.Takes, Lines: p.Commands}
}

// SameSizes reports whether q gives every memory of p the same.
func (p *Proposal) SameSizes(q *Proposal) bool {
	for resource, n := range p.Caps {
		if q.Caps[resource] != n {
			return false
		}
	}
	return true
}

// HasRoomFor reports whether the change gives resource at least n entries.
func (p *Proposal) HasRoomFor(resource fact.Resource, n float64) bool { return p.Caps[resource] >= n }

// Gives is what a resource gets; where labels get a region of their own the room
// of IPv4 is what is left without it. 0 where it is not named.
func (p *Proposal) Gives(resource fact.Resource) float64 {
	if n, split := p.Caps[fact.FibIPv4]; split && resource == fact.FibIPv4MPLS {
		return n
	}
	return p.Caps[resource]
}
