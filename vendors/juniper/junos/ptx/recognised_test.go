package ptx_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/juniper/junos/ptx"
)

// TestRecognised holds the models by which the family is known, and those of its
// neighbours that must not be taken for it. Another operating system never is.
func TestRecognised(t *testing.T) {
	for model, want := range map[string]bool{
		"PTX10001-36MR": true,
		"ptx1000":       true,
		"MX480":         false,
	} {
		if got := ptx.Room().Match(fact.Identity{OS: fact.Junos, Model: model}); got != want {
			t.Errorf("%q: %v, want %v", model, got, want)
		}
		if ptx.Room().Match(fact.Identity{OS: fact.NXOS, Model: model}) {
			t.Errorf("%q of another system is taken", model)
		}
	}
}
