package aci_test

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/aci"
)

// A switch of a fabric is recognised, asked nothing, and says why no row of it is
// judged.
func TestNothingIsJudged(t *testing.T) {
	d := &fact.Device{}
	r := aci.Room()
	r.Parse(d)
	if len(d.Flags) != 1 || d.Flags[0].Key != fact.FlagIdle || d.Flags[0].Value == "" {
		t.Errorf("%+v", d.Flags)
	}
	if len(r.Commands(d.Identity)) != 0 {
		t.Error("it is asked something")
	}
	if v := r.Platform.(vendors.Covered).Vital(d); len(v) != 0 {
		t.Errorf("%+v", v)
	}
}
