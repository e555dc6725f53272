package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit/solve"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// hashedPlan is the share of a hashed table that may be planned with:
// domain/iosxr.md 7 (3).
const hashedPlan = 0.95

// measuredFill is the fill from which a floating estimate of LPM capacity means
// something: domain/iosxr.md 2.1.3.
const measuredFill = 0.30

// proposePlacement computes for every profile of the card where its routes would
// lie, from the device's own histogram of prefix lengths.
func proposePlacement(c *Case, class string) *Proposal {
	about := []string{fact.FibLEM, fact.FibLPM, fact.FibETCAMv4, fact.FibETCAMv6, fact.FibIPv4, fact.FibIPv6, fact.FibMPLS}
	unknown := func(why string) *Proposal {
		return c.proposal(solve.Result{Outcome: solve.Unknown, Reason: why}, about...)
	}
	active := c.Device.Carve.Active
	schemes := schemesOf(class)
	if len(schemes) == 1 {
		active.Text = schemes[0].Name // the class has no other
	}
	if !active.Known() {
		return unknown("which profile is active is not known: the histogram (`show dpa resources iproute`) beside the LEM would tell")
	}
	routes, halfV6, ok := c.prefixes()
	if !ok {
		return unknown("how long its prefixes are is not known: `show dpa resources iproute` and `ip6route`, or `show cef summary`")
	}
	memories := c.memories(class)
	var r solve.Result
	for _, reserve := range c.reserves() {
		if r = solve.Placement(schemes, active.Text, memories, routes, reserve); r.Outcome == solve.Feasible {
			r.Reason = fmt.Sprintf("holds today's use and %s more: %s", percent(reserve), r.Reason)
			break
		}
	}
	if r.Outcome == solve.Infeasible && len(schemes) == 1 {
		return c.noPlacement(r, class, about)
	}
	p := c.proposal(r, about...)
	if halfV6 && p.Feasible && !r.Keep {
		c.askIPv6(p, r, routes, memories, schemes)
	}
	return p
}

// noPlacement is the answer for a class whose placement can not be changed: the
// silicon is too small, unless another knob of the class divides its TCAM.
func (c *Case) noPlacement(r solve.Result, class string, about []string) *Proposal {
	for _, p := range c.Family.Profiles {
		if p.Class == class {
			r.Outcome, r.Reason = solve.Unknown, r.Reason+"; whether "+p.Knob+" helps was not computed"
			return c.proposal(r, about...)
		}
	}
	p := c.proposal(r, about...)
	p.Action = Replace
	return p
}

// schemesOf gives the placements of a class as the solver takes them.
func schemesOf(class string) []solve.Scheme {
	var out []solve.Scheme
	for _, p := range catalog.PlacementsOf(class) {
		s := solve.Scheme{
			Name: p.Carve, Knob: p.Knob, V4: solve.Place{Lengths: p.V4, Rest: p.V4Other}, V6: solve.Place{Lengths: p.V6, Rest: p.V6Other},
			Labels: fact.FibLEM, Source: p.Source,
		}
		if s.Name == "" {
			s.Name = p.ID
		}
		if p.Knob != "" {
			s.Lines = []string{p.Knob}
		}
		out = append(out, s)
	}
	return out
}

// prefixes gives the routes per length. Where IPv6 has no histogram, its /48s are
// those that the LEM counts (domain/iosxr.md 2.1.2), and halfV6 is set: the
// others are not known.
func (c *Case) prefixes() (r solve.Routes, halfV6, ok bool) {
	r.V4, ok = c.histogram("ipv4")
	if !ok {
		return r, false, false
	}
	labels, _ := c.inUse(fact.FibLEM + ".mplslabel")
	macs, _ := c.inUse(fact.FibLEM + ".l2brmac")
	r.Labels = labels + macs
	if v6, known := c.histogram("ipv6"); known {
		r.V6 = v6
		return r, false, true
	}
	n, known := c.inUse(fact.FibLEM + ".ip6route")
	if !known {
		return r, false, false
	}
	r.V6 = make([]float64, 49)
	r.V6[48] = n
	return r, true, true
}

// histogram gives the largest histogram of a family over the nodes, from the
// source that stands nearest to the hardware.
func (c *Case) histogram(afi string) ([]float64, bool) {
	for _, source := range []string{"dpa", "cef", "route", ""} {
		var best *fact.Histogram
		for i := range c.Device.Histograms {
			h := &c.Device.Histograms[i]
			if h.AFI == afi && (h.Source == source || source == "") && (best == nil || h.Total() > best.Total()) {
				best = h
			}
		}
		if best != nil {
			return best.Counts, true
		}
	}
	return nil, false
}

// memories gives the capacities to plan with: what the device prints, except
// that a floating estimate counts only from a fair fill on; below it the
// catalog's figure for the class stands in.
func (c *Case) memories(class string) map[string]solve.Memory {
	out := map[string]solve.Memory{}
	for _, l := range c.Family.Limits {
		if (l.Class == class || l.Class == "") && l.Grade != "unverified" && l.Resource != "" {
			out[l.Resource] = solve.Memory{Capacity: l.Value, Plan: 1, Note: limitWords(fact.CapKind(l.Kind)), Soft: soft(fact.CapKind(l.Kind))}
		}
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		capacity, ok := r.Capacity.Get()
		load, used := r.Load()
		if !ok || capacity <= 0 || r.Unit == "percent" || soft(r.Kind) && (!used || load < measuredFill) {
			continue
		}
		if m, seen := out[r.Resource]; seen && m.Note == "" && m.Capacity <= capacity {
			continue // another instance has less
		}
		m := solve.Memory{Capacity: capacity, Plan: 1}
		if soft(r.Kind) {
			m.Note, m.Soft = "as the device estimates", true
		}
		out[r.Resource] = m
	}
	if m, ok := out[fact.FibLEM]; ok {
		m.Plan = hashedPlan
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
func (c *Case) askIPv6(p *Proposal, r solve.Result, routes solve.Routes, memories map[string]solve.Memory, schemes []solve.Scheme) {
	i := slices.IndexFunc(schemes, func(s solve.Scheme) bool { return s.Knob == r.Knob })
	if i < 0 {
		return
	}
	rest, least := schemes[i].V6.Rest, c.reserves()[len(c.reserves())-1]
	room := memories[rest].Capacity*memories[rest].Plan/(1+least) - schemes[i].Load(routes)[rest]
	name := strings.TrimPrefix(rest, "fib.")
	p.Reason += fmt.Sprintf("; IPv6 routes other than /48 are not counted: how many there are is not known, %s has room for %s", name, count(float64(int(room))))
	p.Before = append(p.Before, Check{
		Command: fmt.Sprintf("show controllers npu resources %s location all", name),
		Expect:  "ip6route: fewer than " + count(float64(int(room))),
		Why:     "the IPv6 routes that lie there were not counted",
	})
}
