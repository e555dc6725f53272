// Package ios reads what Cisco IOS prints, and holds the parsers that IOS-XE
// shares with it (package iosxe imports this one).
//
// What goes in: the text of one answer. What comes out: a fact.Reading. The
// rooms complete a device. Formats and their traps: ios:0. It does no I/O and imports neither collect
// nor inventory.
package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco IOS without its families: each has a room.
func OS() *vendors.OS {
	return &vendors.OS{
		ID: fact.IOS, Title: "Cisco IOS", Detect: detect,
		Identify: Identify(), Parsers: Common(),
		Rejection: Rejection, Events: Events, Place: Place, Relay: relay, Messages: Messages(), Manual: Manual(), Lore: Lore,
	}
}

// Identify gives the questions that tell family and model; IOS-XE asks the same.
func Identify() []vendors.Command {
	return []vendors.Command{
		{Text: "show version", Why: "chassis, release, image, configuration register"},
		{Text: "show inventory", Why: "part numbers of the forwarding engines", Optional: true},
	}
}

// Common lists the parsers that IOS and IOS-XE share.
func Common() []vendors.Parser {
	return []vendors.Parser{
		{Name: "version", Commands: []string{"show version"}, Grade: fact.Proven, Stands: true, Read: readVersion},
		{Name: "bootvar", Commands: []string{"show bootvar", "show boot", "show boot system", "remote command switch show bootvar", "remote command standby-sp show bootvar", "remote command switch show boot", "remote command * show bootvar", "remote command * show boot"}, Grade: fact.Proven, Read: readBoot},
		{Name: "romvar", Commands: []string{"show romvar", "show romvar **"}, Grade: fact.Unverified, Read: readROMVar},
		{Name: "redundancy", Commands: []string{"show redundancy", "show redundancy states"}, Grade: fact.Proven, Read: readRedundancy},
		{Name: "module", Commands: []string{"show module", "show module all", "show module switch all", "show module switch * all", "show module *"}, Grade: fact.Proven, Read: readModule},
		{Name: "inventory", Commands: []string{"show inventory", "show inventory raw", "show inventory oid", "show inventory *"}, Grade: fact.Proven, Stands: true, Read: readInventory},
		{Name: "switch", Commands: []string{"show switch", "show switch detail", "show switch *"}, Grade: fact.Proven, Read: readStack},
		{Name: "issu-state", Commands: []string{"show issu state", "show issu state detail", "show issu state **"}, Grade: fact.Proven, Read: readISSU},
		{Name: "install-summary", Commands: []string{"show install summary", "show install active", "show install uncommitted", "show install inactive", "show install committed", "show install all"}, Grade: fact.Documented, Read: readInstall},
		{Name: "sdm-prefer", Commands: []string{"show sdm prefer", "show sdm prefer **"}, Grade: fact.Proven, Read: readSDM},
		{Name: "cef-summary", Commands: []string{"show ip cef summary", "show ip cef vrf * summary", "show ip cef summary **", "show ipv6 cef summary", "show ipv6 cef vrf * summary", "show ipv6 cef summary **"}, Grade: fact.Proven, Read: readCEFSummary},
		{Name: "route-summary", Commands: []string{"show ip route summary", "show ip route vrf * summary", "show ip route summary **", "show ipv6 route summary", "show ipv6 route vrf * summary", "show ipv6 route summary **"}, Grade: fact.Proven, Read: readRouteSummary},
		{Name: "mpls-forwarding-summary", Commands: []string{"show mpls forwarding-table summary", "show mpls forwarding-table vrf * summary", "show mpls forwarding-table summary **"}, Grade: fact.Proven, Read: readLabelSummary},
		{Name: "cam-utilization", Commands: []string{"show platform tcam utilization", "show platform tcam utilization **"}, Grade: fact.Proven, Read: ReadCAM},
		{Name: "running-config", Commands: []string{"show running-config", "show running-config **", "show startup-config", "show startup-config **", "show configuration", "more *"}, Grade: fact.Proven, Stands: true, Read: readConfig},
		// A log line stands alone in bug reports, under its own mnemonic.
		{Name: "logging", Commands: []string{"show logging", "show logging **", "*"}, Grade: fact.Proven, Read: readLog},
		{Name: "tech-support", Commands: []string{"show tech-support", "show tech-support **"}, Grade: fact.Documented, Read: readTech},
	}
}

// The families that an output alone proves.
const (
	famCat6500 = "cat6500"
	famCat3k2k = "cat3k-2k"
)

// marks are phrases only one system prints, with how sure they make us; they
// decide where a log holds no show version.
var marks = vendors.Marks{
	"Cisco Internetwork Operating System Software": 90,
	"Cisco IOS Software":                           85,
	"IOS (tm)":                                     80,
	"FIB TCAM maximum routes":                      80,
	"FIB exception state":                          75,
	"FIB TCAM usage:":                              75,
	"EoM routes:":                                  70,
	"number of unicast mac addresses":              70,
	"CAM Utilization for ASIC#":                    70,
	"HW Resource Name":                             60,
	"WS-SUP720":                                    50,
	"VS-SUP2T":                                     50,
	"Adjacency Mgr watermarks":                     60,
	"TCAM Memory Consistency Checker":              70,
	"BOOT path-list":                               60,
	"WS-F6K-":                                      60,
	"WS-C45":                                       50,
	"mls cef ":                                     60,
	"s72033":                                       60,
	"show platform tcam":                           60,
	"%HW_RES_FAIL":                                 50,
	" reresolve, ":                                 40,
	// What IOS and IOS-XE print alike: better read as one of them than not.
	"Redundant System Information": 20,
	"Configuration register is":    20,
	"BOOT variable =":              15,
	"CEF is enabled":               20,
	"IP routing table name is":     20,
	"IPv6 routing table name is":   20,
	"show bootvar":                 15,
	"show sdm prefer":              15,
}

// detect says how surely text is from IOS. A Catalyst 4500 with IOS-XE 3.x has
// the commands of IOS and is read as such; other IOS-XE belongs to iosxe.
func detect(text string) int {
	if strings.Contains(text, "IOS XR") || strings.Contains(text, "NX-OS") {
		return 0
	}
	if strings.Contains(text, "Catalyst 4500 L3 Switch") {
		return 97
	}
	return marks.In(text)
}

// refusals are the device's words for "not here" (ios:0 section 1:
// rancid lib/ios.pm.in).
var refusals = []string{
	"% Invalid input detected", "% Incomplete command", "Line has invalid autocommand",
	"% Ambiguous command", "type help or '?'", "Command authorization failed",
	"% Authorization failed", "% Unknown command",
}

// Rejection gives the refusal that text begins with, "" where the device
// answered. Only the first lines count: a configuration may quote the words.
func Rejection(text string) string {
	for n := 0; n < 6 && text != ""; {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		t := strings.TrimSpace(line)
		if t == "" {
			continue
		}
		n++
		for _, r := range refusals {
			if strings.HasPrefix(t, r) {
				return t
			}
		}
	}
	return ""
}
