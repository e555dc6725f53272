package registry_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// Every operating system says how it is entered, left and kept; what it says is its own
// frame, which the plan does not take for lines of a change.
func TestEveryManualIsWhole(t *testing.T) {
	for _, o := range registry.All() {
		m := registry.All().Manual(&fact.Device{Identity: fact.Identity{OS: o.ID}})
		if m.Entry == nil || m.Frame == nil || len(m.Backup) == 0 {
			t.Errorf("%s: nothing is known of how it is changed by hand", o.ID)
			continue
		}
		d := &fact.Device{Identity: fact.Identity{OS: o.ID}}
		for _, s := range []catalog.Situation{{}, {Standby: "yes"}} {
			e := m.Entry(d, s)
			commits := 0
			for _, c := range slices.Concat(e.Before, e.After) {
				if !m.Frame(c.Command) {
					t.Errorf("%s: %q is not its frame", o.ID, c.Command)
				}
				if slices.Contains(m.Commits, c.Command) {
					commits++
				}
			}
			if len(e.Before) == 0 || len(e.After) == 0 || commits != len(m.Commits[:min(1, len(m.Commits))]) || o.Commits != (commits > 0) {
				t.Errorf("%s: %+v commits %d times", o.ID, e, commits)
			}
		}
	}
}

// The room of a family adds to the manual of its system, and leaves that alone.
func TestRoomsAddToTheManual(t *testing.T) {
	manual := func(family string, os fact.OS) catalog.Manual {
		return registry.All().Manual(&fact.Device{Family: family, Identity: fact.Identity{OS: os}})
	}
	c6, n9, other := manual("cat6500", fact.IOS), manual("n9k", fact.NXOS), manual("cat4500", fact.IOS)
	if c6.Entry == nil || !c6.Size("IPv4 - 768k") || c6.Size("72 bits (IPv4) - 802816") || c6.Sized(fact.Change{What: "IPv4 carve", To: "786432"}) != "IPv4 - 768k" {
		t.Error("the carve of a 6500 is not worded as it prints it")
	}
	if c6.Sized(fact.Change{What: "IPv4 carve", To: "786433"}) != "" || c6.Sized(fact.Change{What: "IPv4", To: "786432"}) != "" {
		t.Error("what is no carve in k is worded as one")
	}
	if !n9.Size("[ing-racl] size = 512") || n9.Size("the active template is x") {
		t.Error("the size of a region is not recognised")
	}
	if other.Size != nil || other.Sized != nil {
		t.Error("one room speaks for another")
	}
	if m := (vendors.Registry{}).Manual(&fact.Device{}); m.Entry != nil {
		t.Error("nobody knows a system, and it has a manual")
	}
}
