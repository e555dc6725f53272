package sdm

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Before a template without IPv6 takes the place of one that has it somebody looks for
// what is routed.
func TestIPv6IsLookedForBeforeItGoes(t *testing.T) {
	for size, want := range map[float64]bool{1280: false, 0: true} {
		p := &solve.Proposal{Name: "ipv4", Knob: "sdm prefer ipv4", Caps: map[fact.Resource]float64{fact.FibIPv6: size}}
		d := &fact.Device{Tables: []fact.Table{{Name: "IPv6", Resource: fact.FibIPv6, Unit: "entries", Ledger: true, CapKind: fact.CapTemplate, Cap: fact.Read(1280, fact.Span{Line: 1, End: 1})}}}
		c := box{division.Box{View: ledger.Look(ledger.View{Device: d, Terms: ledger.DefaultTerms()})}, Family{Older: true}}
		c.beforeSDM(p)
		if got := strings.Contains(p.Before[len(p.Before)-1].Expect, "IPv6"); got != want {
			t.Errorf("%.0f: %+v", size, p.Before)
		}
	}
}
