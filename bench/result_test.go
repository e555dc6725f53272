package main

import (
	"math"
	"testing"
	"time"
)

func TestRowArithmetic(t *testing.T) {
	r := row{devices: 1000, sessions: 500, ok: 1000, cpu: 1250 * time.Millisecond, starting: 50 * time.Millisecond, wall: 3 * time.Second, lone: 1000}
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"cpu", r.cpuMS(), 1.25},
		{"cpu without start", r.bareMS(), 1.2},
		{"wall", r.wallS(), 3},
		{"ideal", r.idealS(), 2},
		{"over ideal", r.overIdeal(), 1.5},
		{"times", row{devices: 10, ok: 10, cpu: 125 * time.Millisecond}.times(r), 10},
		{"times without start", row{devices: 10, ok: 10, cpu: 125 * time.Millisecond, starting: 5 * time.Millisecond}.timesBare(r), 10},
		{"fewer devices than sessions", row{devices: 20, sessions: 500, lone: 1000}.idealS(), 1},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s is %v, want %v", c.what, c.got, c.want)
		}
	}
}

// A figure is unknown, never small, where a device failed or nothing was run.
func TestRowUnknown(t *testing.T) {
	failed := row{devices: 10, sessions: 5, ok: 9, cpu: time.Second, wall: time.Second, lone: 1000}
	for name, x := range map[string]float64{
		"cpu of a failed run":        failed.cpuMS(),
		"wall of a failed run":       failed.wallS(),
		"over ideal":                 failed.overIdeal(),
		"against a failed run":       row{devices: 1, ok: 1, cpu: time.Second}.times(failed),
		"not installed":              unmeasured("x", "not installed").cpuMS(),
		"ideal without a lone visit": row{devices: 10, sessions: 5, lone: math.NaN()}.idealS(),
	} {
		if !math.IsNaN(x) {
			t.Errorf("%s: %v, want unknown", name, x)
		}
	}
}

func TestMiddle(t *testing.T) {
	of := func(ms int, ok int) row { return row{devices: 10, ok: ok, cpu: time.Duration(ms) * time.Millisecond} }
	for _, c := range []struct {
		rows []row
		want time.Duration
	}{
		{[]row{of(30, 10), of(10, 10), of(20, 10)}, 20},
		{[]row{of(30, 10), of(10, 9), of(20, 10)}, 30}, // the failed one does not count
		{[]row{of(30, 9)}, 30},
	} {
		if got := middle(c.rows).cpu; got != c.want*time.Millisecond {
			t.Errorf("the middle of %v is %s, want %s", c.rows, got, c.want*time.Millisecond)
		}
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		g    goal
		want string
	}{
		{goal{measured: 1.2, bound: 1.3}, "met"},
		{goal{measured: 1.4, bound: 1.3}, "**missed**"},
		{goal{measured: 5, bound: 4, least: true}, "met"},
		{goal{measured: 3, bound: 4, least: true}, "**missed**"},
		{goal{measured: math.NaN(), bound: 4}, "unknown"},
		{goal{measured: math.Inf(1), bound: 50}, "**missed**"},
	} {
		if got := c.g.verdict(); got != c.want {
			t.Errorf("%+v is %s, want %s", c.g, got, c.want)
		}
	}
}

// A run that measured nothing meets no goal and misses none.
func TestGoalsOfNothing(t *testing.T) {
	empty := results{large: unmeasured("headroom", "not run")}
	for _, g := range empty.goals() {
		if g.verdict() != "unknown" {
			t.Errorf("%s: %s", g.text, g.verdict())
		}
	}
}
