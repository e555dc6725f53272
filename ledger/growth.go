package ledger

import (
	"math"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// TableKind says what of the internet's tables a router carries.
type TableKind string

// The kinds of table a role may have; "" = by the size of the table.
const (
	FullTable    TableKind = "full"    // grows as the tables of the internet do
	PartialTable TableKind = "partial" // a share of them, which grows in proportion
	DefaultOnly  TableKind = "default" // own routes and a default route: does not grow with them
)

// FullFrom is the share of the model's table from which a table is taken for a
// full one. Views differ by 3 to 8 %, and filtered tables are far below
// (operators:4.3: 43 % of IPv4 are more-specifics).
const FullFrom = 0.8

// Growth is how one family of a device grows.
type Growth struct {
	Line   solve.Trend
	Copies float64 // tables of that size; a share for a partial table
	Known  bool
	// Own is the growth by the device's own past, where the forecast takes it; nil =
	// the tables say it.
	Own *Estimate
}

// PerYear gives the band of entries per year. What shrinks is not counted on to go on.
func (g Growth) PerYear() solve.Band {
	if g.Own != nil {
		return solve.Band{Low: max(0, g.Own.Year.Low), Mid: max(0, g.Own.Year.Mid), High: max(0, g.Own.Year.High)}
	}
	return g.Line.Year.Scale(g.Copies)
}

// Measured is when the figures of the device are from: a date that is reckoned
// from today would move on with every day on which nobody reads it.
func (v *View) Measured() time.Time {
	if at := v.Device.Recorded; !at.IsZero() && at.Before(v.Now) {
		return at
	}
	return v.Now
}

// GrowthOf compares a table of used entries with that of the model on the day it
// was read: a full table grows as the model does, two of them (one in a VRF) twice
// as fast.
func (v *View) GrowthOf(line solve.Trend, used float64) Growth {
	size := v.Terms.Growth.Entries(line, v.Measured())
	switch {
	case v.Terms.Table == DefaultOnly:
		return Growth{Line: line, Known: true}
	case used <= 0 || size <= 0:
		return Growth{Line: line}
	case v.Terms.Table == PartialTable:
		return Growth{Line: line, Copies: used / size, Known: true}
	case v.Terms.Table == FullTable || used >= FullFrom*size:
		return Growth{Line: line, Copies: max(1, math.Floor(used/size+1-FullFrom)), Known: true}
	}
	return Growth{Line: line}
}

// Growth4 is the growth of the IPv4 routes of the whole device, however
// they are counted.
func (v *View) Growth4() Growth {
	return v.GrowthOf(v.Terms.Growth.IPv4, v.Most("ipv4", fact.FibIPv4, fact.CEFIPv4, fact.RIBIPv4))
}

// Growth6 is Growth4 of IPv6.
func (v *View) Growth6() Growth {
	return v.GrowthOf(v.Terms.Growth.IPv6, v.Most("ipv6", fact.FibIPv6, fact.CEFIPv6, fact.RIBIPv6))
}

// Most is the largest count of routes among resources and the histogram of a
// family; 0 where there is none.
func (v *View) Most(afi string, resources ...fact.Resource) float64 {
	n := 0.0
	for _, r := range resources {
		used, _ := v.InUse(r)
		n = max(n, used)
	}
	counts, _ := v.Histogram(afi)
	sum := 0.0
	for _, k := range counts {
		sum += k
	}
	return max(n, sum)
}

// GrowthIn is the growth of the routes in one memory, by what lies in it: the
// table of another instance, or of the software, says nothing of it, unless it is
// full and holds only what fitted. Labels are no routes: where nobody counts them
// the growth is not known.
func (v *View) GrowthIn(resource fact.Resource, used float64, full bool) Growth {
	switch resource {
	case fact.FibIPv4MPLS:
		labels, known := v.InUse(fact.FibMPLS)
		if !known {
			return Growth{Line: v.Terms.Growth.IPv4, Known: v.Terms.Table == DefaultOnly}
		}
		used -= labels
		fallthrough
	case fact.FibIPv4, fact.FibETCAMv4:
		if full {
			used = max(used, v.Most("ipv4", fact.CEFIPv4, fact.RIBIPv4))
		}
		return v.GrowthOf(v.Terms.Growth.IPv4, used)
	case fact.FibIPv6, fact.FibIPv6Mcast, fact.FibETCAMv6:
		if full {
			used = max(used, v.Most("ipv6", fact.CEFIPv6, fact.RIBIPv6))
		}
		return v.GrowthOf(v.Terms.Growth.IPv6, used)
	}
	return Growth{}
}

// yearOf gives how fast the use of a row grows, in its unit per year; ok is false
// where that is not known.
func (v *View) yearOf(r *Row) (solve.Band, bool) {
	if len(r.Tables) > 1 { // views of one pool
		return v.yearOfViews(r)
	}
	switch r.Resource {
	case fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6:
		if v.Placed == nil {
			return solve.Band{}, false
		}
		return v.Placed(v, r.Resource)
	}
	used, _ := r.Used.Get()
	g := v.GrowthIn(r.Resource, used, v.full(r))
	return g.PerYear(), g.Known
}

// yearOfViews adds what the views of a pool grow by. One of which nobody knows how it
// grows is taken for a share of the internet's table: left out, the date of the pool
// would be too late.
func (v *View) yearOfViews(r *Row) (sum solve.Band, ok bool) {
	for _, t := range r.Tables {
		used, _ := t.Used.Get()
		g := v.GrowthIn(t.Resource, used, v.full(r))
		if !g.Known && g.Line.Entries > 0 {
			g.Copies = used / g.Line.Entries
		}
		sum, ok = sum.Add(g.PerYear().Scale(t.Cost)), ok || g.Known
	}
	return sum, ok
}
