package read

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// readUnowned finds text of a log that belongs to no question and looks like an
// answer: it may be the one that counts.
func readUnowned() audit.Rule {
	return audit.Rule{
		ID:    "read/unowned",
		Title: "text without an owner resembles an answer",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, f := range c.Flags(fact.FlagUnowned) {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("a text that no prompt says who was asked for looks like the answer to `%v`: it was not read", f.Value),
				})
			}
			return out
		},
	}
}
