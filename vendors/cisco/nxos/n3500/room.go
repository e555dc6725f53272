// Package n3500 is the room of the Nexus 3500:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the switches share stands in packages nxos and nexus. It does no
// I/O.
package n3500

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: lore, Parsers: []vendors.Parser{
		{Name: "show-hardware-profile-forwarding-mode", Commands: []string{"show hardware profile forwarding-mode"}, Family: "n3500", Grade: fact.Proven, Read: readForwardingMode},
	}}
}

// box is one switch.
type box struct{ nexus.Box }

func lore(v *ledger.View) ledger.Lore {
	return nexus.Lore(v, func(b nexus.Box) *solve.Proposal { return box{b}.propose() })
}
