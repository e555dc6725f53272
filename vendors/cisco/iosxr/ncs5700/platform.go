package ncs5700

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// platform is the DNX family with Jericho2 and Jericho2C [xr:2.2]: fixed NCS 57
// routers, and chassis in which every line card is an NC57.
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "ncs5700", Title: "NCS 5700 (Jericho2, Jericho2C)",
		Match: func(id fact.Identity) bool {
			if iosxr.HasPrefix(id.Model, "NCS-57", "NCS5700") {
				return true
			}
			old := iosxr.AnyPID(id, func(pid string) bool { return iosxr.FamilyOf(pid) == "ncs5500" })
			return !old && iosxr.AnyPID(id, func(pid string) bool { return iosxr.HasPrefix(pid, "NC57-", "NCS-57") })
		},
		Commands: func(id fact.Identity) []vendors.Command {
			return append(dnx.Commands(id),
				vendors.Command{Text: "show hw-module profile mdb-scale", Why: "the active profile", Optional: true},
				vendors.Command{Text: "show hw-module profile npu-operating-mode", Why: "native or compatible mode", Optional: true})
		},
		Parse: func(d *fact.Device, f *catalog.Family, c *iosxr.Config) {
			dnx.CompleteTables(d, f)
			mdbCarve(d, c)
		},
		Vital: dnx.Vital,
	}.Platform()
}
