package division

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// family is invented: two proven templates, one that is only told of, one of
// another class.
func family() *catalog.Family {
	return &catalog.Family{
		Family: "invented",
		Profiles: []catalog.Profile{
			{Name: "access", Knob: "sdm prefer", Default: true, Caps: map[fact.Resource]float64{"mac": 8000, "fib.ipv4": 2000, "fib.ipv6": 0}, Source: "test", Grade: fact.Documented},
			{Name: "routing", Knob: "sdm prefer", Caps: map[fact.Resource]float64{"mac": 4000, "fib.ipv4": 8000, "fib.ipv6": 1000}, Trades: "4,000 MAC addresses", Source: "test", Grade: fact.Documented},
			{Name: "heavy", Knob: "sdm prefer", Caps: map[fact.Resource]float64{"mac": 4000, "fib.ipv4": 90000, "fib.ipv6": 9000}, Grade: fact.Unverified, Source: "test"},
			{Name: "other", Class: "b", Knob: "sdm prefer", Caps: map[fact.Resource]float64{"mac": 1e6, "fib.ipv4": 1e6, "fib.ipv6": 1e6}, Source: "test", Grade: fact.Documented},
		},
		Changes: []catalog.Change{{Knob: "sdm prefer", Commands: []string{"sdm prefer {template}"}, Rollback: []string{"sdm prefer default"}, Source: "test", Grade: fact.Documented}},
	}
}

// need is a demand that does not grow.
func need(m map[string]float64) map[fact.Resource]solve.Demand {
	out := map[fact.Resource]solve.Demand{}
	for name, n := range m {
		out[fact.Resource(name)] = solve.Demand{Now: n, Dated: true}
	}
	return out
}

func TestTemplates(t *testing.T) {
	tests := []struct {
		name, active string
		need         map[string]float64
		outcome      solve.Outcome
		commands     []string
		keep         bool
		reason       string
	}{
		{"more routes", "access", map[string]float64{"fib.ipv4": 3000, "mac": 100}, solve.Feasible, []string{"sdm prefer routing"}, false, "what it costs: mac from 8,000 to 4,000; 4,000 MAC addresses"},
		{"active holds it", "routing", map[string]float64{"fib.ipv4": 3000}, solve.Feasible, nil, true, "routing: ipv4 3,000 of 8,000"},
		{"a template of another class does not count", "access", map[string]float64{"fib.ipv4": 3000, "mac": 5000}, solve.Unknown, nil, false, "heavy: mac needs 5,000"},
		{"figures that are not proven prove nothing", "access", map[string]float64{"fib.ipv4": 9000}, solve.Unknown, nil, false, "its figures (ipv4 90,000) are not proven"},
		{"a resource nobody lists", "access", map[string]float64{"acl": 10}, solve.Unknown, nil, false, "what it gives acl is not known"},
		{"what the device prints is better than the catalog", "access", map[string]float64{"fib.ipv4": 2500}, solve.Feasible, nil, true, "ipv4 2,500 of 3,000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			caps := map[fact.Resource]solve.Memory{}
			if tt.need["fib.ipv4"] == 2500 {
				caps["fib.ipv4"] = solve.Memory{Capacity: 3000}
			}
			r := solve.Choose(Templates(family(), "a", tt.active, need(tt.need), caps), tt.active, solve.DefaultUntil(testNow))
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
	r := solve.Choose(Templates(f, "a", "access", need(map[string]float64{"fib.ipv4": 9000}), nil), "access", solve.DefaultUntil(testNow))
	if r.Outcome != solve.Infeasible || !strings.Contains(r.Reason, "routing: ipv4 needs 9,000 with reserve, 8,000 can be planned with") {
		t.Errorf("got %s %q", r.Outcome, r.Reason)
	}
}

// A box that still runs its factory default gets the roomiest, any other one the
// template that takes the least.
func TestTheSmallestChangeOrTheRoomiest(t *testing.T) {
	f := &catalog.Family{Profiles: []catalog.Profile{
		{Name: "now", Caps: map[fact.Resource]float64{"x": 10, "y": 100}, Grade: fact.Documented},
		{Name: "more", Caps: map[fact.Resource]float64{"x": 20, "y": 90}, Grade: fact.Documented},
		{Name: "most", Caps: map[fact.Resource]float64{"x": 90, "y": 20}, Grade: fact.Documented},
	}}
	for roomiest, want := range map[bool]string{false: "more", true: "most"} {
		u := solve.DefaultUntil(testNow)
		u.Roomiest = roomiest
		r := solve.Choose(Templates(f, "", "now", need(map[string]float64{"x": 15, "y": 1}), nil), "now", u)
		if r.Name != want || len(r.Others) != 1 || r.Others[0].Takes == "" {
			t.Errorf("roomiest %v: %s, want %s; others %+v", roomiest, r.Name, want, r.Others)
		}
	}
}

var testNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
