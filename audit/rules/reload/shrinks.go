package reload

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// reloadShrinks finds tables that will be smaller after the reload than what they
// hold: the share of MPLS or of multicast that was forgotten when the carve for
// IPv4 was entered, or a template that takes IPv6 away.
func reloadShrinks() audit.Rule {
	return audit.Rule{
		ID:    "reload/shrinks",
		Title: "after the reload a table is smaller than what it holds today",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			replaced := c.Proposal.Waits != "" && c.Proposal.Replaces()
			for i := range c.Device.Tables {
				t := &c.Device.Tables[i]
				used, known := t.Used.Get()
				next, ok := t.Pending.Get()
				if !known || !ok || t.Unit == fact.UnitPercent || next >= used {
					continue
				}
				out = append(out, audit.Finding{
					Severity: policy.Crit, State: audit.Warn, Action: solve.Investigate, Unsafe: !replaced, Resource: t.Resource, Scope: t.Scope,
					Evidence: c.Proof(t.Pending.Span, t.Used.Span),
					Message:  fmt.Sprintf("%s: %s in use, and only %s after the reload that is pending: what does not fit is not forwarded in hardware", ledger.Where(t.Name, t.Scope), ledger.Count(used), ledger.Count(next)),
				})
			}
			if w := c.Proposal.Waits; len(out) == 0 && w != "" && !replaced {
				out = append(out, audit.Finding{
					Severity: policy.Crit, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(c.Device.Carve.AfterReload.Span, c.Device.Carve.Active.Span),
					Message: "a reload brings what is configured and waits: " + ledger.HoldsNot(w),
				})
			}
			return out
		},
	}
}
