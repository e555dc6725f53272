package audit

import (
	"math"
	"time"

	"github.com/headroom-audit/headroom/audit/forecast"
	"github.com/headroom-audit/headroom/audit/solve"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
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
// (domain/operators.md 4.3: 43 % of IPv4 are more-specifics).
const fullFrom = 0.8

// growth is how one family of a device grows.
type growth struct {
	line   forecast.Line
	copies float64 // tables of that size; a share for a partial table
	known  bool
}

// year gives the band of entries per year.
func (g growth) year() forecast.Band { return g.line.Year.Scale(g.copies) }

// growthOf compares a family's table with that of the model: a full table grows
// as the model does, two of them (one in a VRF) twice as fast.
func (c *Case) growthOf(line forecast.Line, resources ...string) growth {
	used, ok := 0.0, false
	for _, r := range resources {
		if n, known := c.inUse(r); known {
			used, ok = max(used, n), true
		}
	}
	size := c.Policy.Growth.Entries(line, c.Now)
	switch {
	case c.Policy.Table == DefaultOnly:
		return growth{line: line, known: true}
	case !ok || size <= 0:
		return growth{line: line}
	case c.Policy.Table == PartialTable:
		return growth{line, used / size, true}
	case c.Policy.Table == FullTable || used >= fullFrom*size:
		return growth{line, max(1, math.Floor(used/size+1-fullFrom)), true}
	}
	return growth{line: line}
}

func (c *Case) growth4() growth {
	g := c.growthOf(c.Policy.Growth.IPv4, fact.FibIPv4, fact.FibIPv4MPLS, fact.CEFIPv4, fact.RIBIPv4)
	return c.byHistogram(g, "ipv4")
}

func (c *Case) growth6() growth {
	g := c.growthOf(c.Policy.Growth.IPv6, fact.FibIPv6, fact.FibIPv6Mcast, fact.CEFIPv6, fact.RIBIPv6)
	return c.byHistogram(g, "ipv6")
}

// byHistogram looks at the prefix lengths where no table tells a full one.
func (c *Case) byHistogram(g growth, afi string) growth {
	counts, ok := c.histogram(afi)
	if g.known || !ok {
		return g
	}
	total := 0.0
	for _, n := range counts {
		total += n
	}
	size := c.Policy.Growth.Entries(g.line, c.Now)
	if total < fullFrom*size {
		return g
	}
	return growth{g.line, max(1, math.Floor(total/size+1-fullFrom)), true}
}

// demand gives what a memory must hold: today's entries, their growth where it is
// known with the shocks that may come on top, else the policy's reserve.
func (c *Case) demand(now float64, g growth) solve.Demand {
	if !g.known {
		return solve.Demand{Now: now, Spare: now * c.Policy.Reserve, Least: now * min(lastReserve, c.Policy.Reserve)}
	}
	shock := g.line.Shock * g.copies
	return solve.Demand{Now: now, Dated: true, Year: g.year().Mid, Spare: shock, Least: shock}
}

// demandOf is demand for the entries of a resource.
func (c *Case) demandOf(resource string, now float64) solve.Demand {
	switch resource {
	case fact.FibIPv4, fact.FibIPv4MPLS, fact.FibETCAMv4:
		return c.demand(now, c.growth4())
	case fact.FibIPv6, fact.FibIPv6Mcast, fact.FibETCAMv6:
		return c.demand(now, c.growth6())
	}
	return c.demand(now, growth{})
}

// lastReserve is what a setting must leave free at least where the growth is not
// known: one that holds today's use to the last entry is none.
const lastReserve = 0.10

// until is the horizon of the policy.
func (c *Case) until() solve.Until {
	u := solve.DefaultUntil(c.Now)
	u.Years = c.Policy.Horizon.Hours() / forecast.Year.Hours()
	u.Worth = min(u.Worth, u.Years)
	u.Roomiest = c.Device.Carve.Default
	return u
}

// yearOf gives how fast the use of a row grows, in its unit per year; ok is false
// where that is not known.
func (c *Case) yearOf(r *Row) (forecast.Band, bool) {
	if len(r.Tables) > 1 { // views of one pool
		return c.yearOfViews(r)
	}
	switch r.Resource {
	case fact.FibIPv4, fact.FibIPv4MPLS:
		g := c.growth4()
		return g.year(), g.known
	case fact.FibIPv6, fact.FibIPv6Mcast:
		g := c.growth6()
		return g.year(), g.known
	case fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6:
		return c.yearOfPlaced(r.Resource)
	}
	return forecast.Band{}, false
}

func (c *Case) yearOfViews(r *Row) (sum forecast.Band, ok bool) {
	for _, t := range r.Tables {
		var g growth
		switch t.Resource {
		case fact.FibIPv4, fact.FibIPv4MPLS:
			g = c.growth4()
		case fact.FibIPv6, fact.FibIPv6Mcast:
			g = c.growth6()
		}
		if g.known {
			sum, ok = sum.Add(g.year().Scale(t.Cost)), true
		}
	}
	return sum, ok
}

// yearOfPlaced spreads the growth of both families over the memories of a chip
// that places routes by the length of their prefix.
func (c *Case) yearOfPlaced(memory string) (forecast.Band, bool) {
	p, found := c.placement()
	if !found {
		return forecast.Band{}, false
	}
	routes, _, known := c.prefixes()
	if !known || !routes.Grow4.Known && !routes.Grow6.Known {
		return forecast.Band{}, false
	}
	y4, y6 := c.growth4().year(), c.growth6().year()
	at := func(v4, v6 float64) float64 {
		routes.Grow4.Year, routes.Grow6.Year = v4, v6
		return routes.Loads(&p)[memory].Year
	}
	return forecast.Band{Low: at(y4.Low, y6.Low), Mid: at(y4.Mid, y6.Mid), High: at(y4.High, y6.High)}, true
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
func (c *Case) runway(r *Row) (forecast.Runway, bool) {
	used, u := r.Used.Get()
	capacity, k := r.Capacity.Get()
	if !u || !k || !hard(r.Kind) || r.Unverified || r.Unit == "percent" {
		return forecast.Runway{}, false
	}
	year, ok := c.yearOf(r)
	if !ok {
		return forecast.Runway{}, false
	}
	if r.Kind == fact.CapHashed {
		capacity *= c.Policy.HashedFull
	}
	return forecast.RunsOut(c.Now, used, capacity, year), true
}

// soon reports whether a date lies in the time to come; a zero date does not.
func (c *Case) soon(at time.Time, d time.Duration) bool {
	return !at.IsZero() && at.Before(c.Now.Add(d))
}
