package reload

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// reloadManualBoot finds switches that stop in their loader at every reload
// (ios:0.9; a real capture has it, section 4).
func reloadManualBoot() audit.Rule {
	return audit.Rule{
		ID:    "reload/manual-boot",
		Title: "the switch is set to boot by hand: a reload strands it in its loader",
		Topic: audit.AboutReturn,
		Check: func(c *audit.Case) []audit.Finding {
			if c.Device.Boot.Manual != fact.Yes {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.Warn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(c.Device.Boot.ManualSpan),
				Message: "manual boot is on: after a reload it waits in its loader for somebody at the console",
			}}
		},
	}
}
