package n3k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n3k"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"Nexus 3064 Chassis":                true,
		"Nexus3000 C3172PQ Chassis":         true,
		"N3K-C3048TP-1GE":                   true,
		"Nexus 3548 Chassis":                false,
		"N3K-C3524P-10G":                    false,
		"N9K-C3164PQ":                       false,
		"Nexus9000 C9396PX Chassis":         false,
		"Nexus7000 C7010 (10 Slot) Chassis": false,
	} {
		if got := n3k.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
