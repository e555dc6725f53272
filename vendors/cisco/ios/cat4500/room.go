// Package cat4500 is the room of the Catalyst 4500 and 4900:
// how it is recognised and asked, what completes it; nothing is
// known that divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the families share stands in package ios. It does no I/O.
package cat4500

import "github.com/headroom-audit/headroom/vendors"

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: platform{}} }
