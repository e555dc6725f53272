package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

var today = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// fullTable is a router with so many IPv4 routes in a carve of so many, and a past of
// so many days in which it grew by perDay.
func fullTable(used, size float64, days int, perDay float64) ledger.View {
	t := fact.Table{
		Name: "IPv4", Resource: fact.FibIPv4, Scope: fact.System(), Unit: "entries", CapKind: fact.CapCarve, Ledger: true,
		Used: fact.Derived(used, fact.Span{}, "t"), Cap: fact.Derived(size, fact.Span{}, "t"),
	}
	v := ledger.View{Device: &fact.Device{Recorded: today, Tables: []fact.Table{t}}, Terms: ledger.DefaultTerms(), Now: today}
	row := ledger.RowOf(&t)
	past := []solve.Reading{}
	for d := days; d > 0; d-- {
		past = append(past, solve.Reading{At: today.AddDate(0, 0, -d), Used: used - float64(d)*perDay, Cap: size})
	}
	v.Terms.Past = map[ledger.Memory][]solve.Reading{ledger.MemoryOf(&row.Pool): past}
	return v
}

func forecast(t *testing.T, v ledger.View) ledger.Forecast {
	t.Helper()
	l := ledger.Look(v)
	f, ok := l.Forecast(&l.Rows[0])
	if !ok {
		t.Fatal("no forecast")
	}
	return f
}

func TestOwnPastComesFirst(t *testing.T) {
	for _, c := range []struct {
		name         string
		used, size   float64
		days         int
		perDay       float64
		basis        ledger.Basis
		reason, full string
	}{
		{"no past", 1_060_000, 1_090_000, 0, 0, ledger.ByTables, "less than 14 days", "2027-07"},
		{"too short a past", 1_060_000, 1_090_000, 12, 1000, ledger.ByTables, "less than 14 days", "2027-07"},
		{"a year, faster", 1_060_000, 1_090_000, 365, 300, ledger.ByPast, "365 days of its own past", "2027-03"},
		{"a year, slower", 1_060_000, 1_090_000, 365, 50, ledger.ByPast, "365 days of its own past", "2028-07"},
		{"a month that would bring it nearer", 1_060_000, 1_090_000, 30, 1000, ledger.ByPast, "30 days of its own past", "2026-12"},
		{"a month that would put it off", 1_060_000, 1_090_000, 30, 10, ledger.ByTables, "too few to put the date off", "2027-07"},
		{"a month without growth acquits nobody", 1_060_000, 1_090_000, 30, 0, ledger.ByTables, "too few to put the date off", "2027-07"},
		{"full: its past is what fitted", 1_090_001, 1_090_000, 365, 0, ledger.ByPast, "365 days", "2026-11"},
		{"no full table: the tables say nothing", 300_000, 330_000, 200, 100, ledger.ByPast, "the tables of the internet say nothing", "2027-09"},
	} {
		f := forecast(t, fullTable(c.used, c.size, c.days, c.perDay))
		if got := f.Runway.Median.Format("2006-01"); f.Basis != c.basis || !strings.Contains(f.Reason, c.reason) || got != c.full {
			t.Errorf("%s: %s by %s (%s), want %s by %s (%s)", c.name, got, f.Basis, f.Reason, c.full, c.basis, c.reason)
		}
	}
}

func TestAPastIsCutAtReloadsAndChangedSizes(t *testing.T) {
	v := fullTable(1_060_000, 1_090_000, 365, 100)
	for _, past := range v.Terms.Past {
		for i := range past[:200] { // another size, and a table of half as many
			past[i].Used, past[i].Cap = past[i].Used-500_000, 524_288
		}
	}
	f := forecast(t, v)
	if y := f.Own.Year.Mid; y < 30_000 || y > 43_000 {
		t.Errorf("%.0f a year, planted 36,525: the step counts as growth", y)
	}
}

func TestWhatIsReadLaterIsNotLookedAt(t *testing.T) {
	v := fullTable(1_060_000, 1_090_000, 365, 100)
	for m, past := range v.Terms.Past {
		v.Terms.Past[m] = append(past, solve.Reading{At: today.AddDate(0, 0, 20), Used: 9_000_000, Cap: 1_090_000})
	}
	if f := forecast(t, v); f.Own.Readings != 366 {
		t.Errorf("%d readings, want 366", f.Own.Readings)
	}
}

func TestAJumpBringsTheDateNearer(t *testing.T) {
	v := fullTable(1_085_000, 1_090_000, 365, 10)
	for _, past := range v.Terms.Past {
		for i := range past {
			past[i].Used -= 200_000
		}
	}
	if f := forecast(t, v); f.Runway.Median.After(today.AddDate(3, 0, 0)) || f.Runway.Median.IsZero() {
		t.Errorf("full %v though only 5,000 are free today", f.Runway.Median)
	}
}
