package dnx

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// projected is a table of the dossier's "2024" size: v4 /24, /32 and the rest;
// v6 /48 and the rest.
func projected() Routes {
	r := Routes{V4: make([]float64, 33), V6: make([]float64, 129), Reserve: 0.25, Least: 0.1}
	r.V4[24], r.V4[32], r.V4[22] = 665574, 9496, 387806
	r.V6[48], r.V6[44] = 111348, 70257
	return r
}

func memories(lpm, most float64) map[fact.Resource]solve.Memory {
	return map[fact.Resource]solve.Memory{
		fact.FibLEM: {Capacity: 786432, Plan: 0.95},
		fact.FibLPM: {Capacity: lpm, Plan: 1, Note: "lowest estimate seen", Soft: true, Most: most},
	}
}

// xr:2.1.4 "same, 2024": LEM 786,418 of demand by default, 120,844
// and LPM v4 1,053,380 with host-optimized-disable.
func TestPlacementArithmetic(t *testing.T) {
	r, p := projected(), placementsOf("large-lpm")
	if n := r.Loads(&p[0])[fact.FibLEM].Now; n != 786418 {
		t.Errorf("default puts %v in LEM, the dossier says 786418", n)
	}
	load := r.Loads(&p[1])
	if load[fact.FibLEM].Now != 120844 || load[fact.FibLPM].Now-70257 != 1053380 {
		t.Errorf("host-optimized-disable: %v, the dossier says LEM 120844, LPM v4 1053380", load)
	}
}

func TestPlacement(t *testing.T) {
	u := solve.DefaultUntil(testNow)
	place := func(class string, m map[fact.Resource]solve.Memory, r Routes) solve.Result {
		return choose(candidatesOf(catalog.Class(class), HostOptimized, m, r), HostOptimized, r, u)
	}
	t.Run("large LPM: disable host-optimized", func(t *testing.T) {
		r := place("large-lpm", memories(1373880, 1570948), projected())
		if r.Outcome != solve.Feasible || r.Keep {
			t.Fatalf("%s keep=%v: %s", r.Outcome, r.Keep, r.Reason)
		}
		if d := cmp.Diff([]string{"hw-module fib ipv4 scale host-optimized-disable"}, r.Commands); d != "" {
			t.Error(d)
		}
		if !strings.Contains(r.Reason, "lem 120,844 of 786,432 (15 %)") || !strings.Contains(r.Reason, "lpm 1,123,637 of 1,373,880 (82 %) lowest estimate seen") {
			t.Error(r.Reason)
		}
	})
	t.Run("with growth it has a date", func(t *testing.T) {
		routes := projected()
		routes.Grow4 = growth{Year: 48500, Shock: 25000, Tail: 0.889, TailLen: 24, Known: true}
		routes.Grow6 = growth{Year: 27000, Shock: 5000, Tail: 0.8, TailLen: 48, Known: true}
		r := place("large-lpm", memories(1373880, 1570948), routes)
		// (1,373,880 - 1,123,637 - 27,000 of shocks) / (48,500 + 27,000 x 0.2 a year)
		if r.Outcome != solve.Feasible || r.Until.Format("2006-01") != "2031-01" || len(r.Rejected) == 0 {
			t.Errorf("%s until %s: %s; %+v", r.Outcome, r.Until, r.Reason, r.Rejected)
		}
	})
	t.Run("small LPM: no profile, and disabling makes it worse", func(t *testing.T) {
		r := place("small-lpm", memories(256000, 500000), projected())
		if r.Outcome != solve.Infeasible || !strings.Contains(r.Reason, "host-optimized-disable: lpm needs 1,236,001 with reserve, 256,000 (lowest estimate seen) can be planned with") ||
			!strings.Contains(r.Reason, "; host-optimized-disable makes it worse") ||
			!strings.Contains(r.Reason, "; under host-optimized (default) about 594,000 of its 1,062,876 IPv4 routes would fit today") {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("an estimate that is passed by a little proves nothing", func(t *testing.T) {
		r := place("small-lpm", memories(1100000, 0), projected())
		if r.Outcome != solve.Unknown || !strings.Contains(r.Reason, "no setting is known to hold it") {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("a capacity that is not known proves nothing", func(t *testing.T) {
		r := place("small-lpm", map[fact.Resource]solve.Memory{fact.FibLEM: {Capacity: 786432, Plan: 0.95}}, projected())
		if r.Outcome != solve.Unknown || !strings.Contains(r.Reason, `what it gives lpm is not known`) {
			t.Errorf("%s: %s", r.Outcome, r.Reason)
		}
	})
	t.Run("the active one is kept where it holds", func(t *testing.T) {
		small := Routes{V4: make([]float64, 33), Reserve: 0.25, Least: 0.1}
		small.V4[24] = 100000
		if r := place("small-lpm", memories(350000, 0), small); !r.Keep || len(r.Commands) > 0 || len(r.Others) == 0 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a placement that was held against no capture is not proposed", func(t *testing.T) {
		r := projected()
		r.V4[24], r.V4[22], r.V6[48], r.V6[44] = 600000, 100000, 200000, 0
		got := place("small-lpm", memories(350000, 551346), r)
		if got.Outcome != solve.Unknown || !strings.Contains(got.Reason, "held against no capture") {
			t.Errorf("%s: %s", got.Outcome, got.Reason)
		}
	})
	t.Run("no placement at all", func(t *testing.T) {
		if r := place("nobody", memories(1, 0), projected()); r.Outcome != solve.Unknown {
			t.Errorf("%s", r.Outcome)
		}
	})
}

// An external TCAM of the NL12k holds what its carve gives it.
func TestExternalTCAMCarves(t *testing.T) {
	r := Routes{V4: make([]float64, 33), V6: make([]float64, 129), Reserve: 0.25, Least: 0.1}
	r.V4[22], r.V6[48] = 1_000_000, 60_000
	m := map[fact.Resource]solve.Memory{fact.FibLEM: {Capacity: 786432, Plan: 0.95}, fact.FibLPM: {Capacity: 256000}, fact.FibETCAMv4: {Capacity: 1024000}}
	got := choose(candidatesOf("nl-etcam", "scaledisable", m, r), "scaledisable", r, solve.DefaultUntil(testNow))
	if got.Outcome != solve.Feasible || got.Keep || got.Caps[fact.FibETCAMv4] < 1_250_000 ||
		!slices.Equal(got.Commands, []string{"no hw-module tcam fib ipv4 scaledisable", "hw-module profile tcam acl-prefix percent 20"}) ||
		!slices.Equal(got.Undo, []string{"no hw-module profile tcam acl-prefix percent 20", "hw-module tcam fib ipv4 scaledisable"}) {
		t.Errorf("%s: %s %v", got.Outcome, got.Reason, got.Commands)
	}
	r.V4[22] = 3_000_000
	if got := choose(candidatesOf("nl-etcam", "scaledisable", m, r), "scaledisable", r, solve.DefaultUntil(testNow)); got.Outcome != solve.Infeasible {
		t.Errorf("3 M routes: %s: %s", got.Outcome, got.Reason)
	}
}

var testNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
