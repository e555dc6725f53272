// Package ncs540560 is the room of the NCS 540 and NCS 560: what its memory can be divided into.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package iosxr. It does no I/O.
package ncs540560

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: iosxr.NCS540(), Placed: dnx.Placed, Lore: func(v *ledger.View) ledger.Lore { return dnx.Lore(v, nil) }}
}
