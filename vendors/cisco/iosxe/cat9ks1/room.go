// Package cat9ks1 is the room of the Catalyst 9000 with Silicon One: the words of its SDM templates and what they are
// weighed by.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package iosxe. It does no I/O.
package cat9ks1

import (
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{"core", "distribution", "access", "nat", "sda", "advanced", "vlan"}, // ios:6.4

	}
	return vendors.Room{Platform: iosxe.Cat9kS1(), Lore: f.Lore}
}
