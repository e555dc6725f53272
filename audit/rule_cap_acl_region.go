package audit

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/solve"
)

// capACLRegion finds ACL regions of a Nexus 9000 that are nearly full. They hold
// no routes, so it warns at most.
func capACLRegion() Rule {
	return Rule{
		ID:    "cap/acl-region",
		Title: "an ACL region has little left: the next access list may be refused",
		Check: func(c *Case) []Finding {
			t := c.fullRegion()
			if t == nil || c.Device.Family != "n9k" {
				return nil
			}
			used, _ := t.Used.Get()
			size, _ := t.Cap.Get()
			row := single(t)
			left, _ := row.FreeShare()
			f := Finding{Severity: SevInfo, State: OK, Action: None, Resource: t.Resource, Scope: t.Scope, Evidence: c.proof(t.Used.Span, t.Cap.Span)}
			f.Message = fmt.Sprintf("%s: %s of %s entries used, %s free", where(t.Name, t.Scope), count(used), count(size), percent(left))
			if left < c.Policy.CritFree {
				f.Severity, f.State, f.Action = SevWarn, Warn, Investigate
				if p := c.Proposal; p.Outcome == solve.Feasible && p.Knob == regionKnob && slices.Contains(p.Resources, t.Resource) {
					f.Action = p.Action
				}
			}
			return []Finding{f}
		},
	}
}
