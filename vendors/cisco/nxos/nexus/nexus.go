// Package nexus is what the rooms of the Nexus switches share: what is said where
// nothing divides the memory, and the rollback from what waits.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. It does no I/O.
package nexus

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Box is one switch.
type Box struct{ division.Box }

// Lore is what is said of a switch for which a room's solver proposes; nil = the
// usual one.
func Lore(v *ledger.View, solver func(c Box) *solve.Proposal) ledger.Lore {
	c := Box{division.Box{View: v}}
	usual := func() *solve.Proposal {
		if c.Family == nil {
			return c.Usual()
		}
		if solver == nil {
			return c.withBack(c.pools())
		}
		return c.withBack(solver(c))
	}
	return ledger.Lore{Proposal: c.Propose(usual, division.Waits{InStartup: true, MustNot: func(string) string { return c.modeForSwitching() }})}
}

// pools says what the catalog does, and what the fullest pool holds.
func (c Box) pools() *solve.Proposal {
	p := c.Told()
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == fact.CapPool && ledger.Routes(r.Resource) {
			p.Reason += c.Cells(r) + " in " + ledger.Where(r.Name, r.Scope) + ", the fullest one, which bounds what all hold"
			break
		}
	}
	return p
}

// NoURPF has somebody look for unicast RPF before it is taken away.
func NoURPF() solve.Check {
	return solve.Check{Command: "show running-config", Expect: "no interface with unicast RPF", Why: "the check of source addresses ends on every interface"}
}
