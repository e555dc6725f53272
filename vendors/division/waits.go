package division

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Waits is what a room knows of changes pending a reload. What is nil says
// nothing.
type Waits struct {
	// InStartup: what waits lives in the startup configuration, so that a reload
	// without saving loses it.
	InStartup bool
	// Named gives the name of what waits as the solver knows it, and the lines that
	// configure it; "" = as the device calls it.
	Named func() (name string, lines []string)
	// MustNot says why what waits under a name must not be reloaded into, whatever it
	// gives.
	MustNot func(name string) string
	// Switching says why a setting must not run on a device that routes where what it
	// must hold is not known; Unsized where its own sizes are not.
	Switching, Unsized func(name string) string
	// Need gives what the memories of these sizes must hold after the reload; why says
	// what of it is not known.
	Need func(sizes map[fact.Resource]solve.Memory) (need map[fact.Resource]solve.Demand, why string)
}

// waiter looks at what waits, with what the room knows of it.
type waiter struct {
	Box
	Waits
}

func say(f func(name string) string, name string) string {
	if f == nil {
		return ""
	}
	return f(name)
}

func (w waiter) mustNot(name string) string   { return say(w.MustNot, name) }
func (w waiter) switching(name string) string { return say(w.Switching, name) }
func (w waiter) unsized(name string) string   { return say(w.Unsized, name) }

// Propose gives the change that a room's solver proposes; changes pending a reload
// goes before what must be entered first. It never returns nil: where there is no
// knob or no solver the Outcome says so.
func (b Box) Propose(solver func() *solve.Proposal, w Waits) *solve.Proposal {
	if b.Device.Identity.Virtual {
		return waiter{b, w}.orWaiting(&solve.Proposal{Outcome: solve.NotApplicable, Action: solve.None, Reason: "a software router has no forwarding memory to divide"})
	}
	return waiter{b, w}.orWaiting(solver())
}

// orWaiting looks at what is configured and pending reload: where that holds
// the demand, the reload alone is the smallest change, and nothing is entered.
func (w waiter) orWaiting(p *solve.Proposal) *solve.Proposal {
	d := w.Device
	if len(d.Pending) == 0 && d.PendingKnown != fact.Yes || p.Action == solve.Reload {
		return p
	}
	name, lines := w.waiting()
	sizes := w.AfterReload()
	if no := w.mustNot(name); no != "" {
		p.Waits = no
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: waitsFor + no})
		return p
	}
	other := slices.IndexFunc(p.Others, func(o solve.Other) bool { return strings.EqualFold(o.Name, name) })
	at := slices.IndexFunc(p.Rejected, func(r solve.Rejected) bool { return strings.EqualFold(r.Name, name) })
	switch {
	case p.Feasible && strings.EqualFold(p.Name, name):
		return w.reloadOnly(p)
	case p.Feasible && other >= 0:
		return w.orOther(p, other)
	case len(sizes) > 0:
		if at >= 0 {
			p.Rejected = slices.Delete(p.Rejected, at, at+1)
		}
		return w.orSizes(p, name, sizes)
	case at >= 0:
		notWaiting(p, p.Rejected[at], lines)
		if no := w.unsized(name); p.Waits == "" && no != "" && !w.RoutesNothing() {
			p.Waits = no
		}
		p.Rejected[at].Why = waitsFor + p.Rejected[at].Why
	default:
		why := waitsFor + "what it gives is not known"
		if no := w.unsized(name); no != "" && !w.RoutesNothing() {
			why, p.Waits = waitsFor+no, no
		}
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: why})
	}
	return p
}

// waiting gives the name of what waits as the solver knows it, and the lines that
// configure it where they are known.
func (w waiter) waiting() (name string, lines []string) {
	if w.Named != nil {
		if name, lines = w.Named(); name != "" {
			return name, lines
		}
	}
	return cmp.Or(w.Device.Carve.AfterReload.Text, "what is configured"), nil
}

// notWaiting notes that what waits does not hold, and has its lines taken out
// before others are entered.
func notWaiting(p *solve.Proposal, r solve.Rejected, lines []string) {
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
func (w waiter) reloadOnly(p *solve.Proposal) *solve.Proposal {
	if p.Action == solve.None {
		return p // it is the active one: what waits is something else
	}
	if _, lines := w.waiting(); len(lines) == 0 {
		p.Undo = nil // else they lead from what waits to what runs
	}
	p.Action, p.Commands = solve.Reload, nil
	p.Reason = "it is configured already and waits for the reload: " + p.Reason
	if w.Device.Boot.Unsaved == fact.Yes && w.InStartup {
		p.Action = solve.Save
	}
	return p
}

// orOther prefers a valid setting that waits to the one that was taken, where it
// lasts as long as it must.
func (w waiter) orOther(p *solve.Proposal, i int) *solve.Proposal {
	o := p.Others[i]
	if p.Action == solve.None || !w.lastsLongEnough(o, p) {
		return p
	}
	q := *p
	q.Name, q.Lasts, q.Until, q.Takes, q.Caps, q.Predict, q.Undo = o.Name, o.Lasts, o.Until, o.Takes, nil, nil, nil
	q.Reason = o.Name + ": " + o.Lasts
	if o.Takes != "" {
		q.Reason += "; what it costs: " + o.Takes
	}
	q.Others = append([]solve.Other{p.Other()}, slices.Delete(slices.Clone(p.Others), i, i+1)...)
	return w.reloadOnly(&q)
}

// lastsLongEnough compares the days on which a setting and the proposal are
// full; no day is later than any.
func (w waiter) lastsLongEnough(o solve.Other, p *solve.Proposal) bool {
	enough := w.Now.Add(w.Terms.Horizon)
	if !p.Until.IsZero() && p.Until.Before(enough) {
		enough = p.Until
	}
	return o.Until.IsZero() || !o.Until.Before(enough)
}

// orSizes weighs the sizes that the device or its configuration shows for the
// time after the reload.
func (w waiter) orSizes(p *solve.Proposal, name string, caps map[fact.Resource]solve.Memory) *solve.Proposal {
	need, why := w.waitingNeed(caps)
	if no := w.switching(name); len(need) == 0 && no != "" && !w.RoutesNothing() {
		p.Waits = no + ", and how many routes there are is not known"
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: waitsFor + p.Waits})
		return p
	}
	r := solve.Choose([]solve.Candidate{{Name: name, Caps: caps, Load: need, Unproven: why, Source: "as the device shows it for the next reload"}}, "", w.Until())
	if r.Outcome != solve.Feasible {
		for _, x := range r.Rejected {
			notWaiting(p, x, nil)
			p.Rejected = append(p.Rejected, solve.Rejected{Name: x.Name, Why: waitsFor + x.Why})
		}
		return p
	}
	x := w.Proposal(r, p.Resources...)
	x.Action = solve.CarveReload
	if p.Feasible && (p.Action == solve.None || !w.lastsLongEnough(x.Other(), p)) {
		p.Others = append(p.Others, x.Other())
		return p
	}
	if x.Rejected, x.Others = p.Rejected, p.Others; p.Feasible && !x.SameSizes(p) {
		x.Others = append([]solve.Other{p.Other()}, p.Others...)
	}
	return w.reloadOnly(x)
}

// AfterReload gives the sizes after the reload.
func (b Box) AfterReload() map[fact.Resource]solve.Memory {
	caps := map[fact.Resource]solve.Memory{}
	for i := range b.Device.Tables {
		t := &b.Device.Tables[i]
		if n, ok := t.Pending.Get(); ok && t.Unit != fact.UnitPercent && (ledger.Routes(t.Resource) || slices.Contains(Memories(), t.Resource)) {
			KeepSize(caps, t.Resource, n)
		}
	}
	if len(caps) == 0 {
		return b.templateCaps(b.Device.Carve.AfterReload.Text)
	}
	return caps
}

// waitingNeed is what the memories must hold after the reload; why says what of it
// is not known.
func (w waiter) waitingNeed(caps map[fact.Resource]solve.Memory) (need map[fact.Resource]solve.Demand, why string) {
	if w.Need != nil {
		return w.Need(caps)
	}
	need = map[fact.Resource]solve.Demand{}
	memories := w.RouteMemories()
	for _, m := range Memories() {
		if _, sized := caps[m]; sized {
			memories = ledger.Extend(memories, m)
		}
	}
	for _, resource := range memories {
		if used, ok := w.InUse(resource); ok {
			need[resource] = w.DemandOf(resource, used)
		}
	}
	return need, ""
}

// templateCaps are the sizes of a template that does not run: as the switch itself
// prints them when it is asked for it by name, else as the catalog has them.
func (b Box) templateCaps(name string) map[fact.Resource]solve.Memory {
	caps := map[fact.Resource]solve.Memory{}
	for i := range b.Device.Tables {
		t := &b.Device.Tables[i]
		n, ok := t.WhatIf.Get()
		if !ok || !strings.EqualFold(t.Template, name) || !slices.Contains(Memories(), t.Resource) {
			continue
		}
		if was, seen := caps[t.Resource]; !seen || n < was.Capacity { // a sum has the name of its part
			caps[t.Resource] = solve.Memory{Capacity: n}
		}
	}
	if len(caps) > 0 || b.Family == nil {
		return caps
	}
	for i := range b.Family.Profiles {
		p := &b.Family.Profiles[i]
		if p.Class == b.Class() && strings.EqualFold(p.Name, name) && p.Grade.Confirmed() {
			for resource, n := range p.Caps {
				caps[resource] = solve.Memory{Capacity: n}
			}
		}
	}
	return caps
}

// Memories are what a template is weighed by. Access lists, QoS and multicast
// are left to a check before the change: their rows mix several features.
func Memories() []fact.Resource {
	return []fact.Resource{fact.MAC, fact.HostIPv4, fact.FibIPv4, fact.HostIPv6, fact.FibIPv6, fact.FibShared, resFibOverflow}
}

// KeepSize keeps the smallest size of a memory over its instances. MAC addresses
// have a small overflow beside their table: the larger of the two is meant.
func KeepSize(caps map[fact.Resource]solve.Memory, resource fact.Resource, n float64) {
	if was, seen := caps[resource]; !seen || n < was.Capacity != (resource == fact.MAC) {
		caps[resource] = solve.Memory{Capacity: n}
	}
}

// The memories that only this package counts.
const (
	resFibOverflow fact.Resource = "fib.overflow"
)
