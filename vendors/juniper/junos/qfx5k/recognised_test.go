package qfx5k_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/qfx5k"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"QFX5100-48S-6Q": true,
		"qfx5120-48y-8c": true,
		"EX4650-48Y-8C":  true,
		"EX4600-40F":     true,
		"QFX5130-32CD":   false,
		"EX4300-48P":     false,
	} {
		if got := qfx5k.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if qfx5k.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
