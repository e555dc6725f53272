package nxos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Vital gives what must be known of the device.
func (p *platform) Vital(d *fact.Device) []vendors.Vital {
	if p.vital == nil || d.Identity.Virtual {
		return nil
	}
	if _, idle := stated(d, "nothing_to_judge"); idle {
		return nil
	}
	return append(p.vital(d), rollbackVital(d)...)
}

// The questions of the families.
func capacityAsk() []string {
	return []string{
		"show hardware capacity forwarding", "show hardware capacity forwarding **", "show hardware internal forwarding table utilization **",
		"show icam resource **", "slot * show hardware internal forwarding table utilization **", "show hardware capacity",
	}
}

// engine is a module that holds routes, or the switch as one.
type engine struct {
	name string // "module 3"; "" = the device
	slot string
	pid  string
	down bool
}

// engines gives the modules that forward, in order; where no list of them was read
// those that printed numbers, and where none did the switch as one.
func forwarders(d *fact.Device) (list []engine, listed bool) {
	seen := map[string]bool{}
	for _, p := range d.Identity.Parts {
		if !forwards(p) || seen[p.Slot] {
			continue
		}
		seen[p.Slot] = true
		list = append(list, engine{"module " + p.Slot, p.Slot, p.PID, !runs(d, p)})
	}
	listed = len(list) > 0
	for i := range d.Tables {
		if no := moduleOf(d.Tables[i].Scope); no != "" && !seen[no] && !listed && routeRow(&d.Tables[i]) {
			seen[no] = true
			list = append(list, engine{name: "module " + no, slot: no})
		}
	}
	slices.SortStableFunc(list, func(a, b engine) int { return len(a.slot)*100 + strings.Compare(a.slot, b.slot) - len(b.slot)*100 })
	if len(list) == 0 {
		list = []engine{{}}
	}
	return list, listed
}

// forwards reports whether a part is a module that holds routes: not a supervisor,
// a fabric module, a controller or a fabric extender, and not an F1, which routes by
// the M1 beside it [nxos:1.2].
func forwards(p fact.Part) bool {
	if p.State == "" || digits(p.Slot) != p.Slot || p.Slot == "" {
		return false
	}
	return !hasAny(p.Descr, "Supervisor", "Fabric Module", "Fabric card", "System Controller") &&
		!hasAny(p.PID, "-SUP", "-FM", "N9K-SC-", "-FAB-", "N7K-F132XP")
}

// runs reports whether a module answers: its state says so, and nobody switched it
// off after that was read.
func runs(d *fact.Device, p fact.Part) bool {
	state, _, _ := strings.Cut(p.State, ",")
	state, _, _ = strings.Cut(strings.TrimSpace(state), " ")
	on := state == "ok" || state == "active" || state == "standby" || state == "ha-standby"
	for _, e := range d.Events {
		for _, l := range e.Lines {
			if w := strings.Fields(l); e.Kind == fact.Entered && e.Output > int(p.Span.Output) && len(w) > 2 && w[len(w)-3] == "poweroff" && w[len(w)-1] == p.Slot {
				on = w[0] == "no"
			}
		}
	}
	return on
}

// moduleOf is the module of a place, "" where it names none.
func moduleOf(s fact.Scope) string {
	switch {
	case s.Kind == fact.ScopeModule:
		return s.Index
	case s.Kind == fact.ScopeASIC:
		return digits(s.Node)
	}
	return ""
}

// of reports whether a row is about the engine.
func (e engine) of(t *fact.Table) bool {
	no := moduleOf(t.Scope)
	return e.slot == "" || no == e.slot || no == "" && e.slot == "1" && t.Scope == fact.System()
}

// has reports whether a row of the ledger of one of these resources is known of the
// engine.
func (e engine) has(d *fact.Device, resources ...fact.Resource) bool {
	for i := range d.Tables {
		if t := &d.Tables[i]; slices.Contains(resources, t.Resource) && e.of(t) && vendors.HasRoom(t) {
			return true
		}
	}
	return false
}

// routeRow reports whether a row is about memory that holds routes.
func routeRow(t *fact.Table) bool {
	switch t.Resource {
	case fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6, fact.FibLPM, fact.FibShared:
		return t.Ledger
	}
	return false
}

// listing is the question which modules run.
func listing(listed bool) vendors.Vital {
	return vendors.Vital{Kind: fact.Engines, Name: "which modules run", Ask: []string{"show module"}, Known: listed, Spare: true}
}

// vitalN9K: per module the trie of both families and the TCAM beside it, which
// fills by itself [nxos:2.3]; the mode and the ACL regions that wait.
func vitalN9K(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	list, listed := forwarders(d)
	for _, e := range list {
		room := func(name string, resources ...fact.Resource) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: name, Engine: e.name, Ask: capacityAsk(), Known: e.has(d, resources...), Down: e.down})
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
	return append(out, listing(listed), modeSettles(d), regionsSettle(d), exhaustion(d))
}

// cloudScale reports whether a module has a trie and a TCAM: it printed one of them,
// or its part number says so.
func cloudScale(d *fact.Device, e engine) bool {
	for i := range d.Tables {
		t := &d.Tables[i]
		if e.of(t) && (t.Resource == fact.FibTCAMv4 || t.Resource == fact.FibTCAMv6 || isTrie(strings.ToLower(t.Name)) && routeRow(t)) {
			return true
		}
	}
	name := e.pid
	if name == "" {
		name = pid(d.Identity.Model)
	}
	c, ok := vendors.Catalog().Family("n9k").Engine(name)
	return ok && c.Class == "cloudscale" && !icamOnly(d, e)
}

// icamOnly reports whether the counts of iCAM are all that is known of a module: its
// classes are routes, whatever memory they lie in [nxos:3.2].
func icamOnly(d *fact.Device, e engine) bool {
	only := false
	for i := range d.Tables {
		if t := &d.Tables[i]; e.of(t) && routeRow(t) {
			if d.Outputs[t.Output].Parser != "show-icam-resource" {
				return false
			}
			only = true
		}
	}
	return only
}

// modeSettles is what waits of the routing mode.
func modeSettles(d *fact.Device) vendors.Vital {
	return vendors.Vital{
		Kind: fact.Settled, Name: "routing mode, configured and applied", Ask: []string{"show system routing mode"},
		Known: d.Carve.Configured.Known() && d.Carve.Active.Known(),
	}
}

// regionsSettle is what waits of the ACL regions: asked of both views, or spare.
func regionsSettle(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Settled, Name: "ACL regions, configured and in force", Ask: []string{"show hardware access-list tcam region", "show hardware access-list resource utilization"}}
	configured, force := false, false
	for i := range d.Tables {
		t := &d.Tables[i]
		configured = configured || t.Pool == aclPool && t.Configured.Known()
		force = force || isForce(t)
	}
	v.Known = configured && force
	return v
}

// exhaustion is what the log tells of memory that ran over; spare where it was never
// asked, for tables that print their use show it themselves.
func exhaustion(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Overflow, Name: "exhaustion messages", Ask: []string{logQuestion(), "show logging **", "show logging"}, Spare: true}
	for i := range d.Outputs {
		v.Known = v.Known || d.Outputs[i].Current() && d.Outputs[i].Parser == "show-logging"
	}
	return v
}

// vitalJericho: per module the one LPM table, or both shares of it.
func vitalJericho(d *fact.Device) []vendors.Vital {
	list, listed := forwarders(d)
	var out []vendors.Vital
	for _, e := range list {
		for _, r := range []struct {
			name     string
			resource fact.Resource
		}{{"IPv4 routes in the LPM table", fact.FibIPv4}, {"IPv6 routes in the LPM table", fact.FibIPv6}} {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: r.name, Engine: e.name, Ask: capacityAsk()[:2], Known: e.has(d, fact.FibLPM, r.resource), Down: e.down})
		}
	}
	return append(out, listing(listed), modeSettles(d), exhaustion(d))
}

// vitalN7K: per module the pool of 72-bit entries, in whichever VDC it is.
func vitalN7K(d *fact.Device) []vendors.Vital {
	list, listed := forwarders(d)
	var out []vendors.Vital
	for _, e := range list {
		v := vendors.Vital{
			Kind: fact.Room, Name: "FIB TCAM", Engine: e.name, Down: e.down,
			Ask: []string{"show hardware capacity forwarding", "show hardware capacity forwarding **", "show hardware capacity"}, Known: e.has(d, fact.FibShared),
		}
		if !v.Known && len(list) > 1 {
			v.Name += " (as the VDC that owns the module prints it)"
		}
		out = append(out, v)
	}
	return append(out, listing(listed), exhaustion(d))
}

// vitalN3K: the LPM table of both families, and the small one of long IPv6 prefixes,
// which the LPM table does not show [nxos:2.5].
func vitalN3K(d *fact.Device) []vendors.Vital {
	var one engine
	v6 := one.has(d, fact.FibLPM) || one.has(d, fact.FibIPv6)
	return []vendors.Vital{
		{Kind: fact.Room, Name: "LPM table", Ask: []string{"show hardware profile status", "show system internal forwarding ip route summary"}, Known: one.has(d, fact.FibLPM, fact.FibIPv4)},
		{Kind: fact.Room, Name: "IPv6 routes to /64", Ask: []string{"show hardware profile status", "show system internal forwarding ipv6 route summary"}, Known: v6},
		{Kind: fact.Room, Name: "IPv6 routes from /65 to /127", Ask: []string{"show system internal forwarding ipv6 route summary", "show hardware profile status | json"}, Known: longKnown(d)},
		exhaustion(d),
	}
}

// longKnown reports whether the table of long prefixes is known to have room, or to
// hold nothing.
func longKnown(d *fact.Device) bool {
	for i := range d.Tables {
		t := &d.Tables[i]
		if n, ok := t.Used.Get(); ok && t.Resource == lpm128 && (n == 0 || vendors.HasRoom(t)) {
			return true
		}
	}
	return false
}

// vitalN3500: no output that tells how much of the memory is in use was seen.
func vitalN3500(d *fact.Device) []vendors.Vital {
	var one engine
	return []vendors.Vital{
		{Kind: fact.Room, Name: "routes in hardware", Ask: []string{"show hardware profile forwarding-mode"}, Known: one.has(d, fact.FibIPv4)},
		exhaustion(d),
	}
}

// vitalN5K: the LPM and host tables of the switch.
func vitalN5K(d *fact.Device) []vendors.Vital {
	var one engine
	return []vendors.Vital{
		{Kind: fact.Room, Name: "LPM table", Ask: []string{"show system internal forwarding ip route summary"}, Known: one.has(d, fact.FibIPv4, fact.FibLPM)},
		exhaustion(d),
	}
}
