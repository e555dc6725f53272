package junos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/juniper/junos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// A division of the jtree that waits goes back as it was entered.
func TestTheWayBackOfAJtree(t *testing.T) {
	for _, tt := range []struct{ to, want string }{
		{"chassis memory-enhanced route", "delete chassis memory-enhanced route"},
		{"no chassis memory-enhanced filter", "set chassis memory-enhanced filter"},
		{"lpm-profile", ""},
	} {
		d := &fact.Device{Pending: []fact.Change{{What: "x", To: tt.to}}}
		if p := junos.JtreeBack(d, &solve.Proposal{}); strings.Join(p.Undo, ";") != tt.want {
			t.Errorf("%s: %q", tt.to, p.Undo)
		}
	}
}
