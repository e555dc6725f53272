package registry_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// lpmRow is a row of the longest-prefix memory of a UFT box: a guarantee.
func lpmRow(name string, resource fact.Resource, size, used, free float64) fact.Table {
	t := audittest.Row(fact.CapGuaranteed, used, size)
	t.Name, t.Resource, t.Free, t.Pool = name, resource, audittest.At(free, 2), "LPM (ALPM)"
	return t
}

// uftBox is a synthetic QFX with a host table of which so many units are in use.
func uftBox(active string, hosts float64, rows ...fact.Table) *fact.Device {
	h := audittest.Row(fact.CapPool, hosts, 147456)
	h.Name, h.Resource = "IPv4 Host", fact.HostIPv4
	return audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "qfx5k", fact.Junos, "qfx5110-48s-4c"
		d.Carve.Active.Text = active
	}, append(rows, h)...)
}

func TestUFT(t *testing.T) {
	v4 := func(size, used, free float64) fact.Table { return lpmRow("IPv4 LPM", fact.FibIPv4, size, used, free) }
	v6 := lpmRow("IPv6 LPM(< 64)", fact.FibIPv6, 8192, 900, 7292)
	long := func(used float64) fact.Table { return lpmRow("IPv6 LPM(> 64)", fact.FibIPv6, 1024, used, 1024-used) }
	tests := []struct {
		name    string
		device  *fact.Device
		outcome solve.Outcome
		action  solve.Action
		says    []string
	}{
		{"room in all", uftBox("l2-profile-three", 3000, v4(16384, 1800, 14584), v6, long(7)), solve.Feasible, solve.None, []string{"l2-profile-three"}},
		{
			"nearly full", uftBox("l2-profile-three", 3000, v4(16384, 15100, 1284), v6), solve.Unknown, solve.Investigate,
			[]string{
				"l2-profile-three, which is active: ipv4 needs 16,610", "by hints alone lpm-profile may hold it",
				"show pfe route summary hw", "uRPF halves",
			},
		},
		// KB34576 (junos:2C): used above Max is legal, and no overflow.
		{"above the guarantee", uftBox("lpm-profile", 822, v4(131072, 136855, 0)), solve.Unknown, solve.Investigate, []string{"136,855 (131,072 guaranteed) can be planned with"}},
		{"above the guarantee, and room", uftBox("lpm-profile", 822, v4(131072, 136855, 90000)), solve.Feasible, solve.None, []string{"ipv4 136,855 of 226,855"}},
		{"the long prefixes are full", uftBox("l2-profile-three", 3000, v4(16384, 1800, 14584), long(1000)), solve.Unknown, solve.Investigate, []string{"IPv6 beyond /64 needs 1,100", "num-65-127-prefix"}},
		{"only hosts", uftBox("l2-profile-three", 140000, v4(16384, 1800, 14584)), solve.Unknown, solve.Investigate, []string{"l3-profile and custom-profile l2-entries 0, l3-entries 4, exact-match-entries 0, lpm-entries 0 may hold it"}},
		{"hosts and routes", uftBox("l3-profile", 140000, v4(16384, 16000, 384)), solve.Unknown, solve.Investigate, []string{"l3-profile, which is active"}},
		{"empty", uftBox("lpm-profile", 0), solve.Feasible, solve.None, []string{"lpm-profile"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := audittest.Run(tt.device, policy.Default(), audittest.Now())
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || len(p.Commands) > 0 {
				t.Errorf("%s / %s %q %q, want %s / %s", p.Outcome, p.Action, p.Commands, p.Reason, tt.outcome, tt.action)
			}
			for _, says := range tt.says {
				if !strings.Contains(p.Reason, says) {
					t.Errorf("does not say %q: %s", says, p.Reason)
				}
			}
			if v.State == audit.Over {
				t.Errorf("a guarantee that is passed is OVER: %+v", v.Findings)
			}
		})
	}
}

// acxBox is a synthetic ACX7000 with so much of KAPS and LEM in use.
func acxBox(model, active string, kaps, kapsSize, lem, lemSize float64) *fact.Device {
	a, b := audittest.Row(fact.CapEstimate, kaps, kapsSize), audittest.Row(fact.CapTemplate, lem, lemSize)
	a.Name, a.Resource = "KAPS", fact.FibShared
	b.Name, b.Resource = "LEM", fact.FibLEM
	return audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model, d.Identity.Version = "acx7k", fact.Junos, model, "24.2R1-EVO"
		d.Carve.Active.Text = active
	}, a, b)
}

func TestACX(t *testing.T) {
	old := acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656)
	old.Identity.Version = "22.4R1-EVO"
	old.Carve.Configured = fact.Setting{Text: "balanced", Grade: fact.Inferred}
	young, unknown := acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656)
	young.Identity.Version, unknown.Identity.Version = "23.3R2-EVO", ""
	set := func(name string) []string {
		return []string{"set system packet-forwarding-options hw-db-profile " + name}
	}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   solve.Action
		commands []string
		says     string
	}{
		{
			"routes take the memory of MAC addresses", acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Feasible, solve.ProfileRestart,
			set("lean-edge"), "what it costs: lem from 3,014,656 to 655,360",
		},
		{"before 23.3R1 the figures do not hold", old, solve.Unknown, solve.Investigate, nil, "before 23.3R1 the longest-prefix memory is divided between public and VRF routes"},
		{"the release is not known", unknown, solve.Unknown, solve.Investigate, nil, "the release is not known"},
		{"23.3 knows the old name", young, solve.Feasible, solve.ProfileRestart, set("l3-xl"), "what it costs: lem"},
		{"hosts in the LEM", acxBox("acx7100-48l", "carrier-ethernet", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, solve.Investigate, nil, "carrier-ethernet keeps host routes in the LEM"},
		{"figures of another model", acxBox("acx7024", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, solve.Investigate, nil, "lean-edge: "},
		{"MAC addresses in the way", acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 900_000, 3_014_656), solve.Unknown, solve.Investigate, nil, "lean-edge: lem needs"},
		{"the largest already", acxBox("acx7024x", "lean-edge", 1_150_000, 1_184_000, 2, 393_216), solve.Unknown, solve.Investigate, nil, "cloud-metro: "},
		{"room", acxBox("acx7024x", "lean-edge", 346_452, 1_184_000, 2, 393_216), solve.Feasible, solve.None, nil, "lean-edge: lem 2 of 393,216 (0 %), shared 346,452 of 1,184,000 (29 %)"},
		{"known by its size", acxBox("acx7100-48l", "", 346_452, 2_368_000, 2, 655_360), solve.Feasible, solve.None, nil, "lean-edge: "},
		{"the profile is not known", acxBox("acx7100-48l", "", 1_500_000, 1_600_000, 2, 655_360), solve.Unknown, solve.Investigate, nil, "which hw-db profile is active is not known"},
		{"another model", acxBox("acx7509", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, solve.Investigate, nil, "lean-edge: it may hold it, but its figures"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s %q, want %s / %s %q", p.Outcome, p.Action, p.Reason, tt.outcome, tt.action, tt.says)
			}
			if d := cmp.Diff(tt.commands, p.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
			if p.Feasible && !p.Soft {
				t.Error("KAPS was taken for a wall")
			}
		})
	}
}

// The rollback of an ACX enters what was configured, and takes the line away where
// none was.
func TestACXRollback(t *testing.T) {
	for _, tt := range []struct {
		set  fact.Setting
		want []string
	}{
		{fact.Setting{Text: "cloud-metro", Grade: fact.Reported}, []string{"set system packet-forwarding-options hw-db-profile cloud-metro"}},
		{fact.Setting{Text: "balanced", Grade: fact.Inferred}, []string{"delete system packet-forwarding-options hw-db-profile"}},
		{fact.Setting{}, nil},
	} {
		d := acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656)
		d.Carve.Configured = tt.set
		p := audittest.Propose(d, policy.Default(), audittest.Now())
		if diff := cmp.Diff(tt.want, p.Undo); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.set, diff)
		}
		for _, says := range p.Predict {
			if strings.Contains(says, "template") {
				t.Errorf("the words of a Catalyst: %q", says)
			}
		}
	}
}
