package iosxr

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// NCS5700 is the DNX family with Jericho2 and Jericho2C [xr:2.2]: fixed NCS 57
// routers, and chassis in which every line card is an NC57.
func NCS5700() vendors.Platform {
	return &platform{
		family: "ncs5700", title: "NCS 5700 (Jericho2, Jericho2C)",
		match: func(id fact.Identity) bool {
			if hasPrefix(id.Model, "NCS-57", "NCS5700") {
				return true
			}
			old := anyPID(id, func(pid string) bool { return familyOf(pid) == "ncs5500" })
			return !old && anyPID(id, func(pid string) bool { return hasPrefix(pid, "NC57-", "NCS-57") })
		},
		commands: func(id fact.Identity) []vendors.Command {
			return append(dnxCommands(id),
				vendors.Command{Text: "show hw-module profile mdb-scale", Why: "the active profile", Optional: true},
				vendors.Command{Text: "show hw-module profile npu-operating-mode", Why: "native or compatible mode", Optional: true})
		},
		parse: func(d *fact.Device, f *catalog.Family, c *config) {
			dnxTables(d, f)
			mdbCarve(d, c)
		},
		vital: dnxVital,
	}
}

func familyOf(pid string) string { _, f, _ := engineOf(pid); return f }
