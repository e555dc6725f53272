package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// engine is a forwarding engine that a device has, as its answers name it.
type engineOf struct {
	member, slot string // of a virtual chassis of routers; "" = there is none
	descr        string
	down         bool
	listed       bool // an answer says whether it runs
}

func (e engineOf) name() string { return strings.TrimSpace(e.member + " fpc" + e.slot) }

// holds reports whether a place lies on the engine.
func (e engineOf) holds(s fact.Scope) bool {
	switch s.Kind {
	case "fpc":
		return s.Index == e.slot && s.Node == e.member || s.Node == e.name()
	case "pfe", "npu", "asic":
		return s.Node == e.name() || s.Node == "" && e.slot == "0" && e.member == ""
	}
	return s.Node == e.name()
}

// cardsOf lists the FPCs: those of `show chassis fpc` decide which of them run, the
// inventory names the hardware, and those that printed numbers are there.
func cardsOf(d *fact.Device) []engineOf {
	var out []engineOf
	at := func(member, slot string) *engineOf {
		i := slices.IndexFunc(out, func(e engineOf) bool { return e.member == member && e.slot == slot })
		if i < 0 {
			out, i = append(out, engineOf{member: member, slot: slot}), len(out)
		}
		return &out[i]
	}
	for _, p := range d.Identity.Parts {
		slot, ok := strings.CutPrefix(p.Name, "FPC ")
		if !ok {
			continue
		}
		member, _, _ := strings.Cut(p.Slot, " fpc")
		if member == p.Slot {
			member = ""
		}
		e := at(member, slot)
		if p.State != "" {
			e.down, e.listed = p.State != "Online", true
		}
		if p.Descr != "" {
			e.descr = p.Descr
		}
	}
	if slices.ContainsFunc(out, func(e engineOf) bool { return e.listed }) {
		// What the inventory names and the list of cards does not is built in: the
		// slots of a fixed box.
		out = slices.DeleteFunc(out, func(e engineOf) bool { return !e.listed })
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Name == rowNH || t.Name == partNH || strings.HasPrefix(t.Name, jtreeRow) {
			if member, slot, ok := cardOf(t.Scope); ok {
				at(member, slot)
			}
		}
	}
	return out
}

// cardOf reads the card out of the place of a PFE: "member0 fpc3".
func cardOf(s fact.Scope) (member, slot string, ok bool) {
	if s.Kind == fact.ScopeFPC {
		return s.Node, s.Index, s.Index != ""
	}
	if s.Node == "" {
		return "", "0", s.Kind == fact.ScopePFE
	}
	member, slot, ok = strings.Cut(s.Node, "fpc")
	return strings.TrimSpace(member), slot, ok && slot != ""
}

const (
	askMonitor = "show system resource-monitor fpc"
	askUFT     = "show pfe route summary hw"
	askConfig  = "show configuration chassis | display inheritance"
)

// vitalMX: next-hop memory of each PFE of each card that is online, both segments of
// the jtree of a DPC. What a card prints of a PFE without its number counts as not
// read. Trio has nothing that could wait.
func vitalMX(d *fact.Device) []vendors.Vital {
	list := cardsOf(d)
	if len(list) == 0 {
		return []vendors.Vital{{Kind: fact.Room, Name: "next-hop memory", Ask: []string{askMonitor}}}
	}
	var out []vendors.Vital
	for _, e := range list {
		if strings.HasPrefix(e.descr, "DPC") {
			out = append(out, jtreeVital(d, e))
			continue
		}
		out = append(out, pfeVitals(d, e)...)
	}
	return append(out, cardList(d))
}

// cardList asks which cards run. Where nobody asked, those that printed numbers and
// those of the inventory are taken for all.
func cardList(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Engines, Name: "which cards are online", Ask: []string{"show chassis fpc", "show chassis fpc detail"}}
	v.Known = slices.ContainsFunc(d.Identity.Parts, func(p fact.Part) bool { return strings.HasPrefix(p.Name, "FPC ") })
	v.Spare = !slices.ContainsFunc(d.Outputs, func(o fact.Output) bool { return vendors.Match("show chassis fpc **", o.Command) > 0 })
	return v
}

// pfeVitals is one question for each PFE of a card that printed, one for the card
// where none did.
func pfeVitals(d *fact.Device, e engineOf) []vendors.Vital {
	known := map[string]bool{}
	var order []string
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Name != rowNH && t.Name != partNH && t.Resource != fact.FibMemory || !e.holds(t.Scope) {
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
		v := vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: e.name(), Ask: ask, Known: known[pfe], Down: e.down}
		if pfe != "" {
			v.Engine += " pfe " + pfe
		}
		out = append(out, v)
	}
	return out
}

// jtreeVital asks for both segments of a card with a jtree.
func jtreeVital(d *fact.Device, e engineOf) vendors.Vital {
	segments := map[string]bool{}
	for i := range d.Tables {
		if t := &d.Tables[i]; strings.HasPrefix(t.Name, jtreeRow) && e.holds(t.Scope) && vendors.HasRoom(t) {
			segments[t.Name] = true
		}
	}
	return vendors.Vital{
		Kind: fact.Room, Name: "both segments of the jtree", Engine: e.name(), Down: e.down, Known: len(segments) > 1,
		Ask: []string{`request pfe execute target fpc` + e.slot + ` command "show jtree 0 memory"`, "request pfe execute **", "show jtree **"},
	}
}

// vitalUFT: the hardware table of each member, and what is configured against what
// each runs.
func vitalUFT(d *fact.Device) []vendors.Vital {
	run, down := present(d)
	for i := range d.Tables {
		t := &d.Tables[i]
		if m := memberOf(t.Scope); (t.Pool == lpmPool || t.Pool == hostPool) && m != "" && !slices.Contains(run, m) && !slices.Contains(down, m) {
			run = append(run, m)
		}
	}
	for _, e := range cardsOf(d) {
		if e.member == "" && !slices.Contains(run, e.slot) && !slices.Contains(down, e.slot) {
			if e.down {
				down = append(down, e.slot)
			} else {
				run = append(run, e.slot)
			}
		}
	}
	if len(run) == 0 {
		run = []string{""}
	}
	var out []vendors.Vital
	for _, m := range run {
		out = append(out, uftRoom(d, m, len(run) == 1), uftSettled(d, m, len(run) == 1))
	}
	for _, m := range down {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "the hardware table of routes", Engine: "member " + m, Ask: []string{askUFT}, Down: true})
	}
	return out
}

// memberOf is the member whose table a row is of; "" = the answer names none.
func memberOf(s fact.Scope) string {
	if s.Kind == fact.ScopeFPC && s.Index != "" {
		return s.Index
	}
	return digits(s.Index)
}

func uftRoom(d *fact.Device, member string, alone bool) vendors.Vital {
	got := map[fact.Resource]bool{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if m := memberOf(t.Scope); (t.Pool == lpmPool || t.Pool == hostPool) && (m == member || m == "" && alone) && t.Used.Known() && t.Cap.Known() {
			got[t.Resource] = true
		}
	}
	v := vendors.Vital{Kind: fact.Room, Name: "the hardware table of routes", Ask: []string{askUFT}, Known: got[fact.FibIPv4] && got[fact.FibIPv6] && got[fact.HostIPv4]}
	if member != "" && !alone {
		v.Engine = "member " + member
	}
	return v
}

func uftSettled(d *fact.Device, member string, alone bool) vendors.Vital {
	v := vendors.Vital{Kind: fact.Settled, Name: "the profile that is configured, and the one that runs"}
	if member != "" && !alone {
		v.Engine = "member " + member
	}
	got := runs(d)
	active := len(got[member]) > 0 || alone && len(got[""]) > 0
	switch {
	case !d.Carve.Configured.Known():
		v.Ask = []string{askConfig, "show configuration", "show configuration chassis **"}
	case !active:
		v.Ask = []string{askUFT, "show chassis forwarding-options"}
	case len(differing(d)) > 0 && members(d) == 0:
		v.Ask = []string{"show virtual-chassis", "show virtual-chassis **"}
	default:
		v.Known, v.Ask = true, []string{askConfig, askUFT}
		v.Wrong = conflict(d)
	}
	return v
}

// conflict says what cannot be true together: on a standalone box the commit itself
// restarts the PFE, so that what is configured runs.
func conflict(d *fact.Device) string {
	old := differing(d)
	if len(old) == 0 || members(d) > 1 && !commitActs(d) && !overtaken(d) {
		return ""
	}
	from, _ := old[0].Value.(string)
	if overtaken(d) {
		return "one answer shows that " + from + " runs, a later one " + d.Carve.Configured.Text
	}
	return d.Carve.Configured.Text + " is configured and " + from + " runs, though here the commit itself makes the profile active"
}

// vitalACX: the memories of routes (KAPS) and of labels and MAC addresses (LEM). The
// commit restarts the PFE, so nothing waits; what is configured and what runs must
// agree where both are told.
func vitalACX(d *fact.Device) []vendors.Vital {
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
	return append(out, settledHW(d, newName, defaultDB(d.Identity.Version)))
}

// settledHW compares what is configured with what runs on a box whose commit acts at
// once. Where nothing was shown, a profile that is not the default of the release
// must be configured somewhere.
func settledHW(d *fact.Device, name func(string) string, byDefault string) vendors.Vital {
	c := &d.Carve
	v := vendors.Vital{
		Kind: fact.Settled, Name: "the profile that is configured, and the one that runs",
		Ask: []string{"show configuration " + hwPath + " | display inheritance", "show configuration", "show configuration system **"},
	}
	same := func(a, b string) bool { return strings.EqualFold(name(a), name(b)) }
	switch {
	case c.Configured.Known() && c.Active.Known() && !same(c.Configured.Text, c.Active.Text):
		v.Wrong = c.Configured.Text + " is configured and " + c.Active.Text + " runs, though the commit itself makes the profile active"
	case c.Configured.Known():
		v.Known = true
	case hidden(d, hwPath):
	default:
		v.Known = !c.Active.Known() || same(c.Active.Text, byDefault)
	}
	return v
}

// hidden reports whether a part of a hierarchy was kept from the account.
func hidden(d *fact.Device, hierarchy string) bool {
	return slices.ContainsFunc(d.Flags, func(f fact.Flag) bool {
		at, _ := f.Value.(string)
		return f.Name == flagHidden && (below(hierarchy, at) || below(at, hierarchy))
	})
}

// vitalPTX: the next-hop memory of each NPU, or that of the card.
func vitalPTX(d *fact.Device) []vendors.Vital {
	ask := []string{`request pfe execute target fpc0 command "show npu memory"`, "show npu **", "show jexpr **", "request pfe execute **", "cli-pfe **"}
	var out []vendors.Vital
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Resource == fact.FibMemory {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: t.Scope.String(), Ask: ask, Known: vendors.HasRoom(t)})
		}
	}
	for _, e := range cardsOf(d) {
		if !slices.ContainsFunc(d.Tables, func(t fact.Table) bool { return t.Resource == fact.FibMemory && e.holds(t.Scope) }) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Engine: e.name(), Ask: ask, Down: e.down})
		}
	}
	if len(out) == 0 {
		out = append(out, vendors.Vital{Kind: fact.Room, Name: "next-hop memory", Ask: ask})
	}
	return out
}

// vitalNone: what no command tells that was seen. It is never known.
func vitalNone(*fact.Device) []vendors.Vital {
	return []vendors.Vital{{Kind: fact.Room, Name: "the memory that holds routes; no command of this family that prints it has been seen"}}
}

// vitalOther: both segments of the jtree of each card of an M or T router; of the
// others nothing tells.
func vitalOther(d *fact.Device) []vendors.Vital {
	if !hasPrefix(modelName(d.Identity), "m", "t") {
		return vitalNone(d)
	}
	var out []vendors.Vital
	for _, e := range cardsOf(d) {
		out = append(out, jtreeVital(d, e))
	}
	if len(out) == 0 {
		out = append(out, jtreeVital(d, engineOf{slot: "0"}))
	}
	return out
}
