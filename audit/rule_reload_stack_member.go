package audit

import "fmt"

// reloadStackMember finds stacks with a member that is not ready: after a reload
// the stack may come up without it, or elect another master.
func reloadStackMember() Rule {
	return Rule{
		ID:    "reload/stack-member",
		Title: "a stack member is not ready: a reload now may split the stack",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, f := range c.flags("blocks_reload") {
				out = append(out, Finding{
					Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("a reload is not safe now: %v", f.Value) + memberWords(c),
				})
			}
			for _, f := range c.flags("dual_master") {
				if f.Value == true {
					out = append(out, Finding{
						Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(f.Span),
						Message: "two members claim to be master: the Virtual Chassis is split",
					})
				}
			}
			return out
		},
	}
}

func memberWords(c *Case) string {
	if s := c.Device.Redundancy.Standby; s.Known() {
		return " (" + s.Text + ")"
	}
	return ""
}
