// Package qfx5k is the room of the QFX5000 and EX with a unified forwarding table: which profiles divide its memory, and which
// lines enter them. The commit itself restarts the forwarding engine (junos:0
// 0).
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package junos. It does no I/O.
package qfx5k

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: junos.QFX5k(), Lore: lore} }

// box is one device.
type box struct{ division.Box }

func lore(v *ledger.View) ledger.Lore {
	c := box{division.Box{View: v}}
	return ledger.Lore{Proposal: c.Propose(func() *solve.Proposal {
		if c.Family == nil {
			return c.Usual()
		}
		return c.propose()
	}, division.Waits{})}
}
