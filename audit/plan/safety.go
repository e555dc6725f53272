package plan

import (
	"strings"

	"github.com/headroom-audit/headroom/audit"
)

// refusals gives the reasons against reloading a device: the findings of the
// rules that say its reload would not come back as it should. A standby that is
// not ready and a configuration that is not saved are for the person in the
// window: they are steps, not refusals, since saving is one of the steps.
func refusals(v *audit.Verdict) []Refusal {
	var out []Refusal
	for _, f := range v.Findings {
		if f.Waived || !strings.HasPrefix(f.Rule, "reload/") || !f.Unsafe {
			continue
		}
		out = append(out, Refusal{Rule: f.Rule, Why: f.Message})
	}
	return out
}
