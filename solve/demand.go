package solve

import (
	"fmt"
	"math"
	"time"
)

// Demand is what one memory must hold, in its entries.
type Demand struct {
	Now   float64 // today
	Year  float64 // more of them every year
	Dated bool    // the growth is known, of a part at least; Year is 0 where nothing grows
	// Spare is kept free at any date: for shocks, or where the growth is not known
	// as the policy's reserve. A setting with less than Least free is none.
	Spare, Least float64
}

// At is what must fit after so many years.
func (d Demand) At(years float64) float64 { return d.Now + d.Spare + d.Year*years }

// Add puts two demands into one memory.
func (d Demand) Add(o Demand) Demand {
	switch {
	case d.None():
		return o
	case o.None():
		return d
	}
	return Demand{d.Now + o.Now, d.Year + o.Year, d.Dated || o.Dated, d.Spare + o.Spare, d.Least + o.Least}
}

// Scale is the demand of entries that take cells each.
func (d Demand) Scale(cells float64) Demand {
	return Demand{d.Now * cells, d.Year * cells, d.Dated, d.Spare * cells, d.Least * cells}
}

// Less takes a part out of a demand.
func (d Demand) Less(o Demand) Demand {
	return Demand{max(0, d.Now-o.Now), max(0, d.Year-o.Year), d.Dated, max(0, d.Spare-o.Spare), max(0, d.Least-o.Least)}
}

// None reports whether there is nothing to hold.
func (d Demand) None() bool { return d.Now == 0 && d.Year == 0 && d.Spare == 0 }

// Until says how long a setting must last to be taken.
type Until struct {
	Now   time.Time
	Years float64 // the policy's horizon
	Worth float64 // what lasts less is not worth a reload
	// Roomiest asks for the setting with the most room, not for the smallest
	// change: for a box that still runs its factory default.
	Roomiest bool
}

// DefaultUntil looks two years ahead, and takes no setting that would be critical
// on the day after (90 days: operators:5.3).
func DefaultUntil(now time.Time) Until { return Until{Now: now, Years: 2, Worth: 90 / 365.25} }

// Memory is what one setting gives a table.
type Memory struct {
	Capacity float64 // entries
	// Plan is the share that may be planned with: 0.95 for a hash, which refuses
	// inserts before it is full (xr:7 rule 3); 1 else, also where it
	// is 0.
	Plan float64
	Note string // "lowest estimate seen", where the capacity floats
	// Soft: the capacity is an estimate or a tested scale, not a hard limit. Only
	// a need beyond Most, the largest estimate that was ever seen, proves that it
	// does not fit; where Most is 0 a need of three times the capacity.
	Soft bool
	Most float64
}

// softProof is how many times a soft capacity must be exceeded to prove anything.
// On one silicon LPM estimates were seen from 239,664 to 551,346, a factor of
// 2.3 (xr:2.1.3).
const softProof = 3

// proof is what a need must exceed to prove that it does not fit.
func (m Memory) proof() float64 {
	if m.Most > 0 {
		return m.Most
	}
	return softProof * m.Capacity
}

// Room is what may be planned with.
func (m Memory) Room() float64 {
	if m.Plan == 0 {
		return m.Capacity
	}
	return m.Capacity * m.Plan
}

func (m Memory) words() string {
	s := comma(wholeNumber(m.Room()))
	if m.Plan > 0 && m.Plan < 1 {
		s += fmt.Sprintf(" (%.0f %% of %s)", m.Plan*100, comma(wholeNumber(m.Capacity)))
	}
	if m.Note != "" {
		s += " (" + m.Note + ")"
	}
	return s
}

// lasts gives how many years a memory holds a demand: +Inf where it always does
// or where no date can be given, and Worth where only the least reserve fits.
func (u Until) lasts(d Demand, m Memory) float64 {
	switch {
	case d.Dated && (d.Now+d.Spare < m.Room() || d.Least == d.Spare):
		return Years(d.Now+d.Spare, m.Room(), d.Year)
	case d.Now+d.Spare <= m.Room():
		return math.Inf(1)
	}
	return u.Worth
}
