package ledger

import (
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Level says how near a memory is to its wall.
type Level int

// The levels, best first. What is not known is Ample: that it is not known is said
// elsewhere.
const (
	Ample    Level = iota
	Low            // less is free than the terms warn at
	Critical       // less than they call critical
	Full           // nothing more fits
)

// Level gives how near a row is to its wall.
func (v *View) Level(r *Row) Level {
	if v.full(r) {
		return Full
	}
	return v.near(r)
}

// Wall reports whether a cap of kind k is a wall: used may not pass it. Estimates
// float with use, guarantees may be passed, percentages and words have no number.
func Wall(k fact.CapKind) bool {
	switch k {
	case fact.CapCarve, fact.CapTemplate, fact.CapFixed, fact.CapPool, fact.CapHashed:
		return true
	default:
		return false
	}
}

// Soft reports whether a cap may at most warn when it is nearly reached: it is
// not a limit, or nobody has said that it is one.
func Soft(k fact.CapKind) bool {
	return k == fact.CapEstimate || k == fact.CapVerified || k == fact.CapUnknown
}

// full reports whether nothing more fits: a hard cap is reached, or a hashed
// table is so full that it refuses inserts.
func (v *View) full(r *Row) bool {
	load, ok := r.Load()
	if !ok || !Wall(r.Kind) {
		return false
	}
	return load >= 1 || r.Kind == fact.CapHashed && load >= v.Terms.HashedFull
}

// near gives the level of a row that is not full from what is free of it.
func (v *View) near(r *Row) Level {
	if r.Kind == fact.CapGuaranteed {
		if share, ok := r.FreeShare(); ok && r.FreePrinted() && share < v.Terms.CritFree {
			return Low
		}
		return Ample
	}
	left, known := r.FreeShare()
	if _, ok := r.Load(); !ok || !known || r.Kind == fact.CapState {
		return Ample
	}
	switch {
	case left < v.Terms.CritFree && !Soft(r.Kind):
		return Critical
	case left < v.Terms.WarnFree && !soonFull(v, r, v.Terms.CritRunway):
		return Low
	}
	switch {
	case soonFull(v, r, v.Terms.CritRunway):
		return Critical
	case soonFull(v, r, v.Terms.WarnRunway):
		return Low
	}
	return Ample
}

// soonFull reports whether a row is full within d, by the middle of its band.
func soonFull(v *View, r *Row, d time.Duration) bool {
	w, ok := v.Runway(r)
	return ok && v.Soon(w.Median, d)
}

// Soon reports whether a date lies in the time to come; a zero date does not.
func (v *View) Soon(at time.Time, d time.Duration) bool {
	return !at.IsZero() && at.Before(v.Now.Add(d))
}
