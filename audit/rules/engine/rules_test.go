package engine_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/engine"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, engine.Rules(),
		audittest.Fires("engine/mixed", "XL cards on a small supervisor", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3B"}, {Slot: "1", PID: "B-DFC3BXL", XL: true}}
		}), audit.Warn, policy.Warn, solve.Investigate, "works as the smaller ones do"),
		audittest.Quiet("engine/mixed", "one size", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Engines = "cat6500", []fact.Engine{{Slot: "5", PID: "A-PFC3BXL", XL: true}, {Slot: "1", PID: "B-DFC3CXL", XL: true}}
		})),
	)
}
