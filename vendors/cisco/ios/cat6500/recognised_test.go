package cat6500_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat6500"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"WS-C6509-E":    true,
		"CISCO7606-S":   true,
		"C6807-XL":      true,
		"C6880-X-LE":    true,
		"WS-C4507R+E":   false,
		"WS-C3750X-48P": false,
	} {
		if got := cat6500.Room().Match(fact.Identity{OS: fact.IOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
