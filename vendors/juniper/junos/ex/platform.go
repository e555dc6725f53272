package ex

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform are the switches with fixed tables, and those whose profile is read but
// whose tables are not [junos:1.2].
func platform() vendors.Platform {
	return junos.Router{
		Family: "ex", Title: "Juniper EX2200–EX4500, EX4100/4400, EX8200",
		Match:    func(m string, _ fact.Identity) bool { return junos.HasPrefix(m, "ex") },
		Commands: []vendors.Command{junos.VirtualChassis(), junos.ConfigOf("chassis", "configured profile"), junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.PFELog()},
		Parse: func(d *fact.Device, _ *catalog.Family) {
			junos.Session(d, junos.UFTPath, junos.Restarts)
			junos.UnifiedTable(d, "", "")
		},
		Vital: junos.VitalNone,
	}.Platform()
}
