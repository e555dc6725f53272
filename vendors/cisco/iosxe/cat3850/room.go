// Package cat3850 is the room of the Catalyst 3650 and 3850: the words of its SDM templates and what they are
// weighed by.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package iosxe. It does no I/O.
package cat3850

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{"advanced", "vlan"}, // ios:4

	}
	return vendors.Room{Platform: iosxe.Cat3850(), Lore: f.Lore}
}
