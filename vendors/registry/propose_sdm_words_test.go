package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// stackOf adds the members of a stack.
func stackOf(d *fact.Device, pids ...string) *fact.Device {
	for i, pid := range pids {
		d.Identity.Parts = append(d.Identity.Parts, fact.Part{Name: "switch " + string(rune('1'+i)), PID: pid})
	}
	return d
}

func TestTemplateWords(t *testing.T) {
	tests := []struct{ family, model, template, want string }{
		{"cat3k-2k", "WS-C3560-24TS", "desktop IPv4 and IPv6 routing", "sdm prefer dual-ipv4-and-ipv6 routing"},
		{"cat3k-2k", "WS-C3560-24TS", "desktop routing", "sdm prefer routing"},
		{"cat3k-2k", "WS-C3750G-12S", "desktop routing", "sdm prefer routing desktop"},
		{"cat3k-2k", "WS-C3750G-12S", "aggregate IPv4 and IPv6 vlan", "sdm prefer dual-ipv4-and-ipv6 vlan"},
		{"cat3k-2k", "WS-C2960XR-24TD-I", "ipv4", "sdm prefer ipv4"},
		{"cat3k-2k", "WS-C2960-24TT", "lanbase-routing", "sdm prefer lanbase-routing"},
		{"cat3k-2k", "WS-C3560-24TS", "something new", ""},
		{"cat9k-uadp", "C9500-48Y4C", "Distribution", "sdm prefer distribution"},
		{"cat9k-uadp", "C9500-48Y4C", "Custom", ""},
		{"cat3850", "WS-C3850-24T", "VLAN", "sdm prefer vlan"},
		{"asr1k-qfp", "ASR1001-X", "default", ""},
	}
	for _, tt := range tests {
		d := audittest.Device(func(d *fact.Device) {
			d.Family, d.Identity.Model, d.Carve.Active.Text = tt.family, tt.model, tt.template
		})
		got := registry.All().Lore(audittest.Look(d, policy.Default(), audittest.Now())).TakeBack
		got = strings.TrimSuffix(strings.TrimPrefix(got, "enter `"), "`, the template that runs")
		if got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.model, tt.template, got, tt.want)
		}
	}
}

// The way back is the template that ran, whatever is entered.
func TestWayBackOfATemplate(t *testing.T) {
	full := func(model, active string) *fact.Device {
		return catalyst("cat3k-2k", model, active, fact.HostIPv4, 10, 1536, fact.FibIPv4, 1276, 1280)
	}
	twelve := stackOf(full("WS-C3750G-12S", "desktop default"), "WS-C3750G-12S", "WS-C3750-24TS")
	tests := []struct {
		name   string
		device *fact.Device
		change string
		back   string
		marked bool
	}{
		{"dual", full("WS-C3560-24TS", "desktop IPv4 and IPv6 routing"), "sdm prefer routing", "sdm prefer dual-ipv4-and-ipv6 routing", false},
		{"a 12S among others", twelve, "sdm prefer routing desktop", "sdm prefer default desktop", false},
		{"UADP 3", catalyst("cat9k-uadp", "C9500-48Y4C", "Distribution", fact.FibShared, 111_000, 114688), "sdm prefer core", "sdm prefer distribution", true},
	}
	for _, tt := range tests {
		p := audittest.Propose(tt.device, policy.Default(), audittest.Now())
		if !slices.Equal(p.Commands, []string{tt.change}) || !slices.Equal(p.Undo, []string{tt.back}) || (len(p.Unproven) > 0) != tt.marked {
			t.Errorf("%s: %q, back %q (marked: %q)", tt.name, p.Commands, p.Undo, p.Unproven)
		}
	}
}

// The aggregator's template is refused where a member cannot run it.
func TestAggregateSplitsAMixedStack(t *testing.T) {
	for _, member := range []string{"WS-C3750-24TS", "WS-C3750G-12S"} {
		d := stackOf(catalyst("cat3k-2k", "WS-C3750G-12S", "desktop default", fact.HostIPv4, 10, 6144, fact.FibIPv4, 2040, 2048), "WS-C3750G-12S", member)
		p := audittest.Propose(shows(d, "aggregate routing", fact.HostIPv4, 6144, fact.FibIPv4, 14336, fact.MAC, 6144), policy.Default(), audittest.Now())
		refused := slices.ContainsFunc(p.Rejected, func(r solve.Rejected) bool { return r.Name == "aggregate routing" && strings.Contains(r.Why, member) })
		if refused != (member == "WS-C3750-24TS") {
			t.Errorf("%s: %q, %+v", member, p.Commands, p.Rejected)
		}
	}
}

// A template that holds no routes, or fewer than there are, must not be reloaded
// into: the template that runs is entered again.
func TestWhatWaitsHoldsNoRoutes(t *testing.T) {
	waits := func(family, model, active, next string, routes int) *fact.Device {
		d := catalyst(family, model, active, fact.FibIPv4, routes, 8704)
		d.Carve.AfterReload = fact.Setting{Text: next, Span: audittest.Span(3)}
		d.Pending, d.PendingKnown = []fact.Change{{What: "SDM template", From: active, To: next, Span: audittest.Span(3)}}, fact.Yes
		return d
	}
	unread := waits("cat3k-2k", "WS-C3750-24TS", "desktop default", "desktop vlan", 0)
	unread.Tables = nil
	sized := waits("cat9k-uadp", "C9500-48Y4C", "Core", "Custom", 0)
	sized.Tables[0].Used, sized.Tables[0].Pending = fact.Figure{}, audittest.At(65536, 3)
	hidden := waits("cat3k-2k", "WS-C3560-24TS", "desktop default", "", 300)
	mixed := stackOf(waits("cat3k-2k", "WS-C3750G-12S", "desktop default", "aggregate routing", 300), "WS-C3750G-12S", "WS-C3750-24TS")
	tests := []struct {
		name   string
		device *fact.Device
		safe   bool
		says   string
	}{
		{"vlan on a router", waits("cat3k-2k", "WS-C3750-24TS", "desktop routing", "desktop vlan", 3120), false, "enter `sdm prefer routing`"},
		{"vlan on a model without sizes", waits("cat3k-2k", "WS-C3750X-24S", "desktop routing", "desktop vlan", 3120), false, "enter `sdm prefer routing`"},
		{"what runs has room, and so has another", waits("cat3k-2k", "WS-C3750-24TS", "desktop default", "desktop vlan", 214), false, "enter `sdm prefer default`"},
		{"vlan, and nobody knows whether it routes", unread, false, "enter `sdm prefer default`"},
		{"vlan on a switch", waits("cat3k-2k", "WS-C3750X-24S", "desktop default", "desktop vlan", 0), true, "pending reload"},
		{"fewer routes than there are", waits("cat3k-2k", "WS-C3750-24TS", "desktop routing", "desktop default", 3120), false, "enter `sdm prefer routing`"},
		{"room enough", waits("cat3k-2k", "WS-C3750-24TS", "desktop default", "desktop routing", 300), true, "pending reload"},
		{"nobody saw which", hidden, false, "was not shown"},
		{"it would split the stack", mixed, false, "SDM Mismatch"},
		{"vlan of a 3850", waits("cat3850", "WS-C3850-24T", "Advanced", "VLAN", 900), false, "enter `sdm prefer advanced`"},
		{"sizes that nobody read", waits("cat9k-uadp", "C9500-48Y4C", "Distribution", "custom", 900), false, "show sdm prefer custom"},
		{"sizes that were read, and use that was not", sized, true, "pending reload"},
		{"access of a 9300", waits("cat9k-uadp", "C9300-24P", "Advanced", "Access", 900), false, "enter `sdm prefer advanced`"},
	}
	for _, tt := range tests {
		v := audittest.Run(tt.device, policy.Default(), audittest.Now())
		unsafe := slices.ContainsFunc(v.Findings, func(f audit.Finding) bool { return f.Unsafe && f.Rule == "reload/shrinks" })
		said := slices.ContainsFunc(v.Findings, func(f audit.Finding) bool { return f.Rule == "carve/pending" && strings.Contains(f.Message, tt.says) })
		if unsafe == tt.safe || !said || (v.Action == solve.Reload) != tt.safe || !tt.safe && v.Action != solve.Investigate {
			t.Errorf("%s: %s %s\n%+v", tt.name, v.State, v.Action, v.Findings)
		}
	}
}
