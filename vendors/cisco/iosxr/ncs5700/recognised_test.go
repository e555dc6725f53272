package ncs5700_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs5700"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"NCS-57B1-6D24-SYS": true,
		"NC57-18DD-SE":      true,
		"NCS-55A1-24H":      false,
		"NC55-36X100G":      false,
		"N540-24Z8Q2C-M":    false,
	} {
		if got := ncs5700.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
