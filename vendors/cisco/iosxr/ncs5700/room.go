// Package ncs5700 is the room of the NCS 5700:
// how it is recognised and asked, what completes it; what
// its memory can be divided into, and what a profile must not be reloaded into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the routers share stands in package dnx. It does no I/O.
package ncs5700

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// Room is the family.
func Room() vendors.Room {
	own := vendors.Parser{Name: "show-hw-module-profile", Commands: []string{"show hw-module profile mdb-scale", "show hw-module profile npu-operating-mode"}, Family: "ncs5700", Grade: fact.Proven, Read: readHwModule}
	return vendors.Room{Platform: platform(), Parsers: append(dnx.Parsers(), own), Placed: dnx.Placed, Situate: dnx.Situate, Lore: func(v *ledger.View) ledger.Lore { return dnx.Lore(v, staysDown) }}
}

// staysDown names a card that does not boot under an -se profile, which is for cards
// with external TCAM (lines-xr:2 [doc MDB]); "" = none is known.
func staysDown(v *ledger.View, profile string) string {
	if !strings.Contains(profile+"-", "-se-") {
		return ""
	}
	for _, e := range v.Device.Identity.Engines {
		if class := v.ClassOf(e); class != "" && !dnx.External(class) {
			return profile + " is for cards with external TCAM: " + ledger.EngineNames([]fact.Engine{e}) + " has none and stays down under it"
		}
	}
	return ""
}
