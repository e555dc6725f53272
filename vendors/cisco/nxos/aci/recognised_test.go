package aci_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/aci"
)

// TestRecognised holds the versions by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"14.2(4i)": true,
		"15.2(1g)": true,
		"16.0(3e)": true,
		"9.3(8)":   false,
		"10.4(1)":  false,
	} {
		if got := aci.Room().Match(fact.Identity{OS: fact.NXOS, Version: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
