// Package cat3k2k is the room of the Catalyst 2960, 3560 and 3750:
// how it is recognised and asked, what completes it; the
// words of its SDM templates and what they are weighed by.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the families share stands in package ios. It does no I/O.
package cat3k2k

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/sdm"
)

// Room is the family.
func Room() vendors.Room {
	f := sdm.Family{
		Templates: []string{ // lines-ios:3.1
			"default", "routing", "vlan", "access", "dual-ipv4-and-ipv6 default", "dual-ipv4-and-ipv6 routing", "dual-ipv4-and-ipv6 vlan",
			"indirect-ipv4-and-ipv6-routing", "lanbase-routing", "ipe", "qos", "ipv4", "layer-2",
		},
		Weighs: true, Older: true, Utilization: "show platform tcam utilization",
	}
	return vendors.Room{Platform: platform{}, Lore: f.Lore, Parsers: []vendors.Parser{
		{Name: "tcam-errors", Commands: []string{"show platform tcam errors", "show platform tcam errors **"}, Family: "cat3k-2k", Grade: fact.Proven, Read: readTCAMErrors},
	}}
}
