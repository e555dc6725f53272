// Package acx7k is the room of the ACX7000:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. Readers are those of package junos. It does no I/O.
package acx7k

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family.
func Room() vendors.Room { return vendors.Room{Platform: platform(), Lore: lore} }

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
