package ledger_test

import (
	"math"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// What a change must hold grows as the forecast says: by the device's own past where that
// counts, else by the tables; never slower because little is known.
func TestDemandGrowsAsTheForecastSays(t *testing.T) {
	for _, c := range []struct {
		name       string
		used, size float64
		days       int
		perDay     float64
		year       float64 // 0 with dated false = the reserve
		dated      bool
		spare      float64
		said       string
	}{
		{"no past: the tables", 1_060_000, 1_200_000, 0, 0, 48_500, true, 25_000, ""},
		{"a year of its own, faster", 1_060_000, 1_200_000, 365, 300, 109_575, true, 25_000, "reckoned by 365 days of its own past: ipv4 +110,000 a year"},
		{"a year of its own, slower", 1_060_000, 1_200_000, 365, 50, 18_262, true, 25_000, "reckoned by 365 days of its own past: ipv4 +18,300 a year"},
		{"a month that would put it off", 1_060_000, 1_200_000, 30, 10, 48_500, true, 25_000, ""},
		{"a month that brings it nearer", 1_060_000, 1_200_000, 30, 300, 109_575, true, 25_000, "reckoned by 30 days of its own past: ipv4 +110,000 a year"},
		{"full: what fitted is no growth", 1_199_990, 1_200_000, 365, 0, 48_500, true, 25_000, ""},
		{"nearly full, and faster than the tables", 1_190_000, 1_200_000, 365, 200, 73_050, true, 25_000, "reckoned by 365 days of its own past: ipv4 +73,100 a year"},
		{"a part of the table, no past", 300_000, 400_000, 0, 0, 0, false, 75_000, ""},
		{"a part of the table with a year", 300_000, 400_000, 365, 100, 36_525, true, 30_000, "reckoned by 365 days of its own past: ipv4 +36,500 a year"},
		{"a part of the table, a month without growth", 300_000, 400_000, 30, 0, 0, false, 75_000, ""},
		{"a part of the table that is full", 399_900, 400_000, 365, 10, 0, false, 99_975, ""},
		{"what shrinks is not counted on", 1_060_000, 1_200_000, 365, -100, 0, true, 25_000, "reckoned by 365 days of its own past: ipv4 -36,500 a year"},
	} {
		l := ledger.Look(fullTable(c.used, c.size, c.days, c.perDay))
		d := l.DemandOf(fact.FibIPv4, c.used)
		if math.Abs(d.Year-c.year) > 100 || d.Dated != c.dated || math.Abs(d.Spare-c.spare) > 1 || d.Least > d.Spare {
			t.Errorf("%s: %+v, want %.0f a year, dated %v, %.0f spare", c.name, d, c.year, c.dated, c.spare)
		}
		if said := ledger.Reckoned(l, []fact.Resource{fact.FibIPv4, fact.FibMPLS}); said != c.said {
			t.Errorf("%s: said %q, want %q", c.name, said, c.said)
		}
	}
}

// A region that labels share counts for the routes in it, and is said once.
func TestASharedRegionHasOnePast(t *testing.T) {
	v := fullTable(300_000, 400_000, 365, 100)
	for m, past := range v.Terms.Past {
		delete(v.Terms.Past, m)
		m.Resource = fact.FibIPv4MPLS
		v.Terms.Past[m] = past
	}
	v.Device.Tables[0].Resource = fact.FibIPv4MPLS
	l := ledger.Look(v)
	if e := ledger.Pace(l, fact.FibIPv4); e == nil || math.Abs(e.Year.Mid-36_525) > 100 {
		t.Errorf("IPv4 in a shared region: %+v", e)
	}
	if said := ledger.Reckoned(l, []fact.Resource{fact.FibIPv4, fact.FibIPv4MPLS, fact.FibIPv6}); said != "reckoned by 365 days of its own past: ipv4+mpls +36,500 a year" {
		t.Errorf("said %q", said)
	}
}

// A short past that has its date from what it held until yesterday may be slower than the
// tables: the date counts, the rate does not.
func TestALevelIsNoRate(t *testing.T) {
	v := fullTable(1_060_000, 1_200_000, 60, 20)
	for m, past := range v.Terms.Past {
		for i := range past {
			past[i].Used += 130_000
		}
		v.Terms.Past[m] = past
	}
	l := ledger.Look(v)
	f, ok := l.Forecast(&l.Rows[0])
	if !ok || f.Basis != ledger.ByPast || f.Own.Year.Mid >= f.Tables.Year.Mid {
		t.Fatalf("%+v: own %+v", f, f.Own)
	}
	if d := l.DemandOf(fact.FibIPv4, 1_060_000); d.Year != f.Tables.Year.Mid {
		t.Errorf("%.0f a year, the tables say %.0f", d.Year, f.Tables.Year.Mid)
	}
}

// A year of which a few readings are known does not take the place of the reserve.
func TestAFewReadingsAreNoRate(t *testing.T) {
	v := fullTable(300_000, 400_000, 365, 1)
	for m, past := range v.Terms.Past {
		v.Terms.Past[m] = append(past[:1:1], past[len(past)/2], past[len(past)-1])
	}
	if d := ledger.Look(v).DemandOf(fact.FibIPv4, 300_000); d.Dated || math.Abs(d.Spare-75_000) > 1 {
		t.Errorf("%+v", d)
	}
}
