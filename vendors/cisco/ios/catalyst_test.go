package ios_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/ios/cat3k2k"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// An old `show switch` has no column for the hardware version, and a state may be
// two words.
func TestOldShowSwitch(t *testing.T) {
	for _, name := range []string{"switch", "switch-old"} {
		r := read(t, name)
		if r.Redundancy.Standby.Text != "member 2 is SDM Mismatch" {
			t.Errorf("%s: %q", name, r.Redundancy.Standby.Text)
		}
		if m := ios.Members(r.Identity); ios.Active(m) != "1" || m[1].Runs() || !m[0].Runs() {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestQuotesRoundATemplate(t *testing.T) {
	r := read(t, "sdm-quotes")
	if r.Carve.Active.Text != "desktop routing" || r.Carve.AfterReload.Text != "desktop vlan" {
		t.Errorf("%q, then %q", r.Carve.Active.Text, r.Carve.AfterReload.Text)
	}
}

func TestISSUOf4500(t *testing.T) {
	if r := read(t, "issu-4500"); !slices.ContainsFunc(r.Flags, func(f fact.Flag) bool { return f.Key == fact.FlagISSU && f.Value == true }) {
		t.Errorf("%+v", r.Flags)
	}
}

// shown is a device that answered `show sdm prefer` in output 0, with what it said.
func shown(active, next string) *fact.Device {
	d := &fact.Device{Outputs: []fact.Output{{Command: "show sdm prefer", Parser: "sdm-prefer"}, {Command: "sdm prefer", Mode: "config"}}}
	d.Carve.Active, d.PendingKnown = fact.Setting{Text: active}, fact.No
	if next != "" {
		to := fact.Setting{Text: next}
		d.Carve.Configured, d.Carve.AfterReload, d.PendingKnown = to, to, fact.Yes
		d.Pending = []fact.Change{{What: "SDM template", From: active, To: next}}
	}
	return d
}

func enter(d *fact.Device, lines ...string) *fact.Device {
	d.Events = append(d.Events, fact.Event{Kind: fact.Entered, Lines: lines, Output: 1, Span: fact.Span{Output: 1, Line: 1}})
	return d
}

func reload(d *fact.Device, scope fact.Scope) *fact.Device {
	d.Events = append(d.Events, fact.Event{Kind: fact.Reloaded, Scope: scope, Output: 1})
	return d
}

// again adds an answer to `show sdm prefer` behind what was entered.
func again(d *fact.Device, command string) *fact.Device {
	d.Outputs = append(d.Outputs, fact.Output{Command: command, Parser: "sdm-prefer"})
	return d
}

func TestTemplateThatWasEntered(t *testing.T) {
	twelve := func(d *fact.Device) *fact.Device { d.Identity.Model = "WS-C3750G-12S"; return d }
	tests := []struct {
		name   string
		device *fact.Device
		next   string // after the reload
		known  fact.Tri
	}{
		{"nothing", shown("desktop default", ""), "desktop default", fact.No},
		{"vlan", enter(shown("desktop default", ""), "sdm prefer vlan"), "desktop vlan", fact.Yes},
		{"abbreviated", enter(shown("desktop default", ""), "sdm pref vlan"), "desktop vlan", fact.Yes},
		{"both protocols", enter(shown("desktop default", ""), "sdm prefer dual-ipv4-and-ipv6 routing"), "desktop IPv4 and IPv6 routing", fact.Yes},
		{"no sdm prefer", enter(shown("desktop routing", ""), "no sdm prefer"), "desktop default", fact.Yes},
		{"the later line stands", enter(shown("desktop default", ""), "sdm prefer vlan", "sdm prefer routing"), "desktop routing", fact.Yes},
		{"it takes the place of what waited", enter(shown("desktop default", "desktop vlan"), "sdm prefer routing"), "desktop routing", fact.Yes},
		{"what runs is entered again", enter(shown("desktop default", "desktop vlan"), "sdm prefer default"), "desktop default", fact.No},
		{"a later answer stands above it", again(enter(shown("desktop default", ""), "sdm prefer vlan"), "show sdm prefer"), "desktop default", fact.No},
		{"a what-if shows nothing of it", again(enter(shown("default", ""), "sdm prefer vlan"), "show sdm prefer vlan"), "vlan", fact.Yes},
		{"reloaded", reload(enter(shown("desktop default", ""), "sdm prefer vlan"), fact.System()), "desktop default", fact.No},
		{"a member reloaded", reload(enter(shown("desktop default", ""), "sdm prefer vlan"), fact.Scope{Kind: "member", Node: "switch 2"}), "desktop vlan", fact.Yes},
		{"a 12S", twelve(enter(shown("desktop default", ""), "sdm prefer routing")), "aggregate routing", fact.Yes},
		{"a 12S told desktop", twelve(enter(shown("desktop default", ""), "sdm prefer routing desktop")), "desktop routing", fact.Yes},
		{"sizes without commit", enter(shown("Core", ""), "sdm prefer custom fib"), "Core", fact.No},
		{"sizes with commit", enter(shown("Core", ""), "sdm prefer custom fib", "sdm prefer custom commit"), "custom", fact.Yes},
		{"only the custom answer shows them", again(enter(shown("Core", ""), "sdm prefer custom commit"), "show sdm prefer"), "custom", fact.Yes},
		{"and it does", again(enter(shown("Core", ""), "sdm prefer custom commit"), "show sdm prefer custom"), "Core", fact.No},
		{"another line", enter(shown("Core", ""), "system mtu 9198"), "Core", fact.No},
	}
	for _, tt := range tests {
		ios.SettleTemplate(tt.device)
		if got := tt.device.Carve.AfterReload.Text; got != tt.next || tt.device.PendingKnown != tt.known {
			t.Errorf("%s: %q (%s), want %q (%s)", tt.name, got, tt.device.PendingKnown, tt.next, tt.known)
		}
		if len(tt.device.Pending) > 1 || (len(tt.device.Pending) == 1) != (tt.known == fact.Yes) {
			t.Errorf("%s: %+v", tt.name, tt.device.Pending)
		}
	}
}

// A notice in the session is settled by the answer that came later.
func TestNoticeAndLaterAnswer(t *testing.T) {
	said := fact.Change{What: "as the log says", To: "Changes to the running SDM preferences have been stored, but cannot take effect until the next reload."}
	d := shown("desktop routing", "")
	d.Outputs = append([]fact.Output{{Loose: true}}, d.Outputs...)
	d.Pending, d.PendingKnown = []fact.Change{said}, fact.Yes
	if ios.SettleTemplate(d); len(d.Pending) > 0 || d.PendingKnown != fact.No {
		t.Errorf("%+v, %s", d.Pending, d.PendingKnown)
	}
	d = shown("desktop routing", "")
	d.Outputs[1] = fact.Output{Command: "show clock", Text: "*09:12:00\n" + said.To + "\n"}
	if ios.SettleTemplate(d); len(d.Pending) != 1 || d.PendingKnown != fact.Yes || d.Pending[0].Span.Line != 2 {
		t.Errorf("in another answer: %+v", d.Pending)
	}
	d = &fact.Device{Pending: []fact.Change{said}, PendingKnown: fact.Yes}
	if ios.SettleTemplate(d); len(d.Pending) != 1 || d.Carve.AfterReload.Known() {
		t.Errorf("%+v, %q", d.Pending, d.Carve.AfterReload.Text)
	}
}

func vitals(d *fact.Device, p vendors.Platform) map[string]string {
	out := map[string]string{}
	for _, v := range p.(vendors.Room).Platform.(vendors.Covered).Vital(d) {
		word := "open"
		switch {
		case v.Down:
			word = "down"
		case v.Known:
			word = "known"
		case v.Spare:
			word = "spare"
		}
		out[string(v.Kind)+" "+v.Engine] = word
	}
	return out
}

func TestVitalOf3750(t *testing.T) {
	d := device(t, "sdm-pending", "tcam-masks", "switch-old")
	got := vitals(d, cat3k2k.Room())
	for key, want := range map[string]string{"room ": "known", "room switch 2": "down", "room switch 3": "spare", "settled ": "known"} {
		if got[key] != want {
			t.Errorf("%q: %s, want %s", key, got[key], want)
		}
	}
	if got := vitals(device(t, "sdm-pending", "switch-old"), cat3k2k.Room()); got["room "] != "open" {
		t.Errorf("a template's sizes are taken for what is used: %v", got)
	}
}
