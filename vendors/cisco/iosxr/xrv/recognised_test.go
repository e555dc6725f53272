package xrv_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/xrv"
)

// TestRecognised: what calls itself software has no forwarding memory, whatever it
// imitates, and is asked for the routes alone.
func TestRecognised(t *testing.T) {
	for _, virtual := range []bool{true, false} {
		id := fact.Identity{OS: fact.IOSXR, Model: "NCS-5508", Virtual: virtual}
		if got := xrv.Room().Match(id); got != virtual {
			t.Errorf("virtual %v: %v", virtual, got)
		}
	}
	if list := xrv.Room().Commands(fact.Identity{Virtual: true}); len(list) != 2 {
		t.Errorf("%+v", list)
	}
}
