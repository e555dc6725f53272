// Package qfxevo is the room of the QFX5130 to 5700 (Junos Evolved): which profiles divide its memory, and which
// lines enter them. The commit itself restarts the forwarding engine (junos:0
// 0).
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package junos. It does no I/O.
package qfxevo

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// Room is the family: nothing tells what is in use of a profile.
func Room() vendors.Room {
	return vendors.Room{Platform: junos.QFXEvo(), Lore: func(v *ledger.View) ledger.Lore {
		c := division.Box{View: v}
		return ledger.Lore{Proposal: c.Propose(c.Told, division.Waits{})}
	}}
}
