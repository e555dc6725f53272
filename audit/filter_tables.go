package audit

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// byLength is the table of a family by length: as the device counted it, else the
// world's of the size that the device has, or would have if it fitted. One that
// nobody counted is taken for the whole.
func (c *Case) byLength(afi string, line solve.Trend, g ledger.Growth) (table solve.ByLength, own bool, err error) {
	resources := []fact.Resource{fact.FibIPv4, fact.FibIPv4MPLS, fact.CEFIPv4, fact.RIBIPv4}
	if afi == "ipv6" {
		resources = []fact.Resource{fact.FibIPv6, fact.FibIPv6Mcast, fact.CEFIPv6, fact.RIBIPv6}
	}
	world := c.Policy.Growth.Entries(line, c.Measured())
	has := c.Most(afi, resources...)
	if counts, ok := c.ownLengths(afi, resources); ok {
		year := g.PerYear()
		if !g.Known && g.Own == nil && world > 0 {
			year = line.Year.Scale(has / world) // not known is not zero
		}
		table, err = solve.Own(afi, counts, year)
		return table, true, err
	}
	counted := slices.ContainsFunc(resources, func(r fact.Resource) bool { _, ok := c.InUse(r); return ok })
	if has >= ledger.FullFrom*world || c.Policy.Table == ledger.FullTable || !counted || has > 0 && c.short(resources) {
		copies := max(1, g.Copies) // a second one lies in a VRF
		table, err = solve.World(afi, line.Entries*copies, (world-line.Entries)*copies, byPast(g, line.Year.Scale(copies)))
		return table, false, err
	}
	table, err = solve.World(afi, has, 0, byPast(g, line.Year.Scale(has/world)))
	return table, false, err
}

// byPast is the growth by the device's own past, where the forecast takes it.
func byPast(g ledger.Growth, tables solve.Band) solve.Band {
	if g.Own != nil {
		return g.PerYear()
	}
	return tables
}

// ownLengths is what the device counted by length. Where a memory is full the count
// of the hardware is of what fitted, and so is another one that is less than the table.
func (c *Case) ownLengths(afi string, resources []fact.Resource) ([]float64, bool) {
	counts, ok := c.Histogram(afi)
	if !ok || !c.short(resources) {
		return counts, ok
	}
	var whole *fact.Histogram
	for i := range c.Device.Histograms {
		h := &c.Device.Histograms[i]
		if h.AFI == afi && h.Source != "dpa" && (whole == nil || h.Total() > whole.Total()) {
			whole = h
		}
	}
	if whole == nil || whole.Total() < ledger.AllThatFitted*c.Most(afi, resources...) {
		return nil, false
	}
	return whole.Counts, true
}

// short reports whether a memory of these, or one that both families share, may hold
// only what fitted.
func (c *Case) short(resources []fact.Resource) bool {
	both := []fact.Resource{fact.FibShared, fact.FibLEM, fact.FibLPM, fact.FibMemory}
	return slices.ContainsFunc(c.Rows, func(r ledger.Row) bool {
		load, ok := r.Load()
		return (slices.Contains(resources, r.Resource) || slices.Contains(both, r.Resource)) && (c.Level(&r) == ledger.Full || ok && load >= ledger.AllThatFitted)
	})
}
