package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// catalyst is a synthetic switch with the rows of its TCAM: resource, used, size.
func catalyst(family, model, active string, rows ...any) *fact.Device {
	d := audittest.Device(func(d *fact.Device) {
		d.Family, d.Identity.Model, d.Carve.Active.Text = family, model, active
	})
	for i := 0; i < len(rows); i += 3 {
		t := audittest.Row(fact.CapTemplate, float64(rows[i+1].(int)), float64(rows[i+2].(int)))
		t.Resource = fact.Resource(fmt.Sprint(rows[i]))
		t.Name, t.Ledger = string(t.Resource), t.Resource != fact.MAC
		d.Tables = append(d.Tables, t)
	}
	return d
}

// shows adds what `show sdm prefer NAME` prints: resource, size.
func shows(d *fact.Device, template string, rows ...any) *fact.Device {
	for i := 0; i < len(rows); i += 2 {
		d.Tables = append(d.Tables, fact.Table{Resource: fact.Resource(fmt.Sprint(rows[i])), Template: template, WhatIf: audittest.At(float64(rows[i+1].(int)), 3)})
	}
	return d
}

// c2960xr is a 2960-XR on its default template (ios:3: the sizes of its TCAM).
func c2960xr(macs, v4, v6 int) *fact.Device {
	return catalyst("cat3k-2k", "WS-C2960XR-24TD-I", "default",
		fact.MAC, macs, 24796, fact.HostIPv4, 10, 4096, fact.FibIPv4, v4, 1280, fact.HostIPv6, 0, 4096, fact.FibIPv6, v6, 1280)
}

func TestSDM(t *testing.T) {
	c9500 := func(routes, macs int) *fact.Device {
		d := catalyst("cat9k-uadp", "C9500-48Y4C", "Distribution", fact.FibShared, routes, 114688, "fib.overflow", 20, 1536, fact.MAC, macs, 81920, fact.MAC, 3, 1024)
		d.Tables[0].CapKind = fact.CapHashed
		return d
	}
	tcam := "show platform tcam utilization"
	tests := []struct {
		name     string
		device   *fact.Device
		outcome  solve.Outcome
		action   solve.Action
		commands []string
		before   []string
		says     string
	}{
		{"room", c2960xr(100, 300, 0), solve.Feasible, solve.None, nil, nil, "default: "},
		{"the catalog knows a larger one, but not its line", c2960xr(100, 1200, 0), solve.Feasible, solve.CarveReload, nil, []string{tcam}, "ipv4: ipv4 1,200 of 8,192 (15 %), host.ipv4 10 of 16,384"},
		{"IPv6 routes have no place there", c2960xr(100, 1200, 30), solve.Unknown, solve.Investigate, nil, nil, "ipv4: ipv6 needs 33 with reserve, 0 can be planned with"},
		{"MAC addresses have none either", c2960xr(20_000, 1200, 0), solve.Unknown, solve.Investigate, nil, nil, "ipv4: mac needs 22,000 with reserve, 16,384"},
		{
			"the switch prints one itself", shows(catalyst("cat3k-2k", "WS-C3750X-24S", "desktop default", fact.HostIPv4, 100, 6144, fact.FibIPv4, 2000, 2048),
				"dual-ipv4-and-ipv6 routing", fact.HostIPv4, 1536, fact.FibIPv4, 4096, fact.FibIPv4, 2816, fact.MAC, 1536),
			solve.Feasible, solve.CarveReload,
			[]string{"sdm prefer dual-ipv4-and-ipv6 routing"},
			[]string{tcam, "show version"},
			"ipv4 2,000 of 2,816",
		},
		{"a model nobody knows", catalyst("cat3k-2k", "WS-C3750X-24S", "desktop default", fact.FibIPv4, 2000, 2048), solve.Unknown, solve.Investigate, nil, nil, "show sdm prefer NAME"},
		{
			"UADP 3 takes MAC addresses for routes", c9500(110_000, 500), solve.Feasible, solve.CarveReload,
			[]string{"sdm prefer core"},
			[]string{"show platform hardware fed switch active fwd-asic resource tcam utilization"},
			"what it costs: mac from 81,920 to 32,768",
		},
		{"UADP 3 with many MAC addresses", c9500(110_000, 40_000), solve.Unknown, solve.Investigate, nil, nil, "Core: mac needs 44,000"},
		{"a hash is planned to 95 %", c9500(100_000, 40_000), solve.Unknown, solve.Investigate, nil, nil, "108,953 (95 % of 114,688) can be planned with"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
			if p.Outcome != tt.outcome || p.Action != tt.action || !strings.Contains(p.Reason, tt.says) {
				t.Errorf("%s / %s %q, want %s / %s and %q", p.Outcome, p.Action, p.Reason, tt.outcome, tt.action, tt.says)
			}
			var before []string
			for _, b := range p.Before {
				before = append(before, b.Command)
			}
			if d := cmp.Diff(tt.commands, p.Commands) + cmp.Diff(tt.before, before); d != "" {
				t.Error(d)
			}
		})
	}
}

// What was committed by `sdm prefer custom` waits as sizes: they are weighed, MAC
// addresses too (ios:6.4).
func TestCustomSizesThatWait(t *testing.T) {
	for macs, rejected := range map[int]bool{500: false, 20_000: true} {
		d := catalyst("cat9k-uadp", "C9500-48Y4C", "Distribution", fact.FibShared, 110_000, 114688, fact.MAC, macs, 81920)
		d.Tables[0].Pending, d.Tables[1].Pending = audittest.At(212992, 3), audittest.At(16384, 3)
		d.Tables = append(d.Tables, fact.Table{Name: "Overflow Unicast MAC addresses", Resource: fact.MAC, Pending: audittest.At(1536, 3)})
		d.PendingKnown, d.Carve.AfterReload.Text = fact.Yes, "Custom"
		p := audittest.Propose(d, policy.Default(), audittest.Now())
		if (p.Action == solve.Reload) == rejected || len(p.Commands) > 0 && !rejected {
			t.Errorf("%d MAC addresses: %s %q, %+v", macs, p.Action, p.Reason, p.Rejected)
		}
	}
}
