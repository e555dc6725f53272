package carve

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// carveIgnored finds configured lines about the memory that the software does not
// carry out, as the family's room knows them, and lines that the device refused as
// they were entered.
func carveIgnored() audit.Rule {
	return audit.Rule{
		ID:    "carve/ignored",
		Title: "a configured line about the memory has no effect",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for _, n := range c.Ignored {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Evidence: c.Proof(n.Spans...),
					Message: n.Says + ": the memory is divided as if it were not there",
				})
			}
			for _, f := range c.Flags(fact.FlagConfigRejected) {
				out = append(out, audit.Finding{
					Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Evidence: c.Proof(f.Span),
					Message: fmt.Sprintf("the device refused a line about its memory: %v", f.Value),
				})
			}
			return out
		},
	}
}
