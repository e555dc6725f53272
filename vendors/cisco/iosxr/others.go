package iosxr

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// xrv is IOS XRv and XRv 9000: software, no forwarding memory to fill [xr:2.5].
func xrv() vendors.Platform {
	return &platform{
		family: "xrv", title: "IOS XRv and XRv 9000 (virtual)",
		match:    func(id fact.Identity) bool { return id.Virtual },
		commands: func(fact.Identity) []vendors.Command { return routeCounts() },
		parse:    func(*fact.Device, *catalog.Family, *config) {},
	}
}

// NCS540 is NCS 540 and NCS 560: DNX commands; sizes are what the box prints
// [xr:1.4].
func NCS540() vendors.Platform {
	return &platform{
		family: "ncs540-560", title: "NCS 540 and NCS 560",
		match: func(id fact.Identity) bool {
			return anyPID(id, func(pid string) bool { return hasPrefix(pid, "NCS-540", "NCS-560", "NCS540", "NCS560", "N540", "N560") })
		},
		commands: dnxCommands,
		parse:    func(d *fact.Device, f *catalog.Family, _ *config) { dnxTables(d, f) },
		vital:    dnxVital,
	}
}

// crs is CRS: words from `show cef resource`, no capacities [xr:2.5].
func crs() vendors.Platform {
	return &platform{
		family: "crs", title: "CRS (MSC, FP, LSP)",
		match: func(id fact.Identity) bool {
			return anyPID(id, func(pid string) bool {
				return hasPrefix(pid, "CRS") || pid == "FP-140G" || pid == "FP-X" || hasPrefix(pid, "MSC", "LSP-")
			})
		},
		commands: func(fact.Identity) []vendors.Command {
			return append(routeCounts(), alarmLog(), standbyState())
		},
		parse: func(*fact.Device, *catalog.Family, *config) {},
	}
}

// ncs6000 is NCS 6000: nothing of its memory is known.
func ncs6000() vendors.Platform {
	return &platform{
		family: "ncs6000", title: "NCS 6000",
		match: func(id fact.Identity) bool {
			return anyPID(id, func(pid string) bool { return hasPrefix(pid, "NCS-6000", "NC6-") })
		},
		commands: func(fact.Identity) []vendors.Command { return append(routeCounts(), standbyState(), alarmLog()) },
		parse:    func(*fact.Device, *catalog.Family, *config) {},
	}
}
