package n9kjericho_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/n9kjericho"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"N9K-X9636C-R":    true,
		"N9K-X9636C-RX":   true,
		"N9K-C9508-FM-R":  true,
		"N3K-C36180YC-R":  true,
		"N3K-C3636C-R":    true,
		"N9K-X97160YC-EX": false,
		"N9K-C9508-FM-E":  false,
		"N9K-C93180YC-EX": false,
	} {
		if got := n9kjericho.Room().Match(fact.Identity{OS: fact.NXOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
