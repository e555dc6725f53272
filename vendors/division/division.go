// Package division is what all rooms share of dividing a memory anew: a solver's result
// as a proposal, what the catalog says where no search can be made, templates, and what
// is configured and is pending a reload.
//
// What goes in: a ledger.View and what a room knows. What comes out: a solve.Proposal.
// The package does no I/O and imports no room.
package division

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Box is one device whose memory is to be divided anew.
type Box struct{ *ledger.View }

// Default gives the lore of a family whose room has no solver of its own: a template
// that holds the use, or what the catalog says of dividing it.
func Default(v *ledger.View) ledger.Lore {
	b := Box{v}
	return ledger.Lore{Proposal: b.Propose(b.Usual, Waits{})}
}

// Usual chooses among the templates of the catalog where it knows any, else says what
// it says of dividing the memory.
func (b Box) Usual() *solve.Proposal {
	if b.Family != nil && len(b.Family.Profiles) > 0 {
		return b.Template()
	}
	return b.Told()
}

// Proposal turns a solver's result into what the verdict carries.
func (b Box) Proposal(r solve.Result, resources ...fact.Resource) *solve.Proposal {
	p := &solve.Proposal{
		Feasible: r.Outcome == solve.Feasible, Name: r.Name, Outcome: r.Outcome, Knob: r.Knob, Commands: r.Commands, Undo: r.Undo,
		Predict: r.Predict, Reason: r.Reason, Source: r.Source, Caps: r.Caps, Rejected: r.Rejected, Resources: resources,
		Lasts: r.Lasts, Until: r.Until, Takes: r.Takes, Soft: r.Soft, Others: r.Others,
	}
	if own := ledger.Reckoned(b.View, resources); own != "" && (r.Outcome == solve.Feasible || r.Outcome == solve.Infeasible) {
		p.Reason += "; " + own
	}
	switch r.Outcome {
	case solve.Infeasible:
		p.Action = solve.Filter
	case solve.Feasible:
		p.Action = solve.CarveReload
		if b.Device.Identity.OS == fact.Junos && len(ledger.Members(b.Device)) < 2 {
			p.Action = solve.ProfileRestart // the commit itself restarts the PFE: junos:0 (2); a virtual chassis waits for its reboot
		}
		if r.Keep {
			p.Action = solve.None
		}
	case solve.NotApplicable:
		p.Action = solve.Replace
	default:
		p.Action = solve.Investigate
	}
	return p
}

// HashedPlan is the share of a hashed table that may be planned with:
// xr:7 (3).
const HashedPlan = 0.95
