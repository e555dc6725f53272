package xrv

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// platform is IOS XRv and XRv 9000: software, no forwarding memory to fill [xr:2.5].
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "xrv", Title: "IOS XRv and XRv 9000 (virtual)",
		Match:    func(id fact.Identity) bool { return id.Virtual },
		Commands: func(fact.Identity) []vendors.Command { return iosxr.RouteCounts() },
	}.Platform()
}
