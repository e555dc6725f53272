package qfxevo_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/qfxevo"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"QFX5130-32CD":   true,
		"qfx5220-32cd":   true,
		"QFX5700":        true,
		"QFX5120-48Y-8C": false,
	} {
		if got := qfxevo.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if qfxevo.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
