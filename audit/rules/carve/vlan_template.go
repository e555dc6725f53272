package carve

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// carveVlanTemplate finds switches that route with the template for switching: it
// holds no routes in hardware, or nearly none, so that the CPU forwards them.
func carveVlanTemplate() audit.Rule {
	return audit.Rule{
		ID:    "carve/vlan-template",
		Title: "the template for switching is active: it holds no routes in hardware, or nearly none",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			if c.ForSwitching == "" {
				return nil
			}
			holds := "no unicast routes in hardware"
			f := audit.Finding{
				Severity: policy.Info, State: audit.OK, Action: solve.None, Evidence: c.Proof(d.Carve.Active.Span),
			}
			n, resource := c.Routed()
			size, told := c.Smallest(fact.FibIPv4)
			if told && size > 0 {
				holds = "only " + ledger.Count(size) + " IPv4 routes in hardware"
			}
			switch {
			case n == 0:
				f.Message = c.ForSwitching + " holds " + holds + "; no routes were seen, so it may only switch"
			case !told || size < n:
				f.Severity, f.State, f.Action, f.Resource = policy.Crit, audit.Crit, c.RemedyFor(resource), resource
				f.Message = c.ForSwitching + " holds " + holds + ", and there are " + ledger.Count(n) + ": its CPU forwards them"
			default:
				f.Message = c.ForSwitching + " holds " + holds + "; there are " + ledger.Count(n)
			}
			return []audit.Finding{f}
		},
	}
}
