package audit

import "github.com/headroom-audit/headroom/fact"

// carveUnsaved finds a carve that is configured but not in the startup
// configuration, on platforms that read it from there at boot: the next reload,
// wanted or not, would come up without it.
func carveUnsaved() Rule {
	return Rule{
		ID:    "carve/unsaved",
		Title: "the configured carve is not in the startup configuration",
		Check: func(c *Case) []Finding {
			d := c.Device
			pending, _ := c.pending()
			carved := len(pending) > 0 || d.Carve.Configured.Known() && !d.Carve.Default
			if d.Boot.Unsaved != fact.Yes || !c.inStartup() || !carved {
				return nil
			}
			return []Finding{{
				Severity: SevWarn, State: Warn, Action: Save,
				Message:  "the running configuration is newer than the saved one: the next reload would lose the carve",
				Evidence: c.proof(d.Boot.UnsavedSpan, d.Carve.Configured.Span),
			}}
		},
	}
}
