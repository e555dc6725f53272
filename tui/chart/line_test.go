package chart_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/tui/chart"
)

func TestLine(t *testing.T) {
	s := chart.Series{
		Points: []chart.Point{{0, 0}, {1, 1}, {2, 2}, {4, 4}},
		Caps:   []chart.Point{{0, 2}, {3, 6}},
		Marks:  []chart.Mark{{3, 'R'}, {9, 'A'}},
	}
	lines, low, high := chart.Line(5, 4, s, true)
	want := []string{"   --", "    *", "-**  ", "*    ", "   R "}
	if low != 0 || high != 6 || strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%v to %v:\n%s\nwant:\n%s", low, high, strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	lines, _, _ = chart.Line(5, 4, s, false)
	if got := strings.Join(lines, "\n"); !strings.Contains(got, "──") || !strings.ContainsFunc(got, func(r rune) bool { return r > 0x2800 && r < 0x2900 }) {
		t.Errorf("no cap or no dots:\n%s", got)
	}
	if lines, _, _ := chart.Line(5, 4, chart.Series{}, true); lines != nil {
		t.Errorf("a chart of nothing: %q", lines)
	}
	if lines, _, _ := chart.Line(9, 1, chart.Series{Points: []chart.Point{{1, 7}}}, true); lines[0] != "*        " {
		t.Errorf("one point: %q", lines)
	}
}
