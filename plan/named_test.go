package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// expected is what a plan says that a command must show in a phase.
func expected(d Device, phase Phase, command string) string {
	for _, s := range d.Steps {
		if s.Phase == phase && s.Command == command {
			return s.Expect
		}
	}
	return ""
}

// A check of what waits names it: the template, the sizes, the lines; and says so in
// general words where they are not known.
func TestWhatWaitsIsNamed(t *testing.T) {
	f := family(fact.IOS)
	f.Pending = []catalog.Check{
		{Command: "show wanted", Expect: "will be {wanted|the one that is wanted}, now {runs|another}"},
		{Command: "show sizes", Expect: "with {sizes|the numbers that were asked for}"},
		{Command: "show lines", Expect: "{lines|the lines} and no others"},
	}
	waits := func(os fact.OS, family string, change fact.Change, active, after string) audit.Verdict {
		d := in(os)
		d.Family = family
		d.Pending, d.PendingKnown = []fact.Change{change}, fact.Yes
		d.Carve.Active, d.Carve.AfterReload = fact.Setting{Text: active}, fact.Setting{Text: after}
		return audit.Verdict{Device: d, State: audit.Pend, Action: solve.Reload}
	}
	entered := change(in(fact.IOS), solve.CarveReload, "a 1", "end")
	entered.Device.Family = "cat6500"
	entered.Proposal.Name, entered.Proposal.Predict = "big", []string{"IPv4 - 768k", "72 bits (IPv4) 802816", "the active template is \"big\""}
	for name, tt := range map[string]struct {
		v                    audit.Verdict
		wanted, sizes, lines string
	}{
		"a change":     {entered, "will be big, now another", "with IPv4 - 768k", "`a 1` and no others"},
		"a template":   {waits(fact.IOS, "cat3k-2k", fact.Change{What: "SDM template", To: "big"}, "small", "big"), "will be big, now small", "with the numbers that were asked for", "the lines and no others"},
		"a region":     {waits(fact.IOS, "cat6500", fact.Change{What: "IPv4 carve", To: "786432"}, "", ""), "will be the one that is wanted, now another", "with IPv4 - 768k", "the lines and no others"},
		"a line":       {waits(fact.NXOS, "n3k", fact.Change{What: "`hardware profile x`"}, "", ""), "will be the one that is wanted, now another", "with the numbers that were asked for", "`hardware profile x` and no others"},
		"knob, value":  {waits(fact.IOSXR, "ncs5700", fact.Change{What: "hw-module profile mdb", To: "l3max"}, "", ""), "will be the one that is wanted, now another", "with the numbers that were asked for", "`hw-module profile mdb l3max` and no others"},
		"not its line": {waits(fact.IOSXR, "ncs5700", fact.Change{What: "hw-module fib/tcam profile", To: "whole"}, "", ""), "will be the one that is wanted, now another", "with the numbers that were asked for", "the lines and no others"},
	} {
		d := of(tt.v, f)
		for command, want := range map[string]string{"show wanted": tt.wanted, "show sizes": tt.sizes, "show lines": tt.lines} {
			if got := expected(d, Waits, command); got != want {
				t.Errorf("%s: %s: %q, want %q", name, command, got, want)
			}
		}
	}
}

// The catalog's own checks have no brace left, whatever is known.
func TestNoBraceIsLeftInAnExpectation(t *testing.T) {
	for _, f := range vendors.Catalog().Families() {
		w := work{v: &audit.Verdict{Device: &fact.Device{}}, family: &f, out: &Device{}}
		for _, c := range slices.Concat(f.Pre, f.Pending, f.Post) {
			if got := named(&w, c.Expect); strings.ContainsAny(got, "{|}") && !strings.Contains(c.Expect, "| include") {
				t.Errorf("%s: %q", f.Family, got)
			}
		}
	}
}

// What waits decides which checks are meant: those of a routing mode say nothing of
// ACL regions, and what is taken back is looked for as taken back.
func TestTheKnobOfWhatWaits(t *testing.T) {
	for _, tt := range []struct{ family, what, to, want string }{
		{"n9k", "system routing mode", "L2 Heavy", "system routing"},
		{"n9k", "ACL region ing-racl", "512", "hardware access-list tcam region"},
		{"n3k", "system urpf", "urpf enabled", "no system urpf"},
		{"n3k", "system urpf", "urpf disabled", "system urpf"},
		{"n3k", "`no system urpf disable`", "", "no system urpf"},
		{"n3k", "`hardware profile unicast enable-host-ecmp`", "", "hardware profile unicast enable-host-ecmp"},
		{"cat3k-2k", "SDM template", "desktop routing", "sdm prefer routing"},
		{"ncs5700", "", "hw-module profile npu native-mode-enable", "hw-module profile npu native-mode-enable"},
		{"n9k", "something else", "", ""},
	} {
		if got := knobOf(tt.family, fact.Change{What: tt.what, To: tt.to}); got != tt.want {
			t.Errorf("%s: %s %s: %q, want %q", tt.family, tt.what, tt.to, got, tt.want)
		}
	}
	if got := knobOf("n9k", fact.Change{What: "system routing mode"}, fact.Change{What: "ACL region x", To: "512"}); got != "" {
		t.Errorf("of two that wait: %q", got)
	}
}

func knobOf(family string, waits ...fact.Change) string {
	f := vendors.Catalog().Family(family)
	d := in(fact.OS(f.OS[0]))
	d.Pending = waits
	w := work{v: &audit.Verdict{Device: d}, family: f, m: hand{registry.All().Manual(d)}}
	return knob(&w)
}

// Registers of one supervisor that differ are cured in one step: whoever stops in the
// middle of it has a box that ignores its configuration.
func TestTheCureOfRegistersIsOneStep(t *testing.T) {
	registers := func(name string) Device {
		d := in(fact.IOS)
		d.Boot.Processors = []fact.Processor{{Register: fact.Setting{Text: "0x2102"}}, {Name: name, Register: fact.Setting{Text: "0x2101"}}}
		d.Pending, d.PendingKnown = []fact.Change{{What: "IPv4 carve"}}, fact.Yes
		return of(rules.Auditor(registry.All()).Run(d, policy.Default(), time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)), family(fact.IOS))
	}
	cure := func(d Device) (n int) {
		for _, s := range d.Steps {
			if strings.Contains(s.Why, "config-register 0x2142") && strings.Contains(s.Why, "config-register 0x2102") && strings.Contains(s.Why, "copy running-config startup-config") {
				n++
			}
		}
		return n
	}
	if d := registers("switch processor"); cure(d) != 1 || len(d.Refused) == 0 {
		t.Errorf("refused %v, cures %d", d.Refused, cure(d))
	}
	if d := registers("standby"); cure(d) != 0 {
		t.Errorf("the standby is cured like the switch processor: %d", cure(d))
	}
}

// Going back says what it takes away beside, and where to stop while nothing was
// reloaded.
func TestTheRollbackSaysWhatItTakes(t *testing.T) {
	f := family(fact.IOS)
	f.Changes[0].Rollback, f.Changes[0].Loses = []string{"undo it"}, "it takes unicast RPF away"
	d := of(change(in(fact.IOS), solve.CarveReload, "a"), f)
	var got []string
	for _, s := range d.Steps {
		if s.Phase == Rollback {
			got = append(got, s.Command+strings.SplitN(s.Why, ":", 2)[0])
		}
	}
	want := []string{"it takes unicast RPF away", "configure terminal", "undo it", "end", "where the reload did not take place yet stop here", "reload"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A reload says what the device prints when it is taken; cards that nobody has read
// are restarted by the names under which they should have been.
func TestTheReloadIsAnswered(t *testing.T) {
	f := family(fact.Junos)
	f.Reload.Commands, f.Reload.Expect = []string{"first", "restart {slot}"}, "acknowledged"
	v := change(in(fact.Junos), solve.CarveReload, "a")
	v.Device.Coverage = []fact.Vital{{Name: "jtree", Engine: "fpc5"}}
	d := of(v, f)
	if got := commands(d, ReloadIt); !slices.Equal(got, []string{"first", "restart 5"}) {
		t.Fatalf("%q", got)
	}
	if expected(d, ReloadIt, "first") != "" || expected(d, ReloadIt, "restart 5") != "acknowledged" || expected(d, Rollback, "restart 5") != "acknowledged" {
		t.Errorf("%+v", d.Steps)
	}
}

// A line that waits beside a profile goes back by itself: the profile that runs is not
// what was changed.
func TestAFlagGoesBackByItself(t *testing.T) {
	const line = "hw-module profile npu native-mode-enable"
	d := in(fact.IOSXR)
	d.Pending, d.PendingKnown = []fact.Change{{To: line}}, fact.Yes
	d.Carve.Active = fact.Setting{Text: "l3max"}
	got := commands(of(audit.Verdict{Device: d, State: audit.Pend, Action: solve.Reload}, vendors.Catalog().Family("ncs5700")), Rollback)
	if !slices.Contains(got, "no "+line) || slices.Contains(got, "hw-module profile mdb l3max") {
		t.Errorf("%q", got)
	}
}
