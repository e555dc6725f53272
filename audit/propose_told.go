package audit

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/solve"
)

// told is what the catalog says of dividing the memory of the device's class
// where no search can be made: that there is no knob, or that there is one and
// nobody has printed what it gives.
func (c *Case) told() *Proposal { return c.toldOf(c.silicon()...) }

// toldOf is told for an engine of these classes.
func (c *Case) toldOf(classes ...string) *Proposal {
	a := c.Family.Answer(classes...)
	if a == nil {
		return c.proposal(solve.Result{Outcome: solve.Unknown, Reason: "no solver knows how this family divides its memory"})
	}
	r := solve.Result{Outcome: solve.Outcome(a.Outcome), Knob: a.Knob, Reason: a.Says, Source: a.Source}
	if a.Read != "" {
		r.Reason += "; to know more: " + a.Read
	}
	p := c.proposal(r, c.routeMemories()...)
	switch {
	case len(classes) == 0 && slices.ContainsFunc(c.Family.Answers, func(o catalog.Answer) bool { return o.Class != "" }):
		p.Outcome, p.Action = solve.Unknown, Investigate
		p.Reason = "which forwarding engines it has is not known, and they differ in this: " + p.Reason
	case a.Action != "":
		p.Action = Action(a.Action)
	}
	return p
}

// routeMemories names the memories of the ledger that hold routes or labels.
func (c *Case) routeMemories() []string {
	var out []string
	for i := range c.Rows {
		if r := &c.Rows[i]; routes(r.Resource) {
			out = extend(out, r.Resource)
		}
	}
	return out
}

// silicon gives the classes of all engines, cards and of the chassis that the
// catalog knows, in the order in which they are named.
func (c *Case) silicon() []string {
	pids := []string{c.Device.Identity.Model}
	for _, e := range c.Device.Identity.Engines {
		pids = append(pids, e.PID)
	}
	for _, p := range c.Device.Identity.Parts {
		pids = append(pids, p.PID, p.Descr)
	}
	var out []string
	for _, pid := range pids {
		e, ok := c.Family.Engine(pid)
		if ok && e.Grade != "unverified" {
			out = extend(out, e.Class)
		}
	}
	return out
}
