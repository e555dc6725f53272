package cat9kuadp_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9kuadp"
)

// TestRecognised holds the names and part numbers by which the family is known, and those of its
// neighbours that must not be taken for it.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{
		"C9300-24T":    true,
		"C9407R":       true,
		"C9500-40X":    true,
		"IE-3400-8T2S": true,
		"C9500X-28C8D": false,
		"WS-C3850-24T": false,
		"ASR1001-X":    false,
		"C9606R":       false,
	} {
		if got := cat9kuadp.Room().Match(fact.Identity{OS: fact.IOSXE, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
