package ledger

import (
	"math"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// How a memory moves with the tables of the internet: by one entry per route where it
// holds one whole table, not at all where
// only labels or a default route lie in it; what is not known is told.
func TestReaches(t *testing.T) {
	terms := DefaultTerms()
	v4 := math.Floor(terms.Growth.Entries(terms.Growth.IPv4, testNow))
	v6 := math.Floor(terms.Growth.Entries(terms.Growth.IPv6, testNow))
	kind := func(r fact.Table, k fact.CapKind) fact.Table { r.CapKind = k; return r }
	for _, tt := range []struct {
		name         string
		row          fact.Table
		table        TableKind
		told         bool
		wall         float64
		soft         bool
		per4, per6   float64
		dated, empty bool
	}{
		{name: "a full table", row: of(fact.FibIPv4, v4, 2e6), told: true, wall: 2e6, per4: 1, dated: true},
		{name: "a full table of IPv6", row: of(fact.FibIPv6, v6, 1e6), told: true, wall: 1e6, per6: 1, dated: true},
		{name: "a default route, as the policy says", row: of(fact.FibIPv4, 500, 2e6), table: DefaultOnly, told: true, wall: 2e6, dated: true},
		{name: "labels", row: of(fact.FibMPLS, 500, 2e6), told: true, wall: 2e6},
		{name: "empty", row: of(fact.FibIPv4, 0, 2e6), told: true, wall: 2e6},
		{name: "a hashed table refuses before its end", row: kind(of(fact.FibIPv4, v4, 2e6), fact.CapHashed), told: true, wall: 1_980_000, per4: 1, dated: true},
		{name: "an estimate is no hardware limit", row: kind(of(fact.FibIPv4, v4, 2e6), fact.CapEstimate), told: true, wall: 2e6, soft: true, per4: 1},
		{name: "a size that is not known", row: of(fact.FibIPv4, v4, 0)},
		{name: "a kind of size that is not known", row: kind(of(fact.FibIPv4, v4, 2e6), fact.CapUnknown)},
		{name: "a word of the device", row: kind(of(fact.FibIPv4, v4, 2e6), fact.CapState)},
		{name: "no memory for routes", row: of(fact.MAC, 500, 2e6), told: true, empty: true},
	} {
		terms.Table = tt.table
		all, told := Look(View{Device: device(nil, tt.row), Terms: terms, Now: testNow}).Reaches()
		if told != tt.told || (len(all) == 1) != (tt.told && !tt.empty) {
			t.Errorf("%s: told %v, %d memories", tt.name, told, len(all))
			continue
		}
		if len(all) == 0 {
			continue
		}
		r := all[0]
		near := func(a, b float64) bool { return math.Abs(a-b) < 0.001 }
		if r.Wall != tt.wall || r.Soft != tt.soft || r.Dated != tt.dated || r.Resource != tt.row.Resource || r.CritFree != terms.CritFree ||
			!near(r.Per4, tt.per4) || !near(r.Per6, tt.per6) || r.Share4 != 0 || r.Share6 != 0 {
			t.Errorf("%s: %+v", tt.name, r)
		}
	}
}

// The share of a router that carries a part of the table is of the table on the day it was
// read, also long after the day of the model; so is the number of whole tables.
func TestTheShareIsOfTheTableOfTheDay(t *testing.T) {
	terms := DefaultTerms()
	terms.Table = PartialTable
	day := terms.Growth.Anchor.AddDate(2, 0, 0)
	for _, tt := range []struct {
		resource fact.Resource
		half     float64
	}{
		{fact.FibIPv4, terms.Growth.Entries(terms.Growth.IPv4, day) / 2},
		{fact.FibIPv6, terms.Growth.Entries(terms.Growth.IPv6, day) / 2},
	} {
		all, _ := Look(View{Device: device(nil, of(tt.resource, tt.half, 2e6)), Terms: terms, Now: day}).Reaches()
		if len(all) != 1 {
			t.Fatalf("%s: %d memories", tt.resource, len(all))
		}
		per, share := all[0].Per4+all[0].Per6, all[0].Share4+all[0].Share6
		if math.Abs(per-0.5) > 1e-6 || math.Abs(share-0.5) > 1e-6 {
			t.Errorf("%s: half a table moves by %v, with a share of %v", tt.resource, per, share)
		}
	}
}
