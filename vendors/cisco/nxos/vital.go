package nxos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// CapacityAsk are the questions that tell how full the memory of routes is.
func CapacityAsk() []string {
	return []string{
		"show hardware capacity forwarding", "show hardware capacity forwarding **", "show hardware internal forwarding table utilization **",
		"show icam resource **", "slot * show hardware internal forwarding table utilization **", "show hardware capacity",
	}
}

// Engine is a module that holds routes, or the switch as one.
type Engine struct {
	Name string // "module 3"; "" = the device
	slot string
	PID  string
	Down bool
}

// Forwarders gives the modules that forward, in order; where no list of them was read
// those that printed numbers, and where none did the switch as one.
func Forwarders(d *fact.Device) (list []Engine, listed bool) {
	seen := map[string]bool{}
	for _, p := range d.Identity.Parts {
		if !forwards(p) || seen[p.Slot] {
			continue
		}
		seen[p.Slot] = true
		list = append(list, Engine{"module " + p.Slot, p.Slot, p.PID, !runs(d, p)})
	}
	listed = len(list) > 0
	for i := range d.Tables {
		if no := ModuleOf(d.Tables[i].Scope); no != "" && !seen[no] && !listed && RouteRow(&d.Tables[i]) {
			seen[no] = true
			list = append(list, Engine{Name: "module " + no, slot: no})
		}
	}
	slices.SortStableFunc(list, func(a, b Engine) int { return len(a.slot)*100 + strings.Compare(a.slot, b.slot) - len(b.slot)*100 })
	if len(list) == 0 {
		list = []Engine{{}}
	}
	return list, listed
}

// forwards reports whether a part is a module that holds routes: not a supervisor,
// a fabric module, a controller or a fabric extender, and not an F1, which routes by
// the M1 beside it [nxos:1.2].
func forwards(p fact.Part) bool {
	if p.State == "" || Digits(p.Slot) != p.Slot || p.Slot == "" {
		return false
	}
	return !HasAny(p.Descr, "Supervisor", "Fabric Module", "Fabric card", "System Controller") &&
		!HasAny(p.PID, "-SUP", "-FM", "N9K-SC-", "-FAB-", "N7K-F132XP")
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

// ModuleOf is the module of a place, "" where it names none.
func ModuleOf(s fact.Scope) string {
	switch {
	case s.Kind == fact.ScopeModule:
		return s.Index
	case s.Kind == fact.ScopeASIC:
		return Digits(s.Node)
	}
	return ""
}

// Of reports whether a row is about the engine.
func (e Engine) Of(t *fact.Table) bool {
	no := ModuleOf(t.Scope)
	return e.slot == "" || no == e.slot || no == "" && e.slot == "1" && t.Scope == fact.System()
}

// Has reports whether a row of the ledger of one of these resources is known of the
// engine.
func (e Engine) Has(d *fact.Device, resources ...fact.Resource) bool {
	for i := range d.Tables {
		if t := &d.Tables[i]; slices.Contains(resources, t.Resource) && e.Of(t) && vendors.HasRoom(t) {
			return true
		}
	}
	return false
}

// RouteRow reports whether a row is about memory that holds routes.
func RouteRow(t *fact.Table) bool {
	switch t.Resource {
	case fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6, fact.FibLPM, fact.FibShared:
		return t.Ledger
	}
	return false
}

// Listing is the question which modules run.
func Listing(listed bool) vendors.Vital {
	return vendors.Vital{Kind: fact.Engines, Name: "which modules run", Ask: []string{"show module"}, Known: listed, Spare: true}
}

// ModeSettles is what waits of the routing mode.
func ModeSettles(d *fact.Device) vendors.Vital {
	return vendors.Vital{
		Kind: fact.Settled, Name: "routing mode, configured and applied", Ask: []string{"show system routing mode"},
		Known: d.Carve.Configured.Known() && d.Carve.Active.Known(),
	}
}

// RegionsSettle is what waits of the ACL regions: asked of both views, or spare.
func RegionsSettle(d *fact.Device) vendors.Vital {
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

// Exhaustion is what the log tells of memory that ran over; spare where it was never
// asked, for tables that print their use show it themselves.
func Exhaustion(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Overflow, Name: "exhaustion messages", Ask: []string{logQuestion(), "show logging **", "show logging"}, Spare: true}
	for i := range d.Outputs {
		v.Known = v.Known || d.Outputs[i].Current() && d.Outputs[i].Parser == "show-logging"
	}
	return v
}
