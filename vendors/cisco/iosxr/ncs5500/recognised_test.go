package ncs5500_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs5500"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"NCS-5508":          true,
		"NCS-55A1-24H":      true,
		"NC55-36X100G":      true,
		"NCS-57B1-6D24-SYS": false,
		"N540-24Z8Q2C-M":    false,
	} {
		if got := ncs5500.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
