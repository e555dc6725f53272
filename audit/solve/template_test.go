package solve

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/headroom-audit/headroom/catalog"
	"pgregory.net/rapid"
)

// family is invented: two proven templates, one that is only told of, one of
// another class.
func family() *catalog.Family {
	return &catalog.Family{
		Family: "invented",
		Profiles: []catalog.Profile{
			{Name: "access", Knob: "sdm prefer", Default: true, Caps: map[string]float64{"mac": 8000, "fib.ipv4": 2000, "fib.ipv6": 0}, Source: "test"},
			{Name: "routing", Knob: "sdm prefer", Caps: map[string]float64{"mac": 4000, "fib.ipv4": 8000, "fib.ipv6": 1000}, Trades: "4,000 MAC addresses", Source: "test"},
			{Name: "heavy", Knob: "sdm prefer", Caps: map[string]float64{"mac": 4000, "fib.ipv4": 90000, "fib.ipv6": 9000}, Grade: "unverified", Source: "test"},
			{Name: "other", Class: "b", Knob: "sdm prefer", Caps: map[string]float64{"mac": 1e6, "fib.ipv4": 1e6, "fib.ipv6": 1e6}, Source: "test"},
		},
		Changes: []catalog.Change{{Knob: "sdm prefer", Commands: []string{"sdm prefer {template}"}, Rollback: []string{"sdm prefer default"}, Source: "test"}},
	}
}

func TestTemplates(t *testing.T) {
	tests := []struct {
		name, active string
		need         map[string]float64
		outcome      Outcome
		commands     []string
		keep         bool
		reason       string
	}{
		{"more routes", "access", map[string]float64{"fib.ipv4": 3000, "mac": 100}, Feasible, []string{"sdm prefer routing"}, false, "it takes 4,000 MAC addresses"},
		{"active is best", "routing", map[string]float64{"fib.ipv4": 3000}, Feasible, nil, true, `template "routing"`},
		{"a template of another class does not count", "access", map[string]float64{"fib.ipv4": 3000, "mac": 5000}, Unknown, nil, false, "heavy: its figures are not proven"},
		{"a resource nobody lists", "access", map[string]float64{"acl": 10}, Unknown, nil, false, "what it gives acl is not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Templates(family(), "a", tt.active, tt.need)
			if r.Outcome != tt.outcome || r.Keep != tt.keep || !strings.Contains(r.Reason, tt.reason) {
				t.Errorf("got %s keep=%v %q, want %s keep=%v %q", r.Outcome, r.Keep, r.Reason, tt.outcome, tt.keep, tt.reason)
			}
			if d := cmp.Diff(tt.commands, r.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
		})
	}
}

func TestTemplatesInfeasibleIsProven(t *testing.T) {
	f := family()
	f.Profiles = f.Profiles[:2]
	r := Templates(f, "a", "access", map[string]float64{"fib.ipv4": 9000})
	if r.Outcome != Infeasible || !strings.Contains(r.Reason, "fib.ipv4: needs 9,000, it gives 8,000") {
		t.Errorf("got %s %q", r.Outcome, r.Reason)
	}
}

func TestTemplatesTakeTheRoomiest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &catalog.Family{}
		for _, name := range []string{"a", "b", "c"} {
			f.Profiles = append(f.Profiles, catalog.Profile{Name: name, Caps: map[string]float64{
				"x": float64(rapid.IntRange(0, 20).Draw(t, name+"x")), "y": float64(rapid.IntRange(0, 20).Draw(t, name+"y")),
			}})
		}
		need := map[string]float64{"x": float64(rapid.IntRange(0, 20).Draw(t, "x")), "y": float64(rapid.IntRange(0, 20).Draw(t, "y"))}
		r := Templates(f, "", "", need)
		best := -1.0
		for i := range f.Profiles {
			if p := &f.Profiles[i]; p.Caps["x"] >= need["x"] && p.Caps["y"] >= need["y"] {
				best = max(best, ratio(p, need))
			}
		}
		if (best >= 0) != (r.Outcome == Feasible) {
			t.Fatalf("trying all gives %v, the solver %s", best, r.Outcome)
		}
		if r.Outcome == Feasible && ratio(&catalog.Profile{Caps: r.Caps}, need) < best {
			t.Fatalf("%v is not the roomiest for %v", r.Caps, need)
		}
	})
}
