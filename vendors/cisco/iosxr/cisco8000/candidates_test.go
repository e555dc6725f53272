package cisco8000

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/division"
)

// The three tables that a Q200 was seen with under the default, and the one with
// tcam-banks (xr:2.3); what lies between proves nothing.
func TestWhetherTCAMBanksRun(t *testing.T) {
	for _, tt := range []struct {
		v4, v6, percent float64
		want            fact.Tri
	}{
		{1_398_243, 865_548, 84, fact.No},
		{1_107_000, 210_000, 41, fact.No},
		{1_017_528, 184_252, 38, fact.No},
		{1_398_243, 865_548, 42, fact.Yes},
		{1_398_243, 865_548, 60, fact.Unknown},
		{200_000, 50_000, 9, fact.Unknown},
	} {
		d := &fact.Device{Tables: []fact.Table{
			{Resource: fact.FibLPM + ".v4_lpm", Used: fact.Read(tt.v4, fact.Span{Line: 2})},
			{Resource: fact.FibLPM + ".v6_lpm", Used: fact.Read(tt.v6, fact.Span{Line: 2})},
		}}
		if got := (box{division.Box{View: &ledger.View{Device: d}}}).banksRun(tt.percent); got != tt.want {
			t.Errorf("%v + %v at %v %%: %v, want %v", tt.v4, tt.v6, tt.percent, got, tt.want)
		}
	}
}
