package ncs6000_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs6000"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"NCS-6000":        true,
		"NC6-10X100G-L-P": true,
		"NCS-5508":        false,
	} {
		if got := ncs6000.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
