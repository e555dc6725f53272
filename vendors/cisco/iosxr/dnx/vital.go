package dnx

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// memoriesOf are those into which the placement of a class puts routes, the LEM
// of Jericho with its labels among them [xr:2.1.2]; and those that a card was seen
// to have. Where labels lie on Jericho2 was not found [xr:2.2].
func memoriesOf(d *fact.Device, e iosxr.Engine) []string {
	out := []string{"lem", "lpm"}
	switch e.Class {
	case classNLETCAM:
		out = append(out, "ext_tcam_ipv4")
	case classOPETCAM:
		out = []string{"lem", "ext_tcam_ipv4", "ext_tcam_ipv6"}
	case classJ2ETCAM:
		out = []string{"ext_tcam_ipv4", "ext_tcam_ipv6"}
	case classJ2:
		out = []string{"lpm"}
	case "":
		if d.Family == "ncs5700" {
			out = []string{"lpm"} // Jericho2C, with or without external TCAM
		}
	}
	for _, name := range []string{"lem", "ext_tcam_ipv4", "ext_tcam_ipv6"} {
		if !slices.Contains(out, name) && e.Has(d, name) {
			out = append(out, name)
		}
	}
	return out
}

// Vital adds the count of what the NPUs refused: it stays after the alarm is
// lowered, and no other answer shows it [xr:0.3].
func Vital(d *fact.Device) []vendors.Vital {
	out := iosxr.NPUTables(d, memoriesOf)
	for _, e := range iosxr.EnginesOf(d) {
		for _, table := range []string{"iproute", "ip6route"} {
			at := e.Node
			if at == "" {
				at = "0/0/CPU0"
			}
			v := vendors.Vital{Kind: fact.Overflow, Name: "routes that the NPUs refused (" + table + ")", Engine: e.Node, Ask: []string{"show dpa resources " + table + " location " + at}}
			if e.Fixed {
				v.Ask = append(v.Ask, "show dpa resources "+table+" location *")
			}
			v.Ask = append(v.Ask, "show ofa resources "+table+" location "+at)
			v.Known = slices.ContainsFunc(d.Tables, func(t fact.Table) bool {
				return t.Name == table && t.Output < len(d.Outputs) && d.Outputs[t.Output].Parser == "show-dpa-resources" && (e.Fixed || t.Scope.Node == e.Node)
			})
			v.Spare = d.Session.Transport == "log" && !iosxr.WasAsked(d, v.Ask)
			out = append(out, v)
		}
	}
	return out
}
