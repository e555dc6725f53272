package iosxe_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat3850"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9ks1"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe/cat9kuadp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestInstallStates(t *testing.T) {
	tests := []struct {
		fixture, flag string
		want          any
	}{
		{"issu", "issu_in_progress", false},
		{"issu-running", "issu_in_progress", true},
		{"issu-asr1k", "issu_in_progress", true},
		{"install-uncommitted", "install_uncommitted", true},
		{"install-committed", "install_uncommitted", nil},
	}
	for _, tt := range tests {
		var got any
		for _, f := range read(t, tt.fixture).Flags {
			if f.Name() == tt.flag {
				got = f.Value
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s = %v, want %v", tt.fixture, tt.flag, got, tt.want)
		}
	}
}

// stack is the log of a stack of three whose members with these words were asked.
func stack(t *testing.T, asked ...string) *fact.Device {
	t.Helper()
	const prompt = "dist-syn#"
	log := strings.TrimSuffix(vendortest.Log(t, prompt, "version-9300-stack", "switch-3", "sdm-core-not-pending"), prompt+"\n")
	tcam := vendortest.Fixture(t, "tcam-uadp2").Text
	for _, words := range asked {
		log += prompt + "show platform hardware fed " + words + " fwd-asic resource tcam utilization\n" + tcam
	}
	return vendortest.Device(t, whole(), log+prompt+"\n")
}

// Every member that runs must be read; one that is only provisioned is none.
func TestEveryMemberIsVital(t *testing.T) {
	tests := []struct {
		asked []string
		open  []string
	}{
		{nil, []string{"switch 1", "switch 2", "switch 3"}},
		{[]string{"switch 1"}, []string{"switch 2", "switch 3"}},
		{[]string{"switch active"}, []string{"switch 2", "switch 3"}},
		{[]string{"active", "switch standby"}, []string{"switch 3"}},
		{[]string{"switch 1", "switch 2", "switch 3"}, nil},
	}
	for _, tt := range tests {
		var open []string
		for _, v := range stack(t, tt.asked...).Coverage {
			if v.Open() {
				open = append(open, v.Engine)
			}
		}
		if !slices.Equal(open, tt.open) {
			t.Errorf("%q: open %q, want %q", tt.asked, open, tt.open)
		}
	}
}

// A member that was asked by its number and by its role is one line of the ledger.
func TestMemberAskedTwice(t *testing.T) {
	d, lines := stack(t, "switch active", "switch 1"), 0
	for i := range d.Tables {
		if r := &d.Tables[i]; r.Ledger && r.Name == "IP Route Table TCAM" && r.Scope.Node == "switch 1" && r.Scope.Index == "0" {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("%d lines", lines)
	}
}

// A scan asks each member by its number once the members are known, and the active
// one before that; a chassis with two supervisors has both asked.
func TestMembersAreAsked(t *testing.T) {
	three := []fact.Part{{Name: "switch 1"}, {Name: "switch 2", State: "Ready"}, {Name: "switch 3", State: "V-Mismatch"}, {Name: "switch 4", State: "Provisioned"}}
	tests := []struct {
		platform vendors.Platform
		id       fact.Identity
		want     []string
	}{
		{cat9kuadp.Room(), fact.Identity{Model: "C9300-24T"}, []string{"switch active"}},
		{cat9kuadp.Room(), fact.Identity{Model: "C9300-24T", Parts: three}, []string{"switch 1", "switch 2"}},
		{cat3850.Room(), fact.Identity{Model: "WS-C3850-24T", Parts: three}, []string{"switch 1", "switch 2"}},
		{cat9kuadp.Room(), fact.Identity{Model: "C9407R"}, []string{"switch active", "standby"}},
		{cat9ks1.Room(), fact.Identity{Model: "C9350-24P", Parts: three}, []string{"switch 1", "switch 2"}},
	}
	for _, tt := range tests {
		var got []string
		for _, c := range tt.platform.Commands(tt.id) {
			words, ok := strings.CutPrefix(c.Text, "show platform hardware fed ")
			who, _, _ := strings.Cut(words, " fwd-asic")
			if ok && !strings.Contains(words, "rewrite") {
				got = append(got, who)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.id.Model, got, tt.want)
		}
	}
}

func TestRoomOfARouterIsVital(t *testing.T) {
	for fixture, open := range map[string]bool{"exmem": false, "platform-resources": false, "cp-brief": true} {
		d := device(t, "platform", fixture)
		got := slices.ContainsFunc(d.Coverage, func(v fact.Vital) bool { return v.Kind == fact.Room && v.Open() })
		if d.Family != "asr1k-qfp" || got != open {
			t.Errorf("%s (%s): open %v, want %v", fixture, d.Family, got, open)
		}
	}
}

// The device's own marks count, though the percentage is below ours.
func TestStateLettersOfPlatformResources(t *testing.T) {
	text := vendortest.Fixture(t, "platform-resources").Text
	for letter, kind := range map[string]fact.ExceptionKind{"W": fact.WatermarkBreached, "C": fact.OutOfResource} {
		log := "core-syn#show platform resources\n" + strings.Replace(text, "88%             93%             W", "88%             93%             "+letter, 1) + "core-syn#\n"
		log = "core-syn#show platform\n" + vendortest.Fixture(t, "platform").Text + log
		d := vendortest.Device(t, whole(), log)
		if !slices.ContainsFunc(d.Exceptions, func(e fact.Exception) bool { return e.Kind == kind && e.Scope.Node == "RP0" }) {
			t.Errorf("%s: %+v", letter, d.Exceptions)
		}
	}
}

func TestInstallReloads(t *testing.T) {
	const asks = "install_activate: START Tue Nov 3 02:00:11 UTC 2026\nThis operation may require a reload of the system. Do you want to proceed? [y/n]"
	tests := []struct {
		command, text string
		want          bool
	}{
		{"install activate", asks + "y\n", true},
		{"install activate", asks + "n\n", false},
		{"install add file flash:x.bin activate commit", asks + "y\nFAILED: install_add_activate_commit\n", false},
		{"install activate issu", asks + "y\n", false},
		{"install add file flash:x.bin", "SUCCESS: install_add\n", false},
		{"install commit", "SUCCESS: install_commit\n", false},
	}
	for _, tt := range tests {
		got := whole().Events(vendors.Exchange{Command: tt.command, Text: tt.text, Whole: true})
		if (len(got) > 0) != tt.want {
			t.Errorf("%s: %+v", tt.command, got)
		}
	}
}

// A member that was reloaded is read anew, whichever words it was asked with.
func TestReloadOfAMember(t *testing.T) {
	const prompt = "dist-syn#"
	log := strings.TrimSuffix(vendortest.Log(t, prompt, "version-9300-stack", "switch-3", "sdm-core-not-pending"), prompt+"\n")
	for _, m := range []string{"switch active", "switch 2", "switch 3"} {
		log += prompt + "show platform hardware fed " + m + " fwd-asic resource tcam utilization\n" + vendortest.Fixture(t, "tcam-uadp2").Text
	}
	for member, slot := range map[string]string{"switch 1": "1", "switch 2": "2"} {
		d := vendortest.Device(t, whole(), log+prompt+"reload slot "+slot+"\nProceed with reload? [confirm]\n"+prompt+"\n")
		var open []string
		for _, v := range d.Coverage {
			if v.Open() {
				open = append(open, v.Engine)
			}
		}
		if !slices.Equal(open, []string{member}) {
			t.Errorf("reload slot %s: open %q", slot, open)
		}
	}
}

// A custom template that waits is shown by one question alone: refused, it is not
// known whether one does.
func TestCustomSizesAreAsked(t *testing.T) {
	tests := []struct {
		name, custom string
		open         bool
	}{
		{"no such command", "                       ^\n% Invalid input detected at '^' marker.\n", false},
		{"refused", "Command authorization failed.\n", true},
		{"nothing came", "", true},
		{"answered", vendortest.Fixture(t, "sdm-custom-pending").Text, false},
	}
	for _, tt := range tests {
		log := strings.TrimSuffix(vendortest.Log(t, "dist-syn#", "version-9500", "tcam-uadp3", "sdm-core-not-pending"), "dist-syn#\n")
		d := vendortest.Device(t, whole(), log+"dist-syn#show sdm prefer custom\n"+tt.custom+"dist-syn#\n")
		got := slices.ContainsFunc(d.Coverage, func(v fact.Vital) bool { return v.Kind == fact.Settled && v.Open() })
		if got != tt.open {
			t.Errorf("%s: open %v, want %v: %+v", tt.name, got, tt.open, d.Coverage)
		}
	}
}

// An ASIC of which what is in use is no number is not known, though the other one is.
// Synthetic, after ios:6.3.
func TestOneASICIsNotKnown(t *testing.T) {
	const head = "sw7#show version\nCisco IOS XE Software, Version 17.06.05\ncisco C9300-48UXM (X86) processor with 1338934K/6147K bytes of memory.\nsw7#show platform hardware fed switch active fwd-asic resource tcam utilization\n"
	const asic = "CAM Utilization for ASIC  [N]\n Table                  Subtype      Dir      Max     Used    %Used       V4       V6     MPLS    Other\n ----\n IP Route Table         EM           I       24576     4000   16.28%     3900      100        0        0\n IP Route Table         TCAM         I        8192     USED   25.00%     2000       40        0        8\n"
	for used, known := range map[string]bool{"2048": true, "-2048": false} {
		log := head + strings.NewReplacer("N]", "0]", "USED", "2048").Replace(asic) + strings.NewReplacer("N]", "1]", "USED", used).Replace(asic) + "sw7#\n"
		d := vendortest.Device(t, whole(), log)
		if got := !slices.ContainsFunc(d.Coverage, func(v fact.Vital) bool { return v.Kind == fact.Room && v.Open() }); got != known {
			t.Errorf("%s in use: known %v", used, got)
		}
	}
}
