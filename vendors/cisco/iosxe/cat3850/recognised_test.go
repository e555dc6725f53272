package cat3850_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat3850"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"WS-C3850-24T":  true,
		"WS-C3650-48PD": true,
		"WS-C3750X-48P": false,
		"C9300-24T":     false,
	} {
		if got := cat3850.Room().Match(fact.Identity{OS: fact.IOSXE, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
