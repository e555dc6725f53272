package crs_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/crs"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"CRS-16-LCC/M":    true,
		"FP-140G":         true,
		"FP-X":            true,
		"MSC-140G":        true,
		"LSP-X":           true,
		"FP-40":           false,
		"NC6-10X100G-L-P": false,
	} {
		if got := crs.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
