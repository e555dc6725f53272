package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// EngineOf is a forwarding engine that a device has, as its answers name it.
type EngineOf struct {
	Member, Slot string // of a virtual chassis of routers; "" = there is none
	Descr        string
	Down         bool
	listed       bool // an answer says whether it runs
}

// Name is the card, with its member.
func (e EngineOf) Name() string { return strings.TrimSpace(e.Member + " fpc" + e.Slot) }

// Holds reports whether a place lies on the engine.
func (e EngineOf) Holds(s fact.Scope) bool {
	switch s.Kind {
	case fact.ScopeFPC:
		return s.Index == e.Slot && s.Node == e.Member || s.Node == e.Name()
	case fact.ScopePFE, fact.ScopeNPU, fact.ScopeASIC:
		return s.Node == e.Name() || s.Node == "" && e.Slot == "0" && e.Member == ""
	}
	return s.Node == e.Name()
}

// CardsOf lists the FPCs: those of `show chassis fpc` decide which of them run, the
// inventory names the hardware, and those that printed numbers are there.
func CardsOf(d *fact.Device) []EngineOf {
	var out []EngineOf
	at := func(member, slot string) *EngineOf {
		i := slices.IndexFunc(out, func(e EngineOf) bool { return e.Member == member && e.Slot == slot })
		if i < 0 {
			out, i = append(out, EngineOf{Member: member, Slot: slot}), len(out)
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
			e.Down, e.listed = p.State != "Online", true
		}
		if p.Descr != "" {
			e.Descr = p.Descr
		}
	}
	if slices.ContainsFunc(out, func(e EngineOf) bool { return e.listed }) {
		// What the inventory names and the list of cards does not is built in: the
		// slots of a fixed box.
		out = slices.DeleteFunc(out, func(e EngineOf) bool { return !e.listed })
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Name == RowNH || t.Name == PartNH || strings.HasPrefix(t.Name, JTreeRow) {
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

// CardList asks which cards run. Where nobody asked, those that printed numbers and
// those of the inventory are taken for all.
func CardList(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Engines, Name: "which cards are online", Ask: []string{"show chassis fpc", "show chassis fpc detail"}}
	v.Known = slices.ContainsFunc(d.Identity.Parts, func(p fact.Part) bool { return strings.HasPrefix(p.Name, "FPC ") })
	v.Spare = !slices.ContainsFunc(d.Outputs, func(o fact.Output) bool { return vendors.Match("show chassis fpc **", o.Command) > 0 })
	return v
}

// JTreeVital asks for both segments of a card with a jtree.
func JTreeVital(d *fact.Device, e EngineOf) vendors.Vital {
	segments := map[string]bool{}
	for i := range d.Tables {
		if t := &d.Tables[i]; strings.HasPrefix(t.Name, JTreeRow) && e.Holds(t.Scope) && vendors.HasRoom(t) {
			segments[t.Name] = true
		}
	}
	return vendors.Vital{
		Kind: fact.Room, Name: "both segments of the jtree", Engine: e.Name(), Down: e.Down, Known: len(segments) > 1,
		Ask: []string{`request pfe execute target fpc` + e.Slot + ` command "show jtree 0 memory"`, "request pfe execute **", "show jtree **"},
	}
}

// MemberOf is the member whose table a row is of; "" = the answer names none.
func MemberOf(s fact.Scope) string {
	if s.Kind == fact.ScopeFPC && s.Index != "" {
		return s.Index
	}
	return digits(s.Index)
}

// SettledHW compares what is configured with what runs on a box whose commit acts at
// once. Where nothing was shown, a profile that is not the default of the release
// must be configured somewhere.
func SettledHW(d *fact.Device, name func(string) string, byDefault string) vendors.Vital {
	c := &d.Carve
	v := vendors.Vital{
		Kind: fact.Settled, Name: "the profile that is configured, and the one that runs",
		Ask: []string{"show configuration " + HWPath + " | display inheritance", "show configuration", "show configuration system **"},
	}
	same := func(a, b string) bool { return strings.EqualFold(name(a), name(b)) }
	switch {
	case c.Configured.Known() && c.Active.Known() && !same(c.Configured.Text, c.Active.Text):
		v.Wrong = c.Configured.Text + " is configured and " + c.Active.Text + " runs, though the commit itself makes the profile active"
	case c.Configured.Known():
		v.Known = true
	case hidden(d, HWPath):
	default:
		v.Known = !c.Active.Known() || same(c.Active.Text, byDefault)
	}
	return v
}

// hidden reports whether a part of a hierarchy was kept from the account.
func hidden(d *fact.Device, hierarchy string) bool {
	return slices.ContainsFunc(d.Flags, func(f fact.Flag) bool {
		at, _ := f.Value.(string)
		return f.Key == fact.FlagHidden && (below(hierarchy, at) || below(at, hierarchy))
	})
}

// VitalNone is what no command tells that was seen. It is never known.
func VitalNone(*fact.Device) []vendors.Vital {
	return []vendors.Vital{{Kind: fact.Room, Name: "the memory that holds routes; no command of this family that prints it has been seen"}}
}
