package solve

import (
	"math"
	"testing"
	"time"
)

// operators:4.5: the DFZ alone crosses 262,144 IPv6 routes in
// 2026-08 / 2026-10 / 2026-12, and 1,310,720 IPv4 routes in 2030-04 / 2031-08 /
// 2038-11.
func TestDossierCrossings(t *testing.T) {
	m := DefaultModel()
	for _, tt := range []struct {
		line           Trend
		capacity       float64
		low, mid, high string
	}{
		{m.IPv6, 262144, "2026-08", "2026-10", "2026-12"},
		{m.IPv4, 1310720, "2030-04", "2031-08", "0001-01"}, // 2038-11 in the dossier: not in sight
	} {
		r := RunsOut(m.Anchor, tt.line.Entries, tt.capacity, tt.line.Year)
		got := [3]string{r.Low.Format("2006-01"), r.Median.Format("2006-01"), r.High.Format("2006-01")}
		if want := [3]string{tt.low, tt.mid, tt.high}; got != want {
			t.Errorf("%v: %v, the dossier says %v", tt.capacity, got, want)
		}
	}
}

// The tables of January 2028 in operators:4.5: 1,136k and 296k.
func TestEntries(t *testing.T) {
	m, at := DefaultModel(), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	if v4, v6 := m.Entries(m.IPv4, at), m.Entries(m.IPv6, at); math.Round(v4/1000) != 1136 || math.Round(v6/1000) != 296 {
		t.Errorf("2028-01: %.0f and %.0f, the dossier says 1136k and 296k", v4, v6)
	}
	if n := m.Entries(m.IPv6, time.Date(1988, 1, 1, 0, 0, 0, 0, time.UTC)); n != 0 {
		t.Errorf("%v routes in 1988", n)
	}
}

func TestYears(t *testing.T) {
	for _, tt := range []struct{ used, capacity, year, want float64 }{
		{50, 100, 25, 2}, {100, 100, 25, 0}, {101, 100, 0, 0}, {50, 100, 0, math.Inf(1)}, {50, 100, -5, math.Inf(1)},
	} {
		if n := Years(tt.used, tt.capacity, tt.year); n != tt.want {
			t.Errorf("%+v: %v", tt, n)
		}
	}
	if r := RunsOut(time.Unix(0, 0), 1, 2, Band{}); !r.Low.IsZero() || !r.Median.IsZero() || !r.High.IsZero() {
		t.Errorf("nothing grows, and it runs out at %+v", r)
	}
	if r := RunsOut(time.Unix(0, 0), 0, 11, Band{1, 1, 2}); r.Low.IsZero() || !r.Median.IsZero() {
		t.Errorf("11 years are not in sight, 5 are: %+v", r)
	}
}
