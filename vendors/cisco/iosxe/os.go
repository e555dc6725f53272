// Package iosxe reads what Cisco IOS-XE prints. What IOS prints the same way is
// read by package ios.
//
// What goes in: the text of one answer. What comes out: a fact.Reading. The
// rooms complete a device, some of them under package ios. Formats and their traps: ios:0. It does
// no I/O and imports neither collect nor inventory.
package iosxe

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// OS describes Cisco IOS-XE without its families: each has a room.
func OS() *vendors.OS {
	return &vendors.OS{
		ID: fact.IOSXE, Title: "Cisco IOS-XE", Detect: detect,
		Identify: ios.Identify(), Parsers: append(ios.Common(), parsers()...),
		Rejection: ios.Rejection, Events: events, Place: ios.Place, Messages: ios.Messages(), Manual: manual(), Lore: ios.Lore,
	}
}

// parsers lists what only IOS-XE prints. A chassis wants "fed active", a stack
// "fed switch active" (ios:0 section 1).
func parsers() []vendors.Parser {
	fed := func(rest ...string) []string {
		var out []string
		for _, r := range rest {
			out = append(out, "show platform hardware fed switch * "+r, "show platform hardware fed * "+r)
		}
		return out
	}
	soft := func(rest ...string) []string {
		var out []string
		for _, r := range rest {
			out = append(out, "show platform software fed switch * "+r, "show platform software fed * "+r)
		}
		return out
	}
	return []vendors.Parser{
		{Name: "fed-tcam-utilization", Commands: fed("fwd-asic resource tcam utilization", "fwd-asic resource tcam utilization **"), Grade: fact.Proven, Read: readFedTCAM},
		{Name: "fed-resource-utilization", Commands: fed("fwd-asic resource utilization", "fwd-asic resource utilization **", "fwd resource utilization", "fwd resource utilization **"), Grade: fact.Proven, Read: readFedResource},
		{Name: "fed-rewrite-utilization", Commands: fed("fwd-asic resource rewrite utilization", "fwd-asic resource rewrite utilization **"), Family: famCat9kUADP, Grade: fact.Proven, Read: readAllocated},
		{Name: "fed-sgacl-usage", Commands: fed("sgacl resource usage", "sgacl resource usage **"), Grade: fact.Proven, Read: readSGACL},
		{Name: "fed-ip-route-summary", Commands: soft("ip route summary", "ip route summary **", "ipv6 route summary", "ipv6 route summary **"), Grade: fact.Proven, Read: readFedRoutes},
		{Name: "platform-resources", Commands: []string{"show platform resources", "show platform resources **"}, Grade: fact.Proven, Read: readPlatformResources},
		{Name: "control-processor", Commands: []string{"show platform software status control-processor brief", "show platform software status control-processor brief **"}, Grade: fact.Proven, Read: readControlProcessor},
		{Name: "platform", Commands: []string{"show platform"}, Grade: fact.Proven, Read: readPlatform},
	}
}

// The families that an output alone proves.
const (
	famCat9kUADP = "cat9k-uadp"
	famCat9kS1   = "cat9k-s1"
)

// marks are phrases only IOS-XE prints, with how sure they make us.
var marks = vendors.Marks{
	"Cisco IOS XE Software":           95,
	"IOS-XE Software":                 95,
	"Virtual XE Software":             95,
	"IOS XE Version:":                 95,
	"CAT9K_IOSXE":                     95,
	"CAT3K_CAA":                       95,
	"Cisco IOS-XE software":           92,
	"Showing SDM Template Info":       85,
	"CAM Utilization for ASIC  [":     85,
	"QFP exmem statistics":            85,
	"Type: Name: DRAM, QFP:":          80,
	"QFP TCAM Usage Information":      85,
	"State Acronym: H - Healthy":      85,
	"NPI SDM Feature Table":           80,
	"Resource Info for ASIC Instance": 75,
	"MANUAL_BOOT variable":            70,
	"Chassis type: ASR":               80,
	" hw entries for device:":         75,
	"Slice/IFG-id":                    75,
	"for unidimensional scale":        75,
	"160bitVMR":                       75,
	"C9400-SUP":                       60,
	"C9600-SUP":                       60,
	"Current ISSU Status":             50,
	"-RP0 Healthy":                    60,
	"Control Processor  ":             50,
	"show platform software fed":      60,
	"show platform resources":         50,
	"show platform software status":   50,
	"show platform hardware fed":      60,
	"show platform hardware qfp":      60,
}

// detect says how surely text is from IOS-XE.
func detect(text string) int {
	if strings.Contains(text, "IOS XR") || strings.Contains(text, "NX-OS") || strings.Contains(text, "Catalyst 4500 L3 Switch") {
		return 0
	}
	return marks.In(text)
}
