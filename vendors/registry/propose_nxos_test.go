package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// n3500 is a synthetic switch in normal mode with sizes only; routes is what its
// routing table holds, mcast what it forwards by multicast, below 0 = unknown.
func n3500(routes, mcast float64) *fact.Device {
	return audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n3500", fact.NXOS, "N3K-C3548P-10G"
		size := func(resource fact.Resource, n, used float64) {
			t := fact.Table{Name: string(resource), Resource: resource, Unit: fact.UnitEntries, Cap: audittest.At(n, 2), CapKind: fact.CapTemplate, Pool: "lpm", Scope: fact.System()}
			if used >= 0 {
				t.Used = audittest.At(used, 2)
			}
			d.Tables = append(d.Tables, t)
		}
		size(fact.FibIPv4, 24576, -1)
		size(fact.FibMcastIPv4, 8192, mcast)
		if routes >= 0 {
			d.Tables = append(d.Tables, fact.Table{Name: "default", Resource: fact.RIBIPv4, Unit: fact.UnitEntries, Used: audittest.At(routes, 3)})
		}
	})
}

// trie is a Nexus 9000 in its default mode: the trie in percent, the routes and
// the size of the table as numbers beside it.
func trie(pid string, percent, routes, size float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Engines, d.Identity.Version = "n9k", fact.NXOS, []fact.Engine{{PID: pid}}, "10.4(3)"
		p := audittest.Row(fact.CapPercent, percent, 100)
		p.Unit = fact.UnitPercent
		d.Tables = append(d.Tables, p,
			fact.Table{Name: "IPv4 LPM Routes", Resource: fact.FibIPv4, Unit: fact.UnitEntries, Used: audittest.At(routes, 2)},
			fact.Table{Name: "Max IPv4 Trie route entries", Resource: fact.FibIPv4, Unit: fact.UnitEntries, Cap: audittest.At(size, 2)})
		mode("Hierarchical (Default)", "")(d)
		d.Carve.Default = true
	}
}

// tcam is how full the TCAM beside the trie is, in percent.
func tcam(percent float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		p := audittest.Row(fact.CapPercent, percent, 100)
		p.Name, p.Resource, p.Unit = "IPv4 TCAM routes", fact.FibTCAMv4, "percent"
		d.Tables = append(d.Tables, p)
	}
}

// mode is the routing mode as it is printed, and as the configuration says it.
func mode(printed, word string) func(d *fact.Device) {
	return func(d *fact.Device) {
		set := fact.Setting{Text: printed, Grade: fact.Reported, Span: audittest.Span(2)}
		d.Carve.Configured, d.Carve.Active, d.Carve.Default = set, set, false
		if word != "" {
			audittest.Flag(fact.FlagModeRunning, word)(d)
		}
	}
}

// long is the count of IPv6 prefixes from /65 to /127.
func long(n float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Tables = append(d.Tables, fact.Table{Name: "Total (> /64) LPM routes", Resource: "fib.ipv6.lpm128", Unit: fact.UnitEntries, Used: audittest.At(n, 2)})
	}
}

// genOne is a synthetic Nexus 9396 whose regions fill both pools, with what is in
// use of the RACL region and of the VACL region of both directions.
func genOne(racl, vacl float64) func(d *fact.Device) {
	return func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "n9k", fact.NXOS, "N9K-C9396PX"
		d.Identity.Engines = []fact.Engine{{PID: "N9K-C9396PX"}}
		for _, r := range []struct {
			label, shown, key string
			size, used        float64
		}{
			{"IPV4 PACL", "Ingress IPv4 PACL", "[ifacl]", 1024, 10},
			{"IPV4 RACL", "Ingress IPv4 RACL", "[racl]", 1536, racl},
			{"IPV4 VACL", "Ingress IPv4 VACL", "[vacl]", 256, vacl},
			{"IPV4 L3 QoS", "", "[l3qos]", 256, 0},
			{"Ingress COPP", "", "[copp]", 256, 0},
			{"SPAN", "", "[span]", 256, 0},
			{"Egress IPV4 RACL", "Egress IPv4 RACL", "[e-racl]", 512, 250},
			{"Egress System", "", "", 256, 0},
			{"ranger+ IPV4 QoS", "", "[rp-qos]", 256, 0},
		} {
			d.Tables = append(d.Tables, fact.Table{Name: r.label + " " + r.key, Resource: fact.ACL, Pool: "acl-tcam", Configured: audittest.At(r.size, 3), Scope: fact.System()})
			if r.shown != "" {
				d.Tables = append(d.Tables, fact.Table{Name: r.shown, Resource: fact.ACL, Unit: fact.UnitEntries, Used: audittest.At(r.used, 2), Cap: audittest.At(r.size, 2), CapKind: fact.CapCarve})
			}
		}
		// A line of the configuration repeats a region and is not a second one.
		d.Tables = append(d.Tables, fact.Table{Name: "racl", Resource: fact.ACL, Pool: "acl-tcam", Configured: audittest.At(1536, 3), Scope: fact.System()})
	}
}

// supAndSpan gives the idle memory of regionsOf to the supervisor and to SPAN.
func supAndSpan(d *fact.Device) {
	for i := range d.Tables {
		switch t := &d.Tables[i]; t.Name {
		case "Ingress PACL [ing-ifacl]":
			t.Configured = audittest.At(768, 3)
		case "Ingress PACL":
			t.Cap = audittest.At(768, 2)
		case "Ingress System":
			t.Name, t.Configured, t.Cost = "Ingress SUP [ing-sup]", audittest.At(512, 3), 0
		}
	}
	acl := func(name string, used, size float64) fact.Table {
		return fact.Table{Name: name, Resource: fact.ACL, Unit: fact.UnitEntries, Used: audittest.At(used, 2), Cap: audittest.At(size, 2), CapKind: fact.CapCarve}
	}
	d.Tables = append(d.Tables, acl("Ingress SUP", 10, 512), acl("SPAN", 0, 1024),
		fact.Table{Name: "span [span]", Resource: fact.ACL, Pool: "acl-tcam", Configured: audittest.At(1024, 3), Scope: fact.System()})
}

func TestProposalsForNexus(t *testing.T) {
	n9k := func(pid string) *fact.Device {
		return audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS, d.Identity.Engines = "n9k", fact.NXOS, []fact.Engine{{PID: pid}}
			d.Tables[0].Unit = fact.UnitPercent
		}, audittest.Row(fact.CapPercent, 99, 100))
	}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   solve.Action
		commands []string
		says     string
	}{
		{
			"an idle ACL region gives, before the full one grows", audittest.Device(audittest.RegionsOf(1790, 100)), solve.Feasible, solve.CarveReload,
			[]string{"hardware access-list tcam region ing-ifacl 1280", "hardware access-list tcam region ing-racl 2304"},
			"4,096 of 4,096 ingress cells",
		},
		{
			"the supervisor's region never gives, and span goes in steps of 512", audittest.Device(audittest.Both(audittest.RegionsOf(1790, 700), supAndSpan)), solve.Feasible, solve.CarveReload,
			[]string{"hardware access-list tcam region span 512", "hardware access-list tcam region ing-racl 2304"},
			"span from 1024 to 512 (0 in use)",
		},
		{"regions that come from a template", audittest.Device(audittest.Both(audittest.RegionsOf(1790, 100), audittest.Flag(fact.FlagServiceTemplate, "EDGE"))), solve.Unknown, solve.Investigate, nil, "the regions come from template EDGE"},
		{"nothing is known of the others", audittest.Device(audittest.RegionsOf(1790, -1)), solve.Unknown, solve.Investigate, nil, "what is in use of ing-ifacl, Ingress System is not known"},
		{"a trie in percent and no number of routes", n9k("N9K-C93180YC-FX3"), solve.Unknown, solve.Investigate, nil, "the switch prints it only while the mode is active"},
		{
			"a trie that is nearly full, on a chip whose tested scale is known", audittest.Device(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000)), solve.Feasible, solve.CarveReload,
			[]string{"system routing template-internet-peering"},
			"ipv4 860,000 of 2,000,000 (43 %) the scale that was tested",
		},
		{"beside a card whose scale is not", audittest.Device(audittest.Both(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000), func(d *fact.Device) {
			d.Identity.Engines = append(d.Identity.Engines, fact.Engine{PID: "N9K-C93180YC-EX"})
		})), solve.Unknown, solve.Investigate, nil, "its figures (ipv4 2,000,000) are not proven"},
		{"on one whose scale is not", audittest.Device(trie("N9K-C93180YC-EX", 97, 860_000, 900_000)), solve.Unknown, solve.Investigate, nil, "its figures (ipv4 2,000,000) are not proven"},
		{"the TCAM beside it is what is full", audittest.Device(audittest.Both(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000), tcam(99))), solve.Unknown, solve.Investigate, nil, "at 99.88 %"},
		{"room", audittest.Device(trie("N9K-C93180YC-FX3", 40, 360_000, 900_000)), solve.Unknown, solve.Investigate, nil, "takes a mode by its name"},
		{
			"the mode is the one already", audittest.Device(audittest.Both(trie("N9K-C93180YC-FX3", 97, 1_940_000, 2_000_000), mode("Internet Peering", "template-internet-peering"))),
			solve.Unknown, solve.Investigate, nil, "nothing is known to last longer: template-internet-peering: ipv4 1,940,000 of 2,000,000",
		},
		{"a mode is only known by its name", audittest.Device(audittest.Both(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000), mode("LPM Heavy", ""))), solve.Unknown, solve.Investigate, nil, "takes a mode by its name"},
		{
			"a region of the first generation, by the names that the switch itself gives it", audittest.Device(genOne(1500, 10)), solve.Feasible, solve.CarveReload,
			[]string{"hardware access-list tcam region ifacl 512", "hardware access-list tcam region racl 2048"},
			"4,096 of 4,096 ingress cells",
		},
		{"its VACLs take both directions", audittest.Device(genOne(100, 250)), solve.Unknown, solve.Investigate, nil, "1,280 of 1,024 egress cells; what is in use of l3qos, copp, span, Egress System is not known"},
		{"more access lists than the pool holds", audittest.Device(audittest.Both(audittest.RegionsOf(1790, 1780), func(d *fact.Device) {
			d.Tables = slices.DeleteFunc(d.Tables, func(t fact.Table) bool { return t.Name == "Ingress System" })
			for i := range d.Tables {
				if n, ok := d.Tables[i].Configured.Get(); ok && n == 1792 {
					d.Tables[i].Configured = audittest.At(2048, 3)
				}
			}
		})), solve.Infeasible, solve.Investigate, nil, "region ing-racl at 2304 would need 4,352 of 4,096 ingress cells"},
		{"a region that waits for its reload", audittest.Device(audittest.Both(audittest.RegionsOf(1790, 100), func(d *fact.Device) {
			for i := range d.Tables {
				switch d.Tables[i].Name {
				case "Ingress RACL [ing-racl]":
					d.Tables[i].Configured = audittest.At(2304, 3)
				case "Ingress PACL [ing-ifacl]":
					d.Tables[i].Configured = audittest.At(1280, 3)
				}
			}
		})), solve.Feasible, solve.Reload, nil, "from 1,792 to 2,304"},
		{
			"half of the LPM table of a 3064", audittest.Device(audittest.HalvedLPM(7900)), solve.Feasible, solve.CarveReload,
			[]string{"system urpf disable"},
			"how many IPv6 prefixes from /65 to /127 there are is not known",
		},
		{"a 3064 with room", audittest.Device(audittest.HalvedLPM(3000)), solve.Feasible, solve.None, nil, "urpf enabled: lpm 3,000 of 8,191"},
		{"long prefixes that no setting holds", audittest.Device(audittest.Both(audittest.HalvedLPM(7900), long(157))), solve.Infeasible, solve.Filter, nil, "no setting holds more than 116 with reserve: filter to fewer"},
		{"a 3172, of which nothing was seen", audittest.Device(audittest.Both(audittest.HalvedLPM(7900), func(d *fact.Device) { d.Identity.Model = "N3K-C3172PQ" })), solve.Unknown, solve.Investigate, nil, "what unicast RPF takes on this part number was not seen"},
		{"a size that neither setting gives", audittest.Device(audittest.Both(audittest.HalvedLPM(4000), func(d *fact.Device) { d.Carve.Active.Text = "" })), solve.Unknown, solve.Investigate, nil, "8,191 entries, which is neither"},
		{"a 5548", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS, d.Identity.Model = "n5k-n6k", fact.NXOS, "N5K-C5548UP"
		}, audittest.Row(fact.CapFixed, 7700, 8192)), solve.Unknown, solve.Investigate, nil, "For a 5500 no knob was seen"},
		{"IPv6 takes from a 3500 what was not seen", audittest.Device(func(d *fact.Device) {
			*d = *n3500(24_000, 100)
			d.Tables = append(d.Tables, fact.Table{Name: "v6", Resource: fact.FibIPv6, Unit: fact.UnitEntries, Cap: audittest.At(2048, 2)})
		}), solve.Unknown, solve.Investigate, nil, "fib.ipv6 has 2,048"},
		{"a 3500 with room", n3500(12_000, 100), solve.Feasible, solve.None, nil, "normal lpm-entry 24576 mcast-entry 8192: ipv4 12,000 of 24,576"},
		{
			"a 3500 that needs what multicast does not", n3500(24_000, 100), solve.Feasible, solve.CarveReload,
			[]string{"hardware profile forwarding-mode normal lpm-entry 28672 mcast-entry 4096"},
			"is inferred from one output",
		},
		{"and nobody knows what multicast needs", n3500(24_000, -1), solve.Unknown, solve.Investigate, nil, "how many multicast routes there are is not known"},
		{"more than a 3500 holds", n3500(40_000, 100), solve.Infeasible, solve.Filter, nil, "ipv4 needs 44,000 with reserve"},
		{"routes that were not read", n3500(-1, 100), solve.Unknown, solve.Investigate, nil, "`show ip route summary vrf all`"},
		{"a 7000 shares out by itself", audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS, d.Identity.Engines = "n7k", fact.NXOS, []fact.Engine{{PID: "N7K-M132XP-12"}}
			d.Tables = []fact.Table{audittest.View("IPv4 Unicast", fact.FibIPv4, 1, 60_000, 131_072), audittest.View("IPv6 Unicast", fact.FibIPv6, 2, 20_000, 65_536)}
		}), solve.NotApplicable, solve.Filter, nil, "it needs 100,000 cells of 131,072"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s: %s", p.Outcome, p.Action, p.Reason)
			}
			if d := cmp.Diff(tt.commands, p.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
		})
	}
}

// What must be looked at before the lines are entered, the rollback, and what the
// switch prints afterwards.
func TestBeforeANexusIsReloaded(t *testing.T) {
	tests := []struct {
		name                   string
		device                 *fact.Device
		before, undo, predicts []string
	}{
		{
			"unicast RPF", audittest.Device(audittest.Both(audittest.HalvedLPM(7900), long(10))),
			[]string{"no interface with unicast RPF"},
			[]string{"no system urpf disable"},
			[]string{"Total LPM Entries = 16383."},
		},
		{
			"long prefixes that were not counted", audittest.Device(audittest.HalvedLPM(7900)),
			[]string{"no interface with unicast RPF", "Total (> /64) LPM routes: at most 116"},
			[]string{"no system urpf disable"},
			[]string{"Total LPM Entries = 16383."},
		},
		{
			"internet peering", audittest.Device(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000)),
			[]string{
				"on a switch that runs the mode with the same table: IPv4 and IPv6 TCAM routes below 85 %",
				"10.5(2)F, of which the tested scale is (this is 10.4(3))", "fewer than 571,112 routes",
			},
			[]string{"no system routing template-internet-peering"},
			[]string{"Configured and Applied System Routing Mode are the same"},
		},
		{
			"another mode than the default ran", audittest.Device(audittest.Both(trie("N9K-C93180YC-FX3", 97, 860_000, 900_000), mode("LPM Heavy", "template-lpm-heavy"))),
			[]string{
				"on a switch that runs the mode with the same table: IPv4 and IPv6 TCAM routes below 85 %",
				"10.5(2)F, of which the tested scale is (this is 10.4(3))", "fewer than 571,112 routes",
			},
			[]string{"system routing template-lpm-heavy"},
			[]string{"Configured and Applied System Routing Mode are the same"},
		},
		{
			"ACL regions", audittest.Device(genOne(1500, 10)),
			[]string{"the sizes that this proposal starts from", "in use no more than was read: ifacl from 1024 to 512 (10 in use)"},
			[]string{"hardware access-list tcam region racl 1536", "hardware access-list tcam region ifacl 1024"},
			[]string{"[ifacl] size = 512", "[racl] size = 2048"},
		},
		{
			"forwarding mode", n3500(24_000, 100),
			[]string{"the mode as it is now, or nothing where it is the default"},
			[]string{"hardware profile forwarding-mode normal lpm-entry 24576 mcast-entry 8192"},
			[]string{"unicast IPv4 size     = 28672", "multicast size        = 4096"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			var before []string
			for _, b := range p.Before {
				before = append(before, b.Expect)
				if b.Command == "" || b.Why == "" {
					t.Errorf("no command or no reason: %+v", b)
				}
			}
			if d := cmp.Diff([][]string{tt.before, tt.undo, tt.predicts}, [][]string{before, p.Undo, p.Predict}); d != "" {
				t.Errorf("before, way back, printed afterwards (-want +got):\n%s", d)
			}
			if p.Source == "" || p.Action != solve.CarveReload {
				t.Errorf("%s, source %q", p.Action, p.Source)
			}
		})
	}
}

// The templates of a 6001 are named with what they may hold, and none is proposed;
// a 5548 has none of them.
func TestHostTablesAreNamedOnly(t *testing.T) {
	switched := func(model string, hosts float64) *fact.Device {
		r := audittest.Row(fact.CapFixed, hosts, 40_000)
		r.Resource = fact.HostIPv4
		return audittest.Device(func(d *fact.Device) { d.Family, d.Identity.OS, d.Identity.Model = "n5k-n6k", fact.NXOS, model }, r)
	}
	p := audittest.Propose(switched("N6K-C6001-64P", 39_000), policy.Default(), audittest.Now())
	var why []string
	for _, r := range p.Rejected {
		why = append(why, r.Name+": "+r.Why)
	}
	want := []string{
		"hrt-128-stm-128: it may hold it, but its figures (host.ipv4 131,072) are not proven",
		"hrt-96-stm-160: it may hold it, but its figures (host.ipv4 98,304) are not proven",
		"hrt-64-stm-192: host.ipv4 needs 42,900 with reserve, 32,768 (50 % of 65,536) (as its guide recommends) can be planned with",
		"hrt-32-stm-224: host.ipv4 needs 42,900 with reserve, 16,384 (50 % of 32,768) (as its guide recommends) can be planned with",
	}
	if d := cmp.Diff(want, why); d != "" || p.Outcome != solve.Unknown || len(p.Commands) > 0 {
		t.Errorf("%s %v\n(-want +got):\n%s", p.Outcome, p.Commands, d)
	}
	if p := audittest.Propose(switched("N5K-C5548UP", 39_000), policy.Default(), audittest.Now()); len(p.Rejected) > 0 {
		t.Errorf("a 5548: %+v", p.Rejected)
	}
}

// What waits has a way back too: what runs, shrinking first, or none.
func TestTheWayBackOfWhatWaits(t *testing.T) {
	waits := func(def bool, changes ...fact.Change) *fact.Device {
		return audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.OS = "n9k", fact.NXOS
			d.Pending, d.PendingKnown, d.Carve.Default = changes, fact.Yes, def
		})
	}
	const line = "`hardware access-list tcam region ing-racl 2560`"
	for name, tt := range map[string]struct {
		device *fact.Device
		want   []string
	}{
		"regions": {
			waits(false, fact.Change{What: "ACL region span", From: "1024", To: "512"}, fact.Change{What: line, From: "2048", To: "2560"}),
			[]string{"hardware access-list tcam region ing-racl 2048", "hardware access-list tcam region span 1024"},
		},
		"a mode in place of the default":  {waits(true, fact.Change{What: "`system routing template-lpm-heavy`"}), []string{"no system routing template-lpm-heavy"}},
		"a mode in place of nobody knows": {waits(false, fact.Change{What: "`system routing template-lpm-heavy`"}), nil},
		"one of two is not known":         {waits(true, fact.Change{What: "`system routing template-lpm-heavy`"}, fact.Change{What: line}), nil},
		"urpf":                            {waits(false, fact.Change{What: "system urpf", From: "urpf enabled", To: "urpf disabled"}), []string{"no system urpf disable"}},
	} {
		if d := cmp.Diff(tt.want, audittest.Propose(tt.device, policy.Default(), audittest.Now()).Undo); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
