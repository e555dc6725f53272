// Package acx7k is the room of the ACX7000: which profiles divide its memory, and which
// lines enter them. The commit itself restarts the forwarding engine (junos:0
// 0).
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. Readers and the
// completion of a device are those of package junos. It does no I/O.
package acx7k

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: junos.ACX7k(), Lore: lore} }

// box is one device.
type box struct{ division.Box }

func lore(v *ledger.View) ledger.Lore {
	c := box{division.Box{View: v}}
	l := ledger.Lore{Proposal: c.Propose(func() *solve.Proposal {
		if c.Family == nil {
			return c.Usual()
		}
		return c.propose()
	}, division.Waits{})}
	if c.defaultFlips() {
		l.Flips = []ledger.Note{{Says: flips, Spans: []fact.Span{v.Device.Carve.Configured.Span, v.Device.Carve.Active.Span}}}
	}
	return l
}
