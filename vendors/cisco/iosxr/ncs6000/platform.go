package ncs6000

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// platform is NCS 6000: nothing of its memory is known.
func platform() vendors.Platform {
	return iosxr.Router{
		Family: "ncs6000", Title: "NCS 6000",
		Match: func(id fact.Identity) bool {
			return iosxr.AnyPID(id, func(pid string) bool { return iosxr.HasPrefix(pid, "NCS-6000", "NC6-") })
		},
		Commands: func(fact.Identity) []vendors.Command {
			return append(iosxr.RouteCounts(), iosxr.StandbyState(), iosxr.AlarmLog())
		},
	}.Platform()
}
