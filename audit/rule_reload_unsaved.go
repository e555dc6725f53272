package audit

import "github.com/headroom-audit/headroom/fact"

// reloadUnsaved finds a running configuration that is newer than the saved one.
// Where the carve itself would be lost carve/unsaved speaks of it.
func reloadUnsaved() Rule {
	return Rule{
		ID:    "reload/unsaved",
		Title: "the running configuration is not saved: a reload loses what was changed",
		Check: func(c *Case) []Finding {
			b := c.Device.Boot
			if b.Unsaved != fact.Yes {
				return nil
			}
			return []Finding{{
				Severity: SevWarn, State: OK, Action: None, Evidence: c.proof(b.UnsavedSpan),
				Message: "the running configuration is newer than the saved one: a reload loses what was changed since",
			}}
		},
	}
}
