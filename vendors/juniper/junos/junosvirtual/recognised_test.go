package junosvirtual_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/junosvirtual"
)

// TestRecognised: what calls itself software has no forwarding memory, whatever it
// imitates; of its rows none is judged.
func TestRecognised(t *testing.T) {
	r := junosvirtual.Room()
	for _, virtual := range []bool{true, false} {
		if got := r.Match(fact.Identity{OS: fact.Junos, Model: "VMX", Virtual: virtual}); got != virtual {
			t.Errorf("virtual %v: %v", virtual, got)
		}
	}
	d := &fact.Device{Identity: fact.Identity{OS: fact.Junos, Virtual: true}, Tables: []fact.Table{{Ledger: true}}}
	if r.Parse(d); d.Tables[0].Ledger {
		t.Error("a row is judged")
	}
}
