package junos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/juniper/junos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// What was entered and committed is configured; what was taken back, not committed or
// only checked is not. What a reboot was told and did not do did not happen.
func TestSession(t *testing.T) {
	const (
		ask  = "noc@tor4> "
		edit = "{master:0}[edit]\nnoc@tor4# "
		back = "{master:0}\nnoc@tor4> "
	)
	configure := ask + "configure\nEntering configuration mode\n\n"
	set := edit + "set chassis forwarding-options lpm-profile\n\n"
	commit := edit + "commit\nconfiguration check succeeds\ncommit complete\n\n"
	leave := edit + "exit\nExiting configuration mode\n\n" + back
	reboot := "request system reboot all-members\nReboot the system ? [yes,no] (no) yes\n\nlogin: noc\nPassword:\n\n--- JUNOS 20.4R3 Kernel 64-bit\n"
	two := func() string {
		return strings.TrimSuffix(box(2, "20.4R3", none, table("Slot 0\n\n", "l2-profile-three"), table("Slot 1\n\n", "l2-profile-three")), ask+"\n")
	}
	after := func(a, b string) string {
		return "show pfe route summary hw\n" + table("Slot 0\n\n", a) + table("Slot 1\n\n", b) + back
	}
	one := strings.TrimSuffix(box(1, "20.4R3", none, table("", "l2-profile-three")), ask+"\n")
	for _, tt := range []struct {
		name       string
		log        string
		configured string
		pending    int
		room       fact.Answer
	}{
		{"committed", two() + configure + set + commit + leave + "\n", "lpm-profile", 2, fact.Answered},
		{"through the hierarchy", two() + configure + edit + "edit chassis\n\n{master:0}[edit chassis]\nnoc@tor4# set forwarding-options lpm-profile\n\n{master:0}[edit chassis]\nnoc@tor4# commit and-quit\ncommit complete\nExiting configuration mode\n\n" + back + "\n", "lpm-profile", 2, fact.Answered},
		{"refused", two() + configure + edit + "set chassis forwarding-options lpm-profil\n                                   ^\nsyntax error.\n\n" + commit + leave + "\n", "l2-profile-three", 0, fact.Answered},
		{"only checked", two() + configure + set + edit + "commit check\nconfiguration check succeeds\n\n" + edit + "rollback 0\nload complete\n\n" + leave + "\n", "l2-profile-three", 0, fact.Answered},
		{"the commit failed", two() + configure + set + edit + "commit\n[edit chassis]\n  'forwarding-options'\n    error: not possible\nerror: configuration check-out failed\n\n" + back + "\n", "l2-profile-three", 0, fact.Answered},
		{"not confirmed", two() + configure + set + edit + "commit confirmed 5\ncommit confirmed will be automatically rolled back in 5 minutes unless confirmed\ncommit complete\n\n" + leave + "\n", "", 0, fact.Answered},
		{"rolled back by itself", two() + configure + set + edit + "commit confirmed 1\ncommit confirmed will be automatically rolled back in 1 minutes unless confirmed\ncommit complete\n\n" + edit + "\nBroadcast Message from root@tor4\n\nCommit was not confirmed; automatic rollback complete.\n\n" + leave + "\n", "l2-profile-three", 0, fact.Answered},
		{"confirmed", two() + configure + set + edit + "commit confirmed 5\ncommit confirmed will be automatically rolled back in 5 minutes unless confirmed\ncommit complete\n\n" + commit + leave + "\n", "lpm-profile", 2, fact.Answered},
		{"left without commit", two() + configure + set + edit + "exit\nThe configuration has been changed but not committed\nExit with uncommitted changes? [yes,no] (yes) yes\n\nExiting configuration mode\n\n" + back + "\n", "l2-profile-three", 0, fact.Answered},
		{"left without commit, committed later", two() + configure + set + edit + "exit\nThe configuration has been changed but not committed\nExit with uncommitted changes? [yes,no] (yes) yes\n\nExiting configuration mode\n\n" + back + configure + commit + leave + "\n", "lpm-profile", 2, fact.Answered},
		{"a candidate of one's own, left without commit", two() + configure + set + edit + "exit\nwarning: private edits for this session will be lost\nDiscard uncommitted changes? [yes,no] (yes) yes\n\nExiting configuration mode\n\n" + back + configure + commit + leave + "\n", "l2-profile-three", 0, fact.Answered},
		{"taken away again", two() + configure + set + edit + "delete chassis forwarding-options lpm-profile\n\n" + commit + leave + "\n", "l2-profile-three", 0, fact.Answered},
		{"rebooted", two() + configure + set + commit + leave + reboot + back + after("lpm-profile", "lpm-profile") + "\n", "lpm-profile", 0, fact.Answered},
		{"rebooted from the configuration mode", two() + configure + set + commit + edit + "run " + reboot + back + "\n", "lpm-profile", 0, fact.NotAsked},
		{"two answers differ", two() + configure + set + commit + leave + "show chassis forwarding-options\nfpc0:\n--------------------------------------------------------------------------\nCurrent UFT Configuration:\nlpm-profile.\n\nfpc1:\n--------------------------------------------------------------------------\nCurrent UFT Configuration:\nlpm-profile.\n\n" + back + "\n", "lpm-profile", 0, fact.Answered},
		{"rebooted, not asked again", two() + configure + set + commit + leave + reboot + back + "\n", "lpm-profile", 0, fact.NotAsked},
		{"the reboot was declined", two() + configure + set + commit + leave + "request system reboot all-members\nReboot the system ? [yes,no] (no) no\n\n" + back + "\n", "lpm-profile", 2, fact.Answered},
		{"the reboot was not answered", two() + configure + set + commit + leave + "request system reboot all-members\nReboot the system ? [yes,no] (no)\n\n" + back + "\n", "lpm-profile", 2, fact.Answered},
		{"one member was rebooted", two() + configure + set + commit + leave + "request system reboot member 1\nReboot the system ? [yes,no] (no) yes\n\n" + back + "\n", "lpm-profile", 1, fact.NotRead},
		{"one member was rebooted, asked again", two() + configure + set + commit + leave + "request system reboot member 1\nReboot the system ? [yes,no] (no) yes\n\n" + back + after("l2-profile-three", "lpm-profile") + "\n", "lpm-profile", 1, fact.Answered},
		{"standalone: what was read before the commit is old", one + configure + set + commit + leave + "\n", "lpm-profile", 0, fact.NotRead},
		{"standalone, read anew", one + configure + set + commit + leave + "show pfe route summary hw\n" + table("", "lpm-profile") + back + "\n", "lpm-profile", 0, fact.Answered},
		{"what was put in place was not shown", two() + configure + edit + "rollback 3\nload complete\n\n" + commit + leave + "\n", "", 0, fact.Answered},
		{"pasted", two() + configure + edit + "load merge terminal\n[Type ^D at a new line to end input]\nchassis {\n    forwarding-options {\n        l3-profile;\n    }\n}\nload complete\n\n" + commit + leave + "\n", "l3-profile", 2, fact.Answered},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := vendortest.Device(t, withRooms(), tt.log)
			if got := d.Carve.Configured.Text; got != tt.configured {
				t.Errorf("configured is %q, want %q; events %+v", got, tt.configured, d.Events)
			}
			if len(d.Pending) != tt.pending {
				t.Errorf("pending %+v, want %d", d.Pending, tt.pending)
			}
			if got := worst(d, fact.Room); got != tt.room {
				t.Errorf("room: %s, want %s", got, tt.room)
			}
		})
	}
}

// A restart is told with its scope, and only where it happened.
func TestRestarts(t *testing.T) {
	for _, tt := range []struct{ command, text, want string }{
		{"request system reboot", "Reboot the system ? [yes,no] (no) yes \n\nShutdown NOW!\n", "whole"},
		{"request system reboot", "Reboot the system ? [yes,no] (no) y\n", "whole"},
		{"request system reboot", "Reboot the system ? [yes,no] (no) n\n", ""},
		{"request system reboot", "Reboot the system ? [yes,no] (no) \n", ""},
		{"request system reboot in 30", "Reboot the system in 30? [yes,no] (no) yes\n", ""},
		{"request system reboot at 2601010200", "Reboot the system at 2601010200? [yes,no] (no) yes\n", ""},
		{"request system reboot both-routing-engines", "Reboot the system ? [yes,no] (no) yes\n", "whole"},
		{"request system reboot other-routing-engine", "Reboot the system ? [yes,no] (no) yes\n", "re the other routing engine"},
		{"request system reboot member 1", "Reboot the system ? [yes,no] (no) yes\n", "member 1 member 1"},
		{"request system power-off", "Power Off the system ? [yes,no] (no) yes\n", "whole"},
		{"request vmhost reboot", "Reboot the vmhost ? [yes,no] (no) yes\n", "whole"},
		{"request chassis fpc slot 3 restart", "Restart initiated, use \"show chassis fpc\" to verify\n", "fpc fpc3"},
		{"request chassis fpc slot 3 restart", "error: permission denied\n", ""},
		{"clear system reboot", "reboot requested by noc is cancelled\n", ""},
	} {
		got := ""
		for _, e := range junos.EventsOf(exchange(tt.command, tt.text)) {
			if got = e.Scope.String(); got == "" {
				got = "whole"
			}
		}
		if got != tt.want {
			t.Errorf("%s, %q: %q, want %q", tt.command, tt.text, got, tt.want)
		}
	}
}

func exchange(command, text string) vendors.Exchange {
	return vendors.Exchange{Command: command, Text: text, Whole: true}
}
