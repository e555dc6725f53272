package audit

import "fmt"

// readNotAssessed finds cards with a forwarding engine that do not run: they
// answer nothing about their memory, which is not the same as having room
// (xr:1.2).
func readNotAssessed() Rule {
	return Rule{
		ID:    "read/not-assessed",
		Title: "a card does not run, so its memory was not assessed",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, f := range c.flags("card_not_running") {
				out = append(out, Finding{
					Severity: SevInfo, State: OK, Action: None, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("not assessed: card %v; when it comes up it holds the same routes as the others: check it then", f.Value),
				})
			}
			return out
		},
	}
}
