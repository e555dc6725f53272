package cat3k2k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat3k2k"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"WS-C3750X-48P":     true,
		"WS-C2960XR-24PD-I": true,
		"WS-C3560-24TS":     true,
		"ME-3400-24TS-A":    true,
		"WS-C3850-24T":      false,
		"WS-C6509-E":        false,
		"ME-3600X-24CX-M":   false,
	} {
		if got := cat3k2k.Room().Match(fact.Identity{OS: fact.IOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
