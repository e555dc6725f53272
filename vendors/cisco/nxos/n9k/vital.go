package n9k

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// vital: per module the trie of both families and the TCAM beside it, which
// fills by itself [nxos:2.3]; the mode and the ACL regions that wait.
func vital(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	list, listed := nxos.Forwarders(d)
	for _, e := range list {
		room := func(name string, resources ...fact.Resource) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: name, Engine: e.Name, Ask: nxos.CapacityAsk(), Known: e.Has(d, resources...), Down: e.Down})
		}
		if !cloudScale(d, e) {
			room("IPv4 routes", fact.FibIPv4, fact.FibLPM, fact.FibShared)
			room("IPv6 routes", fact.FibIPv6, fact.FibLPM, fact.FibShared)
			continue
		}
		room("IPv4 trie", fact.FibIPv4)
		room("IPv6 trie", fact.FibIPv6)
		room("IPv4 TCAM beside the trie", fact.FibTCAMv4)
		room("IPv6 TCAM beside the trie", fact.FibTCAMv6)
	}
	return append(out, nxos.Listing(listed), nxos.ModeSettles(d), nxos.RegionsSettle(d), nxos.Exhaustion(d))
}

// cloudScale reports whether a module has a trie and a TCAM: it printed one of them,
// or its part number says so.
func cloudScale(d *fact.Device, e nxos.Engine) bool {
	for i := range d.Tables {
		t := &d.Tables[i]
		if e.Of(t) && (t.Resource == fact.FibTCAMv4 || t.Resource == fact.FibTCAMv6 || nxos.IsTrie(strings.ToLower(t.Name)) && nxos.RouteRow(t)) {
			return true
		}
	}
	name := e.PID
	if name == "" {
		name = nxos.PID(d.Identity.Model)
	}
	c, ok := vendors.Catalog().Family("n9k").Engine(name)
	return ok && c.Class == classCloudScale && !icamOnly(d, e)
}

// icamOnly reports whether the counts of iCAM are all that is known of a module: its
// classes are routes, whatever memory they lie in [nxos:3.2].
func icamOnly(d *fact.Device, e nxos.Engine) bool {
	only := false
	for i := range d.Tables {
		if t := &d.Tables[i]; e.Of(t) && nxos.RouteRow(t) {
			if d.Outputs[t.Output].Parser != "show-icam-resource" {
				return false
			}
			only = true
		}
	}
	return only
}
