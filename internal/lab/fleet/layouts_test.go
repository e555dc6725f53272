package fleet_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// A session in another layout gets the same verdict, and one that tells less is never
// ok where the whole one is not.
func TestLayoutsOfTheFleet(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing in it runs beside something else")
	}
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	reg := registry.All()
	judge := rules.Auditor(reg)
	for _, m := range members {
		raw, err := fleet.Raw(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		var plain audit.Verdict
		for i, l := range fleet.Layouts() {
			said, err := transcript.Read([]byte(l.Make(string(raw))))
			if err != nil {
				if !l.Less {
					t.Errorf("%s, %s: %v", m.Name, l.Name, err)
				}
				continue
			}
			v := judge.Run(reg.Parse(said, ""), policy.Default(), now)
			switch {
			case i == 0:
				plain = v
			case v.State == audit.OK && plain.State != audit.OK:
				t.Errorf("%s, %s: ok, and %s as it is", m.Name, l.Name, plain.State)
			case !l.Less && (v.State != plain.State || v.Action != plain.Action):
				t.Errorf("%s, %s: %s %s, and %s %s as it is", m.Name, l.Name, v.State, v.Action, plain.State, plain.Action)
			}
		}
	}
}
