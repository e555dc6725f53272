package audit

import (
	"fmt"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// carveDefault finds memory that is still divided as it left the factory where
// a valid division gives its fullest table more. A box that is nearly empty is
// only told so.
func carveDefault() Rule {
	return Rule{
		ID:    "carve/default",
		Title: "the memory is divided as it left the factory, and a larger valid division exists",
		Check: func(c *Case) []Finding {
			d := c.Device
			if !d.Carve.Default || c.Proposal.Outcome != solve.Feasible || d.PendingKnown == fact.Yes || len(d.Pending) > 0 {
				return nil
			}
			r := c.gains()
			if r == nil {
				return nil
			}
			f := Finding{Severity: SevWarn, State: Warn, Action: c.Proposal.Action, Resource: r.Resource, Scope: r.Scope}
			f.Message = fmt.Sprintf("%s: the factory default gives it %s; a valid %s gives it %s", where(r.Name, r.Scope), capacityWords(r), c.Proposal.Knob, count(c.Proposal.gives(r.Resource)))
			f.Evidence = c.proof(d.Carve.Active.Span, r.Capacity.Span)
			if load, ok := r.Load(); !ok || load < c.Policy.DefaultUsed {
				f.Severity, f.State, f.Action = SevInfo, OK, None
				f.Message += "; little of it is in use, so nothing needs to be done yet"
			}
			return []Finding{f}
		},
	}
}

func capacityWords(r *Row) string {
	n, _ := r.Capacity.Get()
	return count(n)
}

// gains gives the fullest row that the proposal makes larger, nil where none is.
func (c *Case) gains() *Row {
	for i := range c.Rows {
		r := &c.Rows[i]
		now, ok := r.Capacity.Get()
		if ok && r.Unit != "percent" && c.Proposal.gives(r.Resource) > now {
			return r
		}
	}
	return nil
}

// gives is what a resource gets; where labels get a region of their own the room
// of IPv4 is what is left without it. 0 where it is not named.
func (p *Proposal) gives(resource string) float64 {
	if n, split := p.Caps[fact.FibIPv4]; split && resource == fact.FibIPv4MPLS {
		return n
	}
	return p.Caps[resource]
}
