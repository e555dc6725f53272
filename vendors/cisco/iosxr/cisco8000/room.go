// Package cisco8000 is the room of the Cisco 8000: what its memory can be divided into.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package iosxr. It does no I/O.
package cisco8000

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: iosxr.Cisco8000(), Lore: lore}
}

// box is one router.
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
