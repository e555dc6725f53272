package ledger

import (
	"math"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Reach is how one memory moves with the tables of the internet: what a what-if is
// reckoned from.
type Reach struct {
	Pool
	Wall float64 // the use at which it is full: a hashed table is before 100 %
	// Soft: the size is no hardware limit (an estimate that floats, a guarantee, a percentage);
	// beyond it the device may refuse routes, and may not.
	Soft bool
	// Average: what a route takes of it is reckoned from the sum, since the device does not
	// print what lies in it.
	Average bool
	// Per4 and Per6 are how much of it is taken by one route more in the table of the
	// internet; 0 = it does not hold that family.
	Per4, Per6 float64
	// Share4 and Share6 are the router's own share of that table where it carries a part
	// of it; 0 = whole tables, or none.
	Share4, Share6 float64
	// Year is how fast it fills by the forecast that counts; Dated false = not known,
	// and the tables say it.
	Year  solve.Band
	Dated bool
	// CritFree is the share that the terms of its role call critical.
	CritFree float64
}

// Reaches gives every memory for routes that is known to move with the tables of the
// internet, or not to. told is false where some memory for routes is not among them, since
// its size or its use is not known, or what lies in it.
func (v *View) Reaches() (all []Reach, told bool) {
	told = true
	for i := range v.Rows {
		r := &v.Rows[i]
		if !Routes(r.Resource) {
			continue
		}
		one, ok := reachOf(v, r)
		if !ok {
			told = false
			continue
		}
		all = append(all, one)
	}
	return all, told
}

func reachOf(v *View, r *Row) (one Reach, ok bool) {
	used, u := r.Used.Get()
	capacity, c := r.Capacity.Get()
	if !u || !c || capacity <= 0 || r.Unverified || r.Kind == fact.CapState || r.Kind == fact.CapUnknown {
		return one, false
	}
	one = Reach{Pool: r.Pool, Wall: capacity, Soft: !Wall(r.Kind) || r.Unit == fact.UnitPercent, CritFree: v.Terms.CritFree}
	if r.Kind == fact.CapHashed {
		one.Wall = math.Floor(capacity * v.Terms.HashedFull)
	}
	if f, known := v.Forecast(r); known {
		one.Year, one.Dated = f.Year(), true
	}
	if still(v, r) || used == 0 {
		return one, true
	}
	one.Per4, one.Share4 = moves(v, r, "ipv4")
	one.Per6, one.Share6 = moves(v, r, "ipv6")
	if one.Per4 == 0 && one.Per6 == 0 {
		one.Per4, one.Per6 = average(v, r)
		one.Average = true
	}
	return one, one.Per4 > 0 || one.Per6 > 0
}

// average is how a memory moves of which only the sum is printed: as if all that lies in it
// were the routes that the router counts, and each took the same. It is no less than what
// the routes take.
func average(v *View, r *Row) (per4, per6 float64) {
	used, _ := r.Used.Get()
	size4, size6 := v.Terms.Growth.Entries(v.Terms.Growth.IPv4, v.Measured()), v.Terms.Growth.Entries(v.Terms.Growth.IPv6, v.Measured())
	v4, v6 := v.Most("ipv4", fact.FibIPv4, fact.CEFIPv4, fact.RIBIPv4), v.Most("ipv6", fact.FibIPv6, fact.CEFIPv6, fact.RIBIPv6)
	switch {
	case size4 <= 0 || size6 <= 0:
		return 0, 0
	case r.Resource.Tells("ipv4"):
		return used / size4, 0
	case r.Resource.Tells("ipv6"):
		return 0, used / size6
	case v4+v6 <= 0:
		return 0, 0
	}
	each := used / (v4 + v6)
	return each * v4 / size4, each * v6 / size6
}

// still reports whether a memory is known not to move with the tables.
func still(v *View, r *Row) bool {
	switch r.Resource {
	case fact.FibMPLS, fact.FibMcastIPv4, fact.FibMcastIPv6, fact.FibIPv6LPM128:
		return true // labels, multicast, host routes: the network's own
	default:
		return v.Terms.Table == DefaultOnly
	}
}

// moves gives how much of a row one more route of a family takes. A router that carries a
// part of the table takes its share of it.
func moves(v *View, r *Row, afi string) (per, share float64) {
	w := *v
	g := &w.Terms.Growth
	line := &g.IPv4
	if afi == "ipv6" {
		line = &g.IPv6
	}
	g.IPv4.Entries, g.IPv6.Entries = g.Entries(g.IPv4, v.Measured()), g.Entries(g.IPv6, v.Measured()) // of that day,
	g.Anchor = v.Measured()                                                                           // before the years are taken away
	g.IPv4.Year, g.IPv6.Year = solve.Band{}, solve.Band{}
	line.Year = solve.Band{Low: 1, Mid: 1, High: 1}
	if r.Unit == fact.UnitPercent || r.Unit == fact.UnitBytes {
		return 0, 0
	}
	used, _ := r.Used.Get()
	whole := w.GrowthIn(r.Resource, used, v.full(r))
	year, known := w.yearOf(r)
	if known && year.Mid > 0 || v.Terms.Table == DefaultOnly {
		if whole.Known && v.Terms.Table == PartialTable {
			share = whole.Copies
		}
		return year.Mid, share
	}
	if v.Terms.Table != "" && known {
		return year.Mid, 0
	}
	w.Terms.Table = PartialTable
	if year, known = w.yearOf(r); known && year.Mid > 0 {
		return year.Mid, year.Mid
	}
	return 0, 0
}
