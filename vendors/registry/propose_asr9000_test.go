package registry_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestASR9000(t *testing.T) {
	box := func(v4, v6 float64, pids ...string) *fact.Device {
		d := audittest.Device(func(d *fact.Device) { d.Family, d.Identity.OS = "asr9000", fact.IOSXR })
		for _, pid := range pids {
			d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: "0/1/CPU0", PID: pid})
		}
		if v4 > 0 {
			d.Tables = []fact.Table{{Resource: fact.CEFIPv4, Used: audittest.At(v4, 2)}, {Resource: fact.CEFIPv6, Used: audittest.At(v6, 2)}}
		}
		return d
	}
	tests := []struct {
		name    string
		device  *fact.Device
		outcome solve.Outcome
		action  solve.Action
		says    []string
	}{
		{"more than default holds", box(505_000, 77_000, "A9K-40GE-L"), solve.Unknown, solve.Investigate, []string{"505,000 IPv4 and 77,000 IPv6 routes to hold, more than the 512k", "l3xl", "admin configuration"}},
		{"default may hold it", box(200_000, 77_000, "A9K-40GE-L"), solve.Unknown, solve.Investigate, []string{"which the 512k of the default profile hold"}},
		{"one old card is enough", box(505_000, 77_000, "A9K-24X10GE-TR", "A9K-8T-L"), solve.Unknown, solve.Investigate, []string{"more than the 512k"}},
		{"nobody counted", box(0, 0, "A9K-40GE-L"), solve.Unknown, solve.Investigate, []string{"is not known: `show cef summary`"}},
		{"Typhoon has no profile for routes", box(505_000, 77_000, "A9K-24X10GE-TR"), solve.NotApplicable, solve.Filter, []string{"no scale profile is known"}},
		{"nothing tells the cards", box(505_000, 77_000), solve.Unknown, solve.Investigate, []string{"which forwarding engines it has is not known"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || len(p.Commands) > 0 {
				t.Errorf("%s / %s %q, want %s / %s", p.Outcome, p.Action, p.Commands, tt.outcome, tt.action)
			}
			for _, says := range tt.says {
				if !strings.Contains(p.Reason, says) {
					t.Errorf("does not say %q: %s", says, p.Reason)
				}
			}
		})
	}
}
