package carve

import (
	"fmt"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// carveDefault finds memory that is still divided as it left the factory where
// a valid division gives its fullest table more. A box that is nearly empty is
// only told so.
func carveDefault() audit.Rule {
	return audit.Rule{
		ID:    "carve/default",
		Title: "the memory is divided as it left the factory, and a larger valid division exists",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			if !d.Carve.Default || c.Proposal.Outcome != solve.Feasible || d.PendingKnown == fact.Yes || len(d.Pending) > 0 {
				return nil
			}
			r := gains(c)
			if r == nil {
				return nil
			}
			f := audit.Finding{Severity: policy.Warn, State: audit.Warn, Action: c.Proposal.Action, Resource: r.Resource, Scope: r.Scope}
			f.Message = fmt.Sprintf("%s: the factory default gives it %s; a valid %s gives it %s", ledger.Where(r.Name, r.Scope), capacityWords(r), c.Proposal.Knob, ledger.Count(c.Proposal.Gives(r.Resource)))
			f.Evidence = c.Proof(d.Carve.Active.Span, r.Capacity.Span)
			if load, ok := r.Load(); !ok || load < c.Policy.DefaultUsed {
				f.Severity, f.State, f.Action = policy.Info, audit.OK, solve.None
				f.Message += "; little of it is in use, so nothing needs to be done yet"
			}
			return []audit.Finding{f}
		},
	}
}

func capacityWords(r *ledger.Row) string {
	n, _ := r.Capacity.Get()
	return ledger.Count(n)
}

// gains gives the fullest row that the proposal makes larger, nil where none is.
func gains(c *audit.Case) *ledger.Row {
	for i := range c.Rows {
		r := &c.Rows[i]
		now, ok := r.Capacity.Get()
		if ok && r.Unit != fact.UnitPercent && c.Proposal.Gives(r.Resource) > now {
			return r
		}
	}
	return nil
}
