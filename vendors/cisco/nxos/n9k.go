package nxos

import (
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// N9K is Nexus 9000 without Jericho: Cloud Scale, and the first generation on
// Broadcom. Nexus 3000 hardware that runs in N9K switch mode says so in its
// chassis string [nxos:1.1].
func N9K() vendors.Platform {
	return &platform{
		family: "n9k", title: "Nexus 9000 (Cloud Scale and first generation)",
		match:    func(id fact.Identity) bool { return known(id, isN9K) },
		commands: n9kCommands, parse: parseN9K, vital: vitalN9K,
	}
}

// isN9K knows a Nexus 9000 by its chassis string or part number; one of the
// newest has no N9K- prefix [nxos:1.1].
func isN9K(name string) bool {
	return hasAny(name, "Nexus9", "Nexus 9", "N9K-", "Nexus 9000 Series", "N9324C")
}

func n9kCommands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return []vendors.Command{{Text: "show system routing mode", Why: "configured and applied mode", Optional: true}}
	}
	list := []vendors.Command{
		{Text: "show system routing mode", Why: "configured and applied mode: they differ until the reload"},
		{Text: "show hardware capacity forwarding", Why: "percentage of trie, TCAM, host and next-hop memory per module"},
		{Text: "show hardware internal forwarding table utilization", Why: "sizes of the tables in the applied mode", Optional: true},
		{Text: "show hardware access-list tcam region", Why: "ACL regions of the next reload", Optional: true},
		{Text: "show hardware access-list resource utilization", Why: "ACL regions in force", Optional: true},
		configLines(), savedLines(), reloadPending(), vdcResources(), logEvents(),
	}
	if modular(id) {
		return append(list, supervisors())
	}
	return append(list, vendors.Command{
		Text: "show icam resource fib-tcam module 1 inst 0 | json", Instead: "show icam resource fib_tcam module 1 inst 0 | json",
		Why: "counts and maxima of the FIB", Optional: true,
	})
}

// modular reports whether the chassis has line cards: one instance of one
// module says nothing of the others there.
func modular(id fact.Identity) bool {
	return anyPart(id, func(pid string) bool { return hasAny(pid, "N9K-X9", "C9504", "C9508", "C9516", "C9804", "C9808") })
}

// parseN9K decides what is judged. Trie and TCAM are separate and each fills by
// itself: the TCAM takes what does not fit the trie's pattern [nxos:2.3]. The
// counts of iCAM are judged where no percentages of the same memory are known.
func parseN9K(d *fact.Device, _ *catalog.Family) {
	percent := fullest(d, percentages(d, n9kJudged))
	for i := range d.Tables {
		t := &d.Tables[i]
		if icam := d.Outputs[t.Output].Parser == "show-icam-resource"; icam && t.Resource != fact.MAC {
			judged(t)
			if j, ok := percent[memoryKey(t)]; ok && !vendors.Fuller(d, i, j) {
				t.Ledger = false
				t.Notes = append(t.Notes, "the same memory as the percentages of this switch")
			}
		}
	}
	ribMemory(d)
}

// percentages judges the rows in percent of the resources that count, and gives
// them. Two commands print the same table: the fuller one counts.
func percentages(d *fact.Device, counts func(resource fact.Resource) bool) []int {
	seen := map[string]int{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Unit != fact.UnitPercent || !counts(t.Resource) {
			continue
		}
		worst := i
		if j, again := seen[rowName(t)]; again {
			worst = vendors.Worse(d, j, i)
			d.Tables[j].Ledger = false
		}
		seen[rowName(t)] = worst
		judged(&d.Tables[worst])
	}
	return slices.Sorted(maps.Values(seen))
}

// fullest gives of each protocol of a module the memory that is fullest: what iCAM
// counts lies in one of them [nxos:3.2].
func fullest(d *fact.Device, rows []int) map[string]int {
	out := map[string]int{}
	for _, i := range rows {
		t := &d.Tables[i]
		used, _ := t.Used.Get()
		most, ok := 0.0, false
		if j, has := out[memoryKey(t)]; has {
			most, ok = d.Tables[j].Used.Get()
		}
		if t.Ledger && (!ok || used > most) {
			out[memoryKey(t)] = i
		}
	}
	return out
}

// memoryKey names the protocol and the module of a row: trie and TCAM are one.
func memoryKey(t *fact.Table) string {
	r := map[fact.Resource]fact.Resource{fact.FibTCAMv4: fact.FibIPv4, fact.FibTCAMv6: fact.FibIPv6}[t.Resource]
	if r == "" {
		r = t.Resource
	}
	return moduleOf(t.Scope) + "|" + string(r)
}

// rowName tells rows apart that are about different memory: two commands print the
// same table under the same name.
func rowName(t *fact.Table) string {
	return t.Name + "|" + string(t.Scope.Kind) + t.Scope.Node + t.Scope.Index + "|" + string(t.Unit)
}

// n9kJudged names the tables that limit routing.
func n9kJudged(resource fact.Resource) bool {
	switch resource {
	case fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6, fact.FibLPM, fact.HostIPv4, fact.HostIPv6, fact.NextHop, fact.FibMcastIPv4, fact.FibMcastIPv6:
		return true
	}
	return strings.HasPrefix(string(resource), "fib.mcast")
}
