// Package iosxr reads what Cisco IOS XR prints: see vendors for the contract.
//
// What goes in: the text that a router running IOS XR answered. What comes out:
// fact.Reading, and with the room of its family a completed fact.Device. Formats and numbers are those of
// the IOS XR dossier (xr:0, quoted here as [xr:2.1] and so on). The
// package does no I/O and imports neither collect nor inventory.
package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco IOS XR without its families: each has a room.
func OS() *vendors.OS {
	return &vendors.OS{
		ID:        fact.IOSXR,
		Title:     "Cisco IOS XR",
		Detect:    detect,
		Identify:  identify(),
		Parsers:   parsers(),
		Situate:   situate,
		Lore:      lore,
		Rejection: rejection,
		Events:    events,
		Commits:   true,
		Place:     place,
		Relay:     relay,
		Messages:  messages(),
		Manual:    manual(),
	}
}

// detect looks for the strings of `show version`, for the prompt that only IOS
// XR has, and for headings of its resource outputs [xr:1.1, xr:3].
func detect(text string) int {
	return vendors.Marks{
		"Cisco IOS XR Software":   100,
		"RP/0/RP0/CPU0:":          95,
		"RP/0/RP1/CPU0:":          95,
		"RP/0/RSP0/CPU0:":         95,
		"RP/0/RSP1/CPU0:":         95,
		"RP/0/0/CPU0:":            95,
		"sysadmin-vm:":            80,
		"HW Resource Information": 80,
		"DPA Table (Id:":          80,
		"OFA Table (Id:":          80,
		"%ROUTING-FIB-":           70,
	}.In(text)
}

// identify asks for what tells family, cards and redundancy [xr:1, xr:3.1].
func identify() []vendors.Command {
	return []vendors.Command{
		{Text: "show version", Why: "release, flavour and uptime"},
		{Text: "show platform", Why: "cards, their state and the number of NPUs"},
		{Text: "show inventory", Why: "exact part numbers and serials", Optional: true},
	}
}

// parsers is the explicit list of the outputs that are read.
func parsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-version", Commands: []string{"show version", "show version **"}, Stands: true, Grade: fact.Proven, Read: readVersion},
		{Name: "show-platform", Commands: []string{"show platform", "show platform **", "admin show platform", "admin show platform **"}, Stands: true, Grade: fact.Proven, Read: readPlatform},
		{Name: "show-inventory", Commands: []string{"show inventory", "show inventory **", "admin show inventory", "admin show inventory **"}, Stands: true, Grade: fact.Proven, Read: readInventory},
		{Name: "show-install", Commands: []string{"show install active", "show install active **", "show install committed", "show install committed **", "admin show install active **", "admin show install committed **"}, Grade: fact.Documented, Read: readInstall},
		{Name: "show-install-request", Commands: []string{"show install request", "show install request **", "admin show install request", "admin show install request **"}, Grade: fact.Documented, Read: readInstallRequest},
		{Name: "show-redundancy", Commands: []string{"show redundancy", "show redundancy **"}, Grade: fact.Proven, Read: readRedundancy},
		{Name: parserConfig, Commands: []string{"show running-config", "show running-config **", "admin show running-config", "admin show running-config **"}, Stands: true, Grade: fact.Proven, Read: readConfig},
		{Name: "show-controllers-npu-resources", Commands: []string{"show controllers npu resources **"}, Grade: fact.Proven, Read: readResources},
		{Name: "show-cef-summary", Commands: []string{"show cef summary", "show cef summary **", "show cef ipv4 summary", "show cef ipv4 summary **", "show cef ipv6 summary", "show cef ipv6 summary **", "show cef vrf * summary", "show cef vrf * summary **", "show cef vrf * ipv4 summary", "show cef vrf * ipv6 summary", "show cef vrf * ipv4 summary **", "show cef vrf * ipv6 summary **", "show cef * unicast summary"}, Grade: fact.Proven, Read: readCEFSummary},
		{Name: "show-route-summary", Commands: []string{"show route summary", "show route summary **", "show route * summary", "show route * * summary", "show route * * * summary", "show route vrf * * * summary", "show route * summary **", "show route * * summary **", "show route vrf * * summary **"}, Grade: fact.Proven, Read: readRouteSummary},
		{Name: "show-bgp-scale", Commands: []string{"show bgp scale", "show bgp * scale", "show bgp * * scale", "show bgp vrf * * * scale", "show bgp scale **"}, Grade: fact.Proven, Read: readBGPScale},
		{Name: "show-segment-routing-srv6-manager", Commands: []string{"show segment-routing srv6 manager", "show segment-routing srv6 manager **"}, Grade: fact.Proven, Read: readSRv6},
		{Name: "show-logging", Commands: []string{"show logging", "show logging **"}, Grade: fact.Proven, Read: readLogging},
		{Name: "session", Commands: []string{"**"}, Grade: fact.Proven, Read: readSession},
	}
}

// rejection finds the refusal of a command [xr:3]; an answer that is long is
// none, whatever it quotes.
func rejection(text string) string {
	if len(text) > 2000 {
		return ""
	}
	for _, m := range []string{
		"% Invalid input detected at '^' marker.",
		"% Incomplete command",
		"% Ambiguous command",
		"% This command is not authorized",
		"% Permission denied",
	} {
		if strings.Contains(text, m) {
			return m
		}
	}
	return ""
}

// commandWords are the words of a command without its filter.
func commandWords(command string) []string {
	bare, _ := vendors.SplitPipe(command)
	return strings.Fields(bare)
}

// Location gives the node that a command asked about: "0/7/CPU0", "" = it named
// none or asked all.
func Location(command string) string {
	w := commandWords(command)
	for i := 0; i+1 < len(w); i++ {
		if l := strings.ToLower(w[i]); strings.HasPrefix("location", l) && len(l) >= 3 {
			if !strings.EqualFold(w[i+1], "all") {
				return Node(w[i+1])
			}
		}
	}
	return ""
}

// Node writes a node name in the capitals of `show platform`.
func Node(t string) string {
	return strings.TrimSuffix(strings.ToUpper(t), ":")
}

// NodeScope is the scope of a number about one node; "" = the device.
func NodeScope(n string) fact.Scope {
	if n == "" {
		return fact.System()
	}
	return fact.Scope{Kind: fact.ScopeNode, Node: n}
}

// NPUScope is the scope of a number about one NPU of a node; a capture that
// names no NPU is about all of the node's.
func NPUScope(n, npu string) fact.Scope {
	if npu == "" {
		return NodeScope(n)
	}
	return fact.Scope{Kind: fact.ScopeNPU, Node: n, Index: npu}
}
