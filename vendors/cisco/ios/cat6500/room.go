// Package cat6500 is the room of the Catalyst 6500, 6800 and 7600:
// how it is recognised and asked, what completes it; what
// its FIB TCAM can be divided into, which lines do that, and how the rollback goes.
//
// What goes in: facts and a ledger.View. What comes out: a completed device and a
// ledger.Lore. What the families share stands in package ios. It does no I/O.
package cat6500

import (
	"fmt"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Room is the family.
func Room() vendors.Room {
	return vendors.Room{Platform: platform{}, Lore: lore, Situate: situate, Manual: manual, Parsers: parsers()}
}

// parsers read what only a 6500 or 7600 is asked.
func parsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "mls-cef-maximum-routes", Commands: []string{"show mls cef maximum-routes", "show mls cef maximum-routes **"}, Family: "cat6500", Grade: fact.Proven, Read: readMaxRoutes},
		{Name: "mls-cef-summary", Commands: []string{"show mls cef summary", "show mls cef summary **"}, Family: "cat6500", Grade: fact.Proven, Read: readMLSSummary},
		{Name: "mls-cef-exception", Commands: []string{"show mls cef exception status", "show mls cef exception", "show mls cef exception status **"}, Family: "cat6500", Grade: fact.Proven, Read: readMLSException},
		{Name: "cef-exception", Commands: []string{"show platform hardware cef exception status", "show platform hardware cef exception", "show platform hardware cef exception status **"}, Family: "cat6500", Grade: fact.Documented, Read: readMLSException},
		{Name: "cef-maximum-routes", Commands: []string{"show platform hardware cef maximum-routes", "show platform hardware cef maximum-routes **"}, Family: "cat6500", Grade: fact.Documented, Read: readMaxima},
		{Name: "hardware-capacity", Commands: []string{"show platform hardware capacity", "show platform hardware capacity **"}, Family: "cat6500", Grade: fact.Proven, Read: readCapacity},
		{Name: "adjacency-resource-level", Commands: []string{"show platform hardware cef adjacencies resource-level", "show platform hardware cef resource-level", "show platform hardware cef adjacencies resource-level **", "show platform hardware cef * resource-level", "show platform hardware cef resource-level **"}, Family: "cat6500", Grade: fact.Proven, Read: readResourceLevel},
	}
}

// box is one chassis.
type box struct{ division.Box }

func lore(v *ledger.View) ledger.Lore {
	c := box{division.Box{View: v}}
	p := c.Propose(c.propose, division.Waits{
		InStartup: true, Need: c.waitingNeed, MustNot: func(string) string { return c.boundAfter() },
	})
	p.Nameless = true // a carve has sizes, no name
	return ledger.Lore{
		InStartup: true, // ios:2.4
		Proposal:  p,
		Sizes:     c.sizes(),
	}
}

// situate names the engines of a chassis that lists none and answers the words of a
// sup720: a Sup2T has words of its own (ios:2.3).
func situate(d *fact.Device, f *catalog.Family, s *catalog.Situation) {
	if f != nil && len(s.Classes) == 0 && ledger.Understood(d, "show mls cef ") {
		s.Classes = []catalog.Class{classPFC3}
	}
}

// sizes cuts the engines into XL and others; nil where all are alike.
func (c box) sizes() *ledger.Sizes {
	var s ledger.Sizes
	for _, e := range c.Device.Identity.Engines {
		if e.XL {
			s.Large = append(s.Large, e)
		} else {
			s.Small = append(s.Small, e)
		}
	}
	if len(s.Small) == 0 || len(s.Large) == 0 {
		return nil
	}
	now, ok := c.sup720Carve()
	least, who := c.leastEngine()
	if chip, whole := sup720Chip(now); ok && whole && least > 0 && least < chip {
		s.Unsafe = fmt.Sprintf("it runs with %dk cells now, and comes back from a reload with the %dk of %s", chip, least, who)
	}
	return &s
}

// waitingNeed is what the regions must hold after the reload.
func (c box) waitingNeed(caps map[fact.Resource]solve.Memory) (need map[fact.Resource]solve.Demand, why string) {
	need = map[fact.Resource]solve.Demand{}
	use, why := c.sup720Use()
	c.atLeast(&use.IPv4.Now, fact.CEFIPv4)
	c.atLeast(&use.V6Mcast.Now, fact.CEFIPv6)
	use = c.sup720Need(use, why != "")
	need[fact.FibIPv6Mcast] = use.V6Mcast
	if _, one := caps[fact.FibIPv4MPLS]; one {
		need[fact.FibIPv4MPLS] = use.IPv4.Add(use.MPLS)
		return need, why
	}
	need[fact.FibIPv4], need[fact.FibMPLS] = use.IPv4, use.MPLS
	return need, why
}
