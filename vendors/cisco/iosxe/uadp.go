package iosxe

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// HasPart reports whether a part number begins with a prefix.
func HasPart(id fact.Identity, prefix string) bool {
	for _, p := range id.Parts {
		if strings.HasPrefix(strings.ToUpper(p.PID), prefix) {
			return true
		}
	}
	return false
}

// IsCat9k reports a Catalyst 9000, whatever its silicon.
func IsCat9k(id fact.Identity) bool {
	for _, p := range []string{"C92", "C93", "C94", "C95", "C96", "IE-3", "ESS-9300"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return false
}

// IsSiliconOne goes by the chassis, of a C9606R by the supervisor 9600X
// (ios:7).
func IsSiliconOne(id fact.Identity) bool {
	for _, p := range []string{"C9500X", "C9600X", "C9610", "C9350", "C9550"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return HasPart(id, "C9600X-SUP")
}

// BootCommands tell whether a reload comes back; all Catalyst 9000 share them.
func BootCommands() []vendors.Command {
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

// VitalUADP is what must be known of a switch with UADP silicon.
func VitalUADP(d *fact.Device) []vendors.Vital {
	room := func(t *fact.Table) bool {
		return t.Resource == fact.FibShared && t.Scope.Kind == fact.ScopeASIC && vendors.HasRoom(t)
	}
	return append(append(PerMemberVital(d, "hardware table of routes", "fwd-asic resource tcam utilization", room), ios.SettledSDM(d)), slices.Concat(ios.SettledCustom(d), stackMembers(d))...)
}

// SettleUADP completes a switch with UADP silicon.
func SettleUADP(d *fact.Device) {
	ios.SettleTemplate(d)
	measured := false
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Scope.Kind != fact.ScopeASIC || !t.Cap.Known() {
			continue
		}
		switch {
		case isRouteTable(t.Resource) && t.PartOf == "" && t.CapKind != fact.CapFixed:
			t.Ledger, measured = Positive(t), true
		case t.Name == "PHF_EGRESS_destMacAddress":
			t.Ledger = Positive(t)
		}
	}
	ios.PlaceMembers(d)
	fromTemplate(d, measured)
}

func isRouteTable(resource fact.Resource) bool {
	return resource == fact.FibShared || resource == fact.HostIPv4 || resource == ios.ResourceOverflow
}

// Positive reports a row of some size.
func Positive(t *fact.Table) bool {
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
	t.Ledger = Positive(t)
}

// isTemplateRoute reports the template rows that hold unicast routes.
func isTemplateRoute(name string) bool {
	n := strings.ToLower(name)
	return strings.Contains(n, "shared unicast routes") || strings.HasPrefix(n, "directly connected routes") || strings.HasPrefix(n, "indirect routes")
}
