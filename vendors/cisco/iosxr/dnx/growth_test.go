package dnx

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
)

// withPastOfLEM is a card whose LEM has a year of its own behind it and whose LPM prints an
// estimate, which has none.
func withPastOfLEM(routes Routes, lemPerDay float64) box {
	row := func(resource fact.Resource, used, size float64, kind fact.CapKind) fact.Table {
		return fact.Table{Name: string(resource), Resource: resource, Scope: fact.System(), Unit: fact.UnitEntries, CapKind: kind, Ledger: true, Used: fact.Derived(used, fact.Span{}, "t"), Cap: fact.Derived(size, fact.Span{}, "t")}
	}
	p := placementsOf(classLargeLPM)[0]
	load := routes.Loads(&p)
	lem := row(fact.FibLEM, load[fact.FibLEM].Now, 2_000_000, fact.CapHashed)
	lpm := row(fact.FibLPM, load[fact.FibLPM].Now, 2_000_000, fact.CapEstimate)
	d := &fact.Device{
		Family: "ncs5500", Recorded: testNow, Tables: []fact.Table{lem, lpm},
		Identity:   fact.Identity{OS: fact.IOSXR, Engines: []fact.Engine{{PID: "NCS-55A1-24H", Slot: "0/0"}}},
		Histograms: []fact.Histogram{{AFI: "ipv4", Counts: routes.V4}, {AFI: "ipv6", Counts: routes.V6}},
	}
	d.Carve.Active.Text, d.Carve.Active.Grade = HostOptimized, fact.Reported
	terms := ledger.DefaultTerms()
	var past []solve.Reading
	for day := 365.0; day > 0; day-- {
		past = append(past, solve.Reading{At: testNow.AddDate(0, 0, -int(day)), Used: load[fact.FibLEM].Now - day*lemPerDay, Cap: 2_000_000})
	}
	r := ledger.RowOf(&lem)
	terms.Past = map[ledger.Memory][]solve.Reading{ledger.MemoryOf(&r.Pool): past}
	return box{division.Box{View: ledger.Look(ledger.View{Device: d, Family: vendors.Catalog().Family("ncs5500"), Terms: terms, Now: testNow, Placed: Placed})}}
}

// A past of one memory does not lower what another one must hold, of which nobody knows
// how it grows but by the tables, or at all.
func TestAPastCountsForNoOtherMemory(t *testing.T) {
	part := projected()
	for _, counts := range [][]float64{part.V4, part.V6} {
		for i := range counts {
			counts[i] *= 0.3
		}
	}
	for _, tt := range []struct {
		name   string
		routes Routes
		perDay float64
		known  bool
		faster bool
	}{
		{"slower than the tables", projected(), 0, true, false},
		{"faster than the tables", projected(), 400, true, true},
		{"a part of the table", part, 1, false, false},
	} {
		c := withPastOfLEM(tt.routes, tt.perDay)
		if ledger.Pace(c.View, fact.FibLEM) == nil && tt.name != "a part of the table" {
			t.Fatalf("%s: the LEM has no past of its own", tt.name)
		}
		before, _, ok := c.prefixes()
		if !ok || before.Grow4.Known != tt.known {
			t.Fatalf("%s: %v, %+v", tt.name, ok, before.Grow4)
		}
		after := c.byPast(before)
		if after.Grow4.Known != tt.known || after.Grow4.Year < before.Grow4.Year || (after.Grow4.Year > before.Grow4.Year) != tt.faster {
			t.Errorf("%s: %+v, by the tables %+v", tt.name, after.Grow4, before.Grow4)
		}
	}
}
