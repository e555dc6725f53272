package cap

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// adjacencyFull is the share of an adjacency table from which it is worth
// telling that it binds before the routes do.
const adjacencyFull = 0.5

// capAdjacency finds devices whose adjacencies or next hops run out before their
// routes: a rewrite table was seen at 91.6 % beside route tables that were nearly
// empty (ios:4, capture of rewrite utilization).
func capAdjacency() audit.Rule {
	return audit.Rule{
		ID:    "cap/adjacency",
		Title: "adjacencies run out before routes do",
		Check: func(c *audit.Case) []audit.Finding {
			var worst *ledger.Row
			load, routesLoad := 0.0, -1.0
			for i := range c.Rows {
				r := &c.Rows[i]
				l, ok := r.Load()
				switch {
				case !ok || r.Unverified || ledger.Soft(r.Kind):
				case r.Resource == fact.Adjacency || r.Resource == fact.NextHop:
					if worst == nil || l > load {
						worst, load = r, l
					}
				case ledger.Routes(r.Resource):
					routesLoad = max(routesLoad, l)
				}
			}
			if worst == nil || routesLoad < 0 || load < adjacencyFull || load <= routesLoad {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Info, State: audit.OK, Action: solve.None, Resource: worst.Resource, Scope: worst.Scope, Evidence: c.RowProof(worst),
				Message: fmt.Sprintf("%s is the fullest memory, at %s beside %s for routes: another division of the routes does not help it", ledger.Where(worst.Name, worst.Scope), ledger.Percent(load), ledger.Percent(routesLoad)),
			}}
		},
	}
}
