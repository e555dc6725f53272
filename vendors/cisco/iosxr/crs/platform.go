package crs

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// platform is CRS: words from `show cef resource`, no capacities [xr:2.5].
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "crs", Title: "CRS (MSC, FP, LSP)",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool {
				return iosxr.HasPrefix(pid, "CRS") || pid == "FP-140G" || pid == "FP-X" || iosxr.HasPrefix(pid, "MSC", "LSP-")
			})
		},
		Commands: func(fact.Identity) []vendors.Command {
			return append(iosxr.RouteCounts(), iosxr.AlarmLog(), iosxr.StandbyState())
		},
	}.Platform()
}
