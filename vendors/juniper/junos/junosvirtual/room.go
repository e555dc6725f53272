// Package junosvirtual is the room of the vMX, vQFX and vSRX:
// how it is recognised and asked, what completes it; nothing
// divides its memory but what the catalog says.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. Readers are those of package junos. It does no I/O.
package junosvirtual

import "github.com/headroom-audit/headroom/vendors"

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: platform()} }
