package chart_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/tui/chart"
)

func of(used, limit, most float64) chart.Amounts {
	return chart.Amounts{Used: used, Cap: limit, Max: most, UsedKnown: true, CapKnown: true, MaxKnown: most > 0}
}

func TestGauge(t *testing.T) {
	for _, tt := range []struct {
		name  string
		a     chart.Amounts
		block string
		ascii string
	}{
		{"half of a cap that is half of the silicon", of(25, 50, 100), "██▌··│░░░░░", "###..|-----"},
		{"nothing to raise", of(50, 100, 100), "█████·····│", "#####.....|"},
		{"the cap is reached", of(50, 50, 100), "█████╪░░░░░", "#####X-----"},
		{"beyond the cap", of(60, 50, 100), "█████╪░░░░░", "#####X-----"},
		{"no maximum known", of(50, 100, 0), "█████·····│", "#####.....|"},
		{"nothing used", of(0, 100, 100), "··········│", "..........|"},
		{"little used is not nothing", of(1, 1000, 1000), "▏·········│", "#.........|"},
		{"nearly full is not full", of(999, 1000, 1000), "█████████▉│", "##########|"},
		{"use unknown", chart.Amounts{Cap: 100, CapKnown: true}, "? no data  ", "? no data  "},
		{"cap unknown", chart.Amounts{Used: 100, UsedKnown: true}, "? no data  ", "? no data  "},
		{"cap 0", of(0, 0, 0), "? no data  ", "? no data  "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := chart.Gauge(11, tt.a, false); got != tt.block {
				t.Errorf("blocks %q, want %q", got, tt.block)
			}
			if got := chart.Gauge(11, tt.a, true); got != tt.ascii {
				t.Errorf("ASCII  %q, want %q", got, tt.ascii)
			}
		})
	}
}

func FuzzGauge(f *testing.F) {
	f.Add(14, 1.0, 2.0, 3.0, true, true, true)
	f.Add(1, -5.0, 1e300, 0.0, true, true, true)
	f.Fuzz(func(t *testing.T, w int, used, limit, most float64, a, b, c bool) {
		w %= 300
		am := chart.Amounts{Used: used, Cap: limit, Max: most, UsedKnown: a, CapKnown: b, MaxKnown: c}
		for _, ascii := range []bool{false, true} {
			g := chart.Gauge(w, am, ascii)
			if n := utf8.RuneCountInString(g); n != max(0, w) {
				t.Fatalf("%d cells, want %d: %q", n, w, g)
			}
			if ascii && strings.ContainsFunc(g, func(r rune) bool { return r >= 0x80 }) {
				t.Fatalf("not ASCII: %q", g)
			}
		}
	})
}

func TestBar(t *testing.T) {
	for _, tt := range []struct {
		done, all int
		want      string
	}{{0, 4, "····"}, {1, 4, "█···"}, {4, 4, "████"}, {9, 4, "████"}, {0, 0, "····"}, {-1, 4, "····"}} {
		if got := chart.Bar(4, tt.done, tt.all, false); got != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.done, tt.all, got, tt.want)
		}
	}
}
