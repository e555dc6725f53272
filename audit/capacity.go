package audit

import (
	"fmt"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
)

// Wall reports whether a cap of kind k is a wall: used may not pass it.
func Wall(k fact.CapKind) bool { return hard(k) }

// hard reports whether a cap is a wall: used may not pass it. Estimates float
// with use, guarantees may be passed, percentages and words have no number.
func hard(k fact.CapKind) bool {
	switch k {
	case fact.CapCarve, fact.CapTemplate, fact.CapFixed, fact.CapPool, fact.CapHashed:
		return true
	default:
		return false
	}
}

// soft reports whether a cap may at most warn when it is nearly reached: it is
// not a limit, or nobody has said that it is one.
func soft(k fact.CapKind) bool {
	return k == fact.CapEstimate || k == fact.CapVerified || k == fact.CapUnknown
}

// full reports whether nothing more fits: a hard cap is reached, or a hashed
// table is so full that it refuses inserts.
func (c *Case) full(r *Row) bool {
	load, ok := r.Load()
	if !ok || !hard(r.Kind) {
		return false
	}
	return load >= 1 || r.Kind == fact.CapHashed && load >= c.Policy.HashedFull
}

// near gives the state of a row that is not full from what is free of it.
func (c *Case) near(r *Row) State {
	if r.Kind == fact.CapGuaranteed {
		if share, ok := r.FreeShare(); ok && r.FreePrinted() && share < c.Policy.CritFree {
			return Warn
		}
		return OK
	}
	left, known := r.FreeShare()
	if _, ok := r.Load(); !ok || !known || r.Kind == fact.CapState {
		return OK
	}
	switch {
	case left < c.Policy.CritFree && !soft(r.Kind):
		return Crit
	case left < c.Policy.WarnFree && !c.soonFull(r, c.Policy.CritRunway):
		return Warn
	}
	switch {
	case c.soonFull(r, c.Policy.CritRunway):
		return Crit
	case c.soonFull(r, c.Policy.WarnRunway):
		return Warn
	}
	return OK
}

// soonFull reports whether a row is full within d, by the middle of its band.
func (c *Case) soonFull(r *Row, d time.Duration) bool {
	w, ok := c.runway(r)
	return ok && c.soon(w.Median, d)
}

// judged is a state and the rows of one table that are in it, fullest first.
type judged struct {
	state State
	rows  []*Row
}

// byTable puts the instances of one table together: a chassis with twelve NPUs
// gets one finding, about its fullest one.
func (c *Case) byTable(state func(*Row) State) []judged {
	var out []judged
	for i := range c.Rows {
		r := &c.Rows[i]
		s := state(r)
		if s == OK {
			continue
		}
		if r.Unverified {
			s = Unkn
		}
		at := slices.IndexFunc(out, func(j judged) bool {
			return j.state == s && j.rows[0].Name == r.Name && j.rows[0].Resource == r.Resource && j.rows[0].Kind == r.Kind
		})
		if at < 0 {
			out = append(out, judged{state: s})
			at = len(out) - 1
		}
		out[at].rows = append(out[at].rows, r)
	}
	return out
}

// finding is what j says, with the words of amount about its fullest instance.
func (c *Case) finding(j judged, sev Severity, after string) Finding {
	r := j.rows[0]
	f := Finding{Severity: sev, State: j.state, Action: c.remedy(r), Resource: r.Resource, Scope: r.Scope, Evidence: c.row(r)}
	f.Message = where(r.Name, r.Scope) + ": " + amount(r)
	if n := len(j.rows) - 1; n > 0 {
		f.Message += fmt.Sprintf("; %s in the same state", words.Plural(n, "other instance"))
	}
	if after != "" {
		f.Message += "; " + after
	}
	if j.state == Unkn {
		f.Severity, f.Action = SevWarn, Investigate
		f.Message += "; read by a parser that no real output has proven, so this is not certain"
	}
	return f
}

// amount puts a row's numbers into words. Where the device gives only a
// percentage, or an estimate, it does not make a number of routes of it.
func amount(r *Row) string {
	used, _ := r.Used.Get()
	capacity, _ := r.Capacity.Get()
	load, ok := r.Load()
	switch {
	case r.Kind == fact.CapPercent || r.Unit == "percent":
		return percent(used/100) + " used (the device gives a percentage, not a number of routes)"
	case r.Kind == fact.CapGuaranteed:
		return fmt.Sprintf("%s used, %s guaranteed", count(used), count(capacity)) + printedFree(r)
	case !ok:
		return "used or capacity unknown"
	case soft(r.Kind):
		return fmt.Sprintf("%s %s used, about %s of an estimated %s", count(used), r.Unit, percent(load), count(capacity))
	}
	left, _ := r.Left()
	share, _ := r.FreeShare()
	return fmt.Sprintf("%s of %s %s used, %s (%s) free", count(used), count(capacity), r.Unit, count(left), percent(share))
}

func printedFree(r *Row) string {
	if left, ok := r.Left(); ok && r.FreePrinted() {
		return ", " + count(left) + " free as printed"
	}
	return ""
}

// remedy is the action that gives a row more room.
func (c *Case) remedy(r *Row) Action {
	p := c.Proposal
	switch {
	case c.concerns(r) && p.Action != None:
		return p.Action
	case p.Outcome == solve.NotApplicable && slices.Contains(p.Resources, r.Resource) && !soft(r.Kind):
		return p.Action
	case p.Outcome != solve.Unknown && (r.Kind == fact.CapFixed || r.Kind == fact.CapPool) && routes(r.Resource):
		return Replace
	}
	return Investigate
}

// concerns reports whether the proposal, or the proof that there is none, is
// about the memory of r.
func (c *Case) concerns(r *Row) bool {
	p := c.Proposal
	if p.Outcome != solve.Feasible && p.Outcome != solve.Infeasible {
		return false
	}
	_, named := p.Caps[r.Resource]
	return named || slices.Contains(p.Resources, r.Resource)
}

// routes reports whether a resource holds routes or labels.
func routes(resource string) bool {
	return len(resource) > 4 && resource[:4] == "fib."
}
