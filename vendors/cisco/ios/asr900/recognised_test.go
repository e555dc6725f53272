package asr900_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/asr900"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"ASR-903":         true,
		"A900-RSP2A-128":  true,
		"NCS4201-SA":      true,
		"ME-3600X-24CX-M": true,
		"ASR1001-X":       false,
		"ME-3400-24TS-A":  false,
	} {
		if got := asr900.Room().Match(fact.Identity{OS: fact.IOSXE, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
