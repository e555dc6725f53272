// Package aci is the room of the switches of an ACI fabric: nothing divides its memory anew.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package nxos. It does no I/O.
package aci

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: nxos.ACI(), Lore: func(v *ledger.View) ledger.Lore { return nexus.Lore(v, nil) }}
}
