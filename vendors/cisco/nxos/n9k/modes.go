package n9k

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
	"github.com/headroom-audit/headroom/vendors/division"
)

// modes weighs the routing modes of a Nexus 9000. What a mode gives
// follows from part number, release and mode, and is printed only while it is
// active; of the internet-peering mode the scale that was tested is known for some
// chips. The TCAM beside the trie is sized by none.
func (c box) modes() *solve.Proposal {
	v4, counted := c.RoutesOf(fact.FibIPv4, fact.RIBIPv4)
	modes, active := c.routingModes(), c.RoutingMode()
	if !c.bind(fact.FibIPv4, fact.FibIPv6) || c.bind(fact.FibTCAMv4, fact.FibTCAMv6) || !counted || len(modes) == 0 || active == "" {
		p := c.Told()
		p.Resources = []fact.Resource{fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6}
		return p
	}
	need := map[fact.Resource]solve.Demand{fact.FibIPv4: c.DemandOf(fact.FibIPv4, v4)}
	v6, counted6 := c.RoutesOf(fact.FibIPv6, fact.RIBIPv6)
	if counted6 {
		need[fact.FibIPv6] = c.DemandOf(fact.FibIPv6, v6)
	}
	until := c.Until()
	until.Roomiest = false // a scale that was tested is no reason to leave what is measured
	r := solve.Choose(c.modeCandidates(modes, active, need), active, until)
	if r.Outcome == solve.Infeasible {
		r.Outcome = solve.Unknown // the modes of this list are not all there are
		r.Reason += "; what the others give is printed only while they are active"
	}
	if r.Knob == "" {
		r.Knob = nexus.RoutingKnob
	}
	p := c.Proposal(r, fact.FibIPv4, fact.FibIPv6)
	if p.Action == solve.CarveReload {
		p.Undo = c.ModeBack(p.Name)
		p.Before = append(p.Before, c.modeChecks(r, counted6)...)
	}
	return p
}

// bind reports whether a memory of these is what is nearly full. The TCAM beside
// the trie takes what the trie's pattern does not, and no mode is known to size it.
func (c box) bind(resources ...fact.Resource) bool {
	return slices.ContainsFunc(c.Rows, func(r ledger.Row) bool {
		return slices.Contains(resources, r.Resource) && (c.Level(&r) != ledger.Ample)
	})
}

// routingModes names the catalog's modes for the chip, with the place of their
// figures: those of the chip itself go before those of its class.
func (c box) routingModes() []int {
	var out []int
	seen := map[string]bool{}
	classes := c.generations()
	if known := c.Silicon(); len(classes) > len(known)+1 {
		classes = known // cards of several generations: what one gives is not what all give
	}
	slices.Reverse(classes) // the generation stands behind the class
	for _, class := range classes {
		for i, p := range c.Family.Profiles {
			if p.Class == class && p.Knob == nexus.RoutingKnob && !seen[p.Name] {
				seen[p.Name] = true
				out = append(out, i)
			}
		}
	}
	return out
}

// modeCandidates makes the modes and the active one with what the switch prints
// of it.
func (c box) modeCandidates(modes []int, active string, need map[fact.Resource]solve.Demand) []solve.Candidate {
	family := *c.Family
	family.Profiles = nil
	for _, i := range modes {
		p := c.Family.Profiles[i]
		p.Class = ""
		family.Profiles = append(family.Profiles, p)
	}
	now := map[fact.Resource]solve.Memory{}
	for _, resource := range []fact.Resource{fact.FibIPv4, fact.FibIPv6} {
		if n, ok := c.SizeOf(resource); ok {
			now[resource] = solve.Memory{Capacity: n}
		}
	}
	list := division.Templates(&family, "", active, need, now)
	is := func(x solve.Candidate) bool { return strings.EqualFold(x.Name, active) }
	for i := range list {
		x := &list[i]
		delete(x.Caps, fact.FibTCAMv4)
		delete(x.Caps, fact.FibTCAMv6)
		x.Predict = []string{"Configured and Applied System Routing Mode are the same"}
		for _, resource := range []fact.Resource{fact.FibIPv4, fact.FibIPv6} {
			if m, ok := x.Caps[resource]; ok && !is(*x) {
				m.Soft, m.Note = true, "the scale that was tested"
				x.Caps[resource] = m
			}
		}
	}
	if !slices.ContainsFunc(list, is) {
		list = append(list, solve.Candidate{Name: active, Caps: now, Load: need})
	}
	return list
}

// modeChecks are what must be looked at before the internet-peering mode: its
// TCAM was full where its trie stood at two fifths (nxos:2.3).
func (c box) modeChecks(r solve.Result, counted6 bool) []solve.Check {
	list := []solve.Check{
		{
			Command: "show hardware capacity forwarding", Expect: "on a switch that runs the mode with the same table: IPv4 and IPv6 TCAM routes below 85 %",
			Why: "what the trie's pattern of prefix lengths does not take lies in a TCAM of 12,288 IPv4 and 4,096 IPv6 entries: with full tables the trie stood at 40 % and 29 %, the TCAM at 99.88 % and 97.75 %",
		},
		{
			Command: "show version", Expect: "10.5(2)F, of which the tested scale is" + c.thisRelease(),
			Why: "what a mode gives follows from part number and release",
		},
	}
	if n := r.Caps[fact.FibIPv6]; !counted6 && n > 0 {
		list = append(list, solve.Check{
			Command: "show ipv6 route summary vrf all", Expect: fmt.Sprintf("fewer than %s routes", ledger.Count(float64(int(n/(1+ledger.LastReserve))))),
			Why: "the IPv6 routes were not counted",
		})
	}
	return list
}

// thisRelease tells the release of the device beside one that a figure is of.
func (c box) thisRelease() string {
	if v := c.Device.Identity.Version; v != "" {
		return " (this is " + v + ")"
	}
	return "; the release of this switch was not read: with another one the scale is not known to hold"
}
