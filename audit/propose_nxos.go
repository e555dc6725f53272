package audit

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// proposeNXOS asks what divides the memory of a Nexus: the ACL regions or a
// routing mode of a 9000, unicast RPF and the place of the hosts on a 3000, the
// forwarding mode of a 3500; or says what the catalog knows where nothing does.
func proposeNXOS(c *Case) *Proposal { return c.withBack(c.nexus()) }

func (c *Case) nexus() *Proposal {
	if p := c.regions(); p != nil {
		return p
	}
	switch c.Device.Family {
	case "n9k":
		return proposeRoutingMode(c)
	case "n3k":
		return proposeNexus3000(c)
	case "n3500":
		return proposeForwardingMode(c)
	case "n5k-n6k":
		return proposeHostTables(c)
	}
	p := c.told()
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == fact.CapPool && routes(r.Resource) {
			p.Reason += c.cells(r) + " in " + where(r.Name, r.Scope) + ", the fullest one, which bounds what all hold"
			break
		}
	}
	return p
}

// routesOf gives how many routes of a family are known of, as a number: those of
// the hardware, or more that the software holds for it, all VRFs together.
func (c *Case) routesOf(resource, rib string) (float64, bool) {
	n, known := c.inUse(resource)
	sum := 0.0
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if used, ok := t.Used.Get(); ok && t.Resource == rib {
			sum, known = sum+used, true
		}
	}
	return max(n, sum), known
}

// flagText is what a flag says, "" where there is none.
func (c *Case) flagText(name string) string {
	for _, f := range c.flags(name) {
		if s, ok := f.Value.(string); ok {
			return s
		}
	}
	return ""
}

// noURPF has somebody look for unicast RPF before it is taken away.
func noURPF() Check {
	return Check{Command: "show running-config", Expect: "no interface with unicast RPF", Why: "the check of source addresses ends on every interface"}
}

// toldBut is told with what stands in the way of a search before it.
func (c *Case) toldBut(why string) *Proposal {
	p := c.told()
	p.Reason = why + "; " + p.Reason
	if p.Outcome != solve.NotApplicable {
		p.Outcome, p.Action = solve.Unknown, Investigate
	}
	return p
}
