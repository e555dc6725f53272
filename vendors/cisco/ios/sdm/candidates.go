package sdm

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// weigh chooses among the templates of a Catalyst: what the ASIC prints of
// the active one, what the switch itself prints of others (`show sdm prefer
// NAME`), else what the catalog knows. Which others a model has is never known to
// be complete, so that nothing is proven infeasible.
func (c box) weigh() *solve.Proposal {
	active := c.Device.Carve.Active.Text
	need, caps := c.sdm()
	about := c.RouteMemories()
	if len(need) == 0 || active == "" {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "what the template must hold, or which one is active, is not known: `show sdm prefer` and the utilization of the TCAM"}, about...)
	}
	list := c.sdmCandidates(active, need, caps)
	r := solve.Choose(list, active, c.Until())
	p := c.Proposal(r, about...)
	if p.Feasible && !r.Keep {
		c.beforeSDM(p)
	}
	return p
}

func (c box) sdmCandidates(active string, need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) []solve.Candidate {
	own := solve.Candidate{Name: active, Caps: caps, Load: need, Source: "as the switch prints it"}
	list := append([]solve.Candidate{own}, c.whatIf(active, need)...)
	named := func(name string) bool {
		return slices.ContainsFunc(list, func(x solve.Candidate) bool { return strings.EqualFold(x.Name, name) })
	}
	for _, x := range division.Templates(c.View.Family, c.Class(), active, need, caps) {
		if x.Load = c.weighed(need, x.Caps); !named(x.Name) {
			list = append(list, x)
		}
	}
	hashed := c.hashed()
	for i := range list {
		c.words(&list[i], active)
		for memory, m := range list[i].Caps {
			if hashed[memory] {
				m.Plan = division.HashedPlan
				list[i].Caps[memory] = m
			}
		}
	}
	return append(list, solve.Candidate{Name: "other templates", Unproven: "whether the model has more, and what they give, was not read: `show sdm prefer NAME` prints it"})
}

// words gives a candidate the line that this stack needs; what splits the stack is
// refused.
func (c box) words(x *solve.Candidate, active string) {
	if strings.EqualFold(x.Name, active) {
		return
	}
	x.Refused = c.splitsStack(x.Name)
	if line := c.sdmLine(x.Name); line != "" && len(x.Lines) == 1 {
		x.Lines = []string{line}
	}
}

// weighed drops what a template is not asked to hold: IPv6 that is not routed.
// A memory in use of which the template says nothing stays, and is unknown.
func (c box) weighed(need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) map[fact.Resource]solve.Demand {
	out := map[fact.Resource]solve.Demand{}
	for memory, d := range need {
		if _, told := caps[memory]; told || ledger.Routes(memory) || memory == fact.HostIPv4 || memory == fact.HostIPv6 {
			out[memory] = d
		}
	}
	return out
}

// sdm reads what is in use of each memory, of the fullest instance, and its size.
func (c box) sdm() (need map[fact.Resource]solve.Demand, caps map[fact.Resource]solve.Memory) {
	need, caps = map[fact.Resource]solve.Demand{}, map[fact.Resource]solve.Memory{}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if !slices.Contains(division.Memories(), t.Resource) || t.PartOf != "" || !t.Ledger && t.Resource != fact.MAC {
			continue
		}
		if n, ok := t.Used.Get(); ok && t.Unit == fact.UnitEntries && n >= need[t.Resource].Now {
			need[t.Resource] = c.DemandOf(t.Resource, n)
		}
		if n, ok := t.Cap.Get(); ok {
			division.KeepSize(caps, t.Resource, n)
		}
	}
	return need, caps
}

// hashed tells which memories refuse inserts before they are full.
func (c box) hashed() map[fact.Resource]bool {
	out := map[fact.Resource]bool{}
	for i := range c.Rows {
		out[c.Rows[i].Resource] = out[c.Rows[i].Resource] || c.Rows[i].Kind == fact.CapHashed
	}
	return out
}

// whatIf gives the templates that the switch printed beside the active one. The
// sum of two rows has the name of one of them: the smaller figure is the row.
func (c box) whatIf(active string, need map[fact.Resource]solve.Demand) []solve.Candidate {
	var out []solve.Candidate
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		n, ok := t.WhatIf.Get()
		if !ok || t.Template == "" || strings.EqualFold(t.Template, active) || !slices.Contains(division.Memories(), t.Resource) {
			continue
		}
		at := slices.IndexFunc(out, func(x solve.Candidate) bool { return x.Name == t.Template })
		if at < 0 {
			at = len(out)
			out = append(out, c.printed(t, need))
		}
		if was, seen := out[at].Caps[t.Resource]; !seen || n < was.Capacity {
			out[at].Caps[t.Resource] = solve.Memory{Capacity: n}
		}
	}
	return out
}

// printed is a template that the switch itself printed, with the catalog's lines
// for the words that it was asked with.
func (c box) printed(t *fact.Table, need map[fact.Resource]solve.Demand) solve.Candidate {
	words := t.Template
	if t.Output < len(c.Device.Outputs) {
		if asked, ok := strings.CutPrefix(c.Device.Outputs[t.Output].Command, "show sdm prefer "); ok {
			words = asked
		}
	}
	x := solve.Candidate{
		Name: t.Template, Knob: "sdm prefer " + words, Caps: map[fact.Resource]solve.Memory{}, Load: need,
		Predict: []string{"the active template is \"" + t.Template + "\""}, Source: "as the switch prints it: `show sdm prefer " + words + "`",
	}
	if line := c.sdmLine(t.Template); line != "" {
		x.Knob = strings.TrimSuffix(line, " desktop")
	}
	if change := c.View.Family.Change(x.Knob); change != nil && change.Grade.Confirmed() {
		x.Lines = change.Commands
	}
	return x
}

// beforeSDM lists what is not weighed and must be looked at.
func (c box) beforeSDM(p *solve.Proposal) {
	p.Before = append(p.Before, solve.Check{Command: c.Utilization, Expect: "access lists, QoS and multicast in use below what the new template gives them", Why: "only routes, hosts and MAC addresses were weighed"})
	if !c.Older {
		return
	}
	if n, ok := p.Caps[fact.FibIPv6]; ok && n == 0 && c.mayRouteIPv6() {
		p.Before = append(p.Before, noIPv6())
	}
	if strings.Contains(p.Knob, "routing") {
		p.Before = append(p.Before, solve.Check{Command: "show version", Expect: "a licence other than LAN Base", Why: "LAN Base shows the routing template and cannot run it (ios:3)"})
	} else if ledger.HasWord(p.Name, "desktop") || ledger.HasWord(p.Name, "aggregate") {
		p.Before = append(p.Before, noPolicyRouting())
	}
}

// mayRouteIPv6 reports whether the template that runs has hardware for IPv6, of which
// nobody read what lies in it.
func (c box) mayRouteIPv6() bool {
	n, _ := c.CapOf(fact.FibIPv6)
	_, read := c.InUse(fact.FibIPv6)
	return !read && (n > 0 || ledger.HasWord(c.Device.Carve.Active.Text, "IPv6"))
}

// noIPv6 is the check before a template without IPv6.
func noIPv6() solve.Check {
	return solve.Check{Command: "show running-config", Expect: "no IPv6 that is routed", Why: "the new template has no hardware for IPv6: its lines draw a warning and are forwarded by none (lines-ios:3.1)"}
}

// noPolicyRouting is the check before a routing template goes.
func noPolicyRouting() solve.Check {
	return solve.Check{Command: "show running-config", Expect: "no `ip policy route-map` and no `ip wccp`", Why: "policy routing and WCCP need a routing template: any other one takes them away (lines-ios:3.1)"}
}
