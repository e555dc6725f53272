package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

func TestFiltersOfEverySystem(t *testing.T) {
	f := RouteFilters()
	for _, os := range fact.Systems() {
		patterns := f.Of(string(os))
		if len(patterns) == 0 {
			t.Errorf("%s: no way to keep routes out", os)
		}
		for _, p := range patterns {
			if strings.Contains(p.Source, "[mem]") && p.Grade.Confirmed() {
				t.Errorf("%s: %s is from memory and not marked", os, p.Source)
			}
			lines, ok := p.Lines(22, 0)
			if !ok || !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "23") }) || strings.Contains(strings.Join(lines, ""), "{") {
				t.Errorf("%s: %q %v", os, lines, ok)
			}
			if _, ok := p.Lines(22, 47); ok != (len(p.Lines6) > 0) {
				t.Errorf("%s: IPv6 lines are given where there are none", os)
			}
		}
	}
}

func TestFiltersRefuseWhatIsNotKnown(t *testing.T) {
	const head = "order: [a]\nsource: s\npatterns:\n"
	for text, want := range map[string]string{
		"source: s\n":                                        "no order",
		head + "  - {os: [x], keeps: bgp}\n":                 "no source",
		head + "  - {os: [x], keeps: cef, source: s}\n":      "known: bgp, rib, fib",
		head + "  - {keeps: fib, source: s, grade: sure}\n":  "grade is",
		head + "  - {keeps: fib, source: s, linse4: [\"\"]}": "linse4",
	} {
		if _, err := readFilters([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
