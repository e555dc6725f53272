package ncs5500

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// platform is the DNX family with Jericho, Qumran-MX and Jericho+ [xr:2.1]. A
// chassis that mixes them with Jericho2 cards is of this family: by default it
// runs at their scale [xr:2.2].
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "ncs5500", Title: "NCS 5500 (Jericho, Qumran-MX, Jericho+)",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool { return iosxr.HasPrefix(pid, "NCS-55", "NC55-") })
		},
		Commands: dnx.Commands,
		Parse: func(d *fact.Device, f *catalog.Family, c *iosxr.Config) {
			dnx.CompleteTables(d, f)
			dnx.Carve(d, c)
		},
		Vital: dnx.Vital,
	}.Platform()
}
