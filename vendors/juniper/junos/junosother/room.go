// Package junosother is the room of the Juniper routers nobody has shown us the capacity of.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package junos. It does no I/O.
package junosother

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// Room is the family: nothing but the jtree of older cards can be divided, and its
// way back is known.
func Room() vendors.Room {
	return vendors.Room{Platform: junos.Other(), Lore: func(v *ledger.View) ledger.Lore {
		c := division.Box{View: v}
		return ledger.Lore{Proposal: c.Propose(func() *solve.Proposal { return junos.JtreeBack(v.Device, c.Usual()) }, division.Waits{})}
	}}
}
