package ledger

import "github.com/headroom-audit/headroom/fact"

// HoldsRoutes reports whether a memory holds routes of an address family ("ipv4",
// "ipv6"): its own, or tables that both share.
func (p *Pool) HoldsRoutes(family string) bool {
	return Holds(p.Resource, family)
}

// Holds reports whether a resource is one of routes of an address family.
func Holds(r fact.Resource, family string) bool {
	if r.Tells("ipv4") || r.Tells("ipv6") {
		return r.Group() == "fib" && r.Tells(family)
	}
	switch r {
	case fact.FibShared, fact.FibLEM, fact.FibLPM, fact.FibMemory, fact.FibLPMTCAM:
		return true
	}
	return false
}

// CountsRoutes reports whether the figures of a memory are numbers of routes.
func (p *Pool) CountsRoutes() bool {
	switch p.Unit {
	case fact.UnitEntries, fact.UnitRoutes, fact.UnitPrefixes, fact.UnitIPv4Routes:
		return p.Kind != fact.CapPercent && p.Kind != fact.CapBytes && p.Kind != fact.CapState
	}
	return false
}
