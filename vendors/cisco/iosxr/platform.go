package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Router is what the room of a family says of it.
type Router struct {
	Family, Title string
	// Match recognises the family; Commands are its questions.
	Match    func(id fact.Identity) bool
	Commands func(id fact.Identity) []vendors.Command
	// Parse completes the device with what only the family knows; nil = nothing.
	Parse func(d *fact.Device, f *catalog.Family, c *Config)
	// Vital gives what must be known of each engine that runs; nil = nothing of
	// its memory can be known.
	Vital func(d *fact.Device) []vendors.Vital
}

// Platform is the family with what all routers share.
func (r Router) Platform() vendors.Platform { return &platform{r} }

type platform struct{ of Router }

func (p *platform) Family() string              { return p.of.Family }
func (p *platform) Title() string               { return p.of.Title }
func (p *platform) Match(id fact.Identity) bool { return p.of.Match(id) }
func (p *platform) Commands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return p.of.Commands(id)
	}
	return append(p.of.Commands(id), installState()...)
}

// Parse completes the device: what all families share, then the family's own.
// Of a software router nothing is claimed: it has no forwarding memory.
func (p *platform) Parse(d *fact.Device) {
	f := vendors.Catalog().Family(p.of.Family)
	model(d)
	engines(d)
	notRunning(d)
	if d.Identity.Virtual {
		return
	}
	uncommitted(d)
	superseded(d)
	c := configuration(d)
	if p.of.Parse != nil {
		p.of.Parse(d, f, c)
	}
	c.pend(d)
}

// model takes the exact part number of the chassis where the inventory gave it,
// else that of a fixed router, which `show platform` prints at its route
// processor: "NCS-5500 ()" of `show version` is printed by every NCS 5500, 55A1
// and 55A2 [xr:1.1].
func model(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		low := strings.ToLower(p.Name)
		chassis := low == "rack 0" || strings.HasPrefix(low, "chassis")
		fixed := strings.HasPrefix(p.Slot, "0/RP") && knownEngine(p.PID)
		if p.PID == "" || p.PID == "N/A" || !chassis && !fixed {
			continue
		}
		d.Identity.Model = p.PID
		if d.Identity.Spans == nil {
			d.Identity.Spans = map[string]fact.Span{}
		}
		d.Identity.Spans["model"] = p.Span
		return
	}
}

// families are those that run this system: their line cards may share a chassis or a
// name.
func families() []string {
	var out []string
	for _, f := range vendors.Catalog().Families() {
		if slices.Contains(f.OS, string(fact.IOSXR)) {
			out = append(out, f.Family)
		}
	}
	return out
}

// EngineOf looks a part number up in all families. Part numbers of a chassis are
// also printed with -SYS behind them.
func EngineOf(pid string) (catalog.Engine, string, bool) {
	if pid == "" {
		return catalog.Engine{}, "", false
	}
	for _, name := range families() {
		f := vendors.Catalog().Family(name)
		e, ok := f.Engine(pid)
		if !ok {
			e, ok = f.Engine(strings.TrimSuffix(pid, "-SYS"))
		}
		if ok && e.Grade.Confirmed() {
			return e, name, true
		}
	}
	return catalog.Engine{}, "", false
}

// FamilyOf names the family of a part number, "" = none knows it.
func FamilyOf(pid string) string { _, f, _ := EngineOf(pid); return f }

func knownEngine(pid string) bool { _, _, ok := EngineOf(pid); return ok }

// engines names the forwarding engine of each card that the catalog knows;
// `show platform` and `show inventory` name the same cards.
func engines(d *fact.Device) {
	seen := map[string]bool{}
	for _, p := range d.Identity.Parts {
		e, _, ok := EngineOf(p.PID)
		slot := strings.TrimSuffix(p.Slot, "/CPU0")
		if !ok || slot == "" || seen[slot] {
			continue
		}
		seen[slot] = true
		d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: p.Slot, PID: p.PID, Generation: e.Generation, Span: p.Span})
	}
	if e, _, ok := EngineOf(d.Identity.Model); ok && len(d.Identity.Engines) == 0 {
		d.Identity.Engines = []fact.Engine{{PID: d.Identity.Model, Generation: e.Generation, Span: d.Identity.Spans["model"]}}
	}
}

// notRunning flags cards with a forwarding engine that do not run IOS XR: they
// answer no question about their memory, so they are not assessed, which is not
// the same as fine [xr:1.2].
func notRunning(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		if p.State != "" && p.State != "IOS XR RUN" && knownEngine(p.PID) {
			d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagCardDown, Value: p.Slot + " " + p.PID + ": " + p.State, Span: p.Span})
		}
	}
}

// ClassOf gives the class of the engine of a node. A router with one engine has
// it everywhere: a fixed one answers for 0/0/CPU0 and lists 0/RP0/CPU0.
func ClassOf(d *fact.Device, n string) catalog.Class {
	slot := strings.TrimSuffix(n, "/CPU0")
	for _, e := range d.Identity.Engines {
		if strings.TrimSuffix(e.Slot, "/CPU0") == slot || len(d.Identity.Engines) == 1 {
			c, _, _ := EngineOf(e.PID)
			return c.Class
		}
	}
	return ""
}

// Cards gives the nodes that answer for forwarding memory.
func Cards(id fact.Identity) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range id.Parts {
		if strings.HasSuffix(p.Slot, "/CPU0") && !strings.Contains(p.Slot, "/RP") && !strings.Contains(p.Slot, "/RSP") &&
			p.State == "IOS XR RUN" && !seen[p.Slot] {
			seen[p.Slot] = true
			out = append(out, p.Slot)
		}
	}
	return out
}

// superseded drops the rows, and their alarms, of a memory that a later answer to
// another question printed anew: "lem location 0/1/CPU0", then "all location all".
func superseded(d *fact.Device) {
	newest := map[string]int{}
	key := func(name string, at fact.Scope) string { return name + "|" + at.Node + "|" + at.Index }
	for i := range d.Tables {
		if t := &d.Tables[i]; FromResources(d, t) {
			k := key(fullName(t), t.Scope)
			newest[k] = max(t.Output, newest[k])
		}
	}
	d.Exceptions = slices.DeleteFunc(d.Exceptions, func(e fact.Exception) bool {
		name, _, _ := strings.Cut(e.Text, ":")
		return e.Kind == fact.OutOfResource && int(e.Span.Output) < newest[key(name, e.Scope)]
	})
	d.Tables = slices.DeleteFunc(d.Tables, func(t fact.Table) bool {
		return FromResources(d, &t) && t.Output < newest[key(fullName(&t), t.Scope)]
	})
}

// fullName names a row of `show controllers npu resources`: several memories have a
// consumer "iproute".
func fullName(t *fact.Table) string {
	if t.PartOf == "" || strings.HasPrefix(t.Name, t.PartOf+"/") {
		return t.Name
	}
	return t.PartOf + "/" + t.Name
}

// AnyPID reports whether the model or a card satisfies f.
func AnyPID(id fact.Identity, f func(pid string) bool) bool {
	if f(id.Model) {
		return true
	}
	for _, p := range id.Parts {
		if p.PID != "" && f(p.PID) {
			return true
		}
	}
	return false
}

// HasPrefix reports whether t begins with one of the heads, letter case aside.
func HasPrefix(t string, heads ...string) bool {
	for _, h := range heads {
		if hasFold(t, h) {
			return true
		}
	}
	return false
}

// hwModule gives the hw-module lines of the configuration. whole: the answer
// shows all there are, so that a line that is not there is not configured.
func hwModule(d *fact.Device) (lines []string, span fact.Span, whole bool) {
	all, whole := d.Said(fact.FlagHwModuleAll)
	f, ok := d.Said(fact.FlagHwModule)
	if !ok {
		return nil, all.Span, whole
	}
	text, _ := f.Value.(string)
	return strings.Split(text, "; "), f.Span, whole
}

// FromResources reports whether a row was printed by `show controllers npu
// resources`.
func FromResources(d *fact.Device, t *fact.Table) bool {
	return t.Output < len(d.Outputs) && d.Outputs[t.Output].Parser == "show-controllers-npu-resources"
}

// HwModuleLines asks for the lines that divide the memory. It and those below are what
// several families are asked: the tables of [xr:3].
func HwModuleLines() vendors.Command {
	return vendors.Command{Text: "show running-config | include hw-module", Why: "the configured profile; an empty answer means all defaults"}
}

// RouteCounts asks for the routes per prefix length.
func RouteCounts() []vendors.Command {
	return []vendors.Command{
		{Text: "show cef summary", Why: "IPv4 routes per prefix length"},
		{Text: "show cef ipv6 summary", Why: "IPv6 routes per prefix length"},
	}
}

// StandbyState asks whether the standby is ready.
func StandbyState() vendors.Command {
	return vendors.Command{Text: "show redundancy summary", Why: "whether the standby route processor is ready", Optional: true}
}

// logFilter fetches every message of the list (messages.csv) that tells something.
// A dot stands for "_", which is more than itself in Cisco's regular expressions.
const logFilter = `show logging | include "G-FIB|OOR|CEF.MEM|NOMEM|NOMSG|No memory|MAXPFX|MEMORY.ALARM|CFG.CHANGED|NOT.COMMITTED|SYSTEM.RELOAD"`

// AlarmLog asks the log for what ran over and what waits.
func AlarmLog() vendors.Command {
	return vendors.Command{Text: logFilter, Why: "what the log tells of memory that ran over, and of changes that wait", Optional: true}
}
