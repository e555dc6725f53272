package qfxevo

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform is the family of Junos Evolved switches with a forwarding profile
// [junos:2C-Evo].
func platform() vendors.Platform {
	return junos.Router{
		Family: "qfx-evo", Title: "Juniper QFX5130/5140/5220/5230/5240/5250/5700 (Junos Evolved)",
		Match: func(m string, _ fact.Identity) bool {
			return junos.HasPrefix(m, "qfx5130", "qfx5140", "qfx5220", "qfx5230", "qfx5240", "qfx5250", "qfx5700")
		},
		Commands: []vendors.Command{
			{Text: "show pfe uft-profile-info", Why: "active profile", Optional: true},
			junos.ConfigOf("system packet-forwarding-options", "configured profile"),
			junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.PFELog(),
			{Text: "show system nodes", Why: "who made the ASIC", Optional: true},
		},
		Parse: func(d *fact.Device, _ *catalog.Family) { junos.Session(d, junos.HWPath, junos.Always) },
		Vital: func(d *fact.Device) []vendors.Vital {
			return append(junos.VitalNone(d), junos.SettledHW(d, func(name string) string { return name }, ""))
		},
	}.Platform()
}
