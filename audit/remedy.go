package audit

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Remedy is the action that gives a row more room.
func (c *Case) Remedy(r *ledger.Row) solve.Action {
	p := c.Proposal
	switch {
	case c.concerns(r) && p.Action != solve.None:
		return p.Action
	case p.Outcome == solve.NotApplicable && slices.Contains(p.Resources, r.Resource) && !ledger.Soft(r.Kind):
		return p.Action
	case p.Outcome != solve.Unknown && (r.Kind == fact.CapFixed || r.Kind == fact.CapPool) && ledger.Routes(r.Resource):
		return solve.Replace
	}
	return solve.Investigate
}

// concerns reports whether the proposal, or the proof that there is none, is
// about the memory of r.
func (c *Case) concerns(r *ledger.Row) bool {
	p := c.Proposal
	if p.Outcome != solve.Feasible && p.Outcome != solve.Infeasible {
		return false
	}
	_, named := p.Caps[r.Resource]
	return named || slices.Contains(p.Resources, r.Resource)
}

// RemedyFor is the action that gives a resource more room.
func (c *Case) RemedyFor(resource fact.Resource) solve.Action {
	rows := c.RowsOf(resource)
	if len(rows) == 0 {
		return solve.Investigate
	}
	return c.Remedy(rows[0])
}
