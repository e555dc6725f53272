package ledger

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// HoldsRoutes reports whether a memory holds routes of an address family ("ipv4",
// "ipv6"): its own, or tables that both share.
func (p *Pool) HoldsRoutes(family string) bool {
	r := string(p.Resource)
	if strings.Contains(r, "ipv4") || strings.Contains(r, "ipv6") {
		return strings.HasPrefix(r, "fib.") && strings.Contains(r, family)
	}
	switch p.Resource {
	case fact.FibShared, fact.FibLEM, fact.FibLPM, fact.FibMemory, "fib.lpmtcam":
		return true
	}
	return false
}

// CountsRoutes reports whether the figures of a memory are numbers of routes.
func (p *Pool) CountsRoutes() bool {
	switch p.Unit {
	case "entries", "routes", "prefixes", "IPv4 routes":
		return p.Kind != fact.CapPercent && p.Kind != fact.CapBytes && p.Kind != fact.CapState
	}
	return false
}
