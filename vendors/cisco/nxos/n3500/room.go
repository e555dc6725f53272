// Package n3500 is the room of the Nexus 3500: what its memory can be divided into, and which
// lines do that.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package nxos. It does no I/O.
package n3500

import (
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: nxos.N3500(), Lore: lore} }

// box is one switch.
type box struct{ nexus.Box }

func lore(v *ledger.View) ledger.Lore {
	return nexus.Lore(v, func(b nexus.Box) *solve.Proposal { return box{b}.propose() })
}
