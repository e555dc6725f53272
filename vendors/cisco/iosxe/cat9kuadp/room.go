// Package cat9kuadp is the room of the Catalyst 9000 with UADP:
// how it is recognised and asked, what completes it; the
// words of its SDM templates and what they are weighed by.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the families share stands in package iosxe. It does no I/O.
package cat9kuadp

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{"core", "distribution", "access", "nat", "sda", "advanced", "vlan"}, // ios:6.4
		Weighs:    true, Utilization: "show platform hardware fed switch active fwd-asic resource tcam utilization",
	}
	return vendors.Room{Platform: platform{}, Lore: f.Lore}
}
