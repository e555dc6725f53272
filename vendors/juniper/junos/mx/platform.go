package mx

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// platform is the Trio family: MX with MPC cards, fixed MX, EX9200 [junos:2B]. It has
// no knob that divides forwarding memory.
func platform() vendors.Platform {
	return junos.Router{
		Family: "mx", Title: "Juniper MX and EX9200 (Trio)",
		Match: func(m string, _ fact.Identity) bool { return junos.HasPrefix(m, "mx", "ex92") },
		Commands: []vendors.Command{
			{Text: "show system resource-monitor fpc", Why: "percent free of next-hop, filter and heap memory of each PFE"},
			junos.Cards(),
			junos.RouteSummary(),
			{Text: "show chassis fpc detail", Why: "when each card started, and its lookup memory", Optional: true},
			junos.KernelRoutes(), junos.Queue(), junos.Alarms(), junos.RoutingEngines(), junos.Replication(),
			junos.ConfigOf("chassis", "network services and memory options"),
			junos.ConfigOf("system services resource-monitor", "watermarks, and whether warnings are switched off"),
			junos.PFELog(),
		},
		Parse: parse,
		Vital: vital,
	}.Platform()
}

// parse makes one ledger line of each memory: a pool counted in dwords is the
// same memory as the percentage of next-hop memory, and wins; filters overlap
// with it and are evidence [junos:2B, junos:7].
func parse(d *fact.Device, _ *catalog.Family) {
	junos.Session(d, "", junos.Always)
	pools := map[fact.Scope]int{}
	heaps := map[fact.Scope]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Name == junos.PartNH && t.Unit == fact.UnitDwords:
			pools[t.Scope]++
		case t.Name == junos.RowHeap:
			heaps[t.Scope] = true
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Name == junos.PartNH && t.Unit == fact.UnitDwords:
			// Twice the same name in one PFE: regions that the output did not
			// tell apart. Then none is judged.
			if pools[t.Scope] == 1 {
				junos.Judge(t)
			}
		case t.Name == junos.RowNH:
			t.Pool = "next-hop memory"
			if pools[t.Scope] == 1 {
				t.Notes = append(t.Notes, "the same memory as the pool in dwords, which is judged")
			} else {
				junos.Judge(t)
			}
		case t.Name == junos.RowHeap, strings.HasPrefix(t.Name, junos.JTreeRow), t.Name == junos.RowExpansion && !monitored(d, t.Scope):
			junos.Judge(t)
		case t.Name == "FPC ukernel heap" && t.Unit == fact.UnitPercent && !heaps[t.Scope]:
			junos.Judge(t)
		}
	}
	mxCarve(d)
}

// monitored reports whether the next-hop memory of a PFE is told by itself.
func monitored(d *fact.Device, pfe fact.Scope) bool {
	return slices.ContainsFunc(d.Tables, func(t fact.Table) bool { return t.Scope == pfe && (t.Name == junos.RowNH || t.Name == junos.PartNH) })
}

// mxCarve: Trio has nothing to divide; memory-enhanced speaks to I-chip cards
// only, and what they run cannot be read [junos:2A, junos:4].
func mxCarve(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		if strings.HasPrefix(p.Name, "FPC ") && strings.HasPrefix(p.Descr, "DPC") {
			junos.WaitsForCards(d)
			return
		}
	}
	if !d.Carve.Configured.Known() && !d.Carve.Active.Known() {
		d.PendingKnown = fact.No
	}
}
