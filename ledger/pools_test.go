package ledger

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

func view(name string, resource fact.Resource, cost, used, capacity float64) fact.Table {
	t := row(fact.CapPool, used, capacity)
	t.Name, t.Resource, t.Pool, t.Cost = name, resource, "fib-tcam", cost
	return t
}

// The three lines of a PFC4 are three readings of the same cells: one pool, with
// what was used of each at its own width (ios:0.5).
func TestViewsOfOnePoolAreOneLine(t *testing.T) {
	d := device(nil,
		view("72 bits", fact.FibIPv4MPLS, 1, 700000, 1048576),
		view("144 bits", fact.FibIPv6Mcast, 2, 80000, 524288),
		view("288 bits", fact.FibMcastIPv6, 4, 100, 262144),
	)
	rows := Rows(d)
	if len(rows) != 1 {
		t.Fatalf("%d lines, want one pool", len(rows))
	}
	used, _ := rows[0].Used.Get()
	capacity, _ := rows[0].Capacity.Get()
	left, _ := rows[0].Free.Get()
	if used != 700000+2*80000+4*100 || capacity != 1048576 || left != capacity-used {
		t.Errorf("used %v of %v, %v free", used, capacity, left)
	}
}

func TestLedgerLines(t *testing.T) {
	npu := func(t fact.Table, index string) fact.Table {
		t.Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: index}
		return t
	}
	unknown := view("144 bits", fact.FibIPv6Mcast, 2, 0, 524288)
	unknown.Used = fact.Figure{}
	detail := view("IPv4", fact.FibIPv4, 1, 600000, 1048576)
	detail.PartOf = "72 bits"
	carveA, carveB := view("IPv4", fact.FibIPv4, 1, 10, 100), view("MPLS", fact.FibMPLS, 1, 10, 100)
	carveA.CapKind, carveB.CapKind = fact.CapCarve, fact.CapCarve
	evidence := row(fact.CapFixed, 100, 100)
	evidence.Ledger = false
	passed := row(fact.CapGuaranteed, 120, 100)
	passed.Free = at(50, 2)
	tests := []struct {
		name  string
		rows  []fact.Table
		lines int
		first string // used of the fullest line
	}{
		{"instances stay apart, the fullest first", []fact.Table{npu(row(fact.CapFixed, 10, 100), "0"), npu(row(fact.CapFixed, 90, 100), "1")}, 2, "90"},
		{"a pool of two instances is two pools", []fact.Table{npu(view("72", fact.FibIPv4, 1, 5, 100), "0"), npu(view("72", fact.FibIPv4, 1, 7, 100), "1")}, 2, "7"},
		{"an unknown view makes the pool's use unknown", []fact.Table{view("72 bits", fact.FibIPv4MPLS, 1, 5, 1048576), unknown}, 1, "unknown"},
		{"a part is not added to its whole", []fact.Table{view("72 bits", fact.FibIPv4MPLS, 1, 700000, 1048576), detail}, 1, "700000"},
		{"regions of a carve are not one pool", []fact.Table{carveA, carveB}, 2, "10"},
		{"capacities that are not the same cells are not one pool", []fact.Table{view("a", fact.FibIPv4, 1, 5, 100), view("b", fact.FibIPv6, 2, 5, 100)}, 2, "5"},
		{"evidence is not a line", []fact.Table{evidence, row(fact.CapFixed, 1, 100)}, 1, "1"},
		{"a full carve stands before a fuller estimate", []fact.Table{row(fact.CapEstimate, 120, 100), row(fact.CapCarve, 96, 100)}, 2, "96"},
		{"a guarantee that is passed is as full as it says", []fact.Table{passed, row(fact.CapFixed, 80, 100)}, 2, "80"},
		{"what is unknown comes last", []fact.Table{unknown, row(fact.CapFixed, 1, 100)}, 2, "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := Look(View{Device: device(nil, tt.rows...), Terms: DefaultTerms(), Now: testNow}).Rows
			if len(rows) != tt.lines {
				t.Fatalf("%d lines, want %d", len(rows), tt.lines)
			}
			if got := rows[0].Used.String(); got != tt.first {
				t.Errorf("the first line has %s used, want %s", got, tt.first)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for share, want := range map[float64]string{0: "0 %", 0.0488: "4.9 %", 0.0001: "less than 0.1 %", 0.99999: "more than 99.9 %", 1: "100 %", 1.5: "150.0 %"} {
		if got := Percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
	for n, want := range map[float64]string{0: "0", 12: "12", 1234: "1,234", 1234567.25: "1,234,567.3", -1234: "-1,234"} {
		if got := Count(n); got != want {
			t.Errorf("count(%v) = %q, want %q", n, got, want)
		}
	}
}

// One row has one answer to what is free of it, wherever it is said.
func TestWhatIsFree(t *testing.T) {
	at := fact.Span{Line: 1}
	for name, tt := range map[string]struct {
		row     fact.Table
		left    float64
		share   float64
		printed bool
		known   bool
	}{
		"computed":                   {fact.Table{Used: fact.Read(60, at), Cap: fact.Read(100, at)}, 40, 0.4, false, true},
		"more than there is":         {fact.Table{Used: fact.Read(130, at), Cap: fact.Read(100, at)}, 0, 0, false, true},
		"printed, below the rest":    {fact.Table{Used: fact.Read(11, at), Cap: fact.Read(16384, at), Free: fact.Read(0, at), CapKind: fact.CapGuaranteed}, 0, 0, true, true},
		"printed above a guarantee":  {fact.Table{Used: fact.Read(120, at), Cap: fact.Read(100, at), Free: fact.Read(50, at), CapKind: fact.CapGuaranteed}, 50, 0.5, true, true},
		"nobody knows what is there": {fact.Table{Used: fact.Read(60, at)}, 0, 0, false, false},
		"nor what is in use":         {fact.Table{Cap: fact.Read(100, at)}, 0, 0, false, false},
	} {
		row := RowOf(&tt.row)
		left, _ := row.Left()
		share, known := row.FreeShare()
		if left != tt.left || share != tt.share || row.FreePrinted() != tt.printed || known != tt.known {
			t.Errorf("%s: %v, %v, printed %v, known %v", name, left, share, row.FreePrinted(), known)
		}
	}
}
