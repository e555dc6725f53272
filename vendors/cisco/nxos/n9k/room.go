// Package n9k is the room of the Nexus 9000 and 3000 with a Cloud Scale chip:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the switches share stands in packages nxos and nexus. It does no
// I/O.
package n9k

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: lore, Manual: manual, Parsers: []vendors.Parser{
		{Name: "show-icam-resource", Commands: []string{"show icam resource *", "show icam resource **"}, Grade: fact.Proven, Read: readICAMResource},
		{Name: "show-icam-scale", Commands: []string{"show icam scale", "show icam scale **"}, Grade: fact.Proven, Read: readICAMScale},
	}}
}

// manual: the size of a region is shown while it waits.
func manual(m *catalog.Manual) {
	m.Size = func(predicted string) bool { return strings.Contains(predicted, "] size = ") }
}

// box is one switch.
type box struct{ nexus.Box }

// lore asks what divides the memory: the regions for access lists, or a routing mode.
func lore(v *ledger.View) ledger.Lore {
	l := nexus.Lore(v, func(b nexus.Box) *solve.Proposal {
		c := box{b}
		if p := c.regions(); p != nil {
			return p
		}
		return c.modes()
	})
	l.Region = box{nexus.Box{Box: division.Box{View: v}}}.fullRegion()
	return l
}
