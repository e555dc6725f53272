package audit

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Whose table grows, and how fast.
func TestGrowth(t *testing.T) {
	v4 := func(n float64) *fact.Device { return device(nil, row(fact.CapFixed, n, 4_000_000)) }
	tests := []struct {
		name   string
		device *fact.Device
		table  TableKind
		known  bool
		copies float64
	}{
		{"a full table", v4(1_080_000), "", true, 1},
		{"one that is filtered a little", v4(900_000), "", true, 1},
		{"two of them", v4(2_150_000), "", true, 2},
		{"a partial table", v4(400_000), "", false, 0},
		{"a partial table that the policy names", v4(541_198), PartialTable, true, 0.5},
		{"a router with a default route", v4(400_000), DefaultOnly, true, 0},
		{"a full table that is still small, by the policy", v4(700_000), FullTable, true, 1},
		{"nothing is known", device(nil), "", false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := DefaultPolicy()
			p.Table = tt.table
			p.Roles = map[string]Thresholds{"": {Table: tt.table}}
			g := newCase(tt.device, p, testNow).growth4()
			if g.known != tt.known || g.copies < tt.copies-0.01 || g.copies > tt.copies+0.01 {
				t.Errorf("known %v, %.3f copies; want %v, %v", g.known, g.copies, tt.known, tt.copies)
			}
		})
	}
}

// A day that is near counts as much as a share that is small.
func TestRunwayGivesTheState(t *testing.T) {
	d := func() *fact.Device {
		return device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, row(fact.CapCarve, 220_000, 260_000))
	}
	for _, tt := range []struct {
		year  float64
		state State
	}{{10_000, OK}, {60_000, Warn}, {200_000, Crit}} {
		p := DefaultPolicy()
		p.Growth.Anchor = testNow
		p.Growth.IPv6.Year = solve.Band{Low: tt.year / 2, Mid: tt.year, High: tt.year * 2}
		v := Run(d(), p, testNow)
		if v.State != tt.state || v.RunsOut == nil || v.RunsOut.Pool != "routes" {
			t.Errorf("%v a year: %s, want %s; %+v", tt.year, v.State, tt.state, v.RunsOut)
		}
	}
	v := Run(device(nil, row(fact.CapCarve, 300_000, 524_288)), DefaultPolicy(), testNow)
	if v.RunsOut != nil {
		t.Errorf("a partial table runs out on %+v", v.RunsOut)
	}
}

// A date is reckoned from the day of the reading, and from what lies in the memory
// that it is about.
func TestWhatADateIsReckonedFrom(t *testing.T) {
	day := func(d *fact.Device) string {
		v := Run(d, DefaultPolicy(), testNow)
		if v.RunsOut == nil {
			return ""
		}
		return v.RunsOut.Median.Format("2006-01")
	}
	v4 := func(n float64) fact.Table { return row(fact.CapCarve, n, 1_000_000) }
	old := func(d *fact.Device) { d.Recorded = testNow.AddDate(-3, 0, 0) }
	if at := day(device(old, v4(920_000))); at != "2025-07" {
		t.Errorf("three years old, 80,000 free: full about %q", at)
	}
	filtered := device(nil, row(fact.CapCarve, 40_000, 65_536), fact.Table{Resource: fact.RIBIPv4, Used: at(1_080_000, 2)})
	if at := day(filtered); at != "" {
		t.Errorf("a filtered FIB below a full routing table runs out at %q", at)
	}
	second := row(fact.CapFixed, 40_000, 65_536)
	second.Scope = fact.Scope{Kind: "module", Node: "2"}
	big := row(fact.CapFixed, 1_080_000, 2_000_000)
	big.Scope = fact.Scope{Kind: "module", Node: "1"}
	if at := day(device(nil, big, second)); at < "2040" {
		t.Errorf("a small table beside a full one runs out at %q", at)
	}
	both := row(fact.CapCarve, 880_000, 1_007_616)
	both.Resource = fact.FibIPv4MPLS
	labels := fact.Table{Resource: fact.FibMPLS, Used: at(450_000, 2)}
	if at := day(device(nil, both, labels)); at != "" {
		t.Errorf("430,000 routes and 450,000 labels run out at %q", at)
	}
	if at := day(device(nil, both)); at != "" {
		t.Errorf("routes and labels that nobody told apart run out at %q", at)
	}
}

func TestRunwayWords(t *testing.T) {
	w := solve.RunsOut(testNow, 0, 100, solve.Band{Low: 1, Mid: 10, High: 20})
	if s := runwayWords(w); s != "full about 2036-11 (between 2031-11 and much later)" {
		t.Error(s)
	}
	if s := runwayWords(solve.Runway{}); !strings.Contains(s, "not full in 30 years") {
		t.Error(s)
	}
}
