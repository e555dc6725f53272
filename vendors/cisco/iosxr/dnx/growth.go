package dnx

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// yearOfPlaced spreads the growth of both families over the memories of a chip
// that places routes by the length of their prefix.
func (c box) yearOfPlaced(memory fact.Resource) (solve.Band, bool) {
	p, found := c.placement()
	if !found {
		return solve.Band{}, false
	}
	routes, _, known := c.prefixes()
	if !known || !routes.Grow4.Known && !routes.Grow6.Known {
		return solve.Band{}, false
	}
	y4, y6 := c.placedGrowth(routes.V4, c.Terms.Growth.IPv4).PerYear(), c.placedGrowth(routes.V6, c.Terms.Growth.IPv6).PerYear()
	at := func(v4, v6 float64) float64 {
		routes.Grow4.Year, routes.Grow6.Year = v4, v6
		return routes.Loads(&p)[memory].Year
	}
	return solve.Band{Low: at(y4.Low, y6.Low), Mid: at(y4.Mid, y6.Mid), High: at(y4.High, y6.High)}, true
}

// placement is the one that is active, where it is known.
func (c box) placement() (placement, bool) {
	list := placementsOf(c.Class())
	for _, p := range list {
		if len(list) == 1 || c.Device.Carve.Active.Known() && placementName(&p) == c.Device.Carve.Active.Text {
			return p, true
		}
	}
	return placement{}, false
}

// byPast gives routes the growth by the device's own past where the forecast of a memory
// that they lie in takes it: what the memories gain together is shared as the tables would
// share it, or by the number of routes where the tables say nothing. A past that is slower
// than the tables counts for no memory but its own: the growth is not taken below what
// another one gains, nor reckoned at all where the growth of another is not known.
func (c box) byPast(r Routes) Routes {
	own, tables, least, counts := 0.0, 0.0, 0.0, false
	for _, memory := range []fact.Resource{fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6} {
		by, told := c.yearOfPlaced(memory)
		gains := by.Mid
		switch e := ledger.Pace(c.View, memory); {
		case e != nil:
			gains, counts = max(0, e.Year.Mid), true
		case !told && c.mayHold(r, memory):
			return r
		}
		own, tables = own+gains, tables+by.Mid
		if by.Mid > 0 {
			least = max(least, gains/by.Mid)
		}
	}
	if !counts || tables == 0 && (r.Grow4.Known || r.Grow6.Known) {
		return r
	}
	v4, v6 := total(r.V4), total(r.V6)
	share := func(g *growth, n float64) {
		if tables > 0 {
			g.Year *= max(own/tables, min(1, least))
			return
		}
		g.Year, g.Shock, g.Known = own*n/max(1, v4+v6), n*r.Least, true
	}
	share(&r.Grow4, v4)
	share(&r.Grow6, v6)
	return r
}

// mayHold reports whether routes lie in a memory, or may, where the placement is not
// known.
func (c box) mayHold(r Routes, memory fact.Resource) bool {
	if p, known := c.placement(); known {
		return r.Loads(&p)[memory].Now > 0
	}
	return slices.ContainsFunc(c.Rows, func(row ledger.Row) bool {
		used, known := row.Used.Get()
		return row.Resource == memory && (!known || used > 0)
	})
}

func total(counts []float64) (sum float64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}
