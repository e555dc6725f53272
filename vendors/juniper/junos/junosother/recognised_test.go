package junosother_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/junosother"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"ACX5448":      true,
		"QFX10002-36Q": true,
		"T640":         true,
		"":             false,
	} {
		if got := junosother.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if junosother.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
