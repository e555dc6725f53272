package read

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// readImplausible finds numbers that cannot be true; they are taken for unknown.
func readImplausible() audit.Rule {
	return audit.Rule{
		ID:    "read/implausible",
		Title: "a number that cannot be true",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, f := range c.Flags(fact.FlagImplausible) {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("not believed, so not known: %v", f.Value),
				})
			}
			for _, f := range c.Flags(fact.FlagDisagree) {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("two answers disagree, and the fuller one counts: %v", f.Value),
				})
			}
			return out
		},
	}
}
