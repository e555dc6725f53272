// Package ncs5700 is the room of the NCS 5700: what its memory can be divided into, and what a
// profile must not be reloaded into.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package iosxr. It does no I/O.
package ncs5700

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: iosxr.NCS5700(), Placed: dnx.Placed, Lore: func(v *ledger.View) ledger.Lore { return dnx.Lore(v, staysDown) }}
}

// staysDown names a card that does not boot under an -se profile, which is for cards
// with external TCAM (lines-xr:2 [doc MDB]); "" = none is known.
func staysDown(v *ledger.View, profile string) string {
	if !strings.Contains(profile+"-", "-se-") {
		return ""
	}
	for _, e := range v.Device.Identity.Engines {
		if class := v.ClassOf(e); class != "" && !strings.HasSuffix(string(class), "-etcam") {
			return profile + " is for cards with external TCAM: " + ledger.EngineNames([]fact.Engine{e}) + " has none and stays down under it"
		}
	}
	return ""
}
