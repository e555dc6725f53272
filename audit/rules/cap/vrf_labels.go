package cap

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// perPrefix is how many labels there must be beside the IPv4 routes, and of the
// memory they lie in, before they are taken for one label per VRF prefix. Seen:
// 409,945 labels beside 433,781 routes (ios:2.2), 85,614 in a LEM of
// 786,432 (xr:2.1.2).
const (
	labelsPerRoute  = 0.5
	labelsPerMemory = 0.1
)

// capVRFLabels finds routers that give every VRF prefix a label of its own: a
// full table in a VRF then takes its room twice.
func capVRFLabels() audit.Rule {
	return audit.Rule{
		ID:    "cap/vrf-labels",
		Title: "as many labels as routes: one label per VRF prefix takes the memory a second time",
		Check: func(c *audit.Case) []audit.Finding {
			labels, row := labels(c)
			if row == nil {
				return nil
			}
			n, _ := labels.Get()
			capacity, ok := row.Capacity.Get()
			routes, known := c.InUse(fact.FibIPv4)
			if row.Resource == fact.FibIPv4MPLS {
				if both, sum := row.Used.Get(); sum && !known {
					routes, known = both-n, true
				}
			}
			// In a LEM labels lie beside what is not label: their share of it tells.
			many := ok && n >= labelsPerMemory*capacity && (row.Resource == fact.FibLEM || known && n >= labelsPerRoute*routes)
			if !many {
				return nil
			}
			f := audit.Finding{Severity: policy.Info, State: audit.OK, Action: solve.None, Resource: row.Resource, Scope: row.Scope, Evidence: c.Proof(labels.Span, row.Capacity.Span)}
			f.Message = fmt.Sprintf("%s: %s labels take %s of it: it looks like one label per VRF prefix; one per VRF frees most of them", ledger.Where(row.Name, row.Scope), ledger.Count(n), ledger.Percent(n/capacity))
			if row.Kind == fact.CapPool {
				f.Message += ", and moves the load to the adjacency table: look at that first"
			}
			if c.Level(row) != ledger.Ample {
				f.Severity, f.State, f.Action = policy.Warn, audit.Warn, solve.Investigate
				f.Message += "; the memory is nearly full, so look at this before anything is reloaded"
			}
			return []audit.Finding{f}
		},
	}
}

// labels gives how many labels are in use and the line of the ledger they lie in,
// nil where either is not known.
func labels(c *audit.Case) (fact.Figure, *ledger.Row) {
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		var homes []fact.Resource
		switch t.Resource {
		case fact.FibMPLS:
			homes = []fact.Resource{fact.FibMPLS, fact.FibIPv4MPLS, fact.FibShared}
		case fact.FibLEM + ".mplslabel":
			homes = []fact.Resource{fact.FibLEM}
		default:
			continue
		}
		for _, home := range homes {
			for j := range c.Rows {
				if r := &c.Rows[j]; r.Resource == home && r.Scope == t.Scope && t.Used.Known() && t.Unit != fact.UnitPercent {
					return t.Used, r
				}
			}
		}
	}
	return fact.Figure{}, nil
}
