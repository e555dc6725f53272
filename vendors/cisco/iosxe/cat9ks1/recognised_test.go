package cat9ks1_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9ks1"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"C9500X-28C8D": true,
		"C9350-24P":    true,
		"C9300-24T":    false,
		"C9407R":       false,
	} {
		if got := cat9ks1.Room().Match(fact.Identity{OS: fact.IOSXE, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
