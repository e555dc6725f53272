package audit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/solve"
	"github.com/headroom-audit/headroom/fact"
)

// n3500 is a synthetic switch in normal mode with sizes only; routes is what its
// routing table holds, mcast what it forwards by multicast, below 0 = unknown.
func n3500(routes, mcast float64) *fact.Device {
	return device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n3500", fact.NXOS, "N3K-C3548P-10G"
		size := func(resource string, n, used float64) {
			t := fact.Table{Name: resource, Resource: resource, Unit: "entries", Cap: at(n, 2), CapKind: fact.CapTemplate, Pool: "lpm", Scope: fact.System()}
			if used >= 0 {
				t.Used = at(used, 2)
			}
			d.Tables = append(d.Tables, t)
		}
		size(fact.FibIPv4, 24576, -1)
		size(fact.FibMcastIPv4, 8192, mcast)
		if routes >= 0 {
			d.Tables = append(d.Tables, fact.Table{Name: "default", Resource: fact.RIBIPv4, Unit: "entries", Used: at(routes, 3)})
		}
	})
}

func TestProposalsForNexus(t *testing.T) {
	n9k := func(pid string) *fact.Device {
		return device(func(d *fact.Device) {
			d.Family, d.Identity.OS, d.Identity.Engines = "n9k", fact.NXOS, []fact.Engine{{PID: pid}}
			d.Tables[0].Unit = "percent"
		}, row(fact.CapPercent, 99, 100))
	}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   Action
		commands []string
		says     string
	}{
		{
			"an idle ACL region gives, before the full one grows", device(regionsOf(1790, 100)), solve.Feasible, CarveReload,
			[]string{"hardware access-list tcam region ing-ifacl 1280", "hardware access-list tcam region ing-racl 2304"},
			"how this chip is sliced is not known",
		},
		{"nothing is known of the others", device(regionsOf(1790, -1)), solve.Unknown, Investigate, nil, "what is in use of ing-ifacl, Ingress System is not known"},
		{"a routing mode is a name", n9k("N9K-C93180YC-FX3"), solve.Unknown, Investigate, nil, "the switch prints it only while the mode is active"},
		{"a 3500 with room", n3500(12_000, 100), solve.Feasible, None, nil, "normal lpm-entry 24576 mcast-entry 8192: ipv4 12,000 of 24,576"},
		{
			"a 3500 that needs what multicast does not", n3500(24_000, 100), solve.Feasible, CarveReload,
			[]string{"hardware profile forwarding-mode normal lpm-entry 28672 mcast-entry 4096"},
			"is inferred from one output",
		},
		{"and nobody knows what multicast needs", n3500(24_000, -1), solve.Unknown, Investigate, nil, "how many multicast routes there are is not known"},
		{"more than a 3500 holds", n3500(40_000, 100), solve.Infeasible, Filter, nil, "ipv4 needs 44,000 with reserve"},
		{"routes that were not read", n3500(-1, 100), solve.Unknown, Investigate, nil, "`show ip route summary vrf all`"},
		{"a 7000 shares out by itself", device(func(d *fact.Device) {
			d.Family, d.Identity.OS, d.Identity.Engines = "n7k", fact.NXOS, []fact.Engine{{PID: "N7K-M132XP-12"}}
			d.Tables = []fact.Table{view("IPv4 Unicast", fact.FibIPv4, 1, 60_000, 131_072), view("IPv6 Unicast", fact.FibIPv6, 2, 20_000, 65_536)}
		}), solve.NotApplicable, Filter, nil, "it needs 100,000 cells of 131,072"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newCase(tt.device, DefaultPolicy(), testNow).Proposal
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s: %s", p.Outcome, p.Action, p.Reason)
			}
			if d := cmp.Diff(tt.commands, p.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
		})
	}
}
