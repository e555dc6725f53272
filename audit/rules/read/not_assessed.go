package read

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// readNotAssessed finds cards with a forwarding engine that do not run: they
// answer nothing about their memory, which is not the same as having room
// (xr:1.2).
func readNotAssessed() audit.Rule {
	return audit.Rule{
		ID:    "read/not-assessed",
		Title: "a card does not run, so its memory was not assessed",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, f := range c.Flags(fact.FlagCardDown) {
				out = append(out, audit.Finding{
					Severity: policy.Info, State: audit.OK, Action: solve.None, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("not assessed: card %v; when it comes up it holds the same routes as the others: check it then", f.Value),
				})
			}
			return out
		},
	}
}
