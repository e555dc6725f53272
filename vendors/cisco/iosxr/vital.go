package iosxr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Vital gives what must be known of the device: which cards run, for each of them
// the memories that its routes and labels lie in and the alarm of those, and what
// is pending a reload.
func (p *platform) Vital(d *fact.Device) []vendors.Vital {
	out := []vendors.Vital{listed(d)}
	if p.of.Vital == nil {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "how full its forwarding memory is, which no command that was seen prints"})
	} else {
		out = append(out, p.of.Vital(d)...)
	}
	out = append(out, down(d)...)
	return append(out, settled(d))
}

// listed: an answer lists the cards. An offline log that never asked is judged by
// the cards that printed numbers.
func listed(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Engines, Name: "which cards run", Ask: []string{"show platform", "show platform **", "admin show platform", "admin show platform **"}}
	v.Known = slices.ContainsFunc(d.Identity.Parts, func(p fact.Part) bool { return p.State != "" })
	v.Spare = d.Session.Transport == "log" && !WasAsked(d, v.Ask)
	return v
}

// WasAsked reports whether one of these questions was asked.
func WasAsked(d *fact.Device, patterns []string) bool {
	return slices.ContainsFunc(d.Outputs, func(o fact.Output) bool {
		bare, _ := vendors.SplitPipe(o.Command)
		return !o.Loose && slices.ContainsFunc(patterns, func(p string) bool { return vendors.Match(p, bare) > 0 })
	})
}

// down are the cards with a forwarding engine that do not run: information.
func down(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	for _, p := range d.Identity.Parts {
		if p.State != "" && p.State != running && knownEngine(p.PID) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "forwarding memory", Engine: p.Slot, Ask: askNPU(p.Slot), Down: true})
		}
	}
	return out
}

const running = "IOS XR RUN"

// settled: changes pending a reload. The lines of the configuration tell what is
// asked for.
func settled(d *fact.Device) vendors.Vital {
	_, _, whole := hwModule(d)
	if _, admin := d.Said(fact.FlagHwModuleAdmin); flavour(d) == flavourCXR {
		whole = whole && admin // either plane may hold a line
	}
	v := vendors.Vital{
		Kind: fact.Settled, Name: "changes pending a reload",
		Ask:   []string{"show running-config | include hw-module", "show running-config hw-module", "admin show running-config"},
		Known: whole || d.PendingKnown != fact.Unknown,
	}
	if f, ok := d.Said(fact.FlagPendingDoubt); ok && d.PendingKnown != fact.Yes {
		v.Wrong, _ = f.Value.(string)
	}
	return v
}

// Engine is one card, or a fixed router, that holds routes.
type Engine struct {
	Node  string        // 0/7/CPU0; of a fixed router the node that answered
	Class catalog.Class // of the catalog, "" = not known
	npus  []string      // those that must have answered; none = as printed
	Fixed bool
}

// EnginesOf gives the running engines, by the list of cards; where there is none those that printed
// rows.
func EnginesOf(d *fact.Device) []Engine {
	var out []Engine
	for _, n := range Cards(d.Identity) {
		out = append(out, Engine{Node: n, Class: ClassOf(d, n), npus: npusOf(d, n)})
	}
	if len(out) > 0 {
		return out
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		if FromResources(d, t) && !slices.ContainsFunc(out, func(e Engine) bool { return e.Node == t.Scope.Node }) {
			out = append(out, Engine{Node: t.Scope.Node, Class: ClassOf(d, t.Scope.Node), npus: npusOf(d, t.Scope.Node)})
		}
	}
	if len(out) == 0 {
		out = []Engine{{}}
	}
	if len(out) == 1 {
		out[0].Fixed = true
		out[0].Class = ClassOf(d, out[0].Node)
	}
	return out
}

// npusOf lists the NPUs of a card: as `show platform` does, else as many as the
// catalog knows, else those that printed a row.
func npusOf(d *fact.Device, n string) []string {
	slot := strings.TrimSuffix(n, "/CPU0") + "/NPU"
	var out []string
	for _, p := range d.Identity.Parts {
		if no, ok := strings.CutPrefix(p.Slot, slot); ok && p.Name == "NPU" && !slices.Contains(out, no) {
			out = append(out, no)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, e := range d.Identity.Engines {
		known, _, _ := EngineOf(e.PID)
		if strings.TrimSuffix(e.Slot, "/CPU0") == strings.TrimSuffix(n, "/CPU0") || len(d.Identity.Engines) == 1 {
			for i := range known.NPUs {
				out = append(out, strconv.Itoa(i))
			}
			return out
		}
	}
	return out
}

// NPUTables are the vital questions about the memories of NPUs: their room, and
// the alarm that the device itself raises.
func NPUTables(d *fact.Device, resources func(d *fact.Device, e Engine) []string) []vendors.Vital {
	var out []vendors.Vital
	for _, e := range EnginesOf(d) {
		alarm := vendors.Vital{Kind: fact.Overflow, Name: "the device's own alarm (OOR State)", Engine: e.Node, Ask: askNPU(e.at()), Known: true}
		for _, name := range resources(d, e) {
			room, state := e.read(d, name)
			out = append(out, vendors.Vital{Kind: fact.Room, Name: memoryWords(name), Engine: e.Node, Ask: askNPU(e.at(), keyword(name)), Known: room})
			alarm.Known = alarm.Known && state
			alarm.Ask = append(alarm.Ask, askNPU(e.at(), keyword(name))...)
		}
		alarm.Ask = unique(alarm.Ask)
		out = append(out, alarm)
	}
	return out
}

// unique keeps the first of each.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// at is the location to ask for.
func (e Engine) at() string {
	if e.Fixed || e.Node == "" {
		return "all"
	}
	return e.Node
}

// askNPU are the commands that print memories of a card, by their words; the first
// is what a person types.
func askNPU(at string, words ...string) []string {
	const show = "show controllers npu resources "
	var out []string
	for _, w := range append(words, "all") {
		if at == "all" {
			out = append(out, show+w+" location all", show+w+" **")
			continue
		}
		for _, l := range []string{at, "all"} {
			out = append(out, show+w+" location "+l, show+w+" instance * location "+l)
		}
	}
	return out
}

// read reports whether every NPU of an engine printed how full a memory is, and
// the state of its alarm.
func (e Engine) read(d *fact.Device, name string) (room, state bool) {
	seen := map[string]bool{}
	room, state = true, true
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Name != name || t.PartOf != "" || !FromResources(d, t) || !e.Fixed && t.Scope.Node != e.Node {
			continue
		}
		seen[t.Scope.Index] = true
		room = room && t.Used.Known() && t.Cap.Known()
		state = state && (Rank(t.State) > 0 || absent(t))
	}
	if len(seen) == 0 {
		return false, false
	}
	for _, n := range e.npus {
		if !seen[n] {
			return false, false
		}
	}
	return room, state
}

// absent: no part of the memory is given to the resource.
func absent(t *fact.Table) bool {
	c, ok := t.Cap.Get()
	return ok && c == 0
}

// keyword is the word of the command for a printed name.
func keyword(name string) string { return strings.ReplaceAll(name, "_", "") }

func memoryWords(name string) string {
	switch name {
	case "lem":
		return "exact-match memory (LEM)"
	case "lpm":
		return "longest-prefix memory (LPM)"
	case "ext_tcam_ipv4":
		return "external TCAM for IPv4"
	case "ext_tcam_ipv6":
		return "external TCAM for IPv6"
	case "lpm_tcam":
		return "memory for routes (lpm_tcam)"
	case "central_em":
		return "memory for labels and host routes (central_em)"
	}
	return name
}

// Has reports whether an engine printed a memory of some size.
func (e Engine) Has(d *fact.Device, name string) bool {
	return slices.ContainsFunc(d.Tables, func(t fact.Table) bool {
		return t.Name == name && (e.Fixed || t.Scope.Node == e.Node) && t.Cap.Known() && !absent(&t)
	})
}
