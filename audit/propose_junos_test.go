package audit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// lpmRow is a row of the longest-prefix memory of a UFT box: a guarantee.
func lpmRow(name, resource string, size, used, free float64) fact.Table {
	t := row(fact.CapGuaranteed, used, size)
	t.Name, t.Resource, t.Free, t.Pool = name, resource, at(free, 2), "LPM (ALPM)"
	return t
}

// uftBox is a synthetic QFX with a host table of which so many units are in use.
func uftBox(active string, hosts float64, rows ...fact.Table) *fact.Device {
	h := row(fact.CapPool, hosts, 147456)
	h.Name, h.Resource = "IPv4 Host", fact.HostIPv4
	return device(func(d *fact.Device) {
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
		action  Action
		says    []string
	}{
		{"room in all", uftBox("l2-profile-three", 3000, v4(16384, 1800, 14584), v6, long(7)), solve.Feasible, None, []string{"l2-profile-three"}},
		{
			"nearly full", uftBox("l2-profile-three", 3000, v4(16384, 15100, 1284), v6), solve.Unknown, Investigate,
			[]string{
				"l2-profile-three, which is active: ipv4 needs 16,610", "by hints alone lpm-profile may hold it",
				"show pfe route summary hw", "uRPF halves",
			},
		},
		// KB34576 (junos:2C): used above Max is legal, and no overflow.
		{"above the guarantee", uftBox("lpm-profile", 822, v4(131072, 136855, 0)), solve.Unknown, Investigate, []string{"136,855 (131,072 guaranteed) can be planned with"}},
		{"above the guarantee, and room", uftBox("lpm-profile", 822, v4(131072, 136855, 90000)), solve.Feasible, None, []string{"ipv4 136,855 of 226,855"}},
		{"the long prefixes are full", uftBox("l2-profile-three", 3000, v4(16384, 1800, 14584), long(1000)), solve.Unknown, Investigate, []string{"IPv6 beyond /64 needs 1,100", "num-65-127-prefix"}},
		{"only hosts", uftBox("l2-profile-three", 140000, v4(16384, 1800, 14584)), solve.Unknown, Investigate, []string{"l3-profile and custom-profile l2-entries 0, l3-entries 4, exact-match-entries 0, lpm-entries 0 may hold it"}},
		{"hosts and routes", uftBox("l3-profile", 140000, v4(16384, 16000, 384)), solve.Unknown, Investigate, []string{"l3-profile, which is active"}},
		{"empty", uftBox("lpm-profile", 0), solve.Feasible, None, []string{"lpm-profile"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Run(tt.device, DefaultPolicy(), testNow)
			p := newCase(tt.device, DefaultPolicy(), testNow).Proposal
			if p.Outcome != tt.outcome || p.Action != tt.action || len(p.Commands) > 0 {
				t.Errorf("%s / %s %q %q, want %s / %s", p.Outcome, p.Action, p.Commands, p.Reason, tt.outcome, tt.action)
			}
			for _, says := range tt.says {
				if !strings.Contains(p.Reason, says) {
					t.Errorf("does not say %q: %s", says, p.Reason)
				}
			}
			if v.State == Over {
				t.Errorf("a guarantee that is passed is OVER: %+v", v.Findings)
			}
		})
	}
}

// acxBox is a synthetic ACX7000 with so much of KAPS and LEM in use.
func acxBox(model, active string, kaps, kapsSize, lem, lemSize float64) *fact.Device {
	a, b := row(fact.CapEstimate, kaps, kapsSize), row(fact.CapTemplate, lem, lemSize)
	a.Name, a.Resource = "KAPS", fact.FibShared
	b.Name, b.Resource = "LEM", fact.FibLEM
	return device(func(d *fact.Device) {
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
		action   Action
		commands []string
		says     string
	}{
		{
			"routes take the memory of MAC addresses", acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Feasible, ProfileRestart,
			set("lean-edge"), "what it costs: lem from 3,014,656 to 655,360",
		},
		{"before 23.3R1 the figures do not hold", old, solve.Unknown, Investigate, nil, "before 23.3R1 the longest-prefix memory is divided between public and VRF routes"},
		{"the release is not known", unknown, solve.Unknown, Investigate, nil, "the release is not known"},
		{"23.3 knows the old name", young, solve.Feasible, ProfileRestart, set("l3-xl"), "what it costs: lem"},
		{"hosts in the LEM", acxBox("acx7100-48l", "carrier-ethernet", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, Investigate, nil, "carrier-ethernet keeps host routes in the LEM"},
		{"figures of another model", acxBox("acx7024", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, Investigate, nil, "lean-edge: "},
		{"MAC addresses in the way", acxBox("acx7100-48l", "cloud-metro", 1_500_000, 1_531_904, 900_000, 3_014_656), solve.Unknown, Investigate, nil, "lean-edge: lem needs"},
		{"the largest already", acxBox("acx7024x", "lean-edge", 1_150_000, 1_184_000, 2, 393_216), solve.Unknown, Investigate, nil, "cloud-metro: "},
		{"room", acxBox("acx7024x", "lean-edge", 346_452, 1_184_000, 2, 393_216), solve.Feasible, None, nil, "lean-edge: lem 2 of 393,216 (0 %), shared 346,452 of 1,184,000 (29 %)"},
		{"known by its size", acxBox("acx7100-48l", "", 346_452, 2_368_000, 2, 655_360), solve.Feasible, None, nil, "lean-edge: "},
		{"the profile is not known", acxBox("acx7100-48l", "", 1_500_000, 1_600_000, 2, 655_360), solve.Unknown, Investigate, nil, "which hw-db profile is active is not known"},
		{"another model", acxBox("acx7509", "cloud-metro", 1_500_000, 1_531_904, 100_000, 3_014_656), solve.Unknown, Investigate, nil, "lean-edge: it may hold it, but its figures"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newCase(tt.device, DefaultPolicy(), testNow).Proposal
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

// A full table grows in KAPS at one unit per IPv4 and two per IPv6 route.
func TestKAPSGrowsAtItsCost(t *testing.T) {
	d := acxBox("acx7100-48l", "lean-edge", 1_500_000, 2_368_000, 10, 655_360)
	for resource, n := range map[string]float64{fact.RIBIPv4: 1_060_000, fact.RIBIPv6: 250_000} {
		d.Tables = append(d.Tables, fact.Table{Resource: resource, Used: at(n, 2)})
	}
	c := newCase(d, DefaultPolicy(), testNow)
	need, _ := c.acx()
	want := c.growth4().year().Mid + 2*c.growth6().year().Mid
	if got := need[fact.FibShared]; got.Now != 1_500_000 || !got.Dated || got.Year != want || want <= 0 {
		t.Errorf("%+v, want %v a year", got, want)
	}
}

func TestJunosBefore(t *testing.T) {
	for version, want := range map[string]bool{"22.4R1": true, "23.3R1-EVO": true, "23.4R1-EVO": false, "24.1R1": false, "": false, "13.2X51-D35": true, "odd": false, "23.": false} {
		if got := junosBefore(version, 23, 4); got != want {
			t.Errorf("%q before 23.4: %v, want %v", version, got, want)
		}
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
		p := newCase(d, DefaultPolicy(), testNow).Proposal
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

// A division of the jtree that waits goes back as it was entered; a change of a
// virtual chassis waits for its reboot, the commit does not restart it.
func TestTheWayBackOfAJtree(t *testing.T) {
	for _, tt := range []struct{ to, want string }{
		{"chassis memory-enhanced route", "delete chassis memory-enhanced route"},
		{"no chassis memory-enhanced filter", "set chassis memory-enhanced filter"},
		{"lpm-profile", ""},
	} {
		c := &Case{Device: &fact.Device{Pending: []fact.Change{{What: "x", To: tt.to}}}}
		if p := c.jtreeBack(&Proposal{}); strings.Join(p.Undo, ";") != tt.want {
			t.Errorf("%s: %q", tt.to, p.Undo)
		}
	}
	for members, want := range map[int]Action{1: ProfileRestart, 2: CarveReload} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.Junos}}
		for _, name := range []string{"member 0", "member 1"}[:members] {
			d.Identity.Parts = append(d.Identity.Parts, fact.Part{Name: name})
		}
		if p := (&Case{Device: d}).proposal(solve.Result{Outcome: solve.Feasible}); p.Action != want {
			t.Errorf("%d members: %s, want %s", members, p.Action, want)
		}
	}
}

// What is predicted of an ACX stands at the command that prints it.
func TestWherePredictionsOfAnACXArePrinted(t *testing.T) {
	got := verifyACX([]string{"Converted Config: custom_lean_edge_jnpr", "KAPS: a capacity of about 2,368,000"})
	if len(got) != 2 || got[0].Command != "show evo-pfemand mdb-info" || !strings.Contains(got[1].Command, "hw-resource-utilization-info") {
		t.Errorf("%+v", got)
	}
}
