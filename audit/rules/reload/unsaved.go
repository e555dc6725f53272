package reload

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadUnsaved finds a running configuration that is newer than the saved one.
// Where the carve itself would be lost carve/unsaved speaks of it.
func reloadUnsaved() audit.Rule {
	return audit.Rule{
		ID:    "reload/unsaved",
		Title: "the running configuration is not saved: a reload loses what was changed",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			b := c.Device.Boot
			if b.Unsaved != fact.Yes {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.OK, Action: solve.None, Evidence: c.Proof(b.UnsavedSpan),
				Message: "the running configuration is newer than the saved one: a reload loses what was changed since",
			}}
		},
	}
}
