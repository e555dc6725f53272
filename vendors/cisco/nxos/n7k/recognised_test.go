package n7k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n7k"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"Nexus7000 C7010 (10 Slot) Chassis": true,
		"Nexus7700 C7706 (6 Slot) Chassis":  true,
		"N77-C7710":                         true,
		"N7K-C7009":                         true,
		"Nexus9000 C9396PX Chassis":         false,
		"Nexus 5672UP Chassis":              false,
	} {
		if got := n7k.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
