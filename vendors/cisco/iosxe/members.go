package iosxe

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

const fedHardware = "show platform hardware fed "

// PerMember asks the forwarding engine of every member of a stack that runs, by
// its number once the members are known; before that, and on a switch that stands
// alone, the active one. A chassis refuses `fed switch active` and takes `fed
// active` (ios:0 section 1); its second supervisor is asked too.
func PerMember(id fact.Identity, question, why string, optional bool) []vendors.Command {
	var out []vendors.Command
	members := ios.Members(id)
	for _, m := range members {
		if len(members) > 1 && m.Runs() {
			out = append(out, vendors.Command{Text: fedHardware + "switch " + m.No + " " + question, Why: why, Optional: optional})
		}
	}
	if len(out) > 0 {
		return out
	}
	out = append(out, vendors.Command{Text: fedHardware + "switch active " + question, Instead: fedHardware + "active " + question, Why: why, Optional: optional})
	if isModular(id) {
		out = append(out, vendors.Command{Text: fedHardware + "standby " + question, Why: why + ", of the second supervisor", Optional: true})
	}
	return out
}

// stackMembers is the question which members there are, on a switch that stacks:
// where no answer lists them, those that printed numbers are taken for all.
func stackMembers(d *fact.Device) []vendors.Vital {
	m := strings.ToUpper(d.Identity.Model)
	for _, p := range []string{"C92", "C93", "WS-C3650", "WS-C3850"} {
		if strings.HasPrefix(m, p) {
			return []vendors.Vital{{Kind: fact.Engines, Name: "which members the stack has", Ask: []string{"show switch", "show switch *"}, Known: len(ios.Members(d.Identity)) > 0, Spare: true}}
		}
	}
	return nil
}

// isModular reports a chassis with two places for supervisors.
func isModular(id fact.Identity) bool {
	m := strings.ToUpper(id.Model)
	return strings.HasPrefix(m, "C94") || strings.HasPrefix(m, "C96")
}

// PerMemberVital asks for a memory of every member that runs; room tells its rows.
// Where no answer names members the switch is taken for one engine. The second
// supervisor of a chassis is told of, and no reason for UNKN: whether it can be
// asked while it stands by is proven nowhere.
func PerMemberVital(d *fact.Device, name, question string, room func(*fact.Table) bool) []vendors.Vital {
	known := func(node string) bool {
		any := false
		for i := range d.Tables {
			t := &d.Tables[i]
			if node != "" && t.Scope.Node != node {
				continue
			}
			if any = any || room(t); lost(t, room) {
				return false
			}
		}
		return any
	}
	members := ios.Members(d.Identity)
	if len(members) < 2 {
		one := vendors.Vital{Kind: fact.Room, Name: name, Ask: []string{fedHardware + "switch active " + question, fedHardware + "active " + question, fedHardware + "switch 1 " + question}, Known: known("")}
		if Asked(d, fedHardware+"active ") || Asked(d, "show platform software fed active ") {
			one.Ask[0], one.Ask[1] = one.Ask[1], one.Ask[0]
		}
		if !isModular(d.Identity) || d.Redundancy.Ready != fact.Yes {
			return []vendors.Vital{one}
		}
		return []vendors.Vital{one, {Kind: fact.Room, Name: name, Engine: "standby supervisor", Ask: []string{fedHardware + "standby " + question}, Known: known("switch standby"), Spare: true}}
	}
	var out []vendors.Vital
	active := ios.Active(members)
	for i, m := range members {
		v := vendors.Vital{Kind: fact.Room, Name: name, Engine: "switch " + m.No, Ask: []string{fedHardware + "switch " + m.No + " " + question}, Known: known("switch " + m.No), Down: !m.Runs()}
		switch {
		case m.No == active, active == "" && i == 0:
			v.Ask = append(v.Ask, fedHardware+"switch active "+question, fedHardware+"active "+question)
			v.Known = v.Known || active == "" && slices.ContainsFunc(d.Tables, func(t fact.Table) bool { return room(&t) && t.Scope.Node == "" })
		case strings.EqualFold(m.Role, "Standby"):
			v.Ask = append(v.Ask, fedHardware+"switch standby "+question, fedHardware+"standby "+question)
		}
		out = append(out, v)
	}
	return out
}

// lost reports a row that would tell of the memory if what is in use of it had been
// a number: an ASIC of which nothing is known.
func lost(t *fact.Table, room func(*fact.Table) bool) bool {
	if t.Used.Known() || !t.Cap.Known() || t.Scope.Kind != fact.ScopeASIC {
		return false
	}
	whole := *t
	whole.Used, whole.Ledger = t.Cap, true
	return t.PartOf == "" && room(&whole)
}

// Asked reports whether a command with these words was answered.
func Asked(d *fact.Device, words string) bool {
	return slices.ContainsFunc(d.Outputs, func(o fact.Output) bool {
		return o.Current() && o.Complete() && o.State != "rejected" && strings.HasPrefix(o.Command, words)
	})
}
