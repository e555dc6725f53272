package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// cardsOnly are the families whose engines are parts of a chassis by which the family
// is known: such a part alone leads nowhere.
var cardsOnly = []string{"cat4500", "cat6500", "mx", "xrv"}

// Every part number of a room leads to that room, as a chassis or as a card, and to no
// other one: rooms are asked in the order of the registry, and the first that matches
// has the device.
func TestAPartNumberLeadsToItsRoom(t *testing.T) {
	for _, f := range vendors.Catalog().Families() {
		for _, id := range f.OS {
			o := registry.All().Find(fact.OS(id))
			if o == nil {
				t.Fatalf("%s: no operating system is called %q", f.Family, id)
			}
			for _, e := range f.Engines {
				pid := strings.ReplaceAll(strings.ReplaceAll(e.PID, "-*", "-X"), "*", "-X")
				chassis, card := family(o, fact.Identity{OS: o.ID, Model: pid}), family(o, fact.Identity{OS: o.ID, Parts: []fact.Part{{Slot: "1", PID: pid, State: "ok"}}})
				own := chassis == f.Family || card == f.Family
				if !own && !slices.Contains(cardsOnly, f.Family) || !own && card != "" {
					t.Errorf("%s of %s: as a chassis %q, as a card %q", pid, f.Family, chassis, card)
				}
			}
		}
	}
}

func family(o *vendors.OS, id fact.Identity) string {
	if p := o.Platform(id); p != nil {
		return p.Family()
	}
	return ""
}

// Every data.yaml has a room in each operating system it names, and every room its
// data.
func TestEveryFolderIsARoom(t *testing.T) {
	rooms := map[string]bool{}
	for _, o := range registry.All() {
		for _, p := range o.Platforms {
			if _, ok := p.(vendors.Room); !ok {
				t.Errorf("%s stands in no room", p.Family())
			}
			rooms[p.Family()+" "+string(o.ID)] = true
			if vendors.Catalog().Family(p.Family()) == nil {
				t.Errorf("%s has no data.yaml", p.Family())
			}
		}
	}
	for _, f := range vendors.Catalog().Families() {
		for _, id := range f.OS {
			if !rooms[f.Family+" "+id] {
				t.Errorf("%s has data for %s and no room there", f.Family, id)
			}
		}
	}
}

// A part number stands in the data of one family of an operating system: what reads it
// need not mind the order of the rooms.
func TestAPartNumberHasOneFamily(t *testing.T) {
	seen := map[string]string{}
	for _, f := range vendors.Catalog().Families() {
		for _, id := range f.OS {
			for _, e := range f.Engines {
				key := id + " " + strings.ToUpper(e.PID)
				if was, ok := seen[key]; ok && was != f.Family {
					t.Errorf("%s: %s and %s", key, was, f.Family)
				}
				seen[key] = f.Family
			}
		}
	}
}
