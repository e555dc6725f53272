package carve

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// carveURPF finds tables that the reverse path check of unicast RPF halves, where
// the family's room takes a size for the proof of it.
func carveURPF() audit.Rule {
	return audit.Rule{
		ID:    "carve/urpf",
		Title: "unicast RPF halves the table for routes",
		Check: func(c *audit.Case) []audit.Finding {
			var out []audit.Finding
			for i := range c.Rows {
				r := &c.Rows[i]
				size, ok := r.Capacity.Get()
				if !ok || c.Halved == nil {
					continue
				}
				whole, halved := c.Halved(r)
				if !halved {
					continue
				}
				f := audit.Finding{Severity: policy.Info, State: audit.OK, Action: solve.None, Resource: r.Resource, Scope: r.Scope, Evidence: c.Proof(r.Capacity.Span, c.Device.Carve.Active.Span)}
				f.Message = fmt.Sprintf("%s: %s entries, %s without unicast RPF", ledger.Where(r.Name, r.Scope), ledger.Count(size), ledger.Count(whole))
				if c.Level(r) != ledger.Ample {
					f.Severity, f.State, f.Action = policy.Warn, audit.Warn, c.Remedy(r)
					f.Message += "; it is nearly full: is the check needed here?"
				}
				return append(out, f)
			}
			return out
		},
	}
}
