package audit

import "github.com/headroom-audit/headroom/fact"

// reloadManualBoot finds switches that stop in their loader at every reload
// (ios:0.9; a real capture has it, section 4).
func reloadManualBoot() Rule {
	return Rule{
		ID:    "reload/manual-boot",
		Title: "the switch is set to boot by hand: a reload strands it in its loader",
		Check: func(c *Case) []Finding {
			if c.Device.Boot.Manual != fact.Yes {
				return nil
			}
			return []Finding{{
				Severity: SevWarn, State: Warn, Action: Investigate, Unsafe: true, Evidence: c.proof(c.Device.Boot.ManualSpan),
				Message: "manual boot is on: after a reload it waits in its loader for somebody at the console",
			}}
		},
	}
}
