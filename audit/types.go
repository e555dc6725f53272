// Package audit turns facts into findings, and findings into a state and an
// action per device.
//
// What goes in: a fact.Device, a Policy and the time it is. What comes out: a
// Verdict. Rules are one file each (rules/<group>/<name>.go) and one list
// (rules.All); what they look at is a Case. The package does no I/O, imports no
// vendor and reads no clock.
package audit

import (
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
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

// Evidence is one line of an output that proves a finding.
type Evidence struct {
	Command string    `json:"command"`
	Line    int       `json:"line"`
	Text    string    `json:"text"`
	File    string    `json:"file,omitempty"`
	Span    fact.Span `json:"-"`
}

// Topic is what a rule is about, as far as a plan depends on it.
type Topic int

// The topics. Of the zero value a plan says nothing of its own.
const (
	AboutOther   Topic = iota
	AboutReturn        // whether a reload comes back as it should: settled before it
	AboutStandby       // whether something takes over: to be known before it
	AboutLatch         // an overflow that only a reload ends
)

// Finding is what one rule says of one device.
type Finding struct {
	Rule     string          `json:"rule"` // group/name = file = doc page
	Severity policy.Severity `json:"severity"`
	State    State           `json:"state"`
	Action   solve.Action    `json:"action,omitempty"`
	Message  string          `json:"message"`
	Resource fact.Resource   `json:"resource,omitempty"`
	Scope    fact.Scope      `json:"scope"`
	Waived   bool            `json:"waived"`
	WaivedBy string          `json:"waived_by,omitempty"` // the reason, and until when
	// Topic is that of the rule.
	Topic Topic `json:"-"`
	// Differs names the part of the device that does not boot like the one that
	// answers, "" = it is about something else.
	Differs string `json:"-"`
	// Unsafe: while this stands a reload does not come back as it should, and no
	// plan asks for one.
	Unsafe   bool       `json:"unsafe,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Verdict is the judgement on one device.
type Verdict struct {
	Device *fact.Device
	// Situation is what the conditions of the catalog are asked of.
	Situation catalog.Situation
	State     State
	Action    solve.Action
	Pools     []ledger.Pool // worst first
	Findings  []Finding
	Proposal  *solve.Proposal // the change that is proposed, nil = none
	// Filter is which part of the tables fits where only fewer routes help, nil = that
	// is not asked, or no memory for routes is short in numbers.
	Filter *FilterAdvice
	// RunsOut is when the first memory is full, nil where nothing tells.
	RunsOut *RunsOut
	// Forecasts say of each memory when it is full, as far as that is known.
	Forecasts []Forecast
	// Reaches say how its memories move with the tables of the internet; Reached is
	// false where a memory for routes is not among them.
	Reaches []ledger.Reach
	Reached bool
}

// Forecast is when one memory of the device is full.
type Forecast struct {
	ledger.Forecast
	Pool ledger.Pool
}

// RunsOut is the day on which a memory of the device is full, with its band.
type RunsOut struct {
	solve.Runway
	Pool     string // the row of the ledger, with its instance
	Resource fact.Resource
	Basis    ledger.Basis
}

// String says which memory is full, and when.
func (r *RunsOut) String() string { return r.Pool + ": " + ledger.RunwayWords(r.Runway) }
