package mx_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/mx"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"MX480":              true,
		"mx204":              true,
		"EX9204":             true,
		"JNP10003 [MX10003]": true,
		"EX4300-48P":         false,
		"PTX1000":            false,
	} {
		if got := mx.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if mx.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
