package srx

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform are the firewalls: no carve, no capacity that could be read [junos:1.2].
func platform() vendors.Platform {
	return junos.Router{
		Family: "srx", Title: "Juniper SRX",
		Match: func(m string, _ fact.Identity) bool { return junos.HasPrefix(m, "srx") },
		Commands: []vendors.Command{
			{Text: "show chassis cluster status", Why: "whether the other node can take over", Optional: true},
			junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.PFELog(),
		},
		Parse: func(d *fact.Device, _ *catalog.Family) { junos.Session(d, "", junos.Always) },
		Vital: junos.VitalNone,
	}.Platform()
}
