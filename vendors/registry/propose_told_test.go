package registry_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Families without anything to compute: what is said, and that nothing is
// proposed. The knob, where there is one, is named.
func TestTold(t *testing.T) {
	percent := func(resource fact.Resource) fact.Table {
		r := audittest.Row(fact.CapPercent, 97, 100)
		r.Name, r.Resource, r.Unit = "NH memory", resource, "percent"
		return r
	}
	tests := []struct {
		name, family, model string
		cards               []string
		os                  fact.OS
		outcome             solve.Outcome
		action              solve.Action
		says                string
	}{
		{"Trio", "mx", "mx480", []string{"MPC7E 3D MRATE-12xQSFPP-XGE-XLGE-CGE"}, fact.Junos, solve.NotApplicable, solve.Filter, "Trio has no knob"},
		{"a DPC", "mx", "mx480", []string{"DPCE 4x 10GE R"}, fact.Junos, solve.Unknown, solve.Investigate, "set chassis memory-enhanced route"},
		{"a DPC beside an MPC", "mx", "mx480", []string{"MPC Type 2 3D", "DPCE 4x 10GE R"}, fact.Junos, solve.Unknown, solve.Investigate, "network-services enhanced-ip powers them off"},
		{"MX whose cards were not read", "mx", "mx480", nil, fact.Junos, solve.Unknown, solve.Investigate, "which forwarding engines it has is not known"},
		{"PTX", "ptx", "ptx10001-36mr", nil, fact.Junos, solve.NotApplicable, solve.Filter, "nothing to divide"},
		{"M and T", "junos-other", "t1600", nil, fact.Junos, solve.Unknown, solve.Investigate, "memory-enhanced"},
		{"ACX5000", "junos-other", "acx5048", nil, fact.Junos, solve.Unknown, solve.Investigate, "five profiles of a QFX5100"},
		{"QFX10000", "junos-other", "qfx10002-36q", nil, fact.Junos, solve.Unknown, solve.Investigate, "no knob that divides"},
		{"QFX5240 and its like", "qfx-evo", "qfx5230-64cd", nil, fact.Junos, solve.Unknown, solve.Investigate, "was not seen: ask the box"},
		{"EX4100", "ex", "ex4100-48t", nil, fact.Junos, solve.Unknown, solve.Investigate, "vxlan-gbp-mc-profile"},
		{"EX with profiles", "ex", "ex4400-48t", nil, fact.Junos, solve.Unknown, solve.Investigate, "ifp-profile"},
		{"EX with fixed tables", "ex", "ex4300-48t", nil, fact.Junos, solve.NotApplicable, solve.Filter, "fixed sizes"},
		{"QFX on Evolved", "qfx-evo", "qfx5130-32cd", nil, fact.Junos, solve.Unknown, solve.Investigate, "lpm-profile (no tunnels)"},
		{"ASR 900", "asr900", "ASR-903", nil, fact.IOSXE, solve.Unknown, solve.Investigate, "Never enter it outside a window: the command itself may start the reload"},
		{"Catalyst 3850", "cat3850", "WS-C3850-24T", nil, fact.IOSXE, solve.Unknown, solve.Investigate, "was not seen"},
		{"Catalyst 4500", "cat4500", "WS-C4510R+E", nil, fact.IOSXE, solve.NotApplicable, solve.Filter, "no carve to change"},
		{"Silicon One Catalyst", "cat9k-s1", "C9500X-28C8D", nil, fact.IOSXE, solve.Unknown, solve.Investigate, "sdm prefer custom"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := audittest.Device(func(d *fact.Device) {
				d.Family, d.Identity.OS, d.Identity.Model = tt.family, tt.os, tt.model
				for _, pid := range tt.cards {
					d.Identity.Engines = append(d.Identity.Engines, fact.Engine{PID: pid})
				}
			}, percent(fact.FibMemory))
			v := audittest.Run(d, policy.Default(), audittest.Now())
			p := v.Proposal
			if p == nil {
				t.Fatalf("%s / %s without a word of the solver: %+v", v.State, v.Action, v.Findings)
			}
			if p.Outcome != tt.outcome || v.Action != tt.action || !strings.Contains(p.Reason, tt.says) || len(p.Commands) > 0 || p.Source == "" {
				t.Errorf("%s / %s %q %q, want %s / %s and %q", p.Outcome, v.Action, p.Commands, p.Reason, tt.outcome, tt.action, tt.says)
			}
		})
	}
}
