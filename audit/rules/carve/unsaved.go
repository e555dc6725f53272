package carve

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// carveUnsaved finds a carve that is configured but not in the startup
// configuration, on platforms that read it from there at boot: the next reload,
// wanted or not, would come up without it.
func carveUnsaved() audit.Rule {
	return audit.Rule{
		ID:    "carve/unsaved",
		Title: "the configured carve is not in the startup configuration",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			pending, _ := pending(c)
			carved := len(pending) > 0 || d.Carve.Configured.Known() && !d.Carve.Default
			if d.Boot.Unsaved != fact.Yes || !c.InStartup || !carved {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.Warn, Action: solve.Save,
				Message:  "the running configuration is newer than the saved one: the next reload would lose the carve",
				Evidence: c.Proof(d.Boot.UnsavedSpan, d.Carve.Configured.Span),
			}}
		},
	}
}
