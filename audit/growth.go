package audit

import (
	"math"
	"time"

	"github.com/headroom-audit/headroom/catalog"
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

// fullFrom is the share of the model's table from which a table is taken for a
// full one. Views differ by 3 to 8 %, and filtered tables are far below
// (operators:4.3: 43 % of IPv4 are more-specifics).
const fullFrom = 0.8

// growth is how one family of a device grows.
type growth struct {
	line   solve.Trend
	copies float64 // tables of that size; a share for a partial table
	known  bool
}

// year gives the band of entries per year.
func (g growth) year() solve.Band { return g.line.Year.Scale(g.copies) }

// measured is when the figures of the device are from: a date that is reckoned
// from today would move on with every day on which nobody reads it.
func (c *Case) measured() time.Time {
	if at := c.Device.Recorded; !at.IsZero() && at.Before(c.Now) {
		return at
	}
	return c.Now
}

// growthOf compares a table of used entries with that of the model on the day it
// was read: a full table grows as the model does, two of them (one in a VRF) twice
// as fast.
func (c *Case) growthOf(line solve.Trend, used float64) growth {
	size := c.Policy.Growth.Entries(line, c.measured())
	switch {
	case c.Policy.Table == DefaultOnly:
		return growth{line: line, known: true}
	case used <= 0 || size <= 0:
		return growth{line: line}
	case c.Policy.Table == PartialTable:
		return growth{line, used / size, true}
	case c.Policy.Table == FullTable || used >= fullFrom*size:
		return growth{line, max(1, math.Floor(used/size+1-fullFrom)), true}
	}
	return growth{line: line}
}

// growth4 and growth6 are the growth of the routes of the whole device, however
// they are counted.
func (c *Case) growth4() growth {
	return c.growthOf(c.Policy.Growth.IPv4, c.most("ipv4", fact.FibIPv4, fact.CEFIPv4, fact.RIBIPv4))
}

func (c *Case) growth6() growth {
	return c.growthOf(c.Policy.Growth.IPv6, c.most("ipv6", fact.FibIPv6, fact.CEFIPv6, fact.RIBIPv6))
}

// most is the largest count of routes among resources and the histogram of a
// family; 0 where there is none.
func (c *Case) most(afi string, resources ...string) float64 {
	n := 0.0
	for _, r := range resources {
		used, _ := c.inUse(r)
		n = max(n, used)
	}
	counts, _ := c.histogram(afi)
	sum := 0.0
	for _, k := range counts {
		sum += k
	}
	return max(n, sum)
}

// growthIn is the growth of the routes in one memory, by what lies in it: the
// table of another instance, or of the software, says nothing of it, unless it is
// full and holds only what fitted. Labels are no routes: where nobody counts them
// the growth is not known.
func (c *Case) growthIn(resource string, used float64, full bool) growth {
	switch resource {
	case fact.FibIPv4MPLS:
		labels, known := c.inUse(fact.FibMPLS)
		if !known {
			return growth{line: c.Policy.Growth.IPv4, known: c.Policy.Table == DefaultOnly}
		}
		used -= labels
		fallthrough
	case fact.FibIPv4, fact.FibETCAMv4:
		if full {
			used = max(used, c.most("ipv4", fact.CEFIPv4, fact.RIBIPv4))
		}
		return c.growthOf(c.Policy.Growth.IPv4, used)
	case fact.FibIPv6, fact.FibIPv6Mcast, fact.FibETCAMv6:
		if full {
			used = max(used, c.most("ipv6", fact.CEFIPv6, fact.RIBIPv6))
		}
		return c.growthOf(c.Policy.Growth.IPv6, used)
	}
	return growth{}
}

// demand gives what a memory must hold: today's entries, their growth where it is
// known with the shocks that may come on top, else the policy's reserve. A little
// is kept free in any case.
func (c *Case) demand(now float64, g growth) solve.Demand {
	if !g.known {
		return solve.Demand{Now: now, Spare: now * c.Policy.Reserve, Least: now * min(lastReserve, c.Policy.Reserve)}
	}
	shock := g.line.Shock * g.copies
	if shock == 0 {
		shock = now * min(lastReserve, c.Policy.Reserve) // nothing grows, and nothing stands still to the last entry
	}
	return solve.Demand{Now: now, Dated: true, Year: g.year().Mid, Spare: shock, Least: shock}
}

// demandOf is demand for the entries of a resource.
func (c *Case) demandOf(resource string, now float64) solve.Demand {
	return c.demand(now, c.growthIn(resource, now, false))
}

// lastReserve is what a setting must leave free at least where the growth is not
// known: one that holds today's use to the last entry is none.
const lastReserve = 0.10

// until is the horizon of the policy, seen from the day of the reading.
func (c *Case) until() solve.Until {
	u := solve.DefaultUntil(c.measured())
	age := c.Now.Sub(c.measured()).Hours() / solve.Year.Hours()
	u.Years = age + c.Policy.Horizon.Hours()/solve.Year.Hours()
	u.Worth = min(age+u.Worth, u.Years)
	u.Roomiest = c.Device.Carve.Default
	return u
}

// yearOf gives how fast the use of a row grows, in its unit per year; ok is false
// where that is not known.
func (c *Case) yearOf(r *Row) (solve.Band, bool) {
	if len(r.Tables) > 1 { // views of one pool
		return c.yearOfViews(r)
	}
	switch r.Resource {
	case fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6:
		return c.yearOfPlaced(r.Resource)
	}
	used, _ := r.Used.Get()
	g := c.growthIn(r.Resource, used, c.full(r))
	return g.year(), g.known
}

func (c *Case) yearOfViews(r *Row) (sum solve.Band, ok bool) {
	for _, t := range r.Tables {
		used, _ := t.Used.Get()
		if g := c.growthIn(t.Resource, used, c.full(r)); g.known {
			sum, ok = sum.Add(g.year().Scale(t.Cost)), true
		}
	}
	return sum, ok
}

// yearOfPlaced spreads the growth of both families over the memories of a chip
// that places routes by the length of their prefix.
func (c *Case) yearOfPlaced(memory string) (solve.Band, bool) {
	p, found := c.placement()
	if !found {
		return solve.Band{}, false
	}
	routes, _, known := c.prefixes()
	if !known || !routes.Grow4.Known && !routes.Grow6.Known {
		return solve.Band{}, false
	}
	y4, y6 := c.placedGrowth(routes.V4, c.Policy.Growth.IPv4).year(), c.placedGrowth(routes.V6, c.Policy.Growth.IPv6).year()
	at := func(v4, v6 float64) float64 {
		routes.Grow4.Year, routes.Grow6.Year = v4, v6
		return routes.Loads(&p)[memory].Year
	}
	return solve.Band{Low: at(y4.Low, y6.Low), Mid: at(y4.Mid, y6.Mid), High: at(y4.High, y6.High)}, true
}

// placement is the one that is active, where it is known.
func (c *Case) placement() (catalog.Placement, bool) {
	list := catalog.PlacementsOf(c.class())
	for _, p := range list {
		if len(list) == 1 || c.Device.Carve.Active.Known() && solve.PlacementName(&p) == c.Device.Carve.Active.Text {
			return p, true
		}
	}
	return catalog.Placement{}, false
}

// runway gives when a row is full; ok is false where its capacity is no wall or
// its growth is not known.
func (c *Case) runway(r *Row) (solve.Runway, bool) {
	used, u := r.Used.Get()
	capacity, k := r.Capacity.Get()
	if !u || !k || !hard(r.Kind) || r.Unverified || r.Unit == "percent" {
		return solve.Runway{}, false
	}
	year, ok := c.yearOf(r)
	if !ok {
		return solve.Runway{}, false
	}
	if r.Kind == fact.CapHashed {
		capacity *= c.Policy.HashedFull
	}
	return solve.RunsOut(c.measured(), used, capacity, year), true
}

// soon reports whether a date lies in the time to come; a zero date does not.
func (c *Case) soon(at time.Time, d time.Duration) bool {
	return !at.IsZero() && at.Before(c.Now.Add(d))
}
