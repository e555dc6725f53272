package audit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// orWaiting looks at what is configured and waits for a reload: where that holds
// the demand, the reload alone is the smallest change, and nothing is entered.
func (c *Case) orWaiting(p *Proposal) *Proposal {
	d := c.Device
	if len(d.Pending) == 0 && d.PendingKnown != fact.Yes || p.Action == Reload {
		return p
	}
	name, lines := c.waiting()
	sizes := c.waitingCaps()
	if no := cmp.Or(c.mustNotRun(name), c.boundAfter(), c.modeForSwitching(), c.staysDown(name), c.nativeMode()); no != "" {
		p.Waits = no
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: waitsFor + no})
		return p
	}
	other := slices.IndexFunc(p.Others, func(o solve.Other) bool { return strings.EqualFold(o.Name, name) })
	at := slices.IndexFunc(p.Rejected, func(r solve.Rejected) bool { return strings.EqualFold(r.Name, name) })
	switch {
	case p.Feasible && strings.EqualFold(p.Name, name):
		return c.reloadOnly(p)
	case p.Feasible && other >= 0:
		return c.orOther(p, other)
	case len(sizes) > 0:
		if at >= 0 {
			p.Rejected = slices.Delete(p.Rejected, at, at+1)
		}
		return c.orSizes(p, name, sizes)
	case at >= 0:
		p.notWaiting(p.Rejected[at], lines)
		if no := c.withoutSizes(name); p.Waits == "" && no != "" && !c.routesNothing() {
			p.Waits = no
		}
		p.Rejected[at].Why = waitsFor + p.Rejected[at].Why
	default:
		why := waitsFor + "what it gives is not known"
		if no := c.withoutSizes(name); no != "" && !c.routesNothing() {
			why, p.Waits = waitsFor+no, no
		}
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: why})
	}
	return p
}

// waiting gives the name of what waits as the solver knows it, and the lines that
// configure it where they are known.
func (c *Case) waiting() (name string, lines []string) {
	classes := c.classes()
	if len(classes) == 0 && c.Family != nil {
		classes = []string{c.class()}
	}
	for _, class := range classes {
		for _, p := range catalog.PlacementsOf(class) {
			named := strings.EqualFold(solve.PlacementName(&p), c.Device.Carve.AfterReload.Text)
			entered := slices.ContainsFunc(c.Device.Pending, func(w fact.Change) bool { return len(p.Lines) == 1 && w.To == p.Lines[0] })
			if named || entered && !c.Device.Carve.AfterReload.Known() {
				return solve.PlacementName(&p), p.Lines
			}
		}
	}
	if name = c.Device.Carve.AfterReload.Text; name == "" {
		name = "what is configured"
	}
	return name, nil
}

// notWaiting notes that what waits does not hold, and has its lines taken out
// before others are entered.
func (p *Proposal) notWaiting(r solve.Rejected, lines []string) {
	if !r.Proven {
		return
	}
	p.Waits = r.Why
	for _, line := range lines {
		if no := "no " + line; p.Replaces() && !slices.Contains(p.Commands, line) && !slices.Contains(p.Commands, no) {
			p.Commands, p.Undo = append([]string{no}, p.Commands...), append(slices.Clone(p.Undo), line)
		}
	}
}

// waitsFor goes before what is said of a setting that is configured already.
const waitsFor = "it waits for the reload; "

// reloadOnly turns a proposal that is configured already into its reload, and
// into saving it first where the reload would lose it.
func (c *Case) reloadOnly(p *Proposal) *Proposal {
	if p.Action == None {
		return p // it is the active one: what waits is something else
	}
	if _, lines := c.waiting(); len(lines) == 0 {
		p.Undo = nil // else they lead from what waits to what runs
	}
	p.Action, p.Commands = Reload, nil
	p.Reason = "it is configured already and waits for the reload: " + p.Reason
	if c.Device.Boot.Unsaved == fact.Yes && c.inStartup() {
		p.Action = Save
	}
	return p
}

// orOther prefers a valid setting that waits to the one that was taken, where it
// lasts as long as it must.
func (c *Case) orOther(p *Proposal, i int) *Proposal {
	o := p.Others[i]
	if p.Action == None || !c.lastsLongEnough(o, p) {
		return p
	}
	q := *p
	q.Name, q.Lasts, q.Until, q.Takes, q.Caps, q.Predict, q.Undo = o.Name, o.Lasts, o.Until, o.Takes, nil, nil, nil
	q.Reason = o.Name + ": " + o.Lasts
	if o.Takes != "" {
		q.Reason += "; what it costs: " + o.Takes
	}
	q.Others = append([]solve.Other{p.other()}, slices.Delete(slices.Clone(p.Others), i, i+1)...)
	return c.reloadOnly(&q)
}

// lastsLongEnough compares the days on which a setting and the proposal are
// full; no day is later than any.
func (c *Case) lastsLongEnough(o solve.Other, p *Proposal) bool {
	enough := c.Now.Add(c.Policy.Horizon)
	if !p.Until.IsZero() && p.Until.Before(enough) {
		enough = p.Until
	}
	return o.Until.IsZero() || !o.Until.Before(enough)
}

func (p *Proposal) other() solve.Other {
	return solve.Other{Name: p.Name, Until: p.Until, Lasts: p.Lasts, Takes: p.Takes, Lines: p.Commands}
}

// orSizes weighs the sizes that the device or its configuration shows for the
// time after the reload.
func (c *Case) orSizes(p *Proposal, name string, caps map[string]solve.Memory) *Proposal {
	need, why := c.waitingNeed(caps)
	if no := c.forSwitching(name); len(need) == 0 && no != "" && !c.routesNothing() {
		p.Waits = no + ", and how many routes there are is not known"
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: waitsFor + p.Waits})
		return p
	}
	r := solve.Choose([]solve.Candidate{{Name: name, Caps: caps, Load: need, Unproven: why, Source: "as the device shows it for the next reload"}}, "", c.until())
	if r.Outcome != solve.Feasible {
		for _, x := range r.Rejected {
			p.notWaiting(x, nil)
			p.Rejected = append(p.Rejected, solve.Rejected{Name: x.Name, Why: waitsFor + x.Why})
		}
		return p
	}
	w := c.proposal(r, p.Resources...)
	w.Action = CarveReload
	if p.Feasible && (p.Action == None || !c.lastsLongEnough(w.other(), p)) {
		p.Others = append(p.Others, w.other())
		return p
	}
	if w.Rejected, w.Others = p.Rejected, p.Others; p.Feasible && !w.sameSizes(p) {
		w.Others = append([]solve.Other{p.other()}, p.Others...)
	}
	return c.reloadOnly(w)
}

// sameSizes reports whether q gives every memory of p the same.
func (p *Proposal) sameSizes(q *Proposal) bool {
	for resource, n := range p.Caps {
		if q.Caps[resource] != n {
			return false
		}
	}
	return true
}

// waitingCaps gives the sizes after the reload.
func (c *Case) waitingCaps() map[string]solve.Memory {
	caps := map[string]solve.Memory{}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Pending.Get(); ok && t.Unit != "percent" && (routes(t.Resource) || slices.Contains(sdmMemories(), t.Resource)) {
			keepSize(caps, t.Resource, n)
		}
	}
	if len(caps) == 0 {
		return c.templateCaps(c.Device.Carve.AfterReload.Text)
	}
	return caps
}

// waitingNeed is what the memories must hold after the reload; why says what of it
// is not known.
func (c *Case) waitingNeed(caps map[string]solve.Memory) (need map[string]solve.Demand, why string) {
	need = map[string]solve.Demand{}
	if c.Device.Family != "cat6500" {
		memories := c.routeMemories()
		for _, m := range sdmMemories() {
			if _, sized := caps[m]; sized {
				memories = extend(memories, m)
			}
		}
		for _, resource := range memories {
			if used, ok := c.inUse(resource); ok {
				need[resource] = c.demandOf(resource, used)
			}
		}
		return need, ""
	}
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
