package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

const routingKnob = "system routing"

// proposeRoutingMode weighs the routing modes of a Nexus 9000. What a mode gives
// follows from part number, release and mode, and is printed only while it is
// active; of the internet-peering mode the scale that was tested is known for some
// chips. The TCAM beside the trie is sized by none.
func proposeRoutingMode(c *Case) *Proposal {
	v4, counted := c.routesOf(fact.FibIPv4, fact.RIBIPv4)
	modes, active := c.routingModes(), c.routingMode()
	if !c.bind(fact.FibIPv4, fact.FibIPv6) || c.bind(fact.FibTCAMv4, fact.FibTCAMv6) || !counted || len(modes) == 0 || active == "" {
		p := c.told()
		p.Resources = []string{fact.FibIPv4, fact.FibIPv6, fact.FibTCAMv4, fact.FibTCAMv6}
		return p
	}
	need := map[string]solve.Demand{fact.FibIPv4: c.demandOf(fact.FibIPv4, v4)}
	v6, counted6 := c.routesOf(fact.FibIPv6, fact.RIBIPv6)
	if counted6 {
		need[fact.FibIPv6] = c.demandOf(fact.FibIPv6, v6)
	}
	until := c.until()
	until.Roomiest = false // a scale that was tested is no reason to leave what is measured
	r := solve.Choose(c.modeCandidates(modes, active, need), active, until)
	if r.Outcome == solve.Infeasible {
		r.Outcome = solve.Unknown // the modes of this list are not all there are
		r.Reason += "; what the others give is printed only while they are active"
	}
	if r.Knob == "" {
		r.Knob = routingKnob
	}
	p := c.proposal(r, fact.FibIPv4, fact.FibIPv6)
	if p.Action == CarveReload {
		p.Undo = c.modeBack(p.Name)
		p.Before = append(p.Before, c.modeChecks(r, counted6)...)
	}
	return p
}

// bind reports whether a memory of these is what is nearly full. The TCAM beside
// the trie takes what the trie's pattern does not, and no mode is known to size it.
func (c *Case) bind(resources ...string) bool {
	return slices.ContainsFunc(c.Rows, func(r Row) bool {
		return slices.Contains(resources, r.Resource) && (c.full(&r) || c.near(&r) != OK)
	})
}

// routingModes names the catalog's modes for the chip, with the place of their
// figures: those of the chip itself go before those of its class.
func (c *Case) routingModes() []int {
	var out []int
	seen := map[string]bool{}
	classes := c.generations()
	if known := c.silicon(); len(classes) > len(known)+1 {
		classes = known // cards of several generations: what one gives is not what all give
	}
	slices.Reverse(classes) // the generation stands behind the class
	for _, class := range classes {
		for i, p := range c.Family.Profiles {
			if p.Class == class && p.Knob == routingKnob && !seen[p.Name] {
				seen[p.Name] = true
				out = append(out, i)
			}
		}
	}
	return out
}

// routingMode is the active mode: the word of the configuration where the switch
// prints configured and applied as the same, or the name of the default. Other
// names that are printed are no words of the command line (nxos:3.1):
// without the configuration it is not known, "".
func (c *Case) routingMode() string {
	configured, applied := c.Device.Carve.Configured.Text, c.Device.Carve.Active.Text
	switch word := c.flagText("mode_in_running_config"); {
	case word != "" && applied != "" && configured == applied:
		return word
	case c.Device.Carve.Default:
		return applied
	}
	return ""
}

// modeForSwitching says that the mode which waits takes no routes: l2-heavy goes
// without SVIs, layer 3 and VXLAN (nxos:2.3, lines-xr:6);
// "" = it is another one, or nothing is routed.
func (c *Case) modeForSwitching() string {
	next := c.Device.Carve.AfterReload.Text
	if next == "" {
		next = c.Device.Carve.Configured.Text
	}
	named := func(text string) bool { return hasWord(text, "l") && hasWord(text, "heavy") }
	waits := named(next) && !named(c.Device.Carve.Active.Text)
	for _, p := range c.Device.Pending {
		waits = waits || strings.Contains(p.What+" "+p.To, "template-l2-heavy")
	}
	if n, _ := c.routed(); c.Device.Identity.OS != fact.NXOS || !waits || n == 0 && c.routesNothing() {
		return ""
	}
	return "template-l2-heavy is for switching: no SVIs, no layer 3, no VXLAN"
}

// modeCandidates makes the modes and the active one with what the switch prints
// of it.
func (c *Case) modeCandidates(modes []int, active string, need map[string]solve.Demand) []solve.Candidate {
	family := *c.Family
	family.Profiles = nil
	for _, i := range modes {
		p := c.Family.Profiles[i]
		p.Class = ""
		family.Profiles = append(family.Profiles, p)
	}
	now := map[string]solve.Memory{}
	for _, resource := range []string{fact.FibIPv4, fact.FibIPv6} {
		if n, ok := c.sizeOf(resource); ok {
			now[resource] = solve.Memory{Capacity: n}
		}
	}
	list := solve.Templates(&family, "", active, need, now)
	is := func(x solve.Candidate) bool { return strings.EqualFold(x.Name, active) }
	for i := range list {
		x := &list[i]
		delete(x.Caps, fact.FibTCAMv4)
		delete(x.Caps, fact.FibTCAMv6)
		x.Predict = []string{"Configured and Applied System Routing Mode are the same"}
		for _, resource := range []string{fact.FibIPv4, fact.FibIPv6} {
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
func (c *Case) modeChecks(r solve.Result, counted6 bool) []Check {
	list := []Check{
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
		list = append(list, Check{
			Command: "show ipv6 route summary vrf all", Expect: fmt.Sprintf("fewer than %s routes", count(float64(int(n/(1+lastReserve))))),
			Why: "the IPv6 routes were not counted",
		})
	}
	return list
}

// thisRelease tells the release of the device beside one that a figure is of.
func (c *Case) thisRelease() string {
	if v := c.Device.Identity.Version; v != "" {
		return " (this is " + v + ")"
	}
	return "; the release of this switch was not read: with another one the scale is not known to hold"
}
