package asr9000

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/division"
)

// The models of 64-bit XR from 7.5.1 on have no l3.
func TestScaleProfilesOfAFlavour(t *testing.T) {
	for text, want := range map[string]int{"Version 5.3.4[Default]": 2, "Version 7.1.3": 2, "Version 7.5.2": 1} {
		d := &fact.Device{Identity: fact.Identity{Version: strings.TrimPrefix(strings.TrimSuffix(text, "[Default]"), "Version ")}}
		s := catalog.Situation{Flavour: "exr"}
		if strings.HasSuffix(text, "[Default]") {
			s.Flavour = "cxr"
		}
		if got := (box{division.Box{View: &ledger.View{Device: d, Situation: s}}}).scaleProfiles(); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}
