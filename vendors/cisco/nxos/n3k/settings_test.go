package n3k

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func nexusUntil() solve.Until {
	return solve.DefaultUntil(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
}

func entries(n float64) solve.Demand { return solve.Demand{Now: n, Spare: n * 0.25, Least: n * 0.1} }

// The figures of the captures before and after `system urpf disable`, and of TAC
// 225373 (nxos:2.5): 8191 and 16383, 64 and 128.
func nexus3064(lpm, long, hosts float64) settings {
	return settings{
		LPM: entries(lpm), Long: entries(long), Hosts: entries(2 * hosts), HostRoutes: entries(hosts), HostCells: 8192,
		Whole: 16383, Halved: 8191, LongWhole: 128, LongHalved: 64, URPF: true, HostECMP: fact.No, HostsV6: fact.No,
	}
}

func TestNexus3000(t *testing.T) {
	tests := []struct {
		name        string
		switched    settings
		outcome     solve.Outcome
		keep        bool
		lines, undo []string
		says        string
	}{
		{"room", nexus3064(3000, 10, 100), solve.Feasible, true, nil, nil, "urpf enabled: ipv6.lpm128 10 of 64"},
		{
			"the half is full", nexus3064(7900, 10, 100), solve.Feasible, false,
			[]string{"system urpf disable"},
			[]string{"no system urpf disable"},
			"what it costs: the unicast reverse path check",
		},
		{
			"long prefixes alone need the other half", nexus3064(3000, 70, 100), solve.Feasible, false,
			[]string{"system urpf disable"},
			[]string{"no system urpf disable"},
			"ipv6.lpm128 70 of 128",
		},
		{"157 of them, as in TAC 225373", nexus3064(3000, 157, 100), solve.Infeasible, false, nil, nil, "ipv6.lpm128 needs 173 with reserve, 128"},
		{"more than the whole", nexus3064(16000, 10, 100), solve.Infeasible, false, nil, nil, "lpm needs 17,600 with reserve, 16,383"},
		{
			"hosts that their table does not hold", nexus3064(1000, 10, 4000), solve.Feasible, false,
			[]string{"hardware profile unicast enable-host-ecmp"},
			[]string{"no hardware profile unicast enable-host-ecmp"},
			"lpm 5,000 of 8,191",
		},
		{"IPv6 hosts in the LPM are not known", func() settings { n := nexus3064(1000, 10, 4000); n.HostsV6 = fact.Unknown; return n }(), solve.Unknown, false, nil, nil, "what an IPv6 host takes of the LPM table is not known"},
		{
			"hosts that fill the LPM go back", func() settings {
				n := nexus3064(15000, 10, 3000)
				n.URPF, n.HostECMP = false, fact.Yes
				return n
			}(), solve.Feasible, false,
			[]string{"no hardware profile unicast enable-host-ecmp"},
			[]string{"hardware profile unicast enable-host-ecmp"},
			"lpm 12,000 of 16,383 (73 %), host 6,000 of 8,192",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := tt.switched
			r := solve.Choose(n.Candidates(), n.Active(), nexusUntil())
			if r.Outcome != tt.outcome || r.Keep != tt.keep || !strings.Contains(r.Reason, tt.says) {
				t.Errorf("%s keep %v: %s", r.Outcome, r.Keep, r.Reason)
			}
			if d := cmp.Diff([][]string{tt.lines, tt.undo}, [][]string{r.Commands, r.Undo}); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// Against all four settings: what is taken holds all three tables with the least
// reserve, fewer lines do not, and none holds where it says infeasible.
func TestNexus3000IsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lpm, long, hosts := rapid.IntRange(1, 20000).Draw(t, "lpm"), rapid.IntRange(1, 160).Draw(t, "long"), rapid.IntRange(1, 8000).Draw(t, "hosts")
		n := nexus3064(float64(lpm), float64(long), float64(hosts))
		n.URPF, n.HostECMP = rapid.Bool().Draw(t, "urpf"), fact.TriOf(rapid.Bool().Draw(t, "ecmp"))
		if n.HostECMP == fact.Yes {
			n.LPM = entries(float64(lpm + hosts))
		}
		holds := func(urpf, inLPM bool, reserve float64) bool {
			routes, host := float64(lpm), 2*float64(hosts)
			if inLPM {
				routes, host = routes+float64(hosts), 0
			}
			whole, small := n.Whole, n.LongWhole
			if urpf {
				whole, small = n.Halved, n.LongHalved
			}
			return routes*reserve <= whole && float64(long)*reserve <= small && host*reserve <= n.HostCells
		}
		was := n.HostECMP == fact.Yes
		r := solve.Choose(n.Candidates(), n.Active(), nexusUntil())
		urpf, inLPM := strings.Contains(r.Name, "enabled"), strings.Contains(r.Name, "hosts")
		if r.Outcome == solve.Feasible && !holds(urpf, inLPM, 1.1-1e-9) {
			t.Fatalf("%s does not hold it: %s", r.Name, r.Reason)
		}
		for _, x := range [][2]bool{{true, true}, {true, false}, {false, true}, {false, false}} {
			if r.Outcome == solve.Infeasible && holds(x[0], x[1], 1.25) {
				t.Fatalf("%s holds it: %s", settingName(x[0], x[1]), r.Reason)
			}
		}
		if holds(n.URPF, was, 1.25) && !r.Keep {
			t.Fatalf("the active setting holds it with the reserve, and %s is taken", r.Name)
		}
		if r.Outcome == solve.Feasible && len(r.Commands) == 2 && (holds(!n.URPF, was, 1.25) || holds(n.URPF, !was, 1.25)) {
			t.Fatalf("two lines where one does: %v", r.Commands)
		}
	})
}
