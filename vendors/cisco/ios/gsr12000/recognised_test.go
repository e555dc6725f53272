package gsr12000_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios/gsr12000"
)

// TestRecognised holds the names by which the family is known: a number of five digits
// that begins with 12, and what stands behind a slash.
func TestRecognised(t *testing.T) {
	for name, want := range map[string]bool{"12416/PRP": true, "GSR12": true, "gsr 8/40": true, "12416": false, "7206/VXR": false, "13416/PRP": false, "124161/PRP": false} {
		if got := gsr12000.Room().Match(fact.Identity{OS: fact.IOS, Model: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
