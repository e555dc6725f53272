// Package asr9000 is the room of the ASR 9000:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the routers share stands in package iosxr. It does no I/O.
package asr9000

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: lore, Parsers: []vendors.Parser{
		{Name: "show-cef-platform-resource", Commands: []string{"show cef platform resource", "show cef platform resource **", "show cef platform resources **"}, Family: "asr9000", Grade: fact.Documented, Read: readCEFPlatform},
	}}
}

// box is one router.
type box struct{ division.Box }

func lore(v *ledger.View) ledger.Lore {
	c := box{division.Box{View: v}}
	return ledger.Lore{Proposal: c.Propose(func() *solve.Proposal {
		if c.Family == nil {
			return c.Usual()
		}
		return c.propose()
	}, division.Waits{})}
}
