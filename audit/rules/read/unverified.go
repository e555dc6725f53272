package read

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// readUnverified finds capacity figures that were read by a parser no real
// output has proven. They are shown, and count as unknown.
func readUnverified() audit.Rule {
	return audit.Rule{
		ID:    "read/unverified",
		Title: "figures come from a parser that no real output has proven",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for i := range c.Device.Outputs {
				o := &c.Device.Outputs[i]
				if o.Grade.Confirmed() || !capacity(c, i) {
					continue
				}
				out = append(out, audit.Finding{
					Severity: policy.Info, State: audit.Unkn, Action: solve.Investigate, Evidence: c.FirstLine(i),
					Message: fmt.Sprintf("`%s` is read by the parser %q, which no real output has proven: its figures count as unknown", o.Command, o.Parser),
				})
			}
			return out
		},
	}
}
