package ledger

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// Which memories the routes of a family lie in.
func TestShares(t *testing.T) {
	in := map[fact.Resource][]fact.Resource{
		fact.FibIPv4:      {fact.FibIPv4, fact.FibShared, fact.FibIPv4MPLS, fact.FibLEM, fact.FibLPM, fact.FibETCAMv4},
		fact.FibMPLS:      {fact.FibMPLS, fact.FibShared, fact.FibIPv4MPLS, fact.FibLEM},
		fact.FibIPv6:      {fact.FibIPv6, fact.FibShared, fact.FibIPv6Mcast, fact.FibLEM, fact.FibLPM, fact.FibETCAMv6},
		fact.FibMcastIPv4: {fact.FibMcastIPv4, fact.FibShared, fact.FibIPv6Mcast},
		fact.FibMcastIPv6: {fact.FibMcastIPv6, fact.FibShared, fact.FibIPv6Mcast},
		fact.MAC:          {fact.MAC},
	}
	memories := []fact.Resource{
		fact.FibIPv4, fact.FibIPv6, fact.FibMPLS, fact.FibMcastIPv4, fact.FibMcastIPv6, fact.FibIPv4MPLS, fact.FibIPv6Mcast, fact.FibShared,
		fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6, fact.MAC, fact.Adjacency,
	}
	for routes, lie := range in {
		for _, memory := range memories {
			want := false
			for _, l := range lie {
				want = want || l == memory
			}
			if got := Shares(memory, routes); got != want {
				t.Errorf("%s in %s: %v, want %v", routes, memory, got, want)
			}
		}
	}
	for r, want := range map[fact.Resource]bool{"fib.ipv4": true, "fib.": false, "fib": false, "mac": false, "fibre.x": false} {
		if Routes(r) != want {
			t.Errorf("%s holds routes: %v", r, !want)
		}
	}
}

// Which rows tell of the place that ran over.
func TestWithin(t *testing.T) {
	npu := func(node, index string) fact.Scope { return fact.Scope{Kind: fact.ScopeNPU, Node: node, Index: index} }
	card := fact.Scope{Kind: fact.ScopeModule, Node: "0/0/CPU0"}
	for _, tt := range []struct {
		row, at fact.Scope
		want    bool
	}{
		{fact.System(), npu("0/0/CPU0", "1"), true},
		{npu("0/0/CPU0", "1"), npu("0/0/CPU0", "1"), true},
		{npu("0/0/CPU0", "1"), npu("0/0/CPU0", "2"), false},
		{npu("0/0/CPU0", "1"), npu("0/1/CPU0", "1"), false},
		{npu("0/0/CPU0", "1"), npu("0/0/CPU0", ""), true},
		{card, npu("0/0/CPU0", "1"), true},
		{card, npu("0/1/CPU0", "1"), false},
		{fact.Scope{Kind: fact.ScopeNP, Node: "0/0/CPU0", Index: "3"}, npu("0/0/CPU0", "1"), true},
		{npu("", "1"), npu("0/0/CPU0", "1"), false},
	} {
		if got := Within(tt.row, tt.at); got != tt.want {
			t.Errorf("%v at %v: %v", tt.row, tt.at, got)
		}
	}
}

// Room is known where every memory of the routes was read and has the margin free, on
// the card that is asked for.
func TestRoomy(t *testing.T) {
	on := func(node string, used float64) fact.Table {
		return but(of(fact.FibIPv4, used, 1000), func(t *fact.Table) { t.Scope = fact.Scope{Kind: fact.ScopeModule, Node: node} })
	}
	for _, tt := range []struct {
		name string
		rows []fact.Table
		at   fact.Scope
		want bool
	}{
		{"nothing read", nil, fact.Scope{}, false},
		{"room", []fact.Table{of(fact.FibIPv4, 850, 1000)}, fact.Scope{}, true},
		{"less than the margin", []fact.Table{of(fact.FibIPv4, 851, 1000)}, fact.Scope{}, false},
		{"one of two has none", []fact.Table{on("1", 10), on("2", 990)}, fact.Scope{}, false},
		{"this one has", []fact.Table{on("1", 10), on("2", 990)}, fact.Scope{Kind: fact.ScopeModule, Node: "1"}, true},
		{"that one has not", []fact.Table{on("1", 10), on("2", 990)}, fact.Scope{Kind: fact.ScopeModule, Node: "2"}, false},
		{"a card of which nothing was read", []fact.Table{on("1", 10)}, fact.Scope{Kind: fact.ScopeModule, Node: "3"}, false},
		{"its use was not read", []fact.Table{but(of(fact.FibIPv4, 1, 1000), unused)}, fact.Scope{}, false},
		{"the shared memory counts too", []fact.Table{of(fact.FibIPv4, 10, 1000), of(fact.FibShared, 990, 1000)}, fact.Scope{}, false},
		{"that of MAC addresses does not", []fact.Table{of(fact.FibIPv4, 10, 1000), of(fact.MAC, 990, 1000)}, fact.Scope{}, true},
	} {
		if got := look(device(nil, tt.rows...)).RoomyAt(fact.FibIPv4, tt.at); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
