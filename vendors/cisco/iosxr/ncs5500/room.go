// Package ncs5500 is the room of the NCS 5500:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the routers share stands in package dnx. It does no I/O.
package ncs5500

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Parsers: dnx.Parsers(), Lore: lore, Placed: dnx.Placed, Situate: dnx.Situate}
}

func lore(v *ledger.View) ledger.Lore {
	l := dnx.Lore(v, nil)
	l.Halved = func(r *ledger.Row) (float64, bool) { return halved(v, r) }
	return l
}

// halved proves unicast RPF by the size of the external TCAM of an NL12k card
// (xr:2.1.5).
func halved(v *ledger.View, r *ledger.Row) (whole float64, ok bool) {
	size, _ := r.Capacity.Get()
	return 2 * size, size == 1024000 && r.Resource == fact.FibETCAMv4 && v.Device.Carve.Active.Text == "scaledisable"
}
