package solve

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReadGrowth(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	samples, bad := ReadGrowth("# a comment\n\n1719792000 964000\n1709251200 948000 9\n1706745600 -5\nx 1\n7\n4102444800 1\n1e300 5\n1719792000 NaN\n", now)
	var said []string
	for _, err := range bad {
		said = append(said, err.Error())
	}
	want := []string{"line 5: -5 entries", "line 6: not two numbers, epoch and entries", "line 7: not two columns, epoch and entries", "line 8: 2100-01-01 has not come yet", "line 9: not two numbers, epoch and entries", "line 10: NaN entries"}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("said:\n%s", strings.Join(said, "\n"))
	}
	if len(samples) != 2 || samples[0].Used != 948000 {
		t.Errorf("%v", samples)
	}
}

func TestFromGrowth(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	var text strings.Builder
	for d := range 400 {
		at := now.AddDate(0, 0, d-430)
		fmt.Fprintf(&text, "%d %d\n", at.Unix(), 1_000_000+d*100)
	}
	samples, bad := ReadGrowth(text.String(), now)
	old := DefaultModel()
	trend, at, err := FromGrowth(samples, old.IPv4)
	if err != nil || len(bad) > 0 || trend.Year.Mid < 36_000 || trend.Year.Mid > 37_000 || trend.Entries != 1_039_900 || trend.Shock != old.IPv4.Shock {
		t.Fatalf("%+v, %v, %v", trend, err, bad)
	}
	m := old.WithIPv4(trend, at, "file")
	if six, want := m.Entries(m.IPv6, now), old.Entries(old.IPv6, now); six < want-1 || six > want+1 || m.Source != "file" {
		t.Errorf("IPv6 %v, was %v", six, want)
	}
	gaps := slices.Concat(samples[:40], samples[200:210], samples[390:])
	if got, _, err := FromGrowth(gaps, old.IPv4); err != nil || got.Year.Mid < 36_000 || got.Year.Mid > 37_000 || got.Entries != trend.Entries {
		t.Errorf("with gaps: %+v, %v", got, err)
	}
	if _, _, err := FromGrowth(samples[:2], old.IPv4); err == nil {
		t.Error("two lines make a trend")
	}
}

func TestAnOldModelIsLessSure(t *testing.T) {
	m := DefaultModel()
	if m.Aged(m.Anchor.AddDate(0, 11, 0)).IPv4.Year != m.IPv4.Year {
		t.Error("a model of this year is wider")
	}
	y, old := m.IPv4.Year, m.Aged(m.Anchor.Add(4*Year)).IPv4.Year
	if old.Mid != y.Mid || old.High-old.Mid != 2*(y.High-y.Mid) || old.Low != 0 {
		t.Errorf("%+v of four years ago is %+v", y, old)
	}
}
