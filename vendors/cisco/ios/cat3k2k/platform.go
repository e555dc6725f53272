package cat3k2k

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// platform is the Catalyst 2960/3560/3750 and what shares their SDM templates.
type platform struct{}

func (platform) Family() string { return "cat3k-2k" }

func (platform) Title() string { return "Catalyst 2960/3560/3750 (SDM templates)" }

// Match: ios:3 and ios:10.
func (platform) Match(id fact.Identity) bool {
	for _, p := range []string{"WS-C2960", "WS-C2975", "WS-C3550", "WS-C3560", "WS-C3750", "WS-CBS31", "IE-2000", "IE-4000", "IE-5000", "IE-3", "ME-3400"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return false
}

func (platform) Commands(fact.Identity) []vendors.Command {
	return []vendors.Command{
		{Text: "show sdm prefer", Why: "the template that runs, and the one pending a reload (no configuration shows it)"},
		{Text: "show platform tcam utilization", Why: "entries in hardware, used and available"},
		{Text: "show boot", Why: "image, and whether a reload stops in the boot loader"},
		{Text: "show switch", Why: "stack members that are not Ready", Optional: true},
		{Text: "show sdm prefer routing", Why: "what the routing template would give", Optional: true},
		{Text: "show sdm prefer dual-ipv4-and-ipv6 routing", Why: "what the routing template with IPv6 would give", Optional: true},
		{Text: "show platform tcam errors", Why: "failures since boot", Optional: true},
		{Text: "show ip route summary", Why: "routes in software, for the forecast", Optional: true},
		ios.Log("messages about prefixes that did not fit"),
	}
}

// Vital: the TCAM of every ASIC that answers, and what waits. The members of a
// stack run the master's template (lines-ios:3.2); their own TCAM is
// read at their own console, which a session with the master is not: that it was
// not read is said.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	ask := []string{"show platform tcam utilization", "show platform tcam utilization **"}
	out := []vendors.Vital{{Kind: fact.Room, Name: "hardware table of IPv4 routes", Ask: ask, Known: knowsTCAM(d, "")}}
	members := ios.Members(d.Identity)
	for _, m := range members {
		if len(members) > 1 && m.No != ios.Active(members) {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: "hardware table of IPv4 routes", Engine: "switch " + m.No, Ask: ask, Known: knowsTCAM(d, "switch "+m.No), Down: !m.Runs(), Spare: true})
		}
	}
	return append(out, ios.SettledSDM(d))
}

// knowsTCAM reports whether the table of IPv4 routes was read, of a member where
// one is named: what is in use of it, and its size, which is 0 under a template for
// switching.
func knowsTCAM(d *fact.Device, node string) bool {
	return slices.ContainsFunc(d.Tables, func(t fact.Table) bool {
		return t.Scope.Kind == fact.ScopeASIC && (node == "" || t.Scope.Node == node) && t.Resource == fact.FibIPv4 && t.Used.Known() && t.Cap.Known()
	})
}

// Parse makes the ledger of the unicast rows: caps from the TCAM where it was
// asked, else the nominal ones of the template.
func (platform) Parse(d *fact.Device) {
	ios.SettleTemplate(d, "default", "desktop default", "aggregator default", "aggregate default")
	measured := map[fact.Resource]bool{}
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Scope.Kind == fact.ScopeASIC {
			t.Ledger = t.CapKind == fact.CapTemplate && isUnicast(t.Resource) && usable(t)
			measured[t.Resource] = measured[t.Resource] || t.Ledger
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.CapKind != fact.CapTemplate || t.Scope.Kind == fact.ScopeASIC || !isUnicast(t.Resource) {
			continue
		}
		switch {
		case isWholeOfParts(t.Name):
			t.Notes = append(t.Notes, "the sum of the two rows below it")
		case measured[t.Resource]:
			t.Notes = append(t.Notes, "nominal: the TCAM tells the real number")
		default:
			t.Ledger = usable(t)
		}
	}
	ios.PlaceMembers(d)
}

func isUnicast(resource fact.Resource) bool {
	switch resource {
	case fact.FibIPv4, fact.FibIPv6, fact.HostIPv4, fact.HostIPv6, fact.FibShared:
		return true
	}
	return false
}

// isWholeOfParts reports "IPv4 unicast routes", which is direct + indirect.
func isWholeOfParts(name string) bool {
	return strings.HasSuffix(name, "unicast routes") && !strings.Contains(name, "direct")
}

// usable keeps rows that a template left empty out of the ledger: 0 of 0 is not
// full, and says that the switch does not route that family in hardware.
func usable(t *fact.Table) bool {
	limit, ok := t.Cap.Get()
	used, _ := t.Used.Get()
	return !ok || limit > 0 || used > 0
}
