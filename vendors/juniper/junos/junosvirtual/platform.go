package junosvirtual

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform is vMX, vQFX, vSRX: no forwarding hardware, no claims about
// capacity [junos:1.1].
func platform() vendors.Platform {
	return junos.Router{
		Family: "junos-virtual", Title: "Juniper vMX, vQFX, vSRX (software)",
		Match:    func(_ string, id fact.Identity) bool { return id.Virtual },
		Commands: []vendors.Command{junos.RouteSummary()},
		Vital:    junos.VitalNone,
	}.Platform()
}
