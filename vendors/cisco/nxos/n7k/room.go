// Package n7k is the room of the Nexus 7000:
// how it is recognised and asked, what completes it; nothing divides its memory
// anew.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the switches share stands in packages nxos and nexus. It does no
// I/O.
package n7k

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: func(v *ledger.View) ledger.Lore { return nexus.Lore(v, nil) }}
}
