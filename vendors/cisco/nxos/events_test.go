package nxos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/nxos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

const warning = "Warning: Please save config and reload the system for the configuration to take  effect\n"

// What an exchange did: "kind scope lines" of its events.
func TestEvents(t *testing.T) {
	for _, c := range []struct{ name, mode, part, command, answer, want string }{
		{"a region that was taken", "config", "", "hardware access-list tcam region ing-racl 2048", warning, "entered: hardware access-list tcam region ing-racl 2048"},
		{"a region that was refused", "config", "", "hardware access-list tcam region ing-racl 8192", "ERROR: Aggregate TCAM region configuration exceeded the available Ingress TCAM slices. Please re-configure.\n", ""},
		{"a word that is none", "config", "", "system routing template-no-such", "                ^\n% Invalid command at '^' marker.\n", ""},
		{"half a line", "config", "", "system routing", "% Incomplete command at '^' marker.\n", ""},
		{"no permission", "config", "", "system routing template-lpm-heavy", "% Permission denied for the role\n", ""},
		{"a mode", "config", "", "system routing  template-lpm-heavy", "Warning: The command will take effect after next reload.\n", "entered: system routing template-lpm-heavy"},
		{"taken away", "config", "", "no system routing template-lpm-heavy", "", "entered: no system routing template-lpm-heavy"},
		{"a question in configuration mode", "config", "", "show system routing mode", "Configured System Routing Mode: x\n", ""},
		{"the way out", "config", "", "end", "", ""},
		{"no mode is known, but the line stands in configurations only", "", "", "system urpf disable", "", "entered: system urpf disable"},
		{"several on one line", "", "", "conf t ; system urpf disable ; hardware profile tcam region racl 512", "", "entered: system urpf disable; hardware profile tcam region racl 512"},
		{"the prompts stand in the answer", "", "", "configure terminal", "new(config)# system urpf disable\nnew(config)# end\n", "entered: system urpf disable"},
		{"saved", "config", "", "copy r s", "[########################################] 100%\nCopy complete, now saving to disk (please wait)...\nCopy complete.\n", "saved"},
		{"saved somewhere else", "", "", "copy running-config tftp://192.0.2.1/x", "Copy complete.\n", ""},
		{"a save that failed", "", "", "copy running-config startup-config", "[#####     ] 12%\nConfiguration update aborted: request was aborted\n", ""},
		{"reload, y", "", "", "reload", "This command will reboot the system. (y/n)?  [n] y\n", "reloaded"},
		{"reload, unsaved, y", "config", "", "reload", "!!!WARNING! there is unsaved configuration!!!\nThis command will reboot the system. (y/n)?  [n] y\n", "reloaded"},
		{"reload, n", "", "", "reload", "This command will reboot the system. (y/n)?  [n] n\n", ""},
		{"reload, Enter", "", "", "reload", "This command will reboot the system. (y/n)?  [n] \n", ""},
		{"reload of a 5000", "", "", "reload", "WARNING: This command will reboot the system\nDo you want to continue? (y/n) [n] y\n", "reloaded"},
		{"reload, the answer below", "", "", "reload", "This command will reboot the system. (y/n)?  [n]\ny\n", "reloaded"},
		{"reload, no question, and it boots", "", "", "reload", "\nCISCO SWITCH Ver 8.30\n", "reloaded"},
		{"reload, and nothing more is known", "", "", "reload", "", ""},
		{"a time was set", "", "", "reload in 10", "This command will reboot the system. (y/n)?  [n] y\n", ""},
		{"it was taken back", "", "", "reload cancel", "", ""},
		{"one module", "", "", "reload module 4", "This command will reload module 4. Proceed[y/n]?  [n] y\nreloading module 4 ...\n", "reloaded module 4"},
		{"one module, no", "", "", "reload module 4", "This command will reload module 4. Proceed[y/n]?  [n] n\n", ""},
		{"a VDC from the default one", "", "", "reload vdc EDGE", "Are you sure you want to reload this vdc (y/n)?  [no] y\n", "reloaded vdc EDGE"},
		{"inside a VDC", "", "vdc EDGE", "reload", "Are you sure you want to reload this vdc (y/n)?  [no] yes\n", "reloaded vdc EDGE"},
		{"an upgrade with a reload", "", "", "install all nxos bootflash:nxos.bin", "Do you want to continue with the installation (y/n)?  [n] y\nPerforming configuration copy.\nFinishing the upgrade, switch will reboot in 10 seconds.\n", "saved, reloaded"},
		{"an upgrade without", "", "", "install all nxos bootflash:nxos.bin non-disruptive", "Do you want to continue with the installation (y/n)?  [n] y\nInstall has been successful.\n", ""},
		{"a module switched off", "config", "", "poweroff module 3", "", "entered: poweroff module 3, reloaded module 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := vendors.Exchange{Command: c.command, Text: c.answer, Context: transcript.Context{Mode: c.mode, Part: c.part}}
			var got []string
			for _, e := range nxos.EventsOf(x) {
				s := string(e.Kind)
				if e.Kind == fact.Entered {
					s += ": " + strings.Join(e.Lines, "; ")
				} else if place := e.Scope.String(); place != "" {
					s += " " + place
				}
				got = append(got, s)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}

// A line that nobody models waits where the switch says so; text that only speaks of
// reloads does not.
func TestNotice(t *testing.T) {
	for text, want := range map[string]bool{
		warning: true,
		"Warning: The command will take effect after next reload.\n":                                       true,
		"Warning: Please reload all linecards for the configuration to take effect\n":                      true,
		"Please save the configuration and reload the switch\n":                                            true,
		"This command will reboot the system. (y/n)?  [n] y\n":                                             false,
		"Warning: This routing template is required for feature security-group. Please ensure it is on.\n": false,
		"": false,
	} {
		if got := nxos.NoticeOf(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestMessagesCanBeRead(t *testing.T) {
	list, err := vendors.LoadMessages(nxos.MessageLists, nxos.ModuleOfLine)
	if err != nil || len(list) < 15 {
		t.Fatalf("%d messages: %v", len(list), err)
	}
	for line, want := range map[string]vendors.Meaning{
		"2026 Jan 12 01:02:03 sw %IPFIB-SLOT1-2-FIB_TCAM_RESOURCE_EXHAUSTION_IPV6: x":                                  vendors.Over,
		"2026 Jan 12 01:02:03 sw %IPFIB-2-FIB_TCAM_RESOURCE_EXCEP_CLRD: x":                                             vendors.Cleared,
		"2026 Jan 12 01:02:03 sw %ACLQOS-SLOT1-2-ACLQOS_OOTR: Tcam resource exhausted":                                 vendors.Over,
		"2026 Jan 12 01:02:03 sw %UFDM-3-FIB_IPv4_ROUTE_CONSISTENCY_CHECKER_FAIL: slot":                                vendors.Differs,
		"2026 Jan 12 01:02:03 sw %PLATFORM-2-MEMORY_ALERT: Memory Status Alert : MINOR. Usage 86% of Available Memory": vendors.Near,
		"2026 Jan 12 01:02:03 sw %PLATFORM-2-MEMORY_ALERT: Memory Status Alert : MINOR ALERT RECOVERED":                vendors.Cleared,
	} {
		if m, ok := vendors.Recognise(list, line); !ok || m.Meaning != want {
			t.Errorf("%q: %v", line, m)
		}
	}
}

// The log outlives a reset; what it says of before is past. Within a day of it nobody
// knows: the reset does not say its zone. (synthetic)
func TestLogOfBeforeTheLastReset(t *testing.T) {
	for when, past := range map[string]bool{"2026 Jan 10 23:00:00": true, "2026 Jan 11 23:00:00": false, "2026 Jan 12 02:00:00": false} {
		log := "tor9# show version\n" + vendortest.Fixture(t, "show-version-n9k").Text + "\ntor9# show logging logfile\n" + when +
			" tor9 %IPFIB-2-FIB_TCAM_RESOURCE_EXHAUSTION_LPM_128_IPV6: FIB TCAM exhausted for IPV6 routes in LPM-128 table\ntor9# \n"
		d := vendortest.Device(t, whole(), log)
		if len(d.Exceptions) != 1 || d.Exceptions[0].Past != past {
			t.Errorf("%s: %+v", when, d.Exceptions)
		}
	}
}
