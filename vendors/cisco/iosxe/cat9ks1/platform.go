package cat9ks1

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxe"
)

// platform is the Catalyst 9000 with Silicon One.
type platform struct{}

func (platform) Family() string { return "cat9k-s1" }

func (platform) Title() string { return "Catalyst 9500X, 9600X, 9350, 9550, 9610 (Silicon One)" }

func (platform) Match(id fact.Identity) bool { return iosxe.IsSiliconOne(id) }

func (platform) Commands(id fact.Identity) []vendors.Command {
	return slices.Concat(
		iosxe.PerMember(id, "fwd-asic resource utilization", "LPM and exact-match entries, used and the estimate of what fits", false),
		[]vendors.Command{
			{Text: "show sdm prefer", Why: "the template that runs"},
			{Text: "show sdm prefer custom", Why: "a committed template pending a reload", Optional: true},
			{Text: "show platform software fed active sdm feature", Instead: "show platform software fed switch active sdm feature", Why: "reservations and failed allocations", Optional: true},
			{Text: "show platform software fed active ip route summary", Instead: "show platform software fed switch active ip route summary", Why: "routes that hardware had no room for", Optional: true},
			{Text: "show platform software fed active ipv6 route summary", Instead: "show platform software fed switch active ipv6 route summary", Why: "routes that hardware had no room for", Optional: true},
		},
		iosxe.BootCommands(),
	)
}

// Vital: the longest-prefix memory and the exact-match memory of the hosts, of
// every member, and what waits. The counters of routes that found no room are told
// of where nobody asked: the memories say how full they are.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	const question = "fwd-asic resource utilization"
	out := iosxe.PerMemberVital(d, "longest-prefix memory", question, func(t *fact.Table) bool { return t.Resource == fact.FibLPM && t.Used.Known() && vendors.HasRoom(t) })
	out = append(out, iosxe.PerMemberVital(d, "exact-match memory of the hosts", question, func(t *fact.Table) bool { return t.Resource == fact.FibLEM && vendors.HasRoom(t) })...)
	refused := slices.ContainsFunc(d.Exceptions, func(e fact.Exception) bool { return e.Kind == fact.InsertFailures }) || iosxe.Asked(d, "show platform software fed ")
	out = append(append(out, ios.SettledSDM(d)), ios.SettledCustom(d)...)
	return append(out, vendors.Vital{Kind: fact.Overflow, Name: "routes that found no room", Ask: []string{"show platform software fed active ip route summary", "show platform software fed switch active ip route summary"}, Known: refused, Spare: true})
}

// Parse makes the ledger of LPM and of the central exact-match memory of every
// member. The printed LPM totals float with use: IPv4 and IPv6 are two views of one
// pool in which an IPv6 route costs two (ios:7: ratio 2.002 [S]).
func (platform) Parse(d *fact.Device) {
	ios.SettleTemplate(d)
	ios.PlaceMembers(d)
	pools := 0
	for i, n := 0, len(d.Tables); i < n; i++ {
		switch at := d.Tables[i].Scope; d.Tables[i].Name {
		case "LPM IPv4 Routes":
			d.Tables = append(d.Tables, lpmPool(d, i, findAt(d, "LPM IPv6 Routes", at)))
			pools++
		case "IPv4 VRF DIP EM Table":
			if em := emPool(d, at); em.Name != "" {
				d.Tables = append(d.Tables, em)
			}
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		switch {
		case t.Name == "FIB Host Route" && t.Scope.Kind == fact.ScopeSlice && t.Cap.Known(),
			t.Name == "MPLS Label" && t.Scope.Kind == fact.ScopeSlice && t.Cap.Known():
			t.Ledger = true
		case pools == 0 && t.Name == "Overflow shared unicast routes":
			t.Ledger = t.Cap.Known()
		case t.Name == "Native FEC entry", t.Name == "Next Hop":
			t.Ledger = iosxe.Positive(t)
		}
	}
}

// findAt finds a row of an instance, -1 where there is none.
func findAt(d *fact.Device, name string, at fact.Scope) int {
	return slices.IndexFunc(d.Tables, func(t fact.Table) bool { return t.Name == name && t.Scope == at })
}

func find(d *fact.Device, name string) int {
	for i := range d.Tables {
		if d.Tables[i].Name == name {
			return i
		}
	}
	return -1
}

// lpmPool is the one line for both families of LPM routes: IPv4 + 2 × IPv6 of
// the IPv4 estimate.
func lpmPool(d *fact.Device, v4, v6 int) fact.Table {
	a := &d.Tables[v4]
	a.PartOf, a.Cost = "LPM routes", 1
	row := fact.Table{Name: "LPM routes", Resource: fact.FibLPM, Scope: a.Scope, Unit: fact.UnitIPv4Routes, Cap: a.Cap, CapKind: fact.CapEstimate, Pool: "lpm", Ledger: true, Line: a.Line, Output: a.Output}
	if v6 < 0 {
		return row
	}
	b := &d.Tables[v6]
	b.PartOf, b.Cost = "LPM routes", 2
	n, ok := a.Used.Get()
	m, ok2 := b.Used.Get()
	if ok && ok2 {
		row.Used = fact.Derived(n+2*m, a.Used.Span, "IPv4 "+a.Used.String()+" + 2 × IPv6 "+b.Used.String())
	}
	return row
}

// emPool is the one line of the central exact-match memory: hosts and MACs draw
// on it together; an IPv6 host takes two. Its size is what `show sdm prefer`
// prints for EM.
func emPool(d *fact.Device, at fact.Scope) fact.Table {
	size, v4, v6, mac := find(d, "EM"), findAt(d, "IPv4 VRF DIP EM Table", at), findAt(d, "IPv6 VRF DIP EM Table", at), findAt(d, "MAC Forwarding Table", at)
	if v4 < 0 || v6 < 0 || mac < 0 {
		return fact.Table{}
	}
	var used [3]float64
	for i, at := range []int{v4, v6, mac} {
		t := &d.Tables[at]
		t.PartOf, t.Cost = "central exact match", 1
		used[i], _ = t.Used.Get()
	}
	d.Tables[v6].Cost = 2
	a := &d.Tables[v4]
	row := fact.Table{Name: "central exact match", Resource: fact.FibLEM, Scope: a.Scope, Unit: fact.UnitEntries, CapKind: fact.CapPool, Pool: "em", Ledger: true, Line: a.Line, Output: a.Output}
	row.Used = fact.Derived(used[0]+2*used[1]+used[2], a.Used.Span, "IPv4 hosts + 2 × IPv6 hosts + MACs")
	row.Cap = a.Cap
	if size >= 0 {
		row.Cap = d.Tables[size].Cap
	}
	return row
}
