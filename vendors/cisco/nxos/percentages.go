package nxos

import (
	"maps"
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Percentages judges the rows in percent of the resources that count, and gives
// them. Two commands print the same table: the fuller one counts.
func Percentages(d *fact.Device, counts func(resource fact.Resource) bool) []int {
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
		Judge(&d.Tables[worst])
	}
	return slices.Sorted(maps.Values(seen))
}

// rowName tells rows apart that are about different memory: two commands print the
// same table under the same name.
func rowName(t *fact.Table) string {
	return t.Name + "|" + string(t.Scope.Kind) + t.Scope.Node + t.Scope.Index + "|" + string(t.Unit)
}

// LimitsRouting names the tables that limit routing.
func LimitsRouting(resource fact.Resource) bool {
	switch resource {
	case fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6, fact.FibLPM, fact.HostIPv4, fact.HostIPv6, fact.NextHop, fact.FibMcastIPv4, fact.FibMcastIPv6:
		return true
	}
	return resource.Group() == "fib" && resource.Tells("mcast")
}
