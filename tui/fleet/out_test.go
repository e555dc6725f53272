package fleet

import (
	"slices"
	"testing"
	"time"
)

func TestLessKnowledgeNeverLooksHealthier(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	in := func(days int) time.Time { return now.AddDate(0, 0, days) }
	list := []struct {
		out  Out
		text string
	}{
		{Out{Known: true, Now: true}, "now"},
		{Out{Known: true, Low: in(5), Median: in(9), High: in(20)}, "9 d"},
		{Out{Known: true, Low: in(90), Median: in(100), High: in(200)}, "3 mo"},
		{Out{Known: true, Low: in(900), Median: in(1100), High: in(2000)}, "3 y"},
		{Out{Known: true, Low: in(900)}, ">2 y"},
		{Out{}, "?"},
		{Out{Known: true, Low: in(4000), Median: in(5000)}, ">10 y"},
		{Out{Known: true}, ">10 y"},
	}
	for i, x := range list {
		if got := x.out.In(now); string(got) != x.text {
			t.Errorf("%d: %q, want %q", i, got, x.text)
		}
	}
	places := make([]float64, 0, len(list))
	for _, x := range list {
		places = append(places, x.out.order(now))
	}
	if !slices.IsSorted(places) {
		t.Errorf("the order is %v", places)
	}
	if days, ok := (Out{}).Days(now); ok {
		t.Errorf("an unknown day is %v", days)
	}
}
