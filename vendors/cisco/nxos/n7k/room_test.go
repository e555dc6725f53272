package n7k

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

func fig(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1, End: 1}) }

// box is a chassis with one M1 module in slot 3, its pool and one region of it
// (synthetic; the size of the M1 is that of nxos:2.1).
func box(pool float64, free fact.Figure) *fact.Device {
	at := fact.Scope{Kind: fact.ScopeModule, Index: "3"}
	return &fact.Device{
		Outputs:  []fact.Output{{}},
		Identity: fact.Identity{Engines: []fact.Engine{{Slot: "3", PID: "N7K-M132XP-12"}}},
		Tables: []fact.Table{
			{Name: "FIB TCAM", Resource: fact.FibShared, Pool: nxos.FibPool, Scope: at, Used: fig(1000), Cap: fig(pool), Notes: nxos.LendNote(free)},
			{Name: "IPv4 Unicast", Resource: fact.FibIPv4, Pool: nxos.FibPool, Scope: at, Used: fig(900), Cap: fig(1000)},
			{Name: "LS_MET UFIB ECMP", Resource: fact.ECMP, Scope: at, Used: fig(1), Cap: fig(10)},
			{Name: "LS_MET MFIB", Resource: fact.ECMP, Scope: at, Used: fig(1), Cap: fig(10)},
		},
	}
}

// A region is judged by itself where nothing shows that the module lends blocks; where
// free blocks are printed it is a share of the pool. The pool is always judged, and its
// silicon is what the part number has, unless the module shows more.
func TestPoolAndRegions(t *testing.T) {
	f := vendors.Catalog().Family("n7k")
	for _, c := range []struct {
		name   string
		pool   float64
		free   fact.Figure
		region bool
		most   float64
	}{
		{"no free blocks are shown", 131072, fact.Figure{}, true, 131072},
		{"the module lends", 65536, fig(500), false, 131072},
		{"more than the catalog knows", 131073, fig(500), false, 0},
	} {
		d := box(c.pool, c.free)
		parse(d, f)
		pool, region := &d.Tables[0], &d.Tables[1]
		if most, _ := pool.Max.Get(); !pool.Ledger || most != c.most {
			t.Errorf("%s: pool judged %v, silicon %v", c.name, pool.Ledger, most)
		}
		if region.Ledger != c.region || (region.PartOf == "FIB TCAM") == c.region {
			t.Errorf("%s: region judged %v, part of %q", c.name, region.Ledger, region.PartOf)
		}
		if !d.Tables[2].Ledger || d.Tables[3].Ledger {
			t.Errorf("%s: ECMP %v, multicast %v", c.name, d.Tables[2].Ledger, d.Tables[3].Ledger)
		}
	}
}

// An instance of a module has the silicon of the module in its slot, no other.
func TestSiliconOfAnInstance(t *testing.T) {
	f := vendors.Catalog().Family("n7k")
	for node, want := range map[string]float64{"module 3": 131072, "module 4": 0} {
		d := box(1000, fact.Figure{})
		d.Tables[0].Scope = fact.Scope{Kind: fact.ScopeASIC, Node: node, Index: "0"}
		parse(d, f)
		if got, _ := d.Tables[0].Max.Get(); got != want {
			t.Errorf("%s: %v, want %v", node, got, want)
		}
	}
}
