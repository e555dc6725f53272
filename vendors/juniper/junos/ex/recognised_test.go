package ex_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/ex"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"EX4300-48P":     true,
		"EX2200-24T-4G":  true,
		"SRX340":         false,
		"QFX5100-48S-6Q": false,
	} {
		if got := ex.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if ex.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
