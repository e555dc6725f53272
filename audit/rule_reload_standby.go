package audit

import "github.com/headroom-audit/headroom/fact"

// reloadStandby finds a standby part that is there and not ready. It is no fault
// of the memory, so it does not change the state; whoever reloads must know.
func reloadStandby() Rule {
	return Rule{
		ID:    "reload/standby",
		Title: "the standby part is not ready",
		Check: func(c *Case) []Finding {
			r := c.Device.Redundancy
			if r.Ready != fact.No {
				return nil
			}
			msg := "no standby is ready to take over"
			if r.Standby.Known() {
				msg += ": " + r.Standby.Text
			}
			return []Finding{{
				Severity: SevWarn, State: OK, Action: None, Message: msg,
				Evidence: c.proof(r.Span, r.Standby.Span),
			}}
		},
	}
}
