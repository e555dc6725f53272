package ledger

import (
	"github.com/headroom-audit/headroom/solve"

	"github.com/headroom-audit/headroom/fact"
)

// Demand gives what a memory must hold: today's entries, their growth where it is
// known with the shocks that may come on top, else the policy's reserve. A little
// is kept free in any case.
func (v *View) Demand(now float64, g Growth) solve.Demand {
	if !g.Known && g.Own == nil {
		return solve.Demand{Now: now, Spare: now * v.Terms.Reserve, Least: now * min(LastReserve, v.Terms.Reserve)}
	}
	shock := g.Line.Shock * g.Copies
	if shock == 0 {
		shock = now * min(LastReserve, v.Terms.Reserve) // nothing grows, and nothing stands still to the last entry
	}
	return solve.Demand{Now: now, Dated: true, Year: g.PerYear().Mid, Spare: shock, Least: shock}
}

// DemandOf is demand for the entries of a resource.
func (v *View) DemandOf(resource fact.Resource, now float64) solve.Demand {
	return v.Demand(now, WithPast(v, v.GrowthIn(resource, now, false), resource))
}

// LastReserve is what a setting must leave free at least where the growth is not
// known: one that holds today's use to the last entry is none.
const LastReserve = 0.10

// Until is the horizon of the policy, seen from the day of the reading.
func (v *View) Until() solve.Until {
	u := solve.DefaultUntil(v.Measured())
	age := v.Now.Sub(v.Measured()).Hours() / solve.Year.Hours()
	u.Years = age + v.Terms.Horizon.Hours()/solve.Year.Hours()
	u.Worth = min(age+u.Worth, u.Years)
	u.Roomiest = v.Device.Carve.Default
	return u
}
