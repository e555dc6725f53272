package n9kjericho

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 9500-R and Nexus 3600-R: Jericho silicon, whose LPM rows
// are shares of one table [nxos:2.4].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n9k-jericho", Title: "Nexus 9500-R and 3600-R (Jericho)",
		Match:    func(id fact.Identity) bool { return nxos.AnyPart(id, isJericho) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

// isJericho knows the -R and -RX line cards, the fabric modules of theirs and
// the fixed 3600-R [nxos:1.2].
func isJericho(pid string) bool {
	if nxos.HasAny(pid, "C36180YC-R", "C3636C-R") {
		return true
	}
	return strings.HasPrefix(pid, "N9K-X9") && (strings.HasSuffix(pid, "-R") || strings.HasSuffix(pid, "-RX")) ||
		strings.HasPrefix(pid, "N9K-C95") && strings.HasSuffix(pid, "FM-R")
}

func commands(id fact.Identity) []vendors.Command {
	list := []vendors.Command{
		{Text: "show system routing mode", Why: "configured and applied mode: they differ until the reload"},
		{Text: "show hardware capacity forwarding", Why: "percentage of the host and LPM tables per module"},
		{Text: "show hardware access-list resource utilization", Why: "ACL regions in force", Optional: true},
		nxos.ConfigLines(), nxos.SavedLines(), nxos.ReloadPending(), nxos.VDCResources(), nxos.LogEvents(),
	}
	if nxos.Modular(id) {
		list = append(list, nxos.Supervisors())
	}
	return list
}

// parse judges the host table and the one LPM table; its shares are
// evidence, unless the sum of them could not be made.
func parse(d *fact.Device, _ *catalog.Family) {
	whole := map[fact.Scope]bool{}
	for _, i := range nxos.Percentages(d, func(resource fact.Resource) bool { return resource == fact.FibLPM }) {
		whole[d.Tables[i].Scope] = d.Tables[i].Ledger
	}
	for _, i := range nxos.Percentages(d, func(resource fact.Resource) bool { return resource != fact.FibLPM && nxos.LimitsRouting(resource) }) {
		if t := &d.Tables[i]; t.Pool == "lpm" && whole[t.Scope] {
			t.PartOf, t.Ledger = "LPM table", false
		}
	}
	nxos.JudgeRIBMemory(d)
}

// vital: per module the one LPM table, or both shares of it.
func vital(d *fact.Device) []vendors.Vital {
	list, listed := nxos.Forwarders(d)
	var out []vendors.Vital
	for _, e := range list {
		for _, r := range []struct {
			name     string
			resource fact.Resource
		}{{"IPv4 routes in the LPM table", fact.FibIPv4}, {"IPv6 routes in the LPM table", fact.FibIPv6}} {
			out = append(out, vendors.Vital{Kind: fact.Room, Name: r.name, Engine: e.Name, Ask: nxos.CapacityAsk()[:2], Known: e.Has(d, fact.FibLPM, r.resource), Down: e.Down})
		}
	}
	return append(out, nxos.Listing(listed), nxos.ModeSettles(d), nxos.Exhaustion(d))
}
