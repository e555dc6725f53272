package ncs540560_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/ncs540560"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"N540-24Z8Q2C-M":    true,
		"NCS-560-4":         true,
		"N560-RSP4":         true,
		"NCS-5508":          false,
		"NCS-57B1-6D24-SYS": false,
	} {
		if got := ncs540560.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
