package asr1kqfp_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/asr1kqfp"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"ASR1001-X":     true,
		"ISR4451-X/K9":  true,
		"C8300-1N1S-6T": true,
		"CSR1000V":      true,
		"ASR-903":       false,
		"C9300-24T":     false,
	} {
		if got := asr1kqfp.Room().Match(fact.Identity{OS: fact.IOSXE, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
