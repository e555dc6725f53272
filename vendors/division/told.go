package division

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/solve"
)

// Told is what the catalog says of dividing the memory of the device's class
// where no search can be made: that there is no knob, or that there is one and
// nobody has printed what it gives.
func (b Box) Told() *solve.Proposal { return b.ToldOf(b.Silicon()...) }

// ToldOf is told for an engine of these classes.
func (b Box) ToldOf(classes ...catalog.Class) *solve.Proposal {
	a := b.Family.Answer(classes...)
	if a == nil {
		return b.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "no solver knows how this family divides its memory"})
	}
	r := solve.Result{Outcome: solve.Outcome(a.Outcome), Knob: a.Knob, Reason: a.Says, Source: a.Source}
	if a.Read != "" {
		r.Reason += "; to know more: " + a.Read
	}
	p := b.Proposal(r, b.RouteMemories()...)
	switch {
	case len(classes) == 0 && slices.ContainsFunc(b.Family.Answers, func(o catalog.Answer) bool { return o.Class != "" }):
		p.Outcome, p.Action = solve.Unknown, solve.Investigate
		p.Reason = "which forwarding engines it has is not known, and they differ in this: " + p.Reason
	case a.Action != "":
		p.Action = solve.Action(a.Action)
	}
	return p
}

// ToldBut is told with what stands in the way of a search before it.
func (b Box) ToldBut(why string) *solve.Proposal {
	p := b.Told()
	p.Reason = why + "; " + p.Reason
	if p.Outcome != solve.NotApplicable {
		p.Outcome, p.Action = solve.Unknown, solve.Investigate
	}
	return p
}
