package registry_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// testCatalog is invented, but for the names of the classes.
func testCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load(fstest.MapFS{
		"v/os/ncs5500/data.yaml": {Data: []byte(`family: ncs5500
engines:
  - {pid: BIG, class: large-lpm, source: test}
  - {pid: SMALL, class: small-lpm, source: test}
limits:
  - {class: large-lpm, resource: fib.lpm, value: 1373880, kind: estimate, source: test}
  - {class: small-lpm, resource: fib.lpm, value: 256000, most: 551346, kind: verified, source: test}
`)},
		"v/os/switch/data.yaml": {Data: []byte(`family: switch
engines: [{pid: SW, class: a, source: test}]
profiles:
  - {name: access, class: a, knob: sdm prefer access, default: true, caps: {mac: 8000, fib.ipv4: 2000}, source: test}
  - {name: routing, class: a, knob: sdm prefer routing, caps: {mac: 4000, fib.ipv4: 8000}, source: test}
changes:
  - {knob: sdm prefer routing, commands: [sdm prefer routing], source: test}
`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fullV6 adds the IPv6 prefixes that are not /48.
func fullV6(d *fact.Device) *fact.Device {
	counts := make([]float64, 129)
	counts[48], counts[44] = 111348, 70257
	d.Histograms = append(d.Histograms, fact.Histogram{AFI: "ipv6", Source: "dpa", Counts: counts})
	return d
}

// ncs is a synthetic card with the dossier's "2024" table: 665,574 /24, 9,496
// /32 and 387,806 others; 111,348 /48 in the LEM.
func ncs(pid, active string) *fact.Device {
	lem := audittest.Row(fact.CapHashed, 781632, 786432)
	lem.Name, lem.Resource = "lem", fact.FibLEM
	v6 := fact.Table{Name: "ip6route", Resource: fact.FibLEM + ".ip6route", PartOf: "lem", Used: audittest.At(111348, 2)}
	counts := make([]float64, 33)
	counts[24], counts[32], counts[22] = 665574, 9496, 387806
	return audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.OS, d.Identity.Model = "ncs5500", fact.IOSXR, pid
		d.Carve.Active = fact.Setting{Text: active, Grade: fact.Fingerprinted}
		d.Histograms = []fact.Histogram{{AFI: "ipv4", Source: "dpa", Counts: counts}}
	}, lem, v6)
}

func TestProposals(t *testing.T) {
	sw := func(used, mac float64, active string) *fact.Device {
		a, b := audittest.Row(fact.CapTemplate, used, 2000), audittest.Row(fact.CapTemplate, mac, 8000)
		b.Name, b.Resource = "mac", fact.MAC
		return audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Model, d.Carve.Active.Text, d.Carve.Default = "switch", "SW", active, active == "access"
		}, a, b)
	}
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		state    audit.State
		action   solve.Action
		commands []string
		before   string
		says     string
	}{
		{
			"a large LPM takes the /24s", ncs("BIG", dnx.HostOptimized), solve.Feasible, audit.Over, solve.CarveReload,
			[]string{"hw-module fib ipv4 scale host-optimized-disable"},
			"ip6route: fewer than 268,839", "IPv6 routes other than /48 are not counted",
		},
		{"half of the IPv6 routes proves nothing", ncs("SMALL", dnx.HostOptimized), solve.Unknown, audit.Over, solve.Investigate, nil, "", "no setting is known to hold it"},
		{"a small LPM does not", fullV6(ncs("SMALL", dnx.HostOptimized)), solve.Infeasible, audit.Over, solve.Filter, nil, "", "host-optimized-disable makes it worse"},
		{"two NPUs: the one with less decides", func() *fact.Device {
			d := fullV6(ncs("BIG", dnx.HostOptimized))
			for i, n := range []float64{1_050_000, 1_500_000} {
				t := audittest.Row(fact.CapEstimate, 900_000-float64(i)*100_000, n)
				t.Name, t.Resource, t.Scope = "lpm", fact.FibLPM, fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: string(rune('0' + i))}
				d.Tables = append(d.Tables, t)
			}
			d.Histograms[0].Counts[22] = 800_000 // else more would lie there than is counted
			d.Histograms[0].Counts[24] -= 412_194
			d.Histograms[0].Counts[32] += 412_194
			return d
		}(), solve.Unknown, audit.Over, solve.Investigate, nil, "", "1,050,000 (as the device estimates) can be planned with"},
		{"a histogram that does not explain the hardware", func() *fact.Device {
			d := ncs("BIG", dnx.HostOptimized)
			d.Histograms[0].Counts[24] = 2_500
			return d
		}(), solve.Unknown, audit.Over, solve.Investigate, nil, "", "account for 123,344 of the 781,632 entries in lem"},
		{"the profile is not known", ncs("BIG", ""), solve.Unknown, audit.Over, solve.Investigate, nil, "", "which profile is active is not known"},
		{"the card is not known", ncs("OTHER", dnx.HostOptimized), solve.Unknown, audit.Over, solve.Investigate, nil, "", "no solver"},
		{"a template with room", sw(1950, 100, "access"), solve.Feasible, audit.Crit, solve.CarveReload, []string{"sdm prefer routing"}, "", "routing: ipv4 1,950 of 8,000"},
		{"no template has room for both", sw(1950, 7900, "access"), solve.Infeasible, audit.Crit, solve.Filter, nil, "", "routing: mac needs 8,690 with reserve, 4,000 can be planned with"},
		{"a Sup720 from half of the figures", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(500000, 10, true)(d)
			d.Tables = d.Tables[:2] // no count of labels
		}), solve.Feasible, audit.Crit, solve.CarveReload, []string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"}, "MPLS routes: fewer than 16,384", "how many of the entries are MPLS labels is not known"},
		{"one pool has nothing to divide", audittest.Device(func(d *fact.Device) {
			d.Family = "cat6500"
			d.Tables = []fact.Table{audittest.View("72 bits", fact.FibIPv4MPLS, 1, 1000000, 1048576), audittest.View("144 bits", fact.FibIPv6Mcast, 2, 10, 524288)}
		}), solve.NotApplicable, audit.Crit, solve.Replace, nil, "", "one pool for all families"},
		{"a carve that fills no chip was misread", audittest.Device(func(d *fact.Device) {
			audittest.Sup720(500000, 10, true)(d)
			d.Tables[1].Cap = audittest.At(200000, 2)
		}), solve.Unknown, audit.Crit, solve.Investigate, nil, "", "neither of the chips"},
		{"a software router", audittest.Device(func(d *fact.Device) { d.Identity.Virtual = true }), solve.NotApplicable, audit.OK, solve.None, nil, "", "software router"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := policy.Default()
			cat := testCatalog(t)
			if v := audittest.RunWith(cat, tt.device, p, audittest.Now()); v.State != tt.state || v.Action != tt.action {
				t.Errorf("%s / %s, want %s / %s: %+v", v.State, v.Action, tt.state, tt.action, v.Findings)
			}
			got := audittest.ProposeWith(cat, tt.device, p, audittest.Now())
			if got.Outcome != tt.outcome || !strings.Contains(got.Reason, tt.says) {
				t.Errorf("%s: %q, want %s and %q", got.Outcome, got.Reason, tt.outcome, tt.says)
			}
			if d := cmp.Diff(tt.commands, got.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
			before := ""
			if len(got.Before) > 0 {
				before = got.Before[0].Expect
			}
			if before != tt.before {
				t.Errorf("to check before: %q, want %q", before, tt.before)
			}
		})
	}
}

// A factory template is only spoken of where it is used, and a larger one exists.
func TestDefaultTemplate(t *testing.T) {
	p := policy.Default()
	cat := testCatalog(t)
	d := audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.Model, d.Carve.Active.Text, d.Carve.Default = "switch", "SW", "access", true
	}, audittest.Row(fact.CapTemplate, 1000, 2000))
	if v := audittest.RunWith(cat, d, p, audittest.Now()); v.State != audit.Warn || v.Action != solve.CarveReload {
		t.Errorf("%s / %s: %+v", v.State, v.Action, v.Findings)
	}
	d.Identity.OS = fact.Junos
	if v := audittest.RunWith(cat, d, p, audittest.Now()); v.Action != solve.ProfileRestart {
		t.Errorf("on Junos the commit restarts the engine; the action is %s", v.Action)
	}
}

// The rollback of a Sup720 is what was configured, not the factory's division.
func TestWayBackOfASup720(t *testing.T) {
	tests := []struct {
		name           string
		with           func(d *fact.Device)
		commands, undo []string
		looks          bool
	}{
		{
			"factory default", func(d *fact.Device) {},
			[]string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			[]string{"no mls cef maximum-routes ip", "no mls cef maximum-routes mpls"},
			false,
		},
		{
			"ip 512 was configured", func(d *fact.Device) {
				d.Carve.Default = false
				d.Tables = append(d.Tables, fact.Table{Resource: fact.FibIPv4, Configured: audittest.At(512*1024, 2)})
			},
			[]string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			[]string{"mls cef maximum-routes ip 512", "no mls cef maximum-routes mpls"},
			false,
		},
		{
			"ipv6 was configured", func(d *fact.Device) {
				d.Carve.Default = false
				d.Tables = append(d.Tables, fact.Table{Resource: fact.FibIPv6, Configured: audittest.At(64*1024, 2)})
			},
			[]string{"no mls cef maximum-routes ipv6", "mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			[]string{"no mls cef maximum-routes ip", "no mls cef maximum-routes mpls", "mls cef maximum-routes ipv6 64"},
			false,
		},
		{
			"the configuration was not read", func(d *fact.Device) { d.Carve.Default = false },
			[]string{"mls cef maximum-routes ip 768", "mls cef maximum-routes mpls 16"},
			[]string{"mls cef maximum-routes ip {as configured before}", "mls cef maximum-routes mpls {as configured before}"},
			true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(audittest.Device(audittest.Both(audittest.Sup720(500000, 10, true), tt.with)), policy.Default(), audittest.Now())
			if d := cmp.Diff(tt.commands, p.Commands); d != "" {
				t.Errorf("commands (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.undo, p.Undo); d != "" {
				t.Errorf("way back (-want +got):\n%s", d)
			}
			if looks := len(p.Before) > 0; looks != tt.looks {
				t.Errorf("asks for a look: %v, want %v: %+v", looks, tt.looks, p.Before)
			}
		})
	}
}

// A TCAM that overflowed holds only what fitted: the need is that of the
// software table.
func TestACarveIsSizedByTheSoftwareTable(t *testing.T) {
	full := func(cef float64) *fact.Device {
		fig := func(v float64) fact.Figure { return fact.Read(v, fact.Span{Line: 1, End: 1}) }
		row := func(resource fact.Resource, used, limit, cost float64) fact.Table {
			return fact.Table{
				Name: string(resource), Resource: resource, Unit: "entries", Scope: fact.System(), Used: fig(used), Cap: fig(limit),
				CapKind: fact.CapCarve, Pool: "fib-tcam", Cost: cost, Ledger: true,
			}
		}
		d := &fact.Device{Name: "r", Family: "cat6500", Identity: fact.Identity{OS: fact.IOS}, Tables: []fact.Table{
			row(fact.FibIPv4MPLS, 524280, 524288, 1), row(fact.FibIPv6Mcast, 1000, 262144, 2),
		}}
		if cef > 0 {
			d.Tables = append(d.Tables, fact.Table{Name: "Default", Resource: fact.CEFIPv4, Unit: "entries", Used: fig(cef)})
		}
		return d
	}
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		cef      float64
		feasible bool
	}{{0, true}, {600_000, true}, {1_061_384, false}} {
		p := audittest.Run(full(tt.cef), policy.Default(), now).Proposal
		if p == nil || p.Feasible != tt.feasible {
			t.Fatalf("cef %v: %+v, want feasible %v", tt.cef, p, tt.feasible)
		}
		asks := false
		for _, b := range p.Before {
			asks = asks || b.Command == "show ip cef summary"
		}
		if tt.feasible && asks != (tt.cef == 0) {
			t.Errorf("cef %v: before %v", tt.cef, p.Before)
		}
		if tt.cef == 600_000 && p.Caps[fact.FibIPv4] < 1.0*600_000 {
			t.Errorf("carved for %v, the table has 600,000", p.Caps)
		}
	}
}

// An engine smaller than what runs bounds the chassis after a reload: nothing
// larger is proposed, and no reload is safe.
func TestSmallerEngineBoundsTheChassis(t *testing.T) {
	mixed := func(v4 float64) *fact.Device {
		return audittest.Device(audittest.Both(audittest.Sup720(v4, 10, true), func(d *fact.Device) {
			d.Identity.OS = fact.IOS
			d.Identity.Engines = []fact.Engine{{Slot: "5", PID: "WS-F6K-PFC3BXL", XL: true}, {Slot: "2", PID: "WS-F6700-DFC3B"}}
		}))
	}
	for _, tt := range []struct {
		v4      float64
		outcome solve.Outcome
		says    string
	}{
		{520000, solve.Infeasible, "the chip has 256k"},
		{100000, solve.Unknown, "replace that engine"},
	} {
		v := audittest.Run(mixed(tt.v4), policy.Default(), audittest.Now())
		p := audittest.Propose(mixed(tt.v4), policy.Default(), audittest.Now())
		if p.Outcome != tt.outcome || len(p.Commands) > 0 || !strings.Contains(p.Reason, tt.says) || !strings.Contains(p.Reason, "WS-F6700-DFC3B (slot 2) has 256k cells") {
			t.Errorf("%v: %s %v: %s", tt.v4, p.Outcome, p.Commands, p.Reason)
		}
		if !slices.ContainsFunc(v.Findings, func(f audit.Finding) bool { return f.Rule == "engine/mixed" && f.Unsafe }) {
			t.Errorf("%v: a reload counts as safe: %+v", tt.v4, v.Findings)
		}
	}
}
