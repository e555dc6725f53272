// Package audit turns facts into findings, and findings into a state and an
// action per device.
//
// What goes in: a fact.Device, a Policy and the time it is. What comes out: a
// Verdict. Rules are one file each (rule_<group>_<name>.go) and one list
// (Rules); what they look at is a Case. The package does no I/O, imports no
// vendor and reads no clock.
package audit

import (
	"time"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// State is the one word a device gets. The order of States is worst first.
type State string

// The states, worst first.
const (
	Over  State = "OVER"  // used ≥ cap, or the device reports overflow
	Crit  State = "CRIT"  // less than 5 % free, or less than 90 days
	Pend  State = "PEND"  // configured is not active: a reload is outstanding
	Warn  State = "WARN"  // less than 15 % free or 365 days, or default carve with a larger valid one
	Unkn  State = "UNKN"  // read, but not understood
	Fail  State = "FAIL"  // could not be read
	Stale State = "STALE" // older than the policy allows
	OK    State = "ok"
)

// States lists all states, worst first.
func States() []State { return []State{Over, Crit, Pend, Warn, Unkn, Fail, Stale, OK} }

// Rank is the place of s in States; higher is better.
func (s State) Rank() int {
	for i, t := range States() {
		if s == t {
			return i
		}
	}
	return len(States())
}

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

// Severity says how bad a finding is.
type Severity string

// The severities, worst first.
const (
	SevCrit Severity = "crit"
	SevWarn Severity = "warn"
	SevInfo Severity = "info"
)

// Evidence is one line of an output that proves a finding.
type Evidence struct {
	Command string    `json:"command"`
	Line    int       `json:"line"`
	Text    string    `json:"text"`
	File    string    `json:"file,omitempty"`
	Span    fact.Span `json:"-"`
}

// Finding is what one rule says of one device.
type Finding struct {
	Rule     string     `json:"rule"` // group/name = file = doc page
	Severity Severity   `json:"severity"`
	State    State      `json:"state"`
	Action   Action     `json:"action,omitempty"`
	Message  string     `json:"message"`
	Resource string     `json:"resource,omitempty"`
	Scope    fact.Scope `json:"scope"`
	Waived   bool       `json:"waived"`
	WaivedBy string     `json:"waived_by,omitempty"` // the reason, and until when
	// Unsafe: while this stands a reload does not come back as it should, and no
	// plan asks for one.
	Unsafe   bool       `json:"unsafe,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Pool is one line of the ledger: a memory, what it holds and what is left.
type Pool struct {
	Name     string       `json:"name"`
	Resource string       `json:"resource,omitempty"`
	Scope    fact.Scope   `json:"scope"`
	Unit     string       `json:"unit"`
	Capacity fact.Figure  `json:"capacity"`
	Used     fact.Figure  `json:"used"`
	Free     fact.Figure  `json:"free"`
	Max      fact.Figure  `json:"max"`
	Kind     fact.CapKind `json:"kind"`
	Span     fact.Span    `json:"-"`
}

// Verdict is the judgement on one device.
type Verdict struct {
	Device   *fact.Device
	State    State
	Action   Action
	Pools    []Pool // worst first
	Findings []Finding
	Proposal *Proposal // the change that is proposed, nil = none
	// Filter is which part of the tables fits where only fewer routes help, nil = that
	// is not asked, or no memory for routes is short in numbers.
	Filter *FilterAdvice
	// RunsOut is when the first memory is full, nil where nothing tells.
	RunsOut *RunsOut
}

// RunsOut is the day on which a memory of the device is full, with its band.
type RunsOut struct {
	solve.Runway
	Pool     string // the row of the ledger, with its instance
	Resource string
}

// String says which memory is full, and when.
func (r *RunsOut) String() string { return r.Pool + ": " + runwayWords(r.Runway) }

// Proposal is the smallest valid change the solver found, or its reason why
// there is none.
type Proposal struct {
	Feasible bool
	Name     string // the setting that is proposed, or the active one that is kept
	// Outcome is feasible, infeasible, not-applicable or unknown.
	Outcome  solve.Outcome
	Action   Action   // what carrying it out means; filter or replace where there is none
	Knob     string   // "mls cef maximum-routes", "hw-module fib ipv4 scale host-optimized-disable"
	Commands []string // configuration lines, in order; a person enters them
	Predict  []string // what the device will print after the reload
	Reason   string   // the arithmetic
	Source   string
	// Caps are the capacities after the change, by resource, in entries.
	Caps map[string]float64
	// Resources are those that the knob divides: what the outcome is about.
	Resources []string
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
	// what it takes from others. Soft: it rests on capacities that are no walls.
	Lasts string
	Until time.Time
	Takes string
	Soft  bool
	// Waits says why what is configured and waits for a reload does not hold what it
	// must; "" = it does, or it is not known, or nothing waits.
	Waits string
	// Others are valid settings that were not taken, Rejected those that are not
	// valid, with the reason.
	Others   []solve.Other
	Rejected []solve.Rejected
}

// Replaces reports whether carrying the proposal out takes the place of whatever
// was configured before.
func (p *Proposal) Replaces() bool { return p.Feasible && len(p.Commands) > 0 }

// Sure says what the figures of the proposal rest on; "" where there are none.
func (p *Proposal) Sure() string {
	switch {
	case p.Outcome != solve.Feasible && p.Outcome != solve.Infeasible:
		return ""
	case p.Soft && !p.Feasible:
		return "a capacity floats; what is needed is beyond the largest that was ever seen of it"
	case p.Soft:
		return "the lines are sure; a capacity it rests on is an estimate or a scale that was tested, not a wall"
	case len(p.Before) > 0:
		return "computed from sizes that are walls, on assumptions that are to be checked first"
	}
	return "computed from sizes that are walls"
}

// Check is a command and what it must show.
type Check struct {
	Command, Expect, Why string
}

// Policy is what the team wants to be told about. The zero Policy is not one:
// start from DefaultPolicy.
type Policy struct {
	CritFree, WarnFree float64 // fractions of a cap: 0.05, 0.15
	StaleAfter         time.Duration
	// HashedFull is the share of a hashed table at which it is taken for full,
	// since it refuses inserts before 100 %: xr:0.2 and xr:7 (3).
	HashedFull float64
	// Reserve is what a proposed carve must hold beyond today's use, as a share
	// of it, where the growth is not known: 0.25 leaves 20 % free on the day after.
	Reserve float64
	// DefaultUsed is the share of a factory default carve in use from which a
	// larger one is proposed unasked; below it the finding only informs.
	DefaultUsed float64
	// CritRunway and WarnRunway are how near the day may be on which a memory is
	// full.
	CritRunway, WarnRunway time.Duration
	// Horizon is how long a proposed carve must last.
	Horizon time.Duration
	// Growth is the model of the internet's tables.
	Growth solve.Model
	// Table is what of them a router carries; "" = by its size.
	Table TableKind
	// Roles have thresholds of their own, by the role of the inventory.
	Roles map[string]Thresholds
	// Severities are what the team makes of a rule, by id.
	Severities map[string]Severity
	// Waivers are looked at in order; the first that holds is named.
	Waivers []Waiver
	// Catalog is where limits and profiles come from; nil = the built-in one.
	Catalog *catalog.Catalog
}

// DefaultPolicy gives the thresholds of docs/03-states.md.
func DefaultPolicy() Policy {
	return Policy{
		CritFree: 0.05, WarnFree: 0.15, StaleAfter: 7 * 24 * time.Hour,
		HashedFull: 0.99, Reserve: 0.25, DefaultUsed: 0.25,
		CritRunway: 90 * 24 * time.Hour, WarnRunway: 365 * 24 * time.Hour, Horizon: 730 * 24 * time.Hour,
		Growth: solve.DefaultModel(),
	}
}
