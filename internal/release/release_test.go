package release_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/internal/release"
)

func TestAtLeast(t *testing.T) {
	for _, c := range []struct {
		version, least string
		later, known   bool
	}{
		{"7.3.1", "7.3.1", true, true},
		{"7.3.2", "7.3.1", true, true},
		{"7.10.1", "7.9.1", true, true},
		{"7.2.9", "7.3.1", false, true},
		{"6.1.4.10I", "6.1.4", true, true},
		{"24.1.1", "7.3.1", true, true},
		{"7", "7.3.1", false, true},
		{"7.3", "7.3.1", false, true},
		{"7.3.2I", "7.3.1", true, true},
		{"", "7.3.1", false, false},
		{"x.3.1", "7.3.1", false, false},
		{"7.x.1", "7.3.1", false, false},
		{"7.-4.1", "7.3.1", false, false},
	} {
		if later, known := release.AtLeast(c.version, c.least); later != c.later || known != c.known {
			t.Errorf("%s, %s: later %v, known %v", c.version, c.least, later, known)
		}
	}
}

func TestNumbers(t *testing.T) {
	for r, want := range map[string][]int{"15.1X53-D40": {15, 1, 53, 40}, "12.2(55)SE12": {12, 2, 55, 12}, "": nil, "9999999999": {999999}} {
		if got := release.Numbers(r); !slices.Equal(got, want) {
			t.Errorf("%s: %v", r, got)
		}
	}
}
