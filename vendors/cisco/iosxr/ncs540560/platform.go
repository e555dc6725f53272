package ncs540560

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr/dnx"
)

// platform is NCS 540 and NCS 560: DNX commands; sizes are what the box prints
// [xr:1.4].
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "ncs540-560", Title: "NCS 540 and NCS 560",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool {
				return iosxr.HasPrefix(pid, "NCS-540", "NCS-560", "NCS540", "NCS560", "N540", "N560")
			})
		},
		Commands: dnx.Commands,
		Parse:    func(d *fact.Device, f *catalog.Family, _ *iosxr.Config) { dnx.CompleteTables(d, f) },
		Vital:    dnx.Vital,
	}.Platform()
}
