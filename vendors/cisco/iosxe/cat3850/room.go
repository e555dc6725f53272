// Package cat3850 is the room of the Catalyst 3650 and 3850:
// how it is recognised and asked, what completes it; the
// words of its SDM templates and what they are weighed by.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the families share stands in package iosxe. It does no I/O.
package cat3850

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{"advanced", "vlan"}, // ios:4

	}
	return vendors.Room{Platform: platform{}, Lore: f.Lore}
}
