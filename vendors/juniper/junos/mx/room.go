// Package mx is the room of the MX and EX9200 with Trio:
// how it is recognised and asked, what completes it; nothing
// divides its memory but what the catalog says.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. Readers are those of package junos. It does no I/O.
package mx

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
	return vendors.Room{Platform: platform(), Lore: func(v *ledger.View) ledger.Lore {
		c := division.Box{View: v}
		return ledger.Lore{Proposal: c.Propose(func() *solve.Proposal { return junos.JtreeBack(v.Device, c.Usual()) }, division.Waits{})}
	}}
}
