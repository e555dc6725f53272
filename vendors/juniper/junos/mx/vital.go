package mx

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/juniper/junos"
)

const askMonitor = "show system resource-monitor fpc"

// vital: next-hop memory of each PFE of each card that is online, both segments of
// the jtree of a DPC. What a card prints of a PFE without its number counts as not
// read. Trio has nothing that could wait.
func vital(d *fact.Device) []vendors.Vital {
	list := junos.CardsOf(d)
	if len(list) == 0 {
		return []vendors.Vital{{Kind: fact.Room, Name: "next-hop memory", Ask: []string{askMonitor}}}
	}
	var out []vendors.Vital
	for _, e := range list {
		if strings.HasPrefix(e.Descr, "DPC") {
			out = append(out, junos.JTreeVital(d, e))
			continue
		}
		out = append(out, pfeVitals(d, e)...)
	}
	return append(out, junos.CardList(d))
}

// pfeVitals is one question for each PFE of a card that printed, one for the card
// where none did.
func pfeVitals(d *fact.Device, e junos.EngineOf) []vendors.Vital {
	known := map[string]bool{}
	var order []string
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Name != junos.RowNH && t.Name != junos.PartNH && t.Resource != fact.FibMemory || !e.Holds(t.Scope) {
			continue
		}
		pfe := t.Scope.Index
		if t.Scope.Kind != fact.ScopePFE {
			pfe = ""
		}
		if _, seen := known[pfe]; !seen {
			order = append(order, pfe)
		}
		known[pfe] = known[pfe] || vendors.HasRoom(t)
	}
	ask := []string{askMonitor, "show system resource-monitor fpc **", "show system resource-monitor summary", "request pfe execute **", "show jnh **"}
	if len(order) == 0 {
		order = []string{""}
	}
	var out []vendors.Vital
	for _, pfe := range order {
		v := vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: e.Name(), Ask: ask, Known: known[pfe], Down: e.Down}
		if pfe != "" {
			v.Engine += " pfe " + pfe
		}
		out = append(out, v)
	}
	return out
}
