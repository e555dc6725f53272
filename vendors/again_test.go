package vendors

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
)

// A later answer behind a filter takes the place of the rows it prints anew, keeps the
// sizes it cut away, and leaves the rows it does not print.
func TestRowsPrintedAnew(t *testing.T) {
	for name, tt := range map[string]struct {
		said []string
		want []string
	}{
		"asked twice":                  {[]string{"show mem => 0/1 10 100; 0/2 20 100", "show mem => 0/1 11 100; 0/2 21 100"}, []string{"0/1 11", "0/2 21"}},
		"one card anew":                {[]string{"show mem => 0/1 10 100; 0/2 20 100", "show mem | include 0/1 => 0/1 11 100"}, []string{"0/2 20", "0/1 11"}},
		"the words of one are cut":     {[]string{"show mem => 0/1 10 100", "sh mem => 0/1 11 100"}, []string{"0/1 11"}},
		"the whole answer comes later": {[]string{"show mem | include 0/1 => 0/1 11 100", "show mem => 0/1 10 100; 0/2 20 100"}, []string{"0/1 10", "0/2 20"}},
	} {
		d := Registry{story(t)}.Parse(say("log", tt.said...), "")
		if diff := cmp.Diff(tt.want, rowsOf(d)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestARowKeepsTheSizeThatAFilterCut(t *testing.T) {
	n := func(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1}) }
	earlier := fact.Table{Cap: n(100), CapKind: fact.CapCarve, Max: n(200), Used: n(5)}
	for _, tt := range []struct {
		name      string
		later     fact.Table
		size, max string
		kind      fact.CapKind
	}{
		{"its size is missing", fact.Table{Used: n(6)}, "100", "200", fact.CapCarve},
		{"it has another", fact.Table{Used: n(6), Cap: n(90), CapKind: fact.CapFixed, Max: n(300)}, "90", "300", fact.CapFixed},
		{"nor does it tell what is in use", fact.Table{}, "unknown", "200", fact.CapUnknown},
	} {
		complete(&tt.later, &earlier)
		if tt.later.Cap.String() != tt.size || tt.later.Max.String() != tt.max || tt.later.CapKind != tt.kind {
			t.Errorf("%s: %s %s %s", tt.name, tt.later.Cap, tt.later.Max, tt.later.CapKind)
		}
	}
}

// Which rows say how full a memory is.
func TestHasRoom(t *testing.T) {
	n := func(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1}) }
	for _, tt := range []struct {
		row  fact.Table
		want bool
	}{
		{fact.Table{Ledger: true, Used: n(0), Cap: n(9)}, true},
		{fact.Table{Ledger: false, Used: n(0), Cap: n(9)}, false},
		{fact.Table{Ledger: true, Cap: n(9)}, false},
		{fact.Table{Ledger: true, Used: n(3)}, false},
		{fact.Table{Ledger: true, Used: n(3), Cap: n(0)}, false},
		{fact.Table{Ledger: true, CapKind: fact.CapState, State: "Green"}, true},
		{fact.Table{Ledger: true, CapKind: fact.CapState}, false},
		{fact.Table{Ledger: true, CapKind: fact.CapFixed, State: "Green"}, false},
		{fact.Table{CapKind: fact.CapState, State: "Green"}, false},
	} {
		if got := HasRoom(&tt.row); got != tt.want {
			t.Errorf("%+v: %v", tt.row, got)
		}
	}
}
