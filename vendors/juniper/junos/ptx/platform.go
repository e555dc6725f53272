package ptx

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform is the Express family: compressed FIB, nothing to divide [junos:2D].
func platform() vendors.Platform {
	return junos.Router{
		Family: "ptx", Title: "Juniper PTX (Express)",
		Match:    func(m string, _ fact.Identity) bool { return junos.HasPrefix(m, "ptx") },
		Commands: []vendors.Command{junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.RoutingEngines(), junos.Replication(), junos.PFELog()},
		Parse: func(d *fact.Device, _ *catalog.Family) {
			junos.Session(d, "", junos.Always)
			for i := range d.Tables {
				t := &d.Tables[i]
				installed := t.Unit == fact.UnitEntries && t.Resource == fact.FibIPv4 || t.Unit == fact.UnitEntries && t.Resource == fact.FibIPv6
				switch {
				case t.Resource == fact.FibMemory:
					junos.Judge(t)
				case installed && t.Used.Known():
					t.Ledger = true // in use is known, the size is not printed
				}
			}
			if !d.Carve.Configured.Known() {
				d.PendingKnown = fact.No
			}
		},
		Vital: vital,
	}.Platform()
}

// vital: the next-hop memory of each NPU, or that of the card.
func vital(d *fact.Device) []vendors.Vital {
	ask := []string{`request pfe execute target fpc0 command "show npu memory"`, "show npu **", "show jexpr **", "request pfe execute **", "cli-pfe **"}
	var out []vendors.Vital
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Resource == fact.FibMemory {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: t.Scope.String(), Ask: ask, Known: vendors.HasRoom(t)})
		}
	}
	for _, e := range junos.CardsOf(d) {
		if !slices.ContainsFunc(d.Tables, func(t fact.Table) bool { return t.Resource == fact.FibMemory && e.Holds(t.Scope) }) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: e.Name(), Ask: ask, Down: e.Down})
		}
	}
	if len(out) == 0 {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Ask: ask})
	}
	return out
}
