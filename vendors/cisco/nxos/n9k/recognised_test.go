package n9k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n9k"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"Nexus9000 C93180YC-EX chassis":     true,
		"N9K-C9396PX":                       true,
		"N9324C-SE1U":                       true,
		"Nexus 3064 Chassis":                false,
		"N3K-C3048TP-1GE":                   false,
		"Nexus7000 C7010 (10 Slot) Chassis": false,
	} {
		if got := n9k.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
