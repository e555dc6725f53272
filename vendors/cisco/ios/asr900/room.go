// Package asr900 is the room of the ASR 900 and NCS 4200:
// how it is recognised and asked, what completes it; nothing is
// known that divides its memory.
//
// What goes in: facts. What comes out: a completed device. What the families share stands in package ios. It does no I/O.
package asr900

import "github.com/headroom-audit/headroom/vendors"

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: platform{}} }
