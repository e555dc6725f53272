package qfx5k

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Memories of a unified forwarding table beside those of the catalog.
const (
	uftHosts               = fact.HostIPv4     // units of the host table: junos:2C
	uftLong  fact.Resource = "IPv6 beyond /64" // longest prefixes of more than 64 bits
	uftKnob                = "set chassis forwarding-options custom-profile"
	uftHint                = "its figures are those of the models, which differ by release, and that the banks sum to four is inferred"
	uftMore                = "`num-65-127-prefix` behind a profile other than lpm-profile reserves 1K entries a step (0 to 4) for prefixes beyond /64, and takes them from the others"
	uftProof               = "what a profile gives is proven only where a box prints it: `show pfe route summary hw` on one of the same model and release that runs the profile; uRPF halves the longest-prefix entries"
)

// propose weighs the profiles of a unified forwarding table. What the active
// one guarantees the device prints; of the others there are hints only, so that
// none is ever proposed: they are named.
func (c box) propose() *solve.Proposal {
	need, caps := c.uft()
	if len(need) == 0 {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "what the profile must hold is not known: `show pfe route summary hw`"})
	}
	active := c.Device.Carve.Active.Text
	list := division.Templates(c.Family, "", active, need, caps)
	for i := range list {
		if x := &list[i]; !strings.EqualFold(x.Name, active) {
			x.Load = known(need, x.Caps) // of IPv6 no hint tells
		}
	}
	kinds := bankKinds(c.Family)
	sized := map[fact.Resource]solve.Memory{fact.MAC: {}, uftHosts: {}, fact.FibIPv4: {}}
	if best, n, ok := deal(kinds, uftBanks, uftKnob, known(need, sized), c.Until()); ok && !c.named(best.Caps) {
		best.Unproven = fmt.Sprintf("the best of %d ways to deal the banks out may hold it, but %s", n, uftHint)
		list = append(list, best)
	}
	about := c.uftResources()
	r := solve.Choose(list, active, c.Until())
	if r.Outcome == solve.Feasible && r.Keep {
		return c.Proposal(r, about...)
	}
	r.Outcome, r.Knob, r.Reason = solve.Unknown, "chassis forwarding-options", uftWords(&r, active)
	return c.Proposal(r, about...)
}

// named reports whether a profile with a name gives the same sizes.
func (c box) named(caps map[fact.Resource]solve.Memory) bool {
	return slices.ContainsFunc(c.Family.Profiles, func(p catalog.Profile) bool {
		for memory, m := range caps {
			if p.Caps[memory] != m.Capacity {
				return false
			}
		}
		return true
	})
}

// uftWords puts together what the active profile lacks, which others may hold it,
// and what must be read to know.
func uftWords(r *solve.Result, active string) string {
	var why, may []string
	for _, x := range r.Rejected {
		switch {
		case strings.EqualFold(x.Name, active):
			why = append(why, x.Name+", which is active: "+x.Why)
		case strings.Contains(x.Why, "may hold it"):
			may = append(may, x.Name)
		}
	}
	if r.Keep {
		why = append(why, r.Reason)
	}
	if slices.ContainsFunc(r.Rejected, func(x solve.Rejected) bool { return strings.HasPrefix(x.Why, string(uftLong)) }) {
		why = append(why, uftMore)
	}
	if len(may) > 0 {
		why = append(why, "by hints alone "+strings.Join(may, " and ")+" may hold it")
	}
	return strings.Join(append(why, uftProof), "; ")
}

// known keeps the needs of those memories whose size is told.
func known(need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) map[fact.Resource]solve.Demand {
	out := maps.Clone(need)
	maps.DeleteFunc(out, func(memory fact.Resource, _ solve.Demand) bool { _, ok := caps[memory]; return !ok })
	return out
}

// uft reads what is in use of the unified table and what the active profile gives.
// Used above Max is legal under ALPM: what is in use and what is printed as free
// is what it holds (junos:2C, junos:9.4).
func (c box) uft() (need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) {
	need, caps = map[fact.Resource]solve.Demand{}, map[fact.Resource]solve.Memory{}
	for i := range c.Rows {
		r := &c.Rows[i]
		used, u := r.Used.Get()
		size, s := r.Capacity.Get()
		memory := uftMemory(r)
		if memory == "" || !u || !s {
			continue
		}
		m := solve.Memory{Capacity: size}
		if free, ok := r.Left(); ok && r.FreePrinted() && r.Kind == fact.CapGuaranteed {
			m = solve.Memory{Capacity: max(size, used+free), Soft: true}
			if m.Capacity > size {
				m.Note = ledger.Count(size) + " guaranteed"
			}
		}
		if was, ok := need[memory]; !ok || used > was.Now {
			need[memory] = c.DemandOf(r.Resource, used)
		}
		if was, ok := caps[memory]; !ok || m.Capacity < was.Capacity {
			caps[memory] = m
		}
	}
	return need, caps
}

// uftMemory names the memory of a row; "" = the profile does not size it. The host
// table is one pool of units, or the row of IPv4 hosts where its arithmetic is not
// proven.
func uftMemory(r *ledger.Row) fact.Resource {
	switch {
	case r.Resource == fact.FibShared, r.Resource == fact.HostIPv4:
		return uftHosts
	case r.Resource == fact.FibIPv6 && strings.Contains(r.Name, "> 64"):
		return uftLong
	case r.Resource == fact.FibIPv4, r.Resource == fact.FibIPv6:
		return r.Resource
	}
	return ""
}

func (c box) uftResources() []fact.Resource {
	var out []fact.Resource
	for i := range c.Rows {
		if r := &c.Rows[i]; uftMemory(r) != "" {
			out = ledger.Extend(out, r.Resource)
		}
	}
	return out
}
