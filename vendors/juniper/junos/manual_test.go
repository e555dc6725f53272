package junos_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// Both routing engines are reached where there are two, of a box that is no virtual
// chassis and whose Junos is known to need it.
func TestCommitOfBothEngines(t *testing.T) {
	for _, tt := range []struct {
		version, standby string
		members          int
		both             bool
	}{{"20.4R3", "yes", 0, true}, {"20.4R3", "yes", 2, false}, {"20.4R3", "no", 0, false}, {"20.4R3", "", 0, false}, {"22.4R2-EVO", "yes", 0, false}} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.Junos, Version: tt.version}}
		e := junos.OS().Manual.Entry(d, catalog.Situation{Standby: tt.standby, Members: tt.members})
		both := slices.ContainsFunc(e.After, func(c catalog.Check) bool { return c.Command == "commit synchronize" })
		one := slices.ContainsFunc(e.After, func(c catalog.Check) bool { return c.Command == "commit" })
		if both != tt.both || one == both {
			t.Errorf("%+v: both %v, one %v", tt, both, one)
		}
	}
}

// A reboot takes the members for which alone something waits, or all of them.
func TestMembersThatWait(t *testing.T) {
	m := junos.OS().Manual
	d := &fact.Device{Pending: []fact.Change{{What: "UFT profile of member 1"}, {What: "UFT profile of member 3"}, {What: "UFT profile of member 1"}}}
	if got := m.Parts(d); !slices.Equal(got, []string{"member 1", "member 3"}) {
		t.Errorf("%q", got)
	}
	d.Pending = append(d.Pending, fact.Change{What: "UFT profile"})
	if got := m.Parts(d); got != nil || m.AllParts != "all-members" {
		t.Errorf("something waits for all of them: %q of %q", got, m.AllParts)
	}
	for name, want := range map[string]string{"fpc5": "5", "FPC 12": "12", "3": "3"} {
		if slot, card := m.Slot(name); slot != want || card != (name == "fpc5") {
			t.Errorf("%s: %q %v", name, slot, card)
		}
	}
}
