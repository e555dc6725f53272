package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// N9KJericho is Nexus 9500-R and Nexus 3600-R: Jericho silicon, whose LPM rows
// are shares of one table [nxos:2.4].
func N9KJericho() vendors.Platform {
	return &platform{
		family: "n9k-jericho", title: "Nexus 9500-R and 3600-R (Jericho)",
		match:    func(id fact.Identity) bool { return anyPart(id, isJericho) },
		commands: jerichoCommands, parse: parseJericho, vital: vitalJericho,
	}
}

// isJericho knows the -R and -RX line cards, the fabric modules of theirs and
// the fixed 3600-R [nxos:1.2].
func isJericho(pid string) bool {
	if hasAny(pid, "C36180YC-R", "C3636C-R") {
		return true
	}
	return strings.HasPrefix(pid, "N9K-X9") && (strings.HasSuffix(pid, "-R") || strings.HasSuffix(pid, "-RX")) ||
		strings.HasPrefix(pid, "N9K-C95") && strings.HasSuffix(pid, "FM-R")
}

func jerichoCommands(id fact.Identity) []vendors.Command {
	list := []vendors.Command{
		{Text: "show system routing mode", Why: "configured and applied mode: they differ until the reload"},
		{Text: "show hardware capacity forwarding", Why: "percentage of the host and LPM tables per module"},
		{Text: "show hardware access-list resource utilization", Why: "ACL regions in force", Optional: true},
		configLines(), savedLines(), reloadPending(), vdcResources(), logEvents(),
	}
	if modular(id) {
		list = append(list, supervisors())
	}
	return list
}

// parseJericho judges the host table and the one LPM table; its shares are
// evidence, unless the sum of them could not be made.
func parseJericho(d *fact.Device, _ *catalog.Family) {
	whole := map[fact.Scope]bool{}
	for _, i := range percentages(d, func(resource fact.Resource) bool { return resource == fact.FibLPM }) {
		whole[d.Tables[i].Scope] = d.Tables[i].Ledger
	}
	for _, i := range percentages(d, func(resource fact.Resource) bool { return resource != fact.FibLPM && n9kJudged(resource) }) {
		if t := &d.Tables[i]; t.Pool == "lpm" && whole[t.Scope] {
			t.PartOf, t.Ledger = "LPM table", false
		}
	}
	ribMemory(d)
}
