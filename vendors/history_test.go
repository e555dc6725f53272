package vendors

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// What lies in a part that was restarted: the card itself and what is on it, and never
// another card whose name starts alike.
func TestInside(t *testing.T) {
	at := func(kind fact.ScopeKind, node, index string) fact.Scope {
		return fact.Scope{Kind: kind, Node: node, Index: index}
	}
	card := at(fact.ScopeLineCard, "0/1", "")
	for _, tt := range []struct {
		place, part fact.Scope
		want        bool
	}{
		{at(fact.ScopeNPU, "0/1/CPU0", "2"), card, true},
		{at(fact.ScopeNode, "0/1/CPU0", ""), at(fact.ScopeNode, "0/1/CPU0", ""), true},
		{at(fact.ScopeNode, "0/10/CPU0", ""), card, false},
		{at(fact.ScopeNode, "0/0/CPU0", ""), card, false},
		{at(fact.ScopePFE, "FPC3", "0"), at(fact.ScopeFPC, "fpc3", ""), true},
		{at(fact.ScopeFPC, "fpc31", ""), at(fact.ScopeFPC, "fpc3", ""), false},
		{at(fact.ScopeModule, "", "3"), at(fact.ScopeModule, "", "3"), true},
		{at(fact.ScopeModule, "", "3"), at(fact.ScopeModule, "", "30"), false},
		{fact.System(), card, false},
		{card, fact.System(), false},
		{fact.System(), fact.System(), false},
	} {
		if got := Inside(tt.place, tt.part); got != tt.want {
			t.Errorf("%v in %v: %v", tt.place, tt.part, got)
		}
	}
}

// A restart takes what was read of that part and leaves the rest.
func TestForgetAPart(t *testing.T) {
	on := func(node string) fact.Scope { return fact.Scope{Kind: fact.ScopeNode, Node: node} }
	r := fact.Reading{
		Tables:     []fact.Table{{Name: "a", Scope: on("0/1/CPU0")}, {Name: "b", Scope: on("0/2/CPU0")}, {Name: "c", Scope: fact.System()}},
		Exceptions: []fact.Exception{{Text: "a", Scope: on("0/1/CPU0")}, {Text: "b", Scope: on("0/2/CPU0")}},
	}
	forget(&r, map[fact.Scope]bool{on("0/1"): true})
	if len(r.Tables) != 2 || r.Tables[0].Name != "b" || r.Tables[1].Name != "c" || len(r.Exceptions) != 1 || r.Exceptions[0].Text != "b" {
		t.Errorf("%+v %+v", r.Tables, r.Exceptions)
	}
}
