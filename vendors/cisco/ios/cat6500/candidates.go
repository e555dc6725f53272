package cat6500

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// propose divides the FIB TCAM of a sup720 or RSP720 anew. The chip's
// size is taken from the carve itself, which proves it (sup720Chip); the
// one pool of a Sup2T has nothing to divide.
func (c box) propose() *solve.Proposal {
	about := []fact.Resource{fact.FibIPv4, fact.FibMPLS, fact.FibIPv4MPLS, fact.FibIPv6, fact.FibIPv6Mcast, fact.FibMcastIPv4, fact.FibMcastIPv6, fact.FibShared}
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == fact.CapPool && ledger.Routes(r.Resource) {
			return c.Proposal(solve.Result{Outcome: solve.NotApplicable, Reason: "one pool for all families: there is nothing to divide anew (ios:2.4)" + c.Cells(r)}, about...)
		}
	}
	now, ok := c.sup720Carve()
	if !ok {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "how the FIB TCAM is divided now is not known: `show mls cef maximum-routes`"}, about...)
	}
	chip, whole := sup720Chip(now)
	if !whole {
		return c.Proposal(solve.Result{
			Outcome: solve.Unknown,
			Reason:  fmt.Sprintf("the carve takes %dk cells, which is neither of the chips (1024k, 256k): not understood", chip),
		}, about...)
	}
	use, why := c.sup720Use()
	if why == unknownUse {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: why}, about...)
	}
	if least, who := c.leastEngine(); least > 0 && least < chip {
		return c.Proposal(c.boundBy(least, who, use), about...)
	}
	read4 := c.atLeast(&use.IPv4.Now, fact.CEFIPv4)
	read6 := c.atLeast(&use.V6Mcast.Now, fact.CEFIPv6)
	p := c.Proposal(sup720(chip, now, c.sup720Need(use, why != ""), c.Until()), about...)
	if p.Feasible {
		c.checkSoftware(p, read4, read6)
	}
	if why != "" && p.Feasible && !p.HasRoomFor(fact.FibMPLS, use.IPv4.Now) {
		p.Reason += "; " + why
		p.Before = append(p.Before, solve.Check{
			Command: "show mls cef summary",
			Expect:  "MPLS routes: fewer than " + ledger.Count(p.Caps[fact.FibMPLS]),
			Why:     "the division was computed as if all of them were IPv4 routes",
		})
	}
	c.wayBack(p)
	p.Verify = verify720(p.Predict)
	return p
}

// verify720 names the commands that print what is predicted: one has the regions,
// the other the blocks of the chip.
func verify720(predict []string) []solve.Check {
	var regions, blocks []string
	for _, line := range predict {
		if strings.Contains(line, " bits ") {
			blocks = append(blocks, line)
		} else {
			regions = append(regions, line)
		}
	}
	var out []solve.Check
	for _, v := range []struct {
		command string
		lines   []string
	}{{"show mls cef maximum-routes", regions}, {"show platform hardware capacity forwarding", blocks}} {
		if len(v.lines) > 0 {
			out = append(out, solve.Check{Command: v.command, Expect: strings.Join(v.lines, "; "), Why: "as the solver computed it"})
		}
	}
	return out
}

// leastEngine gives the k cells of the smallest forwarding engine of the chassis
// and its name; 0 where the catalog does not vouch for the size of any. An engine
// that is down counts: it comes up with the reload.
func (c box) leastEngine() (kCells int, who string) {
	if c.Device.Family != "cat6500" || c.Family == nil {
		return 0, ""
	}
	for _, e := range c.Device.Identity.Engines {
		known, _ := c.Family.Engine(e.PID)
		for _, l := range c.Family.Limits {
			if k := int(l.Value / 1024); known.Class != "" && l.Class == known.Class && l.Grade.Confirmed() && (kCells == 0 || k < kCells) {
				kCells, who = k, ledger.EngineNames([]fact.Engine{e})
			}
		}
	}
	return kCells, who
}

// boundAfter says that what waits on a 6500 or 7600 is larger than its least engine,
// to whose size a reload brings the whole chassis; "" = it is not.
func (c box) boundAfter() string {
	least, who := c.leastEngine()
	now, ok := c.sup720Carve()
	if chip, whole := sup720Chip(now); least > 0 && ok && whole && least < chip {
		return fmt.Sprintf("%s has %dk cells, and after a reload the whole chassis has no more", who, least)
	}
	return ""
}

// boundBy is what is left where an engine is smaller than what runs: after a
// reload the chassis has the room of its least engine (Cisco document 107258,
// ios:2.1), so that no larger division can be entered.
func (c box) boundBy(kCells int, who string, use sup720Need) solve.Result {
	bound := fmt.Sprintf("%s has %dk cells: after a reload the whole chassis has no more", who, kCells)
	r := sup720(kCells, sup720Factory(kCells), c.sup720Need(use, false), c.Until())
	if r.Outcome == solve.Infeasible {
		r.Reason = bound + ", and " + r.Reason + "; with that engine replaced by a larger one, or taken out, ask again"
		return r
	}
	return solve.Result{Outcome: solve.Unknown, Reason: bound + ". What it holds would fit, but which division it comes up with is not known: replace that engine or take it out before anything is reloaded"}
}

// atLeast raises a need to what the software table holds, where it was read: a
// TCAM that overflowed holds only what fitted.
func (c box) atLeast(need *float64, resource fact.Resource) (read bool) {
	var sum float64
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Used.Get(); ok && t.Resource == resource && t.PartOf == "" {
			sum, read = sum+n, true
		}
	}
	*need = max(*need, sum)
	return read
}

// checkSoftware has somebody look at the software tables that were not read,
// where the hardware is so full that it may hold only a part of them.
func (c box) checkSoftware(p *solve.Proposal, read4, read6 bool) {
	for _, f := range []struct {
		read    bool
		caps    []fact.Resource
		command string
	}{
		{read4, []fact.Resource{fact.FibIPv4, fact.FibIPv4MPLS}, "show ip cef summary"},
		{read6, []fact.Resource{fact.FibIPv6Mcast}, "show ipv6 cef summary"},
	} {
		for _, resource := range f.caps {
			used, ok := c.InUse(resource)
			limit, known := c.CapOf(resource)
			if f.read || !ok || !known || used < 0.99*limit || p.Caps[resource] == 0 && p.Caps[fact.FibIPv4] == 0 {
				continue
			}
			room := max(p.Caps[resource], p.Caps[fact.FibIPv4])
			if resource == fact.FibIPv6Mcast {
				room = p.Caps[resource]
			}
			p.Before = append(p.Before, solve.Check{
				Command: f.command,
				Expect:  "fewer prefixes over all VRFs than " + ledger.Count(room),
				Why:     "the region is full: what is in it is only what fitted, the table may be larger",
			})
		}
	}
}

// sup720Need is what is in use as it grows. Where the labels were not told apart
// from the routes (mixed), only the software table says whose growth it is.
func (c box) sup720Need(use sup720Need, mixed bool) sup720Need {
	g := c.GrowthIn(fact.FibIPv4, use.IPv4.Now, false)
	if mixed {
		g = c.GrowthOf(c.Terms.Growth.IPv4, c.Most("ipv4", fact.CEFIPv4, fact.RIBIPv4))
	}
	return sup720Need{
		IPv4: c.Demand(use.IPv4.Now, ledger.WithPast(c.View, g, fact.FibIPv4)), MPLS: c.DemandOf(fact.FibMPLS, use.MPLS.Now), V6Mcast: c.DemandOf(fact.FibIPv6, use.V6Mcast.Now),
	}
}

// sup720Carve gives the carve in k entries from the rows of the ledger; MPLS is
// 0 where it shares IPv4's region.
func (c box) sup720Carve() (sup720Carve, bool) {
	k := func(resource fact.Resource) (int, bool) {
		n, ok := c.CapOf(resource)
		return int(n / 1024), ok
	}
	v6, ok := k(fact.FibIPv6Mcast)
	if !ok {
		return sup720Carve{}, false
	}
	if both, ok := k(fact.FibIPv4MPLS); ok {
		return sup720Carve{IPv4: both, V6Mcast: v6}, true
	}
	v4, known := k(fact.FibIPv4)
	mpls, _ := k(fact.FibMPLS)
	return sup720Carve{IPv4: v4, MPLS: mpls, V6Mcast: v6}, known
}

// What sup720Use answers besides numbers.
const (
	unknownUse  = "how many routes and labels of each kind it holds is not known: `show mls cef summary`"
	unknownMPLS = "how many of the entries are MPLS labels is not known: they were all taken for IPv4 routes"
)

// sup720Use gives what is in use. Where only the sum of IPv4 and MPLS is known
// all of it is taken for IPv4, and why says so.
func (c box) sup720Use() (use sup720Need, why string) {
	v6, ok := c.InUse(fact.FibIPv6Mcast)
	if !ok {
		u6, k6 := c.InUse(fact.FibIPv6)
		m4, k4 := c.InUse(fact.FibMcastIPv4)
		m6, _ := c.InUse(fact.FibMcastIPv6)
		if !k6 || !k4 {
			return use, unknownUse
		}
		v6 = u6 + m4 + m6
	}
	use.V6Mcast.Now = v6
	v4, ok4 := c.InUse(fact.FibIPv4)
	mpls, okMPLS := c.InUse(fact.FibMPLS)
	both, okBoth := c.InUse(fact.FibIPv4MPLS)
	switch {
	case ok4 && okMPLS:
		use.IPv4.Now, use.MPLS.Now = v4, mpls
	case ok4 && okBoth:
		use.IPv4.Now, use.MPLS.Now = v4, max(0, both-v4)
	case okMPLS && okBoth:
		use.IPv4.Now, use.MPLS.Now = max(0, both-mpls), mpls
	case okBoth:
		use.IPv4.Now, why = both, unknownMPLS
	default:
		return use, unknownUse
	}
	return use, why
}
