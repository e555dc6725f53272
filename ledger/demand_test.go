package ledger

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// What a memory must hold: the growth and its shocks where they are known, else the
// policy's reserve; something is left free in any case.
func TestDemand(t *testing.T) {
	line := solve.Trend{Entries: 1000, Year: solve.Band{Low: 10, Mid: 20, High: 30}, Shock: 40}
	still := solve.Trend{Entries: 1000}
	for _, tt := range []struct {
		name    string
		reserve float64
		g       Growth
		want    solve.Demand
	}{
		{"growth unknown", 0.25, Growth{Line: line}, solve.Demand{Now: 400, Spare: 100, Least: 40}},
		{"a small reserve is the least", 0.05, Growth{}, solve.Demand{Now: 400, Spare: 20, Least: 20}},
		{"a table", 0.25, Growth{Line: line, Copies: 1, Known: true}, solve.Demand{Now: 400, Dated: true, Year: 20, Spare: 40, Least: 40}},
		{"two of them", 0.25, Growth{Line: line, Copies: 2, Known: true}, solve.Demand{Now: 400, Dated: true, Year: 40, Spare: 80, Least: 80}},
		{"nothing grows", 0.25, Growth{Line: still, Copies: 1, Known: true}, solve.Demand{Now: 400, Dated: true, Spare: 40, Least: 40}},
		{"nothing grows, and little is asked for", 0.05, Growth{Line: still, Copies: 1, Known: true}, solve.Demand{Now: 400, Dated: true, Spare: 20, Least: 20}},
	} {
		terms := DefaultTerms()
		terms.Reserve = tt.reserve
		v := Look(View{Device: device(nil), Terms: terms, Now: testNow})
		if got := v.Demand(400, tt.g); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// The horizon counts from the day of the reading: an old reading has to last longer.
func TestUntilCountsFromTheReading(t *testing.T) {
	read := func(at time.Time, isDefault bool) solve.Until {
		d := device(func(d *fact.Device) { d.Recorded, d.Carve.Default = at, isDefault })
		return look(d).Until()
	}
	today, old := read(testNow, false), read(testNow.Add(-solve.Year), true)
	if d := today.Years - 730*24/solve.Year.Hours(); d < -1e-9 || d > 1e-9 {
		t.Errorf("%v years from today", today.Years)
	}
	if d := old.Years - today.Years - 1; d < -1e-9 || d > 1e-9 {
		t.Errorf("a reading a year old must last %v years, one of today %v", old.Years, today.Years)
	}
	if d := old.Worth - today.Worth - 1; old.Worth > old.Years || d > 1e-9 {
		t.Errorf("worth %v and %v", old.Worth, today.Worth)
	}
	if today.Roomiest || !old.Roomiest {
		t.Error("the roomiest setting is taken where the factory default runs, and only there")
	}
	for _, later := range []time.Time{testNow.Add(time.Hour), {}} {
		if v := look(device(func(d *fact.Device) { d.Recorded = later })); !v.Measured().Equal(testNow) {
			t.Errorf("recorded %v: measured %v, want now", later, v.Measured())
		}
	}
}

// What a memory grows by is what lies in it: labels are no routes, a full one holds only
// what fitted.
func TestGrowthInAMemory(t *testing.T) {
	v4 := DefaultTerms().Growth.Entries(DefaultTerms().Growth.IPv4, testNow)
	v6 := DefaultTerms().Growth.Entries(DefaultTerms().Growth.IPv6, testNow)
	labels := but(of(fact.FibMPLS, 100_000, 0), evidence)
	cef := func(r fact.Resource, n float64) fact.Table { return but(of(r, n, 0), evidence) }
	for _, tt := range []struct {
		name     string
		resource fact.Resource
		used     float64
		full     bool
		rows     []fact.Table
		known    bool
		copies   float64
	}{
		{"IPv4", fact.FibIPv4, v4, false, nil, true, 1},
		{"IPv4 in external TCAM", fact.FibETCAMv4, v4, false, nil, true, 1},
		{"IPv6", fact.FibIPv6, v6, false, nil, true, 1},
		{"IPv6 and multicast", fact.FibIPv6Mcast, 2 * v6, false, nil, true, 2},
		{"IPv6 in external TCAM", fact.FibETCAMv6, v6, false, nil, true, 1},
		{"IPv4 and labels nobody counted", fact.FibIPv4MPLS, v4, false, nil, false, 0},
		{"IPv4 and labels", fact.FibIPv4MPLS, v4 + 100_000, false, []fact.Table{labels}, true, 1},
		{"mostly labels", fact.FibIPv4MPLS, 0.5*v4 + 100_000, false, []fact.Table{labels}, false, 0},
		{"half a table", fact.FibIPv4, v4 / 2, false, []fact.Table{cef(fact.CEFIPv4, v4)}, false, 0},
		{"full with half a table: the software has all of it", fact.FibIPv4, v4 / 2, true, []fact.Table{cef(fact.CEFIPv4, v4)}, true, 1},
		{"IPv6 full with half a table", fact.FibIPv6, v6 / 2, true, []fact.Table{cef(fact.RIBIPv6, v6)}, true, 1},
		{"MAC addresses", fact.MAC, v4, false, nil, false, 0},
	} {
		g := look(device(nil, tt.rows...)).GrowthIn(tt.resource, tt.used, tt.full)
		if g.Known != tt.known || g.Known && (g.Copies < tt.copies-0.01 || g.Copies > tt.copies+0.01) {
			t.Errorf("%s: known %v, %.2f copies; want %v, %v", tt.name, g.Known, g.Copies, tt.known, tt.copies)
		}
		if g.Known != look(device(nil, tt.rows...)).DemandOf(tt.resource, tt.used).Dated && !tt.full {
			t.Errorf("%s: the demand does not follow the growth", tt.name)
		}
	}
}

// A memory with places for lengths grows as its room says, or nobody knows.
func TestPlacedMemoriesAskTheRoom(t *testing.T) {
	full := of(fact.FibLPM, 900, 1000)
	placed := func(_ *View, memory fact.Resource) (solve.Band, bool) {
		return solve.Band{Low: 100, Mid: 100, High: 100}, memory == fact.FibLPM
	}
	for _, tt := range []struct {
		placed func(*View, fact.Resource) (solve.Band, bool)
		row    fact.Table
		known  bool
	}{{nil, full, false}, {placed, full, true}, {placed, of(fact.FibLEM, 900, 1000), false}} {
		v := Look(View{Device: device(nil, tt.row), Terms: DefaultTerms(), Now: testNow, Placed: tt.placed})
		w, ok := v.Runway(&v.Rows[0])
		if ok != tt.known {
			t.Errorf("%s: known %v, want %v", tt.row.Name, ok, tt.known)
		}
		if ok && w.Median.Sub(testNow).Round(24*time.Hour) != solve.Year.Round(24*time.Hour) {
			t.Errorf("100 free at 100 a year: full %v", w.Median)
		}
	}
}

// No date where the wall or the growth is not known, and none by a parser that no real
// output has proven.
func TestNoForecast(t *testing.T) {
	full := func(with func(t *fact.Table)) fact.Table { return but(of(fact.FibIPv4, 1_060_000, 1_090_000), with) }
	for name, r := range map[string]fact.Table{
		"use unknown":        full(unused),
		"capacity unknown":   full(func(t *fact.Table) { t.Cap = fact.Figure{} }),
		"an estimate":        full(func(t *fact.Table) { t.CapKind = fact.CapEstimate }),
		"a percentage":       full(percent),
		"an unproven parser": full(func(t *fact.Table) { t.Output = 0 }),
		"no routes":          full(func(t *fact.Table) { t.Resource = fact.MAC }),
	} {
		d := device(nil, r)
		if name == "an unproven parser" {
			d.Outputs = []fact.Output{{Grade: fact.Unverified}}
		}
		v := look(d)
		if f, ok := v.Forecast(&v.Rows[0]); ok {
			t.Errorf("%s: %v", name, f.Runway)
		}
	}
	v := look(device(nil, full(func(*fact.Table) {})))
	if _, ok := v.Forecast(&v.Rows[0]); !ok {
		t.Error("none for a full table in a fixed memory")
	}
}

// A hashed table is full before its last entry, and is dated so.
func TestHashedTablesAreFullEarlier(t *testing.T) {
	date := func(kind fact.CapKind) time.Time {
		r := but(of(fact.FibIPv4, 1_060_000, 1_200_000), func(t *fact.Table) { t.CapKind = kind })
		v := look(device(nil, r))
		w, _ := v.Runway(&v.Rows[0])
		return w.Median
	}
	if h, f := date(fact.CapHashed), date(fact.CapFixed); !h.Before(f) {
		t.Errorf("hashed %v, fixed %v", h, f)
	}
}
