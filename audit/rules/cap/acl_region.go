package cap

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// capACLRegion finds regions for access lists that are nearly full. They hold
// no routes, so it warns at most.
func capACLRegion() audit.Rule {
	return audit.Rule{
		ID:    "cap/acl-region",
		Title: "an ACL region has little left: the next access list may be refused",
		Check: func(c *audit.Case) []audit.Finding {
			t := c.Region
			if t == nil {
				return nil
			}
			used, _ := t.Used.Get()
			size, _ := t.Cap.Get()
			row := ledger.RowOf(t)
			left, _ := row.FreeShare()
			f := audit.Finding{Severity: policy.Info, State: audit.OK, Action: solve.None, Resource: t.Resource, Scope: t.Scope, Evidence: c.Proof(t.Used.Span, t.Cap.Span)}
			f.Message = fmt.Sprintf("%s: %s of %s entries used, %s free", ledger.Where(t.Name, t.Scope), ledger.Count(used), ledger.Count(size), ledger.Percent(left))
			if left < c.Policy.CritFree {
				f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
				if p := c.Proposal; p.Outcome == solve.Feasible && slices.Contains(p.Resources, t.Resource) {
					f.Action = p.Action
				}
			}
			return []audit.Finding{f}
		},
	}
}
