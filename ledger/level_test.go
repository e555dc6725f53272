package ledger

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// How near a memory is to its wall, at the thresholds of docs/03-states.md and right
// beside them, without any growth: of 1,000 entries 50 and 150 are the margins.
func TestLevels(t *testing.T) {
	free := func(n float64) func(t *fact.Table) {
		return func(t *fact.Table) { t.Free = at(n, 2) }
	}
	row := func(kind fact.CapKind, used float64) fact.Table {
		return but(of(fact.MAC, used, 1000), func(t *fact.Table) { t.CapKind = kind })
	}
	tests := []struct {
		name string
		row  fact.Table
		want Level
	}{
		{"plenty", row(fact.CapFixed, 850), Ample},
		{"below the margin", row(fact.CapFixed, 851), Low},
		{"at the critical one", row(fact.CapFixed, 950), Low},
		{"below it", row(fact.CapFixed, 951), Critical},
		{"one is left", row(fact.CapFixed, 999), Critical},
		{"the last entry", row(fact.CapFixed, 1000), Full},
		{"a carve", row(fact.CapCarve, 1000), Full},
		{"a template", row(fact.CapTemplate, 1000), Full},
		{"a pool", row(fact.CapPool, 1000), Full},
		{"a hashed table refuses before the end", row(fact.CapHashed, 990), Full},
		{"and not before that", row(fact.CapHashed, 989), Critical},
		{"an estimate is no hardware limit", row(fact.CapEstimate, 1200), Low},
		{"nor is what the vendor verified", row(fact.CapVerified, 1000), Low},
		{"nor is a cap of an unknown kind", row(fact.CapUnknown, 1000), Low},
		{"a percentage is critical, and never full", row(fact.CapPercent, 1000), Critical},
		{"a guarantee may be passed", row(fact.CapGuaranteed, 1200), Ample},
		{"passed with little printed free", but(row(fact.CapGuaranteed, 1200), free(49)), Low},
		{"passed with enough printed free", but(row(fact.CapGuaranteed, 1200), free(50)), Ample},
		{"what the device prints as free counts", but(row(fact.CapPool, 500), free(49)), Critical},
		{"use not read", but(row(fact.CapFixed, 0), unused), Ample},
		{"no capacity", of(fact.MAC, 5, 0), Ample},
		{"a word tells no level", row(fact.CapState, 1000), Ample},
	}
	for _, tt := range tests {
		v := look(device(nil, tt.row))
		if got := v.Level(&v.Rows[0]); got != tt.want {
			t.Errorf("%s: level %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestKindsOfCap(t *testing.T) {
	for _, k := range append(fact.CapKinds(), fact.CapUnknown) {
		wall := k == fact.CapCarve || k == fact.CapTemplate || k == fact.CapFixed || k == fact.CapPool || k == fact.CapHashed
		soft := k == fact.CapEstimate || k == fact.CapVerified || k == fact.CapUnknown
		if Wall(k) != wall || Soft(k) != soft {
			t.Errorf("%q: wall %v soft %v, want %v %v", k, Wall(k), Soft(k), wall, soft)
		}
	}
}

func TestSoon(t *testing.T) {
	v := look(device(nil))
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{
		{time.Time{}, false},
		{testNow.Add(-time.Hour), true},
		{testNow.Add(23 * time.Hour), true},
		{testNow.Add(24 * time.Hour), false},
	} {
		if got := v.Soon(tt.at, 24*time.Hour); got != tt.want {
			t.Errorf("%v within a day: %v", tt.at, got)
		}
	}
}

// What is free: as printed, else what is not used, never less than nothing and never
// more than all.
func TestFree(t *testing.T) {
	known := func(n float64) fact.Figure { return at(n, 2) }
	for _, tt := range []struct {
		name                 string
		used, capacity, free fact.Figure
		left, share          number
		printed, load        bool
	}{
		{"reckoned", known(30), known(100), fact.Figure{}, num(70, true), num(0.7, true), false, true},
		{"printed", known(30), known(100), known(60), num(60, true), num(0.6, true), true, true},
		{"over", known(130), known(100), fact.Figure{}, num(0, true), num(0, true), false, true},
		{"more free than there is", known(30), known(100), known(400), num(400, true), num(1, true), true, true},
		{"use unknown", fact.Figure{}, known(100), fact.Figure{}, number{}, number{}, false, false},
		{"size unknown", known(5), fact.Figure{}, fact.Figure{}, number{}, number{}, false, false},
		{"size 0", known(5), known(0), fact.Figure{}, num(0, true), number{}, false, false},
	} {
		row := RowOf(&fact.Table{Used: tt.used, Cap: tt.capacity, Free: tt.free})
		_, load := row.Load()
		if num(row.Left()) != tt.left || num(row.FreeShare()) != tt.share || row.FreePrinted() != tt.printed || load != tt.load {
			t.Errorf("%s: left %v share %v printed %v load %v", tt.name, num(row.Left()), num(row.FreeShare()), row.FreePrinted(), load)
		}
	}
}

func TestJudgeable(t *testing.T) {
	word := func(state string, kind fact.CapKind) fact.Table { return fact.Table{CapKind: kind, State: state} }
	for _, tt := range []struct {
		row  fact.Table
		want bool
	}{
		{row(fact.CapFixed, 1, 2), true},
		{word("Green", fact.CapState), true},
		{word("", fact.CapState), false},
		{word("Green", fact.CapFixed), false},
	} {
		r := RowOf(&tt.row)
		if got := r.Judgeable(); got != tt.want {
			t.Errorf("%+v: %v", tt.row, got)
		}
	}
}
