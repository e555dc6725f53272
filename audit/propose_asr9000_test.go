package audit

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestASR9000(t *testing.T) {
	box := func(v4, v6 float64, pids ...string) *fact.Device {
		d := device(func(d *fact.Device) { d.Family, d.Identity.OS = "asr9000", fact.IOSXR })
		for _, pid := range pids {
			d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: "0/1/CPU0", PID: pid})
		}
		if v4 > 0 {
			d.Tables = []fact.Table{{Resource: fact.CEFIPv4, Used: at(v4, 2)}, {Resource: fact.CEFIPv6, Used: at(v6, 2)}}
		}
		return d
	}
	tests := []struct {
		name    string
		device  *fact.Device
		outcome solve.Outcome
		action  Action
		says    []string
	}{
		{"more than default holds", box(505_000, 77_000, "A9K-40GE-L"), solve.Unknown, Investigate, []string{"505,000 IPv4 and 77,000 IPv6 routes to hold, more than the 512k", "l3xl", "admin configuration"}},
		{"default may hold it", box(200_000, 77_000, "A9K-40GE-L"), solve.Unknown, Investigate, []string{"which the 512k of the default profile hold"}},
		{"one old card is enough", box(505_000, 77_000, "A9K-24X10GE-TR", "A9K-8T-L"), solve.Unknown, Investigate, []string{"more than the 512k"}},
		{"nobody counted", box(0, 0, "A9K-40GE-L"), solve.Unknown, Investigate, []string{"is not known: `show cef summary`"}},
		{"Typhoon has no profile for routes", box(505_000, 77_000, "A9K-24X10GE-TR"), solve.NotApplicable, Filter, []string{"no scale profile is known"}},
		{"nothing tells the cards", box(505_000, 77_000), solve.Unknown, Investigate, []string{"which forwarding engines it has is not known"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newCase(tt.device, DefaultPolicy(), testNow).Proposal
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

// The models of 64-bit XR from 7.5.1 on have no l3.
func TestScaleProfilesOfAFlavour(t *testing.T) {
	for text, want := range map[string]int{"Version 5.3.4[Default]": 2, "Version 7.1.3": 2, "Version 7.5.2": 1} {
		d := device(func(d *fact.Device) { d.Family, d.Identity.OS = "asr9000", fact.IOSXR })
		d.Identity.Version = strings.TrimPrefix(strings.TrimSuffix(text, "[Default]"), "Version ")
		d.Outputs = []fact.Output{{Command: "show version", Parser: "show-version", Text: "Cisco IOS XR Software, " + text + "\n"}}
		if got := newCase(d, DefaultPolicy(), testNow).scaleProfiles(); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}
