package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// platforms is the explicit list of the families, one file each.
func platforms() []vendors.Platform {
	return []vendors.Platform{xrv(), NCS5700(), NCS5500(), Cisco8000(), ASR9000(), NCS540(), crs(), ncs6000()}
}

// platform is one family of routers.
type platform struct {
	family, title string
	match         func(id fact.Identity) bool
	commands      func(id fact.Identity) []vendors.Command
	parse         func(d *fact.Device, f *catalog.Family, c *config)
	// vital gives what must be known of each engine that runs; nil = nothing of
	// its memory can be known.
	vital func(d *fact.Device) []vendors.Vital
}

func (p *platform) Family() string              { return p.family }
func (p *platform) Title() string               { return p.title }
func (p *platform) Match(id fact.Identity) bool { return p.match(id) }
func (p *platform) Commands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return p.commands(id)
	}
	return append(p.commands(id), installState()...)
}

// Parse completes the device: what all families share, then the family's own.
// Of a software router nothing is claimed: it has no forwarding memory.
func (p *platform) Parse(d *fact.Device) {
	f := vendors.Catalog().Family(p.family)
	model(d)
	engines(d)
	notRunning(d)
	if d.Identity.Virtual {
		return
	}
	uncommitted(d)
	superseded(d)
	c := configuration(d)
	p.parse(d, f, c)
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

// families are those whose line cards may share a chassis or a name.
func families() []string {
	return []string{"ncs5500", "ncs5700", "cisco8000", "asr9000", "crs", "ncs6000", "ncs540-560"}
}

// engineOf looks a part number up in all families. Part numbers of a chassis are
// also printed with -SYS behind them.
func engineOf(pid string) (catalog.Engine, string, bool) {
	if pid == "" {
		return catalog.Engine{}, "", false
	}
	for _, name := range families() {
		f := vendors.Catalog().Family(name)
		e, ok := f.Engine(pid)
		if !ok {
			e, ok = f.Engine(strings.TrimSuffix(pid, "-SYS"))
		}
		if ok && e.Grade != "unverified" {
			return e, name, true
		}
	}
	return catalog.Engine{}, "", false
}

func knownEngine(pid string) bool { _, _, ok := engineOf(pid); return ok }

// engines names the forwarding engine of each card that the catalog knows;
// `show platform` and `show inventory` name the same cards.
func engines(d *fact.Device) {
	seen := map[string]bool{}
	for _, p := range d.Identity.Parts {
		e, _, ok := engineOf(p.PID)
		slot := strings.TrimSuffix(p.Slot, "/CPU0")
		if !ok || slot == "" || seen[slot] {
			continue
		}
		seen[slot] = true
		d.Identity.Engines = append(d.Identity.Engines, fact.Engine{Slot: p.Slot, PID: p.PID, Generation: e.Generation, Span: p.Span})
	}
	if e, _, ok := engineOf(d.Identity.Model); ok && len(d.Identity.Engines) == 0 {
		d.Identity.Engines = []fact.Engine{{PID: d.Identity.Model, Generation: e.Generation, Span: d.Identity.Spans["model"]}}
	}
}

// notRunning flags cards with a forwarding engine that do not run IOS XR: they
// answer no question about their memory, so they are not assessed, which is not
// the same as fine [xr:1.2].
func notRunning(d *fact.Device) {
	for _, p := range d.Identity.Parts {
		if p.State != "" && p.State != "IOS XR RUN" && knownEngine(p.PID) {
			d.Flags = append(d.Flags, fact.Flag{Name: "card_not_running", Value: p.Slot + " " + p.PID + ": " + p.State, Span: p.Span})
		}
	}
}

// classOf gives the class of the engine of a node. A router with one engine has
// it everywhere: a fixed one answers for 0/0/CPU0 and lists 0/RP0/CPU0.
func classOf(d *fact.Device, n string) catalog.Class {
	slot := strings.TrimSuffix(n, "/CPU0")
	for _, e := range d.Identity.Engines {
		if strings.TrimSuffix(e.Slot, "/CPU0") == slot || len(d.Identity.Engines) == 1 {
			c, _, _ := engineOf(e.PID)
			return c.Class
		}
	}
	return ""
}

// cards gives the nodes that answer for forwarding memory.
func cards(id fact.Identity) []string {
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
		if t := &d.Tables[i]; fromResources(d, t) {
			k := key(fullName(t), t.Scope)
			newest[k] = max(t.Output, newest[k])
		}
	}
	d.Exceptions = slices.DeleteFunc(d.Exceptions, func(e fact.Exception) bool {
		name, _, _ := strings.Cut(e.Text, ":")
		return e.Kind == fact.OutOfResource && int(e.Span.Output) < newest[key(name, e.Scope)]
	})
	d.Tables = slices.DeleteFunc(d.Tables, func(t fact.Table) bool {
		return fromResources(d, &t) && t.Output < newest[key(fullName(&t), t.Scope)]
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

// anyPID reports whether the model or a card satisfies f.
func anyPID(id fact.Identity, f func(pid string) bool) bool {
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

// hasPrefix reports whether t begins with one of the heads, letter case aside.
func hasPrefix(t string, heads ...string) bool {
	for _, h := range heads {
		if hasFold(t, h) {
			return true
		}
	}
	return false
}

// said gives the first flag of that name.
func said(d *fact.Device, name string) (fact.Flag, bool) {
	for _, f := range d.Flags {
		if f.Name == name {
			return f, true
		}
	}
	return fact.Flag{}, false
}

// hwModule gives the hw-module lines of the configuration. whole: the answer
// shows all there are, so that a line that is not there is not configured.
func hwModule(d *fact.Device) (lines []string, span fact.Span, whole bool) {
	all, whole := said(d, flagDefaults)
	f, ok := said(d, flagHwModule)
	if !ok {
		return nil, all.Span, whole
	}
	text, _ := f.Value.(string)
	return strings.Split(text, "; "), f.Span, whole
}

// fromResources reports whether a row was printed by `show controllers npu
// resources`.
func fromResources(d *fact.Device, t *fact.Table) bool {
	return t.Output < len(d.Outputs) && d.Outputs[t.Output].Parser == "show-controllers-npu-resources"
}

// The commands that several families are asked: the tables of [xr:3].
func hwModuleLines() vendors.Command {
	return vendors.Command{Text: "show running-config | include hw-module", Why: "the configured profile; an empty answer means all defaults"}
}

func routeCounts() []vendors.Command {
	return []vendors.Command{
		{Text: "show cef summary", Why: "IPv4 routes per prefix length"},
		{Text: "show cef ipv6 summary", Why: "IPv6 routes per prefix length"},
	}
}

func standbyState() vendors.Command {
	return vendors.Command{Text: "show redundancy summary", Why: "whether the standby route processor is ready", Optional: true}
}

// logFilter fetches every message of the list (messages.csv) that tells something.
// A dot stands for "_", which is more than itself in Cisco's regular expressions.
const logFilter = `show logging | include "G-FIB|OOR|CEF.MEM|NOMEM|NOMSG|No memory|MAXPFX|MEMORY.ALARM|CFG.CHANGED|NOT.COMMITTED|SYSTEM.RELOAD"`

func alarmLog() vendors.Command {
	return vendors.Command{Text: logFilter, Why: "what the log tells of memory that ran over, and of changes that wait", Optional: true}
}
