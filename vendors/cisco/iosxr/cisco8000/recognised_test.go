package cisco8000_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/cisco8000"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"8201-32FH":   true,
		"8808":        true,
		"88-LC0-36FH": true,
		"8000":        true,
		"NCS-5508":    false,
		"ASR-9010":    false,
	} {
		if got := cisco8000.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
