package iosxr

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// NCS5500 is the DNX family with Jericho, Qumran-MX and Jericho+ [xr:2.1]. A
// chassis that mixes them with Jericho2 cards is of this family: by default it
// runs at their scale [xr:2.2].
func NCS5500() vendors.Platform {
	return &platform{
		family: "ncs5500", title: "NCS 5500 (Jericho, Qumran-MX, Jericho+)",
		match: func(id fact.Identity) bool {
			return anyPID(id, func(pid string) bool { return hasPrefix(pid, "NCS-55", "NC55-") })
		},
		commands: dnxCommands,
		parse: func(d *fact.Device, f *catalog.Family, c *config) {
			dnxTables(d, f)
			dnxCarve(d, c)
		},
		vital: dnxVital,
	}
}

// dnxCommands asks for every resource of every NPU, and for the prefix lengths
// of every card [xr:3.1].
func dnxCommands(id fact.Identity) []vendors.Command {
	list := []vendors.Command{
		hwModuleLines(),
		{Text: "show controllers npu resources all location all", Why: "use, estimate and alarm of every memory of every NPU"},
	}
	nodes := cards(id)
	if len(nodes) == 0 {
		nodes = []string{"0/0/CPU0"} // a fixed router answers for it
	}
	for _, n := range nodes {
		list = append(list,
			vendors.Command{Text: "show dpa resources iproute location " + n, Why: "IPv4 routes per prefix length, and inserts that the NPUs refused", Optional: true},
			vendors.Command{Text: "show dpa resources ip6route location " + n, Why: "IPv6 routes per prefix length, and inserts that the NPUs refused", Optional: true},
		)
	}
	return append(append(list, routeCounts()...), standbyState(), alarmLog())
}
