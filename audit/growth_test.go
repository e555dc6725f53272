package audit_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// A day that is near counts as much as a share that is small.
func TestRunwayGivesTheState(t *testing.T) {
	d := func() *fact.Device {
		return audittest.Device(func(d *fact.Device) { d.Tables[0].Resource = fact.FibIPv6 }, audittest.Row(fact.CapCarve, 220_000, 260_000))
	}
	for _, tt := range []struct {
		year  float64
		state audit.State
	}{{10_000, audit.OK}, {60_000, audit.Warn}, {200_000, audit.Crit}} {
		p := policy.Default()
		p.Growth.Anchor = audittest.Now()
		p.Growth.IPv6.Year = solve.Band{Low: tt.year / 2, Mid: tt.year, High: tt.year * 2}
		v := audittest.Run(d(), p, audittest.Now())
		if v.State != tt.state || v.RunsOut == nil || v.RunsOut.Pool != "routes" {
			t.Errorf("%v a year: %s, want %s; %+v", tt.year, v.State, tt.state, v.RunsOut)
		}
	}
	v := audittest.Run(audittest.Device(nil, audittest.Row(fact.CapCarve, 300_000, 524_288)), policy.Default(), audittest.Now())
	if v.RunsOut != nil {
		t.Errorf("a partial table runs out on %+v", v.RunsOut)
	}
}

// A date is reckoned from the day of the reading, and from what lies in the memory
// that it is about.
func TestWhatADateIsReckonedFrom(t *testing.T) {
	day := func(d *fact.Device) string {
		v := audittest.Run(d, policy.Default(), audittest.Now())
		if v.RunsOut == nil {
			return ""
		}
		return v.RunsOut.Median.Format("2006-01")
	}
	v4 := func(n float64) fact.Table { return audittest.Row(fact.CapCarve, n, 1_000_000) }
	old := func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(-3, 0, 0) }
	if at := day(audittest.Device(old, v4(920_000))); at != "2025-07" {
		t.Errorf("three years old, 80,000 free: full about %q", at)
	}
	filtered := audittest.Device(nil, audittest.Row(fact.CapCarve, 40_000, 65_536), fact.Table{Resource: fact.RIBIPv4, Used: audittest.At(1_080_000, 2)})
	if at := day(filtered); at != "" {
		t.Errorf("a filtered FIB below a full routing table runs out at %q", at)
	}
	second := audittest.Row(fact.CapFixed, 40_000, 65_536)
	second.Scope = fact.Scope{Kind: "module", Node: "2"}
	big := audittest.Row(fact.CapFixed, 1_080_000, 2_000_000)
	big.Scope = fact.Scope{Kind: "module", Node: "1"}
	if at := day(audittest.Device(nil, big, second)); at != "" {
		t.Errorf("a small table beside a full one runs out at %q", at)
	}
	both := audittest.Row(fact.CapCarve, 880_000, 1_007_616)
	both.Resource = fact.FibIPv4MPLS
	labels := fact.Table{Resource: fact.FibMPLS, Used: audittest.At(450_000, 2)}
	if at := day(audittest.Device(nil, both, labels)); at != "" {
		t.Errorf("430,000 routes and 450,000 labels run out at %q", at)
	}
	if at := day(audittest.Device(nil, both)); at != "" {
		t.Errorf("routes and labels that nobody told apart run out at %q", at)
	}
}
