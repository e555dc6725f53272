package reload

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadStackMember finds stacks with a member that is not ready: after a reload
// the stack may come up without it, or elect another master.
func reloadStackMember() audit.Rule {
	return audit.Rule{
		ID:    "reload/stack-member",
		Title: "a stack member is not ready: a reload now may split the stack",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, f := range c.Flags(fact.FlagBlocksReload) {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("a reload is not safe now: %v", f.Value) + memberWords(c),
				})
			}
			for _, f := range c.Flags(fact.FlagDualMaster) {
				if f.Value == true {
					out = append(out, audit.Finding{
						Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(f.Span),
						Message: "two members claim to be master: the Virtual Chassis is split",
					})
				}
			}
			return out
		},
	}
}

func memberWords(c *audit.Case) string {
	if s := c.Device.Redundancy.Standby; s.Known() {
		return " (" + s.Text + ")"
	}
	return ""
}
