package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// mixed is a synthetic chassis with a card without external TCAM in slot 0 and
// one of the given kind in slot 1, both full of the dossier's "2024" table.
func mixed(pid string, more ...fact.Table) *fact.Device {
	d := fullV6(ncs("", dnx.HostOptimized))
	d.Identity.Engines = []fact.Engine{{Slot: "0/0/CPU0", PID: "NCS-55A1-24H"}, {Slot: "0/1/CPU0", PID: pid}}
	for i := range d.Tables {
		d.Tables[i].Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: "0"}
	}
	for _, t := range more {
		t.Scope = fact.Scope{Kind: "npu", Node: "0/1/CPU0", Index: "0"}
		d.Tables = append(d.Tables, t)
	}
	return d
}

func TestMixedChassis(t *testing.T) {
	etcam := audittest.Row(fact.CapCarve, 1_000_000, 2_048_000)
	etcam.Resource, etcam.Name = fact.FibETCAMv4, "ext_tcam_ipv4"
	small := audittest.Row(fact.CapCarve, 1_000_000, 1_024_000)
	small.Resource, small.Name = fact.FibETCAMv4, "ext_tcam_ipv4"
	tiny := audittest.Row(fact.CapCarve, 3_000_000, 2_048_000)
	tiny.Resource, tiny.Name = fact.FibETCAMv4, "ext_tcam_ipv4"
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		commands []string
		says     string
	}{
		{
			"a large LPM beside an external TCAM with room", mixed("NC55-24X100G-SE", etcam), solve.Feasible,
			[]string{"hw-module fib ipv4 scale host-optimized-disable"},
			"nl-etcam cards: whole",
		},
		{
			"and one whose TCAM is halved", mixed("NC55-24X100G-SE", small), solve.Feasible,
			[]string{"hw-module fib ipv4 scale host-optimized-disable", "no hw-module tcam fib ipv4 scaledisable", "hw-module profile tcam acl-prefix percent 20"},
			"nl-etcam cards: acl-prefix 20 percent",
		},
		{
			"a small LPM in the same chassis: what helps the large one drowns it", mixed("NC55-36X100G"), solve.Infeasible,
			nil, "large-lpm and small-lpm cards: no setting holds it",
		},
		{
			"beside a card with external TCAM a base card need not hold all of it", mixed("NC55-24X100G-SE", tiny), solve.Unknown,
			nil, "external TCAM",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || !slices.Equal(p.Commands, tt.commands) || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s %q: %s", p.Outcome, p.Commands, p.Reason)
			}
		})
	}
}
