// Package ncs540560 is the room of the NCS 540 and NCS 560:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the routers share stands in package dnx. It does no I/O.
package ncs540560

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Parsers: dnx.Parsers(), Placed: dnx.Placed, Situate: dnx.Situate, Lore: func(v *ledger.View) ledger.Lore { return dnx.Lore(v, nil) }}
}
