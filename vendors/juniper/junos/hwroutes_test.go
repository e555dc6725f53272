package junos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// What is free and the percentage beside it are one figure; where they lie apart
// neither is known. Synthetic, after `show pfe route summary hw` of [junos:2C].
func TestFreeAgrees(t *testing.T) {
	const head = "Profile active: l3-profile\nType            Max       Used        Free       % free\n-----------------------------\n"
	for row, known := range map[string]bool{
		"IPv4 LPM        16384     4000        12384      75.59\n": true,
		"IPv4 LPM        16384     17781       0          0.00\n":  true,
		"IPv4 LPM        16384     4000        12384      3.10\n":  false,
	} {
		r, _, _ := withRooms().ReadOutput("show pfe route summary hw", head+row, 0, false)
		if len(r.Tables) != 1 || r.Tables[0].Used.Known() != known || flagged(r.Flags, "implausible") == known {
			t.Errorf("%q: %+v %+v", row, r.Tables, r.Flags)
		}
	}
}

func flagged(flags []fact.Flag, name string) bool {
	for _, f := range flags {
		if f.Name() == name {
			return true
		}
	}
	return false
}
