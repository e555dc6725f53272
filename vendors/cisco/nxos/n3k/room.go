// Package n3k is the room of the Nexus 3000:
// how it is recognised and asked, what completes it; what
// its memory can be divided into.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the switches share stands in packages nxos and nexus. It does no
// I/O.
package n3k

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform(), Lore: lore, Parsers: []vendors.Parser{
		{Name: "show-hardware-profile-status", Commands: []string{"show hardware profile status"}, Family: "n3k", Grade: fact.Proven, Read: readProfileStatus},
	}}
}

// box is one switch.
type box struct{ nexus.Box }

func lore(v *ledger.View) ledger.Lore {
	l := nexus.Lore(v, func(b nexus.Box) *solve.Proposal { return box{b}.propose() })
	l.Halved = func(r *ledger.Row) (float64, bool) { return halved(v, r) }
	return l
}

// halved proves unicast RPF by the size of the LPM table (nxos:2.5).
func halved(v *ledger.View, r *ledger.Row) (whole float64, ok bool) {
	if r.Resource != fact.FibLPM || v.Device.Carve.Active.Text != "urpf enabled" {
		return 0, false
	}
	size, _ := r.Capacity.Get()
	whole, known := r.Max.Get()
	return whole, known && size < whole
}
