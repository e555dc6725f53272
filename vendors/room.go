package vendors

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is a Platform with what only its own folder knows of the family beside how it
// is recognised and read. What is nil says nothing.
type Room struct {
	Platform
	// Parsers read what only this family is asked, or a few that share the parser.
	Parsers []Parser
	// Lore is what the room says of a device that was read: the change of its memory
	// that is proposed, and what rules must know of it.
	Lore func(v *ledger.View) ledger.Lore
	// Placed gives how fast a memory fills in which routes are placed by the length of
	// their prefix; false = not known.
	Placed func(v *ledger.View, memory fact.Resource) (solve.Band, bool)
	// Situate adds to what the conditions of the catalog are asked of.
	Situate func(d *fact.Device, f *catalog.Family, s *catalog.Situation)
	// Manual adds to how a device is changed by hand.
	Manual func(m *catalog.Manual)
}

// With furnishes the OS with rooms: each takes the place of the platform of its
// family, or comes after all where there is none.
func (o *OS) With(rooms ...Room) *OS {
	for _, r := range rooms {
		at := slices.IndexFunc(o.Platforms, func(p Platform) bool { return p.Family() == r.Family() })
		if at < 0 {
			o.Platforms = append(o.Platforms, r)
		} else {
			o.Platforms[at] = r
		}
		for _, p := range r.Parsers {
			if !slices.ContainsFunc(o.Parsers, func(q Parser) bool { return q.Name == p.Name }) {
				o.Parsers = append(o.Parsers, p)
			}
		}
	}
	return o
}

// room is the one of a device's family, where it has one.
func (reg Registry) room(d *fact.Device) (Room, bool) {
	for _, o := range reg {
		for _, p := range o.Platforms {
			if r, ok := p.(Room); ok && r.Family() == d.Family {
				return r, true
			}
		}
	}
	return Room{}, false
}

// Lore is what the room of the device's family says of it; where it says nothing of
// dividing the memory the catalog's word stands.
func (reg Registry) Lore(v *ledger.View) ledger.Lore {
	say := division.Default
	if r, ok := reg.room(v.Device); ok && r.Lore != nil {
		say = r.Lore
	}
	l := say(v)
	if o := reg.Find(v.Device.Identity.OS); o != nil && o.Lore != nil {
		o.Lore(v, &l)
	}
	return l
}

// Placed asks the room of the device's family.
func (reg Registry) Placed(v *ledger.View, memory fact.Resource) (solve.Band, bool) {
	if r, ok := reg.room(v.Device); ok && r.Placed != nil {
		return r.Placed(v, memory)
	}
	return solve.Band{}, false
}

// Situation is what the catalog's conditions are asked of: what is known of a device
// beside its memory, with what its operating system and its room add.
func (reg Registry) Situation(d *fact.Device, f *catalog.Family) catalog.Situation {
	s := ledger.Situation(d, f)
	if o := reg.Find(d.Identity.OS); o != nil && o.Situate != nil {
		o.Situate(d, f, &s)
	}
	if r, ok := reg.room(d); ok && r.Situate != nil {
		r.Situate(d, f, &s)
	}
	return s
}

// Manual is how a device is changed by hand: by its operating system and its room.
func (reg Registry) Manual(d *fact.Device) catalog.Manual {
	var m catalog.Manual
	if o := reg.Find(d.Identity.OS); o != nil {
		m = o.Manual
	}
	if r, ok := reg.room(d); ok && r.Manual != nil {
		r.Manual(&m)
	}
	return m
}

// Family is what the catalog knows of a family, nil = nothing.
func (reg Registry) Family(name string) *catalog.Family { return Catalog().Family(name) }
