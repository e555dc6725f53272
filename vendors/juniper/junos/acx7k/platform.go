package acx7k

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform is the Jericho family under Junos Evolved [junos:2D].
func platform() vendors.Platform {
	return junos.Router{
		Family: "acx7k", Title: "Juniper ACX7000 (Junos Evolved)",
		Match: func(m string, _ fact.Identity) bool { return junos.HasPrefix(m, "acx70", "acx71", "acx73", "acx75") },
		Commands: []vendors.Command{
			{Text: "show system packet-forwarding-options hw-resource-utilization-info | display xml", Why: "use and size of each table (24.2 and later)", Optional: true},
			junos.ConfigOf("system packet-forwarding-options", "configured profile"),
			{Text: "show log messages | match MDB_PROFILE", Why: "the profile of the last start", Optional: true},
			junos.PFELog(), junos.RouteSummary(), junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.Cards(), junos.RoutingEngines(),
		},
		Parse: parse,
		Vital: vital,
	}.Platform()
}

// parse: KAPS is algorithmic, so its size is an estimate; the tables that
// the profile cuts are templates [junos:2D, junos:7]. What the profile calls KAPS1 and
// KAPS2 is the same memory as KAPS.
func parse(d *fact.Device, _ *catalog.Family) {
	junos.Session(d, junos.HWPath, junos.Always)
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Resource == fact.FibShared && t.Unit == fact.UnitEntries:
			t.CapKind, t.Pool = fact.CapEstimate, "KAPS"
			t.Notes = append(t.Notes, "entries of IPv4 routes; an IPv6 route takes two. The memory is algorithmic: how many fit depends on the prefixes")
			junos.Judge(t)
		case t.Resource == fact.FibLEM, t.Resource == fact.NextHop, t.Resource == fact.ECMP, t.Resource == fact.Adjacency:
			junos.Judge(t)
		case strings.HasPrefix(t.Name, "KAPS"):
			t.PartOf = "KAPS"
		}
	}
	junos.ProfileDB(d)
}
