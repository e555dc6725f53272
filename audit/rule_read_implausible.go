package audit

import "fmt"

// readImplausible finds numbers that can not be true; they are taken for unknown.
func readImplausible() Rule {
	return Rule{
		ID:    "read/implausible",
		Title: "a number that can not be true",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, f := range c.flags("implausible") {
				out = append(out, Finding{
					Severity: SevWarn, State: Unkn, Action: Investigate, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("not believed, so not known: %v", f.Value),
				})
			}
			for _, f := range c.flags("disagree") {
				out = append(out, Finding{
					Severity: SevWarn, State: Unkn, Action: Investigate, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("two answers disagree, and the fuller one counts: %v", f.Value),
				})
			}
			return out
		},
	}
}
