package solve

import (
	"math"
	"testing"
	"time"
)

// filterDay is the day of the worked figures: IPv4 1,083,018 and IPv6 266,469 routes.
var filterDay = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

func world(t *testing.T, m Model, afi string, line Trend) ByLength {
	t.Helper()
	w, err := World(afi, line.Entries, m.Entries(line, filterDay)-line.Entries, line.Year)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func tables(t *testing.T) (v4, v6 ByLength) {
	t.Helper()
	m := DefaultModel()
	return world(t, m, "ipv4", m.IPv4), world(t, m, "ipv6", m.IPv6)
}

// How many routes are left by length, worked out by hand from the same counts.
func TestWorldByLength(t *testing.T) {
	v4, v6 := tables(t)
	for n, want := range map[int]float64{16: 19_508, 19: 71_088, 20: 120_120, 21: 178_295, 22: 304_199, 23: 416_514, 24: 1_083_018} {
		if got := math.Round(v4.Upto(n)); math.Abs(got-want) > want/400 {
			t.Errorf("IPv4 up to /%d: %v, want %v", n, got, want)
		}
	}
	for n, want := range map[int]float64{29: 7_079, 32: 40_185, 36: 63_775, 40: 96_363, 44: 127_036, 47: 143_711, 48: 266_469} {
		if got := math.Round(v6.Upto(n)); math.Abs(got-want) > want/400 {
			t.Errorf("IPv6 up to /%d: %v, want %v", n, got, want)
		}
	}
}

// What fits into the memories of the field, for three years.
func TestFilterFits(t *testing.T) {
	v4, v6 := tables(t)
	horizon := filterDay.AddDate(3, 0, 0)
	for _, tt := range []struct {
		name   string
		room   Room
		v4, v6 int
		lasts  bool
		next   int
	}{
		{"3BXL with 512k", Room{Capacity: 524_288, Cost4: Each(1), Reserve: 0.2}, 22, 0, true, 23},
		{"768k", Room{Capacity: 786_432, Cost4: Each(1), Reserve: 0.2}, 23, 0, true, 0},
		{"192k", Room{Capacity: 196_608, Cost4: Each(1), Reserve: 0.2}, 20, 0, true, 21},
		{"room enough", Room{Capacity: 2_000_000, Cost4: Each(1), Reserve: 0.2}, 24, 0, true, 0},
		{"IPv6 in 256k", Room{Capacity: 262_144, Cost6: Each(1), Reserve: 0.2}, 0, 46, true, 47},
		{"IPv6 in 32k", Room{Capacity: 32_768, Cost6: Each(1), Reserve: 0.2}, 0, 31, true, 0},
		{"a shared pool", Room{Capacity: 1_048_576, Cost4: Each(1), Cost6: Each(2), Reserve: 0.2}, 23, 44, true, 47},
		{"full of something else", Room{Capacity: 1000, Cost4: Each(1), Own: 999, Reserve: 0.2}, 0, 0, false, 0},
	} {
		got, ok := FindFilter([]Room{tt.room}, v4, v6, filterDay, horizon)
		if ok != (tt.v4+tt.v6 > 0) || got.IPv4 != tt.v4 || got.IPv6 != tt.v6 || got.Lasts != tt.lasts {
			t.Errorf("%s: %+v %v", tt.name, got, ok)
			continue
		}
		if next := got.Next; (next != nil) != (tt.next > 0) || next != nil && max(next.IPv4, next.IPv6) != tt.next {
			t.Errorf("%s: the next is %+v", tt.name, next)
		}
	}
}

// A filter that leaves the reserve free leaves it free by the figures it names.
func TestFilterHoldsWhatItSays(t *testing.T) {
	v4, v6 := tables(t)
	for capacity := 20_000.0; capacity < 3e6; capacity *= 1.07 {
		r := Room{Capacity: capacity, Cost4: Each(1), Cost6: Each(2), Own: 100, Reserve: 0.2}
		f, ok := FindFilter([]Room{r}, v4, v6, filterDay, filterDay.AddDate(3, 0, 0))
		if !ok {
			continue
		}
		cells := 100 + f.Routes4 + 2*f.Routes6
		if f.Cells != cells || f.Lasts && cells > 0.8*capacity || cells > capacity {
			t.Errorf("%.0f cells: %+v", capacity, f)
		}
		if f.Next != nil && f.Next.Routes4+f.Next.Routes6 == f.Routes4+f.Routes6 {
			t.Errorf("%.0f cells: the next keeps the same: %+v", capacity, f)
		}
	}
}

// The device's own count stands above the world's; its longest routes stay.
func TestFilterByTheOwnTable(t *testing.T) {
	counts := make([]float64, 33)
	counts[24], counts[20], counts[32] = 700, 250, 50
	own, err := Own("ipv4", counts, Band{})
	if err != nil || own.World {
		t.Fatal(own, err)
	}
	if got := own.Upto(20); got != 300 {
		t.Errorf("up to /20 there are %v, want 250 and the 50 longest", got)
	}
	f, ok := FindFilter([]Room{{Capacity: 400, Cost4: Each(1), Reserve: 0.2}}, own, ByLength{}, filterDay, filterDay)
	if !ok || f.IPv4 != 20 || f.Routes4 != 300 {
		t.Errorf("%+v %v", f, ok)
	}
}

// The model and the table by length say the same of the longest prefixes.
func TestTailIsMeasured(t *testing.T) {
	v4, v6 := tables(t)
	m := DefaultModel()
	for _, tt := range []struct {
		name string
		line Trend
		by   ByLength
	}{{"IPv4", m.IPv4, v4}, {"IPv6", m.IPv6, v6}} {
		n := len(tt.by.Growth) - 1
		if got := tt.by.Growth[n] - tt.by.Growth[n-1]; math.Abs(got-tt.line.Tail) > 1e-9 {
			t.Errorf("%s: %.2f of the growth is of /%d, the model says %.2f", tt.name, got, n, tt.line.Tail)
		}
	}
}

// A chip that places /24 and /48 in one memory and the rest in another: cutting the
// longest relieves only the first.
func TestFilterOfAPlacement(t *testing.T) {
	v4, v6 := tables(t)
	at := func(only int, cells float64) func(int) float64 {
		return func(n int) float64 {
			if (n == only) == (cells == 1) {
				return 1
			}
			return 0
		}
	}
	rooms := []Room{
		{Name: "LEM", Capacity: 786_432, Cost4: at(24, 1), Cost6: at(48, 1), Reserve: 0.2},
		{Name: "LPM", Capacity: 262_144, Cost4: at(24, 0), Cost6: at(48, 0), Reserve: 0.2},
	}
	f, ok := FindFilter(rooms, v4, v6, filterDay, filterDay.AddDate(1, 0, 0))
	if !ok || f.IPv4 != 20 || f.IPv6 < 32 || f.Room != "LPM" || f.Load > 0.8 {
		t.Errorf("%+v %v", f, ok)
	}
}
