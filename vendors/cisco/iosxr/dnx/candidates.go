package dnx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// measuredFill is the fill from which a floating estimate of LPM capacity means
// something: xr:2.1.3.
const measuredFill = 0.30

// proposePlacement computes for every profile of the card where its routes would
// lie, from the device's own histogram of prefix lengths.
func (c box) proposePlacement(class catalog.Class) *solve.Proposal {
	about := []fact.Resource{fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6, fact.FibIPv4, fact.FibIPv6, fact.FibMPLS}
	unknown := func(why string) *solve.Proposal {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: why}, about...)
	}
	active := c.Device.Carve.Active.Text
	list := placementsOf(class)
	if len(list) == 1 {
		active = placementName(&list[0]) // the class has no other
	}
	if active == "" {
		return unknown("which profile is active is not known: the histogram (`show dpa resources iproute`) beside the LEM would tell")
	}
	routes, halfV6, ok := c.prefixes()
	if !ok {
		return unknown("how long its prefixes are is not known: `show dpa resources iproute` and `ip6route`, or `show cef summary`")
	}
	routes = c.byPast(routes)
	candidates := candidatesOf(class, active, c.memories(class), routes)
	if why := c.uncounted(candidates, active, class, halfV6); why != "" {
		return unknown(why)
	}
	r := choose(candidates, active, routes, c.Until())
	if r.Outcome == solve.Infeasible && len(list) == 1 {
		return c.noPlacement(r, class, about)
	}
	p := c.Proposal(r, about...)
	c.asConfigured(p)
	p.Before = append(p.Before, reversePath(p.Commands)...)
	if class == classLargeLPM && slices.Contains(p.Commands, lineHostOptimizedDisable) {
		p.Reason += "; one document of the vendor does not recommend the line on this class, a later one of the same author enters it where the LEM is full (lines-xr:1 [doc PROF, R2020])"
	}
	if halfV6 && p.Feasible && !r.Keep {
		c.askIPv6(p, r, candidates)
	}
	return p
}

// notRoutes is how far what lies in a memory may be beyond what the histogram puts
// there: multicast and entries in transit, 45 of 958,517 in a capture
// (xr:2.1.4), and traps that count the same entries twice.
const notRoutes = 0.05

// uncounted says where the hardware holds more than the histogram explains, "" where
// it does not: then routes lie there that nobody counted, those of VRFs perhaps,
// and no placement of the others says anything.
func (c box) uncounted(candidates []solve.Candidate, active string, class catalog.Class, halfV6 bool) string {
	i := slices.IndexFunc(candidates, func(x solve.Candidate) bool { return strings.EqualFold(x.Name, active) })
	if i < 0 {
		return ""
	}
	for j := range c.Rows {
		r := &c.Rows[j]
		load, there := candidates[i].Load[r.Resource]
		used, ok := r.Used.Get()
		if !ok || !there || r.Unit == fact.UnitPercent || !c.ofClass(r, class) || halfV6 && r.Resource == fact.FibLPM {
			continue
		}
		if used > load.Now*(1+notRoutes)+1000 {
			return fmt.Sprintf("the prefix lengths that were read account for %s of the %s entries in %s: the others are of tables that were not counted (`show cef vrf all summary`)", ledger.Count(load.Now), ledger.Count(used), ledger.Where(r.Name, r.Scope))
		}
	}
	return ""
}

// noPlacement is the answer for a class whose placement cannot be changed: the
// silicon is too small, unless another knob of the class divides its TCAM.
func (c box) noPlacement(r solve.Result, class catalog.Class, about []fact.Resource) *solve.Proposal {
	for _, p := range c.Family.Profiles {
		if p.Class == class {
			r.Outcome, r.Reason = solve.Unknown, r.Reason+"; whether "+p.Knob+" helps was not computed"
			return c.Proposal(r, about...)
		}
	}
	p := c.Proposal(r, about...)
	p.Action = solve.Replace
	return p
}

// prefixes gives the routes per length. Where IPv6 has no histogram, its /48s are
// those that the LEM counts (xr:2.1.2), and halfV6 is set: the
// others are not known.
func (c box) prefixes() (r Routes, halfV6, ok bool) {
	r.V4, ok = c.Histogram("ipv4")
	if !ok {
		return r, false, false
	}
	r.Reserve, r.Least = c.Terms.Reserve, min(ledger.LastReserve, c.Terms.Reserve)
	r.Grow4 = placedAs(c.placedGrowth(r.V4, c.Terms.Growth.IPv4), 24)
	labels, _ := c.InUse(fact.FibLEM + ".mplslabel")
	macs, _ := c.InUse(fact.FibLEM + ".l2brmac")
	r.Labels = labels + macs
	if v6, known := c.Histogram("ipv6"); known {
		r.V6 = v6
		r.Grow6 = placedAs(c.placedGrowth(r.V6, c.Terms.Growth.IPv6), 48)
		return r, false, true
	}
	n, known := c.InUse(fact.FibLEM + ".ip6route")
	if !known {
		return r, false, false
	}
	r.V6 = make([]float64, 49)
	r.V6[48] = n
	r.Grow6 = placedAs(c.placedGrowth(r.V6, c.Terms.Growth.IPv6), 48)
	return r, true, true
}

// placedGrowth is the growth of the routes that a histogram counts.
func (c box) placedGrowth(counts []float64, line solve.Trend) ledger.Growth {
	return c.GrowthOf(line, total(counts))
}

// memories gives the capacities to plan with: what the device prints, except
// that a floating estimate counts only from a fair fill on; below it the
// catalog's figure for the class stands in.
func (c box) memories(class catalog.Class) map[fact.Resource]solve.Memory {
	out := map[fact.Resource]solve.Memory{}
	for _, l := range c.Family.Limits {
		if (l.Class == class || l.Class == "") && l.Grade.Confirmed() && l.Resource != "" {
			out[l.Resource] = solve.Memory{Capacity: l.Value, Plan: 1, Note: limitWords(l.Kind), Soft: ledger.Soft(l.Kind), Most: l.Most}
		}
	}
	printed := map[fact.Resource]bool{}
	for i := range c.Rows {
		r := &c.Rows[i]
		capacity, ok := r.Capacity.Get()
		load, used := r.Load()
		if !ok || capacity <= 0 || r.Unit == fact.UnitPercent || !c.ofClass(r, class) || ledger.Soft(r.Kind) && (!used || load < measuredFill) {
			continue
		}
		if m := out[r.Resource]; printed[r.Resource] && m.Capacity <= capacity {
			continue // another instance has less
		}
		m := solve.Memory{Capacity: capacity, Plan: 1}
		if ledger.Soft(r.Kind) {
			m.Note, m.Soft, m.Most = "as the device estimates", true, out[r.Resource].Most
		}
		out[r.Resource], printed[r.Resource] = m, true
	}
	if m, ok := out[fact.FibLEM]; ok {
		m.Plan = division.HashedPlan
		out[fact.FibLEM] = m
	}
	return out
}

// limitWords says what a figure of the catalog is.
func limitWords(k fact.CapKind) string {
	switch k {
	case fact.CapEstimate:
		return "the lowest estimate seen"
	case fact.CapVerified:
		return "the scale that was tested"
	default:
		return "by the catalog"
	}
}

// askIPv6 adds the check that the IPv6 routes nobody counted fit too.
func (c box) askIPv6(p *solve.Proposal, r solve.Result, candidates []solve.Candidate) {
	i := slices.IndexFunc(candidates, func(x solve.Candidate) bool { return x.Name == r.Name })
	list := placementsOf(c.Class())
	if i < 0 || i >= len(list) {
		return
	}
	rest := list[i].V6Other
	load := candidates[i].Load[rest]
	room := (candidates[i].Caps[rest].Room() - load.Now - load.Least) / (1 + ledger.LastReserve)
	name := rest.InFIB()
	p.Reason += fmt.Sprintf("; IPv6 routes other than /48 are not counted: how many there are is not known, %s has room for %s", name, ledger.Count(float64(int(room))))
	p.Before = append(p.Before, solve.Check{
		Command: fmt.Sprintf("show controllers npu resources %s location all", name),
		Expect:  "ip6route: fewer than " + ledger.Count(float64(int(room))),
		Why:     "the IPv6 routes that lie there were not counted",
	})
}

// The classes of the catalog that are asked for by name.
const (
	classJ2       catalog.Class = "j2"
	classJ2ETCAM  catalog.Class = "j2-etcam"
	classLargeLPM catalog.Class = "large-lpm"
	classNLETCAM  catalog.Class = "nl-etcam"
	classOPETCAM  catalog.Class = "op-etcam"
	classSmallLPM catalog.Class = "small-lpm"
)

// The memories that only this package counts.
const (
	resTCAM fact.Resource = "tcam"
)
