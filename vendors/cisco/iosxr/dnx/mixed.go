package dnx

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// A profile stands in the configuration of a chassis and means something else to
// every class of cards in it (xr:2.1.2): it must hold in all of them.

// classes gives the classes of the device's engines that have a placement, in
// order of their names.
func (c box) classes() []catalog.Class {
	var out []catalog.Class
	for _, e := range c.Device.Identity.Engines {
		if class := c.ClassOf(e); len(placementsOf(class)) > 0 && !slices.Contains(out, class) {
			out = append(out, class)
		}
	}
	slices.Sort(out)
	return out
}

// ofClass reports whether a row is about a card of a class; where all engines
// are of one class every row is.
func (c box) ofClass(r *ledger.Row, class catalog.Class) bool {
	if len(c.classes()) < 2 {
		return true
	}
	for _, e := range c.Device.Identity.Engines {
		if c.ClassOf(e) == class && strings.TrimSuffix(e.Slot, "/CPU0") == strings.TrimSuffix(r.Scope.Node, "/CPU0") {
			return true
		}
	}
	return false
}

// proposeMixed asks the solver for each group of cards that one knob is about and
// puts the answers together.
func (c box) proposeMixed() *solve.Proposal {
	routes, halfV6, ok := c.prefixes()
	about := []fact.Resource{fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6, fact.FibIPv4, fact.FibIPv6, fact.FibMPLS}
	if !ok {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "how long its prefixes are is not known: `show cef summary`"}, about...)
	}
	sum := solve.Result{Outcome: solve.Feasible, Keep: true}
	var why []string
	for _, group := range c.knobs() {
		r := c.placeGroup(group, routes, halfV6)
		why = append(why, words.Join(group, " and ")+" cards: "+r.Reason)
		sum.Outcome, sum.Keep, sum.Soft = worse(sum.Outcome, r.Outcome), sum.Keep && r.Keep, sum.Soft || r.Soft
		sum.Commands, sum.Undo, sum.Predict = append(sum.Commands, r.Commands...), append(sum.Undo, r.Undo...), append(sum.Predict, r.Predict...)
		sum.Others, sum.Rejected = append(sum.Others, r.Others...), append(sum.Rejected, r.Rejected...)
		if !r.Keep {
			sum.Knob, sum.Source = r.Knob, r.Source
		}
		if r.Outcome == solve.Feasible && !r.Until.IsZero() && (sum.Until.IsZero() || r.Until.Before(sum.Until)) {
			sum.Until, sum.Lasts = r.Until, r.Lasts
		}
	}
	if sum.Reason = strings.Join(why, "; "); sum.Outcome != solve.Feasible {
		sum.Commands, sum.Undo, sum.Predict = nil, nil, nil
		if slices.ContainsFunc(c.classes(), External) {
			sum.Reason += "; " + selective
		}
	}
	p := c.Proposal(sum, about...)
	c.asConfigured(p)
	p.Before = reversePath(p.Commands)
	return p
}

// selective is what helps base cards beside scale cards (lines-xr:1 (10)
// [doc MIX]).
const selective = "with selective route download the cards without external TCAM need not hold the full table: see whether it may be configured"

// worse is the outcome of both: what is not known for one card is not known.
func worse(a, b solve.Outcome) solve.Outcome {
	for _, o := range []solve.Outcome{solve.Unknown, solve.Infeasible, solve.NotApplicable} {
		if a == o || b == o {
			return o
		}
	}
	return solve.Feasible
}

// knobs groups the classes that the same lines are about.
func (c box) knobs() [][]catalog.Class {
	var out [][]catalog.Class
	for _, class := range c.classes() {
		lead := placementsOf(class)[0].ID
		at := slices.IndexFunc(out, func(g []catalog.Class) bool { return placementsOf(g[0])[0].ID == lead })
		if at < 0 {
			out = append(out, nil)
			at = len(out) - 1
		}
		out[at] = append(out[at], class)
	}
	return out
}

// placeGroup chooses one placement for all classes of a group.
func (c box) placeGroup(group []catalog.Class, routes Routes, halfV6 bool) solve.Result {
	active := c.activeOf(group[0])
	if active == "" {
		return solve.Result{Outcome: solve.Unknown, Reason: "which profile is active is not known"}
	}
	var all []solve.Candidate
	for i, class := range group {
		list := candidatesOf(class, active, c.memories(class), routes)
		if why := c.uncounted(list, active, class, halfV6); why != "" {
			return solve.Result{Outcome: solve.Unknown, Reason: why}
		}
		if i == 0 {
			all = slices.Clone(list)
			for j := range all {
				all[j].Caps, all[j].Load = map[fact.Resource]solve.Memory{}, map[fact.Resource]solve.Demand{}
			}
		}
		for j := range all {
			onClass(&all[j], class, list[j])
		}
	}
	return choose(all, active, routes, c.Until())
}

// activeOf is the active placement of a class: the only one, that of the carve,
// or the one whose external TCAM has the size that the cards print.
func (c box) activeOf(class catalog.Class) string {
	list := placementsOf(class)
	if len(list) == 1 {
		return placementName(&list[0])
	}
	for i := range list {
		if placementName(&list[i]) == c.Device.Carve.Active.Text {
			return c.Device.Carve.Active.Text
		}
		for resource, n := range list[i].Caps {
			for j := range c.Rows {
				r := &c.Rows[j]
				if size, ok := r.Capacity.Get(); ok && r.Resource == resource && size == n && c.ofClass(r, class) {
					return placementName(&list[i])
				}
			}
		}
	}
	return ""
}
