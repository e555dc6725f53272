package solve

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/fact"
)

func nexusUntil() Until { return DefaultUntil(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)) }

func entries(n float64) Demand { return Demand{Now: n, Spare: n * 0.25, Least: n * 0.1} }

// The figures of the captures before and after `system urpf disable`, and of TAC
// 225373 (nxos:2.5): 8191 and 16383, 64 and 128.
func nexus3064(lpm, long, hosts float64) Nexus3000 {
	return Nexus3000{
		LPM: entries(lpm), Long: entries(long), Hosts: entries(2 * hosts), HostRoutes: entries(hosts), HostCells: 8192,
		Whole: 16383, Halved: 8191, LongWhole: 128, LongHalved: 64, URPF: true, HostECMP: fact.No, HostsV6: fact.No,
	}
}

func TestNexus3000(t *testing.T) {
	tests := []struct {
		name        string
		switched    Nexus3000
		outcome     Outcome
		keep        bool
		lines, undo []string
		says        string
	}{
		{"room", nexus3064(3000, 10, 100), Feasible, true, nil, nil, "urpf enabled: ipv6.lpm128 10 of 64"},
		{
			"the half is full", nexus3064(7900, 10, 100), Feasible, false,
			[]string{"system urpf disable"},
			[]string{"no system urpf disable"},
			"what it costs: the unicast reverse path check",
		},
		{
			"long prefixes alone need the other half", nexus3064(3000, 70, 100), Feasible, false,
			[]string{"system urpf disable"},
			[]string{"no system urpf disable"},
			"ipv6.lpm128 70 of 128",
		},
		{"157 of them, as in TAC 225373", nexus3064(3000, 157, 100), Infeasible, false, nil, nil, "ipv6.lpm128 needs 173 with reserve, 128"},
		{"more than the whole", nexus3064(16000, 10, 100), Infeasible, false, nil, nil, "lpm needs 17,600 with reserve, 16,383"},
		{
			"hosts that their table does not hold", nexus3064(1000, 10, 4000), Feasible, false,
			[]string{"hardware profile unicast enable-host-ecmp"},
			[]string{"no hardware profile unicast enable-host-ecmp"},
			"lpm 5,000 of 8,191",
		},
		{"IPv6 hosts in the LPM are not known", func() Nexus3000 { n := nexus3064(1000, 10, 4000); n.HostsV6 = fact.Unknown; return n }(), Unknown, false, nil, nil, "what an IPv6 host takes of the LPM table is not known"},
		{
			"hosts that fill the LPM go back", func() Nexus3000 {
				n := nexus3064(15000, 10, 3000)
				n.URPF, n.HostECMP = false, fact.Yes
				return n
			}(), Feasible, false,
			[]string{"no hardware profile unicast enable-host-ecmp"},
			[]string{"hardware profile unicast enable-host-ecmp"},
			"lpm 12,000 of 16,383 (73 %), host 6,000 of 8,192",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := tt.switched
			r := Choose(n.Candidates(), n.Active(), nexusUntil())
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
		r := Choose(n.Candidates(), n.Active(), nexusUntil())
		urpf, inLPM := strings.Contains(r.Name, "enabled"), strings.Contains(r.Name, "hosts")
		if r.Outcome == Feasible && !holds(urpf, inLPM, 1.1-1e-9) {
			t.Fatalf("%s does not hold it: %s", r.Name, r.Reason)
		}
		for _, x := range [][2]bool{{true, true}, {true, false}, {false, true}, {false, false}} {
			if r.Outcome == Infeasible && holds(x[0], x[1], 1.25) {
				t.Fatalf("%s holds it: %s", N3KName(x[0], x[1]), r.Reason)
			}
		}
		if holds(n.URPF, was, 1.25) && !r.Keep {
			t.Fatalf("the active setting holds it with the reserve, and %s is taken", r.Name)
		}
		if r.Outcome == Feasible && len(r.Commands) == 2 && (holds(!n.URPF, was, 1.25) || holds(n.URPF, !was, 1.25)) {
			t.Fatalf("two lines where one does: %v", r.Commands)
		}
	})
}

// Every division of the normal mode is in steps of 4,096, within its bounds and
// leaves nothing idle; the one that is taken holds both families, and no division
// does where it says infeasible (nxos:2.6).
func TestForwardingModesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes, mcast := rapid.IntRange(1, 40000).Draw(t, "routes"), rapid.IntRange(0, 40000).Draw(t, "multicast")
		counted := rapid.Bool().Draw(t, "counted")
		now := 4096 * rapid.IntRange(1, 7).Draw(t, "now")
		active := NormalMode(now, 32768-now)
		load := map[fact.Resource]Demand{fact.FibIPv4: entries(float64(routes))}
		if counted {
			load[fact.FibMcastIPv4] = entries(float64(mcast))
		}
		sizes := map[fact.Resource]Memory{fact.FibIPv4: {Capacity: float64(now)}, fact.FibMcastIPv4: {Capacity: float64(32768 - now)}}
		list := ForwardingModes(load, active, sizes)
		r := Choose(list, active, nexusUntil())
		holds := func(lpm int, reserve float64) bool {
			return float64(routes)*reserve <= float64(lpm) && (!counted || float64(mcast)*reserve <= float64(32768-lpm))
		}
		least, whole := false, false // some division holds it with the least reserve, with all of it
		for lpm := 4096; lpm <= 28672; lpm += 4096 {
			least, whole = least || holds(lpm, 1.1), whole || holds(lpm, 1.25)
		}
		// One that holds the least only is kept where it is in use, and called the best.
		if r.Outcome == Infeasible && whole || r.Outcome == Feasible && !least || counted && whole && r.Outcome != Feasible || counted && !least && r.Outcome != Infeasible {
			t.Fatalf("trying all says %v and %v, the solver %s: %s", least, whole, r.Outcome, r.Reason)
		}
		if r.Outcome != Feasible {
			return
		}
		var lpm, rest int
		if _, err := fmt.Sscanf(r.Name, "normal lpm-entry %d mcast-entry %d", &lpm, &rest); err != nil {
			t.Fatalf("%s was taken: %v", r.Name, err)
		}
		if lpm+rest != 32768 || lpm%4096 != 0 || lpm > 28672 || rest > 28672 || !counted && rest < 32768-now {
			t.Fatalf("%s is no division, or takes what nobody counted", r.Name)
		}
	})
}

// The warp mode is never taken, and told to be too small where it is.
func TestWarpIsNamedOnly(t *testing.T) {
	sizes := map[fact.Resource]Memory{fact.FibIPv4: {Capacity: 24576}, fact.FibMcastIPv4: {Capacity: 8192}}
	for routes, says := range map[float64]string{100: "what it gives of these was not seen", 9000: "ipv4 needs 9,900 with reserve, 8,192"} {
		r := Choose(ForwardingModes(map[fact.Resource]Demand{fact.FibIPv4: entries(routes)}, NormalMode(24576, 8192), sizes), NormalMode(24576, 8192), nexusUntil())
		i := slices.IndexFunc(r.Rejected, func(x Rejected) bool { return x.Name == "warp" })
		if i < 0 || !strings.Contains(r.Rejected[i].Why, says) || !r.Keep {
			t.Errorf("%v routes: %+v", routes, r.Rejected)
		}
	}
	// One that runs it keeps it where it holds, and leaves it where it does not.
	warp := map[fact.Resource]Memory{fact.FibIPv4: {Capacity: 4096}, fact.FibMcastIPv4: {Capacity: 8192}}
	r := Choose(ForwardingModes(map[fact.Resource]Demand{fact.FibIPv4: entries(6000), fact.FibMcastIPv4: entries(100)}, "warp", warp), "warp", nexusUntil())
	if r.Name != "normal lpm-entry 8192 mcast-entry 24576" && r.Name != "normal lpm-entry 24576 mcast-entry 8192" {
		t.Errorf("%s: %s", r.Name, r.Reason)
	}
	if len(r.Undo) != 1 || !strings.Contains(r.Undo[0], "{as configured before}") {
		t.Errorf("way back: %v", r.Undo)
	}
}
