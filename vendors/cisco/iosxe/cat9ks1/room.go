// Package cat9ks1 is the room of the Catalyst 9000 with Silicon One:
// how it is recognised and asked, what completes it; the
// words of its SDM templates and what they are weighed by.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the families share stands in package iosxe. It does no I/O.
package cat9ks1

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{"core", "distribution", "access", "nat", "sda", "advanced", "vlan"}, // ios:6.4

	}
	return vendors.Room{Platform: platform{}, Lore: f.Lore, Parsers: []vendors.Parser{
		{Name: "fed-sdm-feature", Commands: []string{
			"show platform software fed switch * sdm feature", "show platform software fed * sdm feature",
			"show platform software fed switch * sdm feature **", "show platform software fed * sdm feature **",
		}, Family: "cat9k-s1", Grade: fact.Proven, Read: readSDMFeature},
	}}
}
