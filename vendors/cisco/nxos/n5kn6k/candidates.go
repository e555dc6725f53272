package n5kn6k

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// How full the guide of the 5600 and 6000 recommends to make what a template is
// named after: half of the hosts, nine tenths of the MAC addresses
// (nxos:2.7 [S guide]).
const (
	hostsRecommended = 0.5
	macsRecommended  = 0.9
)

// propose names the templates of a Nexus 5600 or 6000 that may hold its
// hosts and MAC addresses. None is proposed: what they give follows from their
// names only, they size no prefixes, and the line that takes one was not seen.
func (c box) propose() *solve.Proposal {
	p := c.Told()
	need := map[fact.Resource]solve.Demand{}
	for _, resource := range []fact.Resource{fact.HostIPv4, fact.MAC} {
		if n, ok := c.InUse(resource); ok {
			need[resource] = c.DemandOf(resource, n)
		}
	}
	model := c.Device.Identity.Model
	if !slices.ContainsFunc([]string{"Nexus 56", "N5K-C56", "Nexus 6", "N6K-"}, func(mark string) bool { return strings.Contains(model, mark) }) || len(need) == 0 {
		return p
	}
	list := division.Templates(c.Family, classN5600, "", need, nil)
	for i := range list {
		for resource, plan := range map[fact.Resource]float64{fact.HostIPv4: hostsRecommended, fact.MAC: macsRecommended} {
			m := list[i].Caps[resource]
			m.Plan, m.Note = plan, "as its guide recommends"
			list[i].Caps[resource] = m
		}
	}
	p.Rejected = solve.Choose(list, "", c.Until()).Rejected
	return p
}

// The classes of the catalog that are asked for by name.
const (
	classN5600 catalog.Class = "n5600"
)
