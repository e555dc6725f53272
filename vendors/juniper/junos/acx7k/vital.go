package acx7k

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

// vital: the memories of routes (KAPS) and of labels and MAC addresses (LEM). The
// commit restarts the PFE, so nothing waits; what is configured and what runs must
// agree where both are told.
func vital(d *fact.Device) []vendors.Vital {
	ask := []string{"show system packet-forwarding-options hw-resource-utilization-info | display xml", "show evo-pfemand resource **", "cli-pfe **", "request pfe execute **"}
	var units []fact.Scope
	known := map[fact.Scope]map[fact.Resource]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Resource != fact.FibShared && t.Resource != fact.FibLEM || t.PartOf != "" || !t.Used.Known() {
			continue
		}
		if known[t.Scope] == nil {
			known[t.Scope], units = map[fact.Resource]bool{}, append(units, t.Scope)
		}
		known[t.Scope][t.Resource] = known[t.Scope][t.Resource] || vendors.HasRoom(t)
	}
	if len(units) == 0 {
		units = []fact.Scope{fact.System()}
	}
	var out []vendors.Vital
	for _, u := range units {
		out = append(out,
			vendors.Vital{Kind: fact.Room, Name: "the longest-prefix memory (KAPS)", Engine: u.String(), Ask: ask, Known: known[u][fact.FibShared]},
			vendors.Vital{Kind: fact.Room, Name: "the exact-match memory (LEM)", Engine: u.String(), Ask: ask, Known: known[u][fact.FibLEM]})
	}
	return append(out, junos.SettledHW(d, junos.NewName, junos.DefaultDB(d.Identity.Version)))
}
