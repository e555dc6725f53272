package reload

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadStandby finds a standby part that is there and not ready. It is no fault
// of the memory, so it does not change the state; whoever reloads must know.
func reloadStandby() audit.Rule {
	return audit.Rule{
		ID:    "reload/standby",
		Title: "the standby part is not ready",
		Topic: audit.AboutStandby,
		Check: func(c *audit.Case) []audit.Finding {
			r := c.Device.Redundancy
			if r.Ready != fact.No {
				return nil
			}
			msg := "no standby is ready to take over"
			if r.Standby.Known() {
				msg += ": " + r.Standby.Text
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.OK, Action: solve.None, Message: msg,
				Evidence: c.Proof(r.Span, r.Standby.Span),
			}}
		},
	}
}
