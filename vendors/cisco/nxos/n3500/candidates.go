package n3500

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// propose divides the table of a Nexus 3500 between IPv4 routes and
// multicast. No command that tells its use is known, so the routes are those of
// the routing table, and a division that takes from multicast is not proposed
// where nobody knows what multicast holds.
func (c box) propose() *solve.Proposal {
	need, now := map[fact.Resource]solve.Demand{}, map[fact.Resource]solve.Memory{}
	for _, resource := range []fact.Resource{fact.FibIPv4, fact.FibMcastIPv4} {
		if n, ok := c.SizeOf(resource); ok {
			now[resource] = solve.Memory{Capacity: n}
		}
	}
	if n, ok := c.RoutesOf(fact.FibIPv4, fact.RIBIPv4); ok {
		need[fact.FibIPv4] = c.DemandOf(fact.FibIPv4, n)
	}
	if n, ok := c.InUse(fact.FibMcastIPv4); ok {
		need[fact.FibMcastIPv4] = c.DemandOf(fact.FibMcastIPv4, n)
	}
	routes, told := now[fact.FibIPv4]
	if _, known := need[fact.FibIPv4]; !known || !told {
		return c.Told()
	}
	for _, resource := range []fact.Resource{fact.FibIPv6, resRPF} {
		if n, ok := c.SizeOf(resource); ok && n > 0 {
			return c.ToldBut("the memory is divided between more than IPv4 routes and multicast (" + string(resource) + " has " + ledger.Count(n) + "), of which no output was seen")
		}
	}
	active := c.Device.Carve.Active.Text
	if multicast := now[fact.FibMcastIPv4]; active == "" || strings.HasPrefix(active, "normal") {
		active = nexus.NormalMode(int(routes.Capacity), int(multicast.Capacity))
	}
	r := solve.Choose(forwardingModes(need, active, now), active, c.Until())
	p := c.Proposal(r, fact.FibIPv4, fact.FibMcastIPv4)
	if p.Action != solve.CarveReload {
		return p
	}
	p.Reason += "; that both sizes add up to 32,768 is inferred from one output"
	p.Before = append(p.Before, solve.Check{
		Command: "show running-config | include forwarding-mode", Expect: "the mode as it is now, or nothing where it is the default",
		Why: "it is the rollback",
	})
	return p
}

// The memories that only this package counts.
const (
	resRPF fact.Resource = "rpf"
)
