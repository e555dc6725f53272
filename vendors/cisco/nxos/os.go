// Package nxos reads what Cisco NX-OS prints: see vendors for the contract.
//
// What goes in: the text or JSON that a Nexus answered. What comes out:
// fact.Reading, and with the room of its family a completed
// fact.Device. Formats and numbers are those of the NX-OS dossier
// (nxos:0, quoted here as [nxos:2.1] and so on). The package does no
// I/O and imports neither collect nor inventory.
package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
)

// OS describes Cisco NX-OS without its families: each has a room.
func OS() *vendors.OS {
	return &vendors.OS{
		ID:        fact.NXOS,
		Title:     "Cisco NX-OS",
		Detect:    detect,
		Identify:  identify(),
		Parsers:   parsers(),
		Rejection: rejection,
		Events:    events,
		Asks:      func(command string) bool { return isWord(strings.ToLower(firstWord(command)), "show", 2) },
		Place:     place,
		Relay:     relay,
		Lore:      lore,
		Messages:  messages(),
		Manual:    manual(),
	}
}

// lore adds what holds for every family [nxos:4.1].
func lore(_ *ledger.View, l *ledger.Lore) {
	l.InStartup = true
	l.Loader = ledger.Loader{Image: vendors.BootImage, Network: vendors.BootNetwork}
}

func firstWord(command string) string {
	w, _, _ := strings.Cut(strings.TrimSpace(command), " ")
	return w
}

// detect looks for the strings of `show version` and for what only NX-OS
// prints [nxos:1.1, nxos:3.1, nxos:5].
func detect(text string) int {
	return vendors.Marks{
		"Cisco Nexus Operating System (NX-OS) Software": 100,
		"NXOS: version ":                   95,
		"cisco Nexus":                      90,
		"nxos_ver_str":                     90,
		"Configured System Routing Mode:":  90,
		"kickstart_ver_str":                80,
		"\"TABLE_modinfo\"":                80,
		"% Invalid command at '^' marker.": 60,
		"%IPFIB-":                          60,
		"limit-resource u4route-mem":       80,
	}.In(text)
}

// identify asks for what tells family, model and engines [nxos:1].
func identify() []vendors.Command {
	return []vendors.Command{
		{Text: "show version", Why: "release, chassis, uptime and the reason of the last reset"},
		{Text: "show module", Why: "cards, supervisors and their state"},
		{Text: "show inventory", Why: "part numbers, which decide the forwarding engine"},
	}
}

// parsers is the explicit list of the outputs that are read.
func parsers() []vendors.Parser {
	list := []vendors.Parser{
		{Name: "show-version", Commands: []string{"show version", "show version **"}, Grade: fact.Proven, Stands: true, Read: readVersion},
		{Name: "show-module", Commands: []string{"show module", "show module **"}, Grade: fact.Proven, Stands: true, Read: readModule},
		{Name: "show-inventory", Commands: []string{"show inventory", "show inventory **"}, Grade: fact.Proven, Stands: true, Read: readInventory},
		{Name: "show-running-config", Commands: []string{"show running-config", "show running-config **", "show startup-config", "show startup-config **"}, Grade: fact.Proven, Stands: true, Read: readConfig},
		{Name: "configure", Commands: []string{"configure terminal", "configure **", "hardware access-list tcam region **", "hardware profile **", "system routing **", "system urpf disable"}, Grade: fact.Proven, Stands: true, Read: readConfigure},
		{Name: "show-logging", Commands: []string{"show logging", "show logging **"}, Grade: fact.Proven, Read: readLogging(messages())},
		{Name: "show-system-config-reload-pending", Commands: []string{"show system config reload-pending"}, Grade: fact.Documented, Read: readReloadPending},
		{Name: "show-redundancy-status", Commands: []string{"show redundancy status", "show system redundancy status", "show system redundancy ha status"}, Grade: fact.Proven, Read: readRedundancy},
		{Name: "show-boot", Commands: []string{"show boot", "show boot variables"}, Grade: fact.Documented, Read: readBoot},
		{Name: "show-system-uptime", Commands: []string{"show system uptime"}, Grade: fact.Proven, Stands: true, Read: readUptime},
		{Name: "show-vdc-resource", Commands: []string{"show vdc resource detail", "show vdc resource **", "show vdc * resource **"}, Grade: fact.Proven, Read: readVDC},
	}
	return append(list, memoryParsers()...)
}

// memoryParsers read what is said of the forwarding memory.
func memoryParsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-system-routing-mode", Commands: []string{"show system routing mode"}, Grade: fact.Proven, Read: readRoutingMode},
		{Name: "show-hardware-capacity-forwarding", Commands: []string{"show hardware capacity forwarding", "show hardware capacity forwarding **", "show hardware capacity", "show hardware capacity module *"}, Grade: fact.Proven, Read: readCapacity},
		{Name: "show-hardware-internal-forwarding-table-utilization", Commands: []string{"show hardware internal forwarding table utilization", "show hardware internal forwarding table utilization **", "slot * show hardware internal forwarding table utilization", "slot * quoted **"}, Grade: fact.Proven, Read: readUtilization},
		{Name: "show-hardware-access-list-resource-utilization", Commands: []string{"show hardware access-list resource utilization", "show hardware access-list resource utilization **", "show hardware access-list resource entries", "show hardware access-list resource entries **", "show system internal access-list resource utilization **", "slot * show hardware access-list resource utilization"}, Grade: fact.Proven, Read: readACL},
		{Name: "show-hardware-access-list-tcam-region", Commands: []string{"show hardware access-list tcam region", "show hardware profile tcam region", "show hardware access-list tcam region **", "show hardware profile tcam region **"}, Grade: fact.Proven, Read: readRegions},
		{Name: "show-forwarding-route-summary", Commands: []string{"show forwarding ipv4 route summary", "show forwarding ipv4 route summary **", "show forwarding ipv6 route summary", "show forwarding ipv6 route summary **", "show forwarding vrf * ipv4 route summary **", "show forwarding vrf * ipv6 route summary **"}, Grade: fact.Proven, Read: readForwardingSummary},
		{Name: "show-system-internal-forwarding-route-summary", Commands: []string{"show system internal forwarding ip route summary", "show system internal forwarding ip route summary **", "show system internal forwarding ipv4 route summary", "show system internal forwarding ipv6 route summary", "show system internal forwarding ipv6 route summary **"}, Grade: fact.Proven, Read: readInternalSummary},
		{Name: "show-ip-route-summary", Commands: []string{"show ip route summary", "show ip route summary **", "show ip route vrf * summary", "show ipv6 route vrf * summary", "show ipv6 route summary", "show ipv6 route summary **"}, Grade: fact.Documented, Read: readRouteSummary},
	}
}

// rejection finds the refusal of a command [nxos:1, _errors]. A configuration
// that was refused starts with "ERROR:" and is an answer of its own.
func rejection(text string) string {
	for _, m := range []string{
		"% Invalid command at '^' marker.",
		"% Invalid number at '^' marker.",
		"% Incomplete command at '^' marker.",
		"% Ambiguous command at '^' marker.",
		"% Permission denied for the role",
	} {
		if strings.Contains(text, m) && len(text) < 2000 {
			return m
		}
	}
	return ""
}

// moduleScope is the scope of a number about a whole module; "" = the device.
func moduleScope(module string) fact.Scope {
	if module == "" {
		return fact.System()
	}
	return fact.Scope{Kind: fact.ScopeModule, Index: module}
}

// AsicScope is the scope of a number about one instance of a module.
func AsicScope(module, instance string) fact.Scope {
	if instance == "" {
		return moduleScope(module)
	}
	s := fact.Scope{Kind: fact.ScopeASIC, Index: strings.TrimPrefix(instance, "0x")}
	if module != "" {
		s.Node = "module " + module
	}
	return s
}
