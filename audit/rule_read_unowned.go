package audit

import "fmt"

// readUnowned finds text of a log that belongs to no question and looks like an
// answer: it may be the one that counts.
func readUnowned() Rule {
	return Rule{
		ID:    "read/unowned",
		Title: "text without an owner looks like an answer",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, f := range c.flags("unowned_answer") {
				out = append(out, Finding{
					Severity: SevWarn, State: Unkn, Action: Investigate, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("a text that no prompt says who was asked for looks like the answer to `%v`: it was not read", f.Value),
				})
			}
			return out
		},
	}
}
