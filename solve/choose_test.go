package solve

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/fact"
)

// Choose against trying everything.
func TestChooseIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c"}
		var candidates []Candidate
		u := Until{Now: testNow, Years: 2, Worth: 0.25}
		lasts := map[string]float64{}
		for i := range rapid.IntRange(1, 4).Draw(t, "candidates") {
			c := Candidate{Name: fmt.Sprint("s", i), Lines: []string{fmt.Sprint("s", i)}, Caps: map[fact.Resource]Memory{}, Load: map[fact.Resource]Demand{}}
			years := 1e9
			for _, n := range names {
				m := Memory{Capacity: float64(rapid.IntRange(1, 60).Draw(t, n)), Plan: rapid.SampledFrom([]float64{1, 0.5}).Draw(t, n+" plan")}
				d := Demand{Now: float64(rapid.IntRange(0, 20).Draw(t, n+" now")), Year: float64(rapid.IntRange(0, 10).Draw(t, n+" year")), Dated: true}
				c.Caps[fact.Resource(n)], c.Load[fact.Resource(n)] = m, d
				switch {
				case d.Now == 0 && d.Year == 0:
				case d.Now > m.Capacity*m.Plan:
					years = 0
				case d.Year > 0:
					years = min(years, (m.Capacity*m.Plan-d.Now)/d.Year)
				}
			}
			lasts[c.Name] = years
			candidates = append(candidates, c)
		}
		active := rapid.SampledFrom([]string{"", "s0"}).Draw(t, "active")
		r := Choose(candidates, active, u)
		best := 0.0
		for _, y := range lasts {
			best = max(best, y)
		}
		switch {
		case best < u.Worth:
			if r.Outcome != Infeasible {
				t.Fatalf("none lasts (%v), and it says %s: %s", lasts, r.Outcome, r.Reason)
			}
			return
		case active != "" && lasts[active] >= u.Years:
			if !r.Keep {
				t.Fatalf("%s lasts %v years and is not kept: %s", active, lasts[active], r.Reason)
			}
		case min(lasts[r.Name], u.Years) < min(best, u.Years):
			t.Fatalf("took %s of %v", r.Name, lasts)
		}
		if n := 1 + len(r.Others) + len(r.Rejected); n != len(candidates) {
			t.Fatalf("%d of %d candidates are told of", n, len(candidates))
		}
		if r.Outcome == Infeasible && (!r.Keep || lasts[active] >= u.Years) {
			t.Fatalf("infeasible: %s", r.Reason)
		}
	})
}

var testNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
