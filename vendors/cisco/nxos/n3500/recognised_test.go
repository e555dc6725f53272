package n3500_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n3500"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"Nexus 3548 Chassis":            true,
		"Nexus3000 C3524P-10GX Chassis": true,
		"N3K-C3548P-10GX":               true,
		"Nexus 3048 Chassis":            false,
		"Nexus9000 C93180YC-EX chassis": false,
	} {
		if got := n3500.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
