// Package dnx is what the rooms of the routers share whose chip keeps a route where
// the length of its prefix says (NCS 540, 560, 5500 and 5700): which memory holds
// what, under which profile, and which lines lead there.
//
// What goes in: a ledger.View. What comes out: a ledger.Lore. It does no I/O.
package dnx

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// box is one router.
type box struct{ division.Box }

// Lore is what is said of a router. mustNot, where the family has one, says why a
// profile must not be reloaded into.
func Lore(v *ledger.View, mustNot func(v *ledger.View, name string) string) ledger.Lore {
	c := box{division.Box{View: v}}
	w := division.Waits{Named: c.named, MustNot: func(name string) string {
		if mustNot != nil {
			return cmp.Or(mustNot(v, name), nativeMode(v))
		}
		return nativeMode(v)
	}}
	return ledger.Lore{Proposal: c.Propose(c.propose, w), Holds: c.holds}
}

func (c box) propose() *solve.Proposal {
	switch {
	case c.Family != nil && len(c.classes()) > 1:
		return c.proposeMixed()
	case c.Family != nil && len(placementsOf(c.Class())) > 0:
		return c.proposePlacement(c.Class())
	}
	return c.Usual()
}

// named gives the placement that waits, and its lines.
func (c box) named() (name string, lines []string) {
	classes := c.classes()
	if len(classes) == 0 && c.Family != nil {
		classes = []catalog.Class{c.Class()}
	}
	for _, class := range classes {
		for _, p := range placementsOf(class) {
			named := strings.EqualFold(placementName(&p), c.Device.Carve.AfterReload.Text)
			entered := slices.ContainsFunc(c.Device.Pending, func(w fact.Change) bool { return len(p.Lines) == 1 && w.To == p.Lines[0] })
			if named || entered && !c.Device.Carve.AfterReload.Known() {
				return placementName(&p), p.Lines
			}
		}
	}
	return "", nil
}

// Situate names the lines of the placement that runs after the next reload.
func Situate(d *fact.Device, _ *catalog.Family, s *catalog.Situation) {
	for _, class := range s.Classes {
		for _, p := range placementsOf(class) {
			if strings.EqualFold(placementName(&p), d.Carve.AfterReload.Text) {
				s.Waiting = append(s.Waiting, p.Lines...)
			}
		}
	}
}

// Placed spreads the growth of both families over the memories of the chip.
func Placed(v *ledger.View, memory fact.Resource) (solve.Band, bool) {
	return box{division.Box{View: v}}.yearOfPlaced(memory)
}

// holds tells which lengths the active placement puts into a memory.
func (c box) holds(memory fact.Resource) (v4, v6 func(length int) bool, ok bool) {
	p, ok := c.placement()
	if !ok {
		return nil, nil, false
	}
	in := func(at func(int) fact.Resource) func(int) bool {
		return func(length int) bool { return at(length) == memory }
	}
	return in(p.V4At), in(p.V6At), true
}
