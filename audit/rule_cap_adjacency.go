package audit

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"
)

// adjacencyFull is the share of an adjacency table from which it is worth
// telling that it binds before the routes do.
const adjacencyFull = 0.5

// capAdjacency finds devices whose adjacencies or next hops run out before their
// routes: a rewrite table was seen at 91.6 % beside route tables that were nearly
// empty (ios:4, capture of rewrite utilization).
func capAdjacency() Rule {
	return Rule{
		ID:    "cap/adjacency",
		Title: "adjacencies run out before routes do",
		Check: func(c *Case) []Finding {
			var worst *Row
			load, routesLoad := 0.0, -1.0
			for i := range c.Rows {
				r := &c.Rows[i]
				l, ok := r.Load()
				switch {
				case !ok || r.Unverified || soft(r.Kind):
				case r.Resource == fact.Adjacency || r.Resource == fact.NextHop:
					if worst == nil || l > load {
						worst, load = r, l
					}
				case routes(r.Resource):
					routesLoad = max(routesLoad, l)
				}
			}
			if worst == nil || routesLoad < 0 || load < adjacencyFull || load <= routesLoad {
				return nil
			}
			return []Finding{{
				Severity: SevInfo, State: OK, Action: None, Resource: worst.Resource, Scope: worst.Scope, Evidence: c.row(worst),
				Message: fmt.Sprintf("%s is the fullest memory, at %s beside %s for routes: another division of the routes does not help it", where(worst.Name, worst.Scope), percent(load), percent(routesLoad)),
			}}
		},
	}
}
