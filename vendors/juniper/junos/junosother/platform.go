package junosother

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform are the Juniper routers nobody has shown us the capacity of: M, T,
// QFX10000, ACX5448 and before, NFX.
func platform() vendors.Platform {
	return junos.Router{
		Family: "junos-other", Title: "Other Juniper routers",
		Match:    func(m string, _ fact.Identity) bool { return m != "" },
		Commands: []vendors.Command{junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.RoutingEngines(), junos.PFELog()},
		Parse: func(d *fact.Device, _ *catalog.Family) {
			junos.Session(d, "", junos.Always)
			junos.WaitsForCards(d)
			for i := range d.Tables {
				if strings.HasPrefix(d.Tables[i].Name, junos.JTreeRow) {
					junos.Judge(&d.Tables[i])
				}
			}
		},
		Vital: vital,
	}.Platform()
}

// vital: both segments of the jtree of each card of an M or T router; of the
// others nothing tells.
func vital(d *fact.Device) []vendors.Vital {
	if !junos.HasPrefix(junos.ModelName(d.Identity), "m", "t") {
		return junos.VitalNone(d)
	}
	var out []vendors.Vital
	for _, e := range junos.CardsOf(d) {
		out = append(out, junos.JTreeVital(d, e))
	}
	if len(out) == 0 {
		out = append(out, junos.JTreeVital(d, junos.EngineOf{Slot: "0"}))
	}
	return out
}
