package n3k

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// propose weighs unicast RPF, which halves the LPM table, and the place of
// the hosts, which with ECMP for them lie in it (nxos:2.5).
func (c box) propose() *solve.Proposal {
	about := []fact.Resource{fact.FibLPM, fact.FibIPv4, fact.FibIPv6, longPrefixes, fact.HostIPv4, fact.HostIPv6}
	n, why := c.settings()
	if why != "" {
		p := c.ToldBut(why)
		p.Resources = about
		return p
	}
	r := solve.Choose(n.Candidates(), n.Active(), c.Until())
	if most := n.LongWhole / (1 + ledger.LastReserve); r.Outcome == solve.Infeasible && n.LongWhole > 0 && n.Long.Now > most {
		r.Reason += fmt.Sprintf("; %s IPv6 prefixes from /65 to /127 are in use, and no setting holds more than %s with reserve: filter to fewer, or replace the switch", ledger.Count(n.Long.Now), ledger.Count(float64(int(most))))
	}
	p := c.Proposal(r, about...)
	if p.Action != solve.CarveReload {
		return p
	}
	if slices.Contains(p.Commands, "system urpf disable") {
		p.Before = append(p.Before, nexus.NoURPF())
	}
	if _, counted := c.InUse(longPrefixes); !counted && n.LongWhole > 0 {
		p.Reason += "; how many IPv6 prefixes from /65 to /127 there are is not known"
		p.Before = append(p.Before, solve.Check{
			Command: "show system internal forwarding ipv6 route summary", Expect: fmt.Sprintf("Total (> /64) LPM routes: at most %s", ledger.Count(float64(int(n.LongWhole/(1+ledger.LastReserve))))),
			Why: "they have a small table of their own, whose size is not printed",
		})
	}
	return p
}

// settings reads what the LPM table must hold and how it is divided; why says
// what of it is not known.
func (c box) settings() (n settings, why string) {
	size, sized := c.CapOf(fact.FibLPM)
	used, counted := c.InUse(fact.FibLPM)
	n.Whole, n.LongWhole, n.LongHalved = c.limit(fact.FibLPM), c.limit(longPrefixes), c.limit(longPrefixes+".urpf")
	switch {
	case !sized || !counted:
		return n, "how full the LPM table is was not read: `show hardware profile status`"
	case n.Whole == 0:
		return n, "what unicast RPF takes on this part number was not seen"
	case c.Device.Carve.Active.Text == "urpf enabled":
		n.URPF, n.Halved = true, size
	case c.Device.Carve.Active.Text == "urpf disabled":
		n.Halved = float64(int(size / 2)) // 16383 and 8191 were seen
	default:
		return n, "the LPM table has " + ledger.Count(size) + " entries, which is neither the whole of it nor the half that unicast RPF leaves"
	}
	n.LPM = c.DemandOf(fact.FibLPM, used)
	if long, ok := c.InUse(longPrefixes); ok {
		n.Long = c.DemandOf(longPrefixes, long)
	}
	c.hosts3000(&n)
	return n, ""
}

// hosts3000 finds where the hosts lie: in the table where some are counted. An
// IPv6 host takes two cells of the host table; where nobody says how many there
// are every one is taken for such.
func (c box) hosts3000(n *settings) {
	in := map[string]float64{}
	v6, v6known := 0.0, false
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		used, ok := t.Used.Get()
		if !ok || t.Resource != fact.HostIPv4 && t.Resource != fact.HostIPv6 {
			continue
		}
		if t.Resource == fact.HostIPv6 {
			v6, v6known = max(v6, used), true
		}
		in[t.Pool] = max(in[t.Pool], used)
		if size, sized := t.Cap.Get(); sized && t.Pool == "host" {
			n.HostCells = size
		}
	}
	hosts := max(in["host"], in["lpm"])
	switch {
	case in["lpm"] > 0:
		n.HostECMP = fact.Yes
	case in["host"] > 0:
		n.HostECMP = fact.No
	}
	cells := hosts + v6
	if !v6known {
		cells = 2 * hosts
	}
	if v6known {
		n.HostsV6 = fact.TriOf(v6 > 0)
	}
	n.HostRoutes = c.DemandOf(fact.HostIPv4, hosts)
	if n.Hosts = c.DemandOf(fact.HostIPv4, cells); n.HostsV6 != fact.No {
		n.Hosts = c.Demand(cells, ledger.Growth{}) // the past of the IPv4 hosts does not tell of the others
	}
}

// limit is the figure of the catalog for the device's part number, 0 = not known.
func (c box) limit(resource fact.Resource) float64 {
	pids := []string{c.Device.Identity.Model}
	for _, e := range c.Device.Identity.Engines {
		pids = append(pids, e.PID)
	}
	for _, pid := range pids {
		if e, ok := c.Family.Engine(pid); ok && e.Grade.Confirmed() && e.Limits[string(resource)] > 0 {
			return e.Limits[string(resource)]
		}
	}
	for _, l := range c.Family.Limits {
		if l.Resource == resource && l.Grade.Confirmed() && l.Kind == fact.CapFixed && slices.Contains(c.Silicon(), l.Class) {
			return l.Value
		}
	}
	return 0
}
