package iosxe

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

const famCat9kUADP = "cat9k-uadp"

// Cat9kUADP is the Catalyst 9000 with UADP silicon.
func Cat9kUADP() vendors.Platform { return cat9kUADP{} }

type cat9kUADP struct{}

func (cat9kUADP) Family() string { return famCat9kUADP }

func (cat9kUADP) Title() string {
	return "Catalyst 9200, 9300, 9400, 9500, 9600 Sup-1 (UADP)"
}

// Match: every C9000 that is not Silicon One. A C9606R takes both (ios:0
// 6.1, 7): it belongs to the silicon of its supervisor, and without one in the
// inventory its outputs must tell.
func (cat9kUADP) Match(id fact.Identity) bool {
	if strings.HasPrefix(strings.ToUpper(id.Model), "C9606") {
		return hasPart(id, "C9600-SUP") && !isSiliconOne(id)
	}
	return isCat9k(id) && !isSiliconOne(id)
}

func hasPart(id fact.Identity, prefix string) bool {
	for _, p := range id.Parts {
		if strings.HasPrefix(strings.ToUpper(p.PID), prefix) {
			return true
		}
	}
	return false
}

func isCat9k(id fact.Identity) bool {
	for _, p := range []string{"C92", "C93", "C94", "C95", "C96", "IE-3", "ESS-9300"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return false
}

// isSiliconOne goes by the chassis, of a C9606R by the supervisor 9600X
// (ios:7).
func isSiliconOne(id fact.Identity) bool {
	for _, p := range []string{"C9500X", "C9600X", "C9610", "C9350", "C9550"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return hasPart(id, "C9600X-SUP")
}

// bootCommands tell whether a reload comes back; all Catalyst 9000 share them.
func bootCommands() []vendors.Command {
	return []vendors.Command{
		{Text: "show boot", Why: "boot image, and whether a reload stops in ROMMON"},
		{Text: "show redundancy", Why: "is a standby ready", Optional: true},
		{Text: "show module", Why: "supervisors and faulty modules", Optional: true},
		{Text: "show switch", Why: "stack members that are not Ready", Optional: true},
		{Text: "show issu state detail", Why: "never reload while an ISSU is under way", Optional: true},
		{Text: "show install summary", Why: "is the running software committed", Optional: true},
		{Text: "show ip route summary", Why: "routes in software, for the forecast", Optional: true},
		{Text: "show ipv6 route summary", Why: "routes in software, for the forecast", Optional: true},
		ios.Log("messages about full forwarding memory"),
	}
}

func (cat9kUADP) Commands(id fact.Identity) []vendors.Command {
	return slices.Concat(
		perMember(id, "fwd-asic resource tcam utilization", "routes in hardware per ASIC, used and available", false),
		[]vendors.Command{
			{Text: "show sdm prefer", Why: "the template that runs"},
			{Text: "show sdm prefer custom", Why: "a committed template that waits for a reload", Optional: true},
		},
		perMember(id, "fwd-asic resource rewrite utilization", "adjacency rewrites: can be the first to run out", true),
		bootCommands(),
	)
}

// Vital: the route table of every member that runs, and what waits. The rewrite
// table is judged where it was read, and stands for no route table.
func (cat9kUADP) Vital(d *fact.Device) []vendors.Vital { return vitalUADP(d) }

func vitalUADP(d *fact.Device) []vendors.Vital {
	room := func(t *fact.Table) bool {
		return t.Resource == fact.FibShared && t.Scope.Kind == fact.ScopeASIC && vendors.HasRoom(t)
	}
	return append(append(perMemberVital(d, "hardware table of routes", "fwd-asic resource tcam utilization", room), ios.SettledSDM(d)), slices.Concat(ios.SettledCustom(d), stackMembers(d))...)
}

// Parse makes the ledger of the route tables and the adjacency rewrites of
// every ASIC; what the template says becomes their caps where the ASIC was not
// asked, and their sizes after the reload.
func (cat9kUADP) Parse(d *fact.Device) { settleUADP(d) }

func settleUADP(d *fact.Device) {
	ios.SettleTemplate(d)
	measured := false
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Scope.Kind != fact.ScopeASIC || !t.Cap.Known() {
			continue
		}
		switch {
		case isRouteTable(t.Resource) && t.PartOf == "" && t.CapKind != fact.CapFixed:
			t.Ledger, measured = positive(t), true
		case t.Name == "PHF_EGRESS_destMacAddress":
			t.Ledger = positive(t)
		}
	}
	ios.PlaceMembers(d)
	fromTemplate(d, measured)
}

func isRouteTable(resource fact.Resource) bool {
	return resource == fact.FibShared || resource == fact.HostIPv4 || resource == ios.ResourceOverflow
}

func positive(t *fact.Table) bool {
	v, ok := t.Cap.Get()
	return ok && v > 0
}

// fromTemplate uses the rows of `show sdm prefer` for routes: their sizes after
// the reload go to the measured rows of the same size, and they are themselves
// lines of the ledger (used unknown) where no ASIC was asked.
func fromTemplate(d *fact.Device, measured bool) {
	for i := range d.Tables {
		t := d.Tables[i]
		if t.Scope.Kind == fact.ScopeASIC || t.CapKind != fact.CapTemplate || !isTemplateRoute(t.Name) {
			continue
		}
		if !measured {
			oneOf(d, i)
			continue
		}
		d.Tables[i].Notes = append(d.Tables[i].Notes, "the ASIC tells what is used of it")
		now, _ := t.Cap.Get()
		for j := range d.Tables {
			m := &d.Tables[j]
			if has, ok := m.Cap.Get(); m.Ledger && m.Scope.Kind == fact.ScopeASIC && isRouteTable(m.Resource) && ok && has == now && t.Pending.Known() {
				m.Configured, m.Pending = t.Configured, t.Pending
			}
		}
	}
}

// oneOf puts row i into the ledger, once: `show sdm prefer` and `show sdm prefer
// custom` print the same row, and the one that tells what is proposed stands.
func oneOf(d *fact.Device, i int) {
	t := &d.Tables[i]
	for j := range d.Tables[:i] {
		o := &d.Tables[j]
		if !o.Ledger || o.Name != t.Name || o.Scope != t.Scope {
			continue
		}
		if !t.Pending.Known() {
			return
		}
		o.Ledger = false
	}
	t.Ledger = positive(t)
}

// isTemplateRoute reports the template rows that hold unicast routes.
func isTemplateRoute(name string) bool {
	n := strings.ToLower(name)
	return strings.Contains(n, "shared unicast routes") || strings.HasPrefix(n, "directly connected routes") || strings.HasPrefix(n, "indirect routes")
}
