package ledger

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Whose table grows, and how fast.
func TestGrowth(t *testing.T) {
	v4 := func(n float64) *fact.Device { return device(nil, row(fact.CapFixed, n, 4_000_000)) }
	tests := []struct {
		name   string
		device *fact.Device
		table  TableKind
		known  bool
		copies float64
	}{
		{"a full table", v4(1_080_000), "", true, 1},
		{"one that is filtered a little", v4(900_000), "", true, 1},
		{"two of them", v4(2_150_000), "", true, 2},
		{"a partial table", v4(400_000), "", false, 0},
		{"a partial table that the policy names", v4(541_198), PartialTable, true, 0.5},
		{"a router with a default route", v4(400_000), DefaultOnly, true, 0},
		{"a full table that is still small, by the policy", v4(700_000), FullTable, true, 1},
		{"nothing is known", device(nil), "", false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			terms := DefaultTerms()
			terms.Table = tt.table
			g := Look(View{Device: tt.device, Terms: terms, Now: testNow}).Growth4()
			if g.Known != tt.known || g.Copies < tt.copies-0.01 || g.Copies > tt.copies+0.01 {
				t.Errorf("known %v, %.3f copies; want %v, %v", g.Known, g.Copies, tt.known, tt.copies)
			}
		})
	}
}

func TestRunwayWords(t *testing.T) {
	w := solve.RunsOut(testNow, 0, 100, solve.Band{Low: 1, Mid: 10, High: 20})
	if s := RunwayWords(w); s != "full about 2036-11 (between 2031-11 and much later)" {
		t.Error(s)
	}
	if s := RunwayWords(solve.Runway{}); !strings.Contains(s, "not in sight: more than 10 years") {
		t.Error(s)
	}
}

// A partial table in a pool of which nobody knows how it grows brings the date of the
// pool nearer than no growth at all would.
func TestAPoolGrowsByBothFamilies(t *testing.T) {
	year := func(v6 float64) float64 {
		d := device(nil, view("72 bits", fact.FibIPv4, 1, 1_080_000, 2_097_152), view("144 bits", fact.FibIPv6, 2, v6, 1_048_576))
		v := Look(View{Device: d, Terms: DefaultTerms(), Now: testNow})
		band, ok := v.yearOf(&v.Rows[0])
		if !ok {
			t.Fatalf("%v IPv6 routes: the growth is not known", v6)
		}
		return band.Mid
	}
	none, some := year(0), year(128_000)
	if want := none + 2*27_000/2; some < want*0.99 || some > want*1.01 {
		t.Errorf("%.0f a year with half a table of IPv6, %.0f without; want %.0f", some, none, want)
	}
}
