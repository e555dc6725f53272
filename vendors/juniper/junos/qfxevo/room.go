// Package qfxevo is the room of the QFX switches with Junos Evolved:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. Readers are those of package junos. It does no I/O.
package qfxevo

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family: nothing tells what is in use of a profile.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: func(v *ledger.View) ledger.Lore {
		c := division.Box{View: v}
		return ledger.Lore{Proposal: c.Propose(c.Told, division.Waits{})}
	}}
}
