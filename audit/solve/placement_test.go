package solve

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The schemes of a Jericho+ without external TCAM: domain/iosxr-placement.json
// base-default and base-host-optimized-disable.
func jericho() []Scheme {
	v6 := Place{Lengths: map[int]string{48: "lem"}, Rest: "lpm"}
	return []Scheme{
		{Name: "host-optimized (default)", V4: Place{map[int]string{24: "lem", 32: "lem"}, "lpm"}, V6: v6, Labels: "lem"},
		{
			Name: "host-optimized-disable", Knob: "hw-module fib ipv4 scale host-optimized-disable",
			Lines: []string{"hw-module fib ipv4 scale host-optimized-disable"},
			V4:    Place{map[int]string{32: "lem"}, "lpm"}, V6: v6, Labels: "lem",
		},
	}
}

// projected is a table of the dossier's "2024" size: v4 /24, /32 and the rest;
// v6 /48 and the rest.
func projected() Routes {
	r := Routes{V4: make([]float64, 33), V6: make([]float64, 129)}
	r.V4[24], r.V4[32], r.V4[22] = 665574, 9496, 387806
	r.V6[48], r.V6[44] = 111348, 70257
	return r
}

func memories(lpm float64) map[string]Memory {
	return map[string]Memory{"lem": {Capacity: 786432, Plan: 0.95}, "lpm": {Capacity: lpm, Plan: 1, Note: "lowest estimate seen", Soft: true}}
}

// domain/iosxr.md 2.1.4 "same, 2024": LEM 786,418 of demand by default, 120,844
// and LPM v4 1,053,380 with host-optimized-disable.
func TestPlacementArithmetic(t *testing.T) {
	s := jericho()
	if n := s[0].Load(projected())["lem"]; n != 786418 {
		t.Errorf("default puts %v in LEM, the dossier says 786418", n)
	}
	load := s[1].Load(projected())
	if load["lem"] != 120844 || load["lpm"]-70257 != 1053380 {
		t.Errorf("host-optimized-disable: %v, the dossier says LEM 120844, LPM v4 1053380", load)
	}
}

func TestPlacement(t *testing.T) {
	t.Run("large LPM: disable host-optimized", func(t *testing.T) {
		r := Placement(jericho(), "host-optimized (default)", memories(1373880), projected(), 0.1)
		if r.Outcome != Feasible || r.Keep {
			t.Fatalf("%s keep=%v: %s", r.Outcome, r.Keep, r.Reason)
		}
		if d := cmp.Diff([]string{"hw-module fib ipv4 scale host-optimized-disable"}, r.Commands); d != "" {
			t.Error(d)
		}
		if !strings.Contains(r.Reason, "lem 120,844 of 786,432 (15 %)") || !strings.Contains(r.Reason, "lpm 1,123,637 of 1,373,880 (82 %) lowest estimate seen") {
			t.Error(r.Reason)
		}
	})
	t.Run("small LPM: no profile, and disabling makes it worse", func(t *testing.T) {
		r := Placement(jericho(), "host-optimized (default)", memories(350000), projected(), 0.1)
		if r.Outcome != Infeasible || !strings.Contains(r.Reason, "host-optimized-disable: lpm needs 1,236,001 with reserve, 350,000 (lowest estimate seen) can be planned with; host-optimized-disable makes it worse") {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("an estimate that is passed by a little proves nothing", func(t *testing.T) {
		r := Placement(jericho(), "host-optimized (default)", memories(1100000), projected(), 0.1)
		if r.Outcome != Unknown || !strings.Contains(r.Reason, "no profile is known to hold it") {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("a capacity that is not known proves nothing", func(t *testing.T) {
		r := Placement(jericho(), "", map[string]Memory{"lem": {Capacity: 786432, Plan: 0.95}}, projected(), 0.1)
		if r.Outcome != Unknown || !strings.Contains(r.Reason, `the capacity of "lpm" is not known`) {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("the active one is kept where it holds", func(t *testing.T) {
		small := Routes{V4: make([]float64, 33)}
		small.V4[24] = 100000
		if r := Placement(jericho(), "host-optimized (default)", memories(350000), small, 0.1); !r.Keep || len(r.Commands) > 0 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("no scheme at all", func(t *testing.T) {
		if r := Placement(nil, "", memories(1), projected(), 0); r.Outcome != Unknown {
			t.Errorf("%s", r.Outcome)
		}
	})
}

func TestPlacementIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c"}
		mem := map[string]Memory{}
		for _, n := range names {
			mem[n] = Memory{Capacity: float64(rapid.IntRange(1, 60).Draw(t, n)), Plan: rapid.SampledFrom([]float64{1, 0.5}).Draw(t, n+" plan")}
		}
		pick := func(label string) string { return rapid.SampledFrom(names).Draw(t, label) }
		var schemes []Scheme
		for i := range rapid.IntRange(1, 4).Draw(t, "schemes") {
			name := fmt.Sprint("s", i)
			schemes = append(schemes, Scheme{
				Name: name, Lines: []string{name}, Labels: pick(name + " labels"),
				V4: Place{map[int]string{1: pick(name + " 1")}, pick(name + " rest")}, V6: Place{Rest: pick(name + " v6")},
			})
		}
		n := func(label string) float64 { return float64(rapid.IntRange(0, 20).Draw(t, label)) }
		routes := Routes{V4: []float64{n("0"), n("1"), n("2")}, V6: []float64{n("v6")}, Labels: n("l")}
		reserve := rapid.SampledFrom([]float64{0, 0.25}).Draw(t, "reserve")
		possible := map[string]bool{}
		for _, s := range schemes {
			fits := true
			for m, load := range s.Load(routes) {
				fits = fits && load*(1+reserve) <= mem[m].Capacity*mem[m].Plan
			}
			if fits {
				possible[s.Name] = true
			}
		}
		r := Placement(schemes, "", mem, routes, reserve)
		if (len(possible) > 0) != (r.Outcome == Feasible) || len(possible) == 0 && r.Outcome != Infeasible {
			t.Fatalf("possible %v, the solver says %s", possible, r.Outcome)
		}
		if r.Outcome == Feasible && !possible[r.Commands[0]] {
			t.Fatalf("chose %s, which does not hold it", r.Commands[0])
		}
	})
}
