package asr9000_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/asr9000"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"ASR-9010":          true,
		"ASR9K":             true,
		"A9K-MOD200-TR":     true,
		"A99-48X10GE-1G-SE": true,
		"NCS-5508":          false,
		"CRS-16-LCC":        false,
	} {
		if got := asr9000.Room().Match(fact.Identity{OS: fact.IOSXR, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
