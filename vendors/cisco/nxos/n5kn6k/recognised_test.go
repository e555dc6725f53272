package n5kn6k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n5kn6k"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"Nexus5548 Chassis":                 true,
		"Nexus 5672UP Chassis":              true,
		"Nexus 6001 Chassis":                true,
		"N5K-C5596UP":                       true,
		"N6K-C6004":                         true,
		"Nexus 3064 Chassis":                false,
		"Nexus7000 C7010 (10 Slot) Chassis": false,
	} {
		if got := n5kn6k.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
