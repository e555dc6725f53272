package audit

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// propose asks the solver of the device's memory for the change that holds its
// use with the policy's reserve; what waits for a reload goes before what must be
// entered first. It never returns nil: where there is no knob or no solver the
// Outcome says so.
func propose(c *Case) *Proposal { return c.templateBack(c.orWaiting(solver(c))) }

// solver asks the one of the device's family.
func solver(c *Case) *Proposal {
	switch {
	case c.Device.Identity.Virtual:
		return &Proposal{Outcome: solve.NotApplicable, Action: None, Reason: "a software router has no forwarding memory to divide"}
	case c.Device.Family == "cat6500":
		return proposeCat6500(c)
	case c.Device.Family == "cisco8000" && c.Family != nil:
		return proposeCisco8000(c)
	case c.Device.Family == "asr9000" && c.Family != nil:
		return proposeASR9000(c)
	case c.Family != nil && len(c.classes()) > 1:
		return proposeMixed(c)
	case c.Family != nil && len(catalog.PlacementsOf(c.class())) > 0:
		return proposePlacement(c, c.class())
	case c.Family != nil && (c.Device.Family == "cat3k-2k" || c.Device.Family == "cat9k-uadp"):
		return proposeSDM(c)
	case c.Device.Identity.OS == fact.Junos:
		return proposeJunos(c)
	case c.Device.Identity.OS == fact.NXOS && c.Family != nil:
		return proposeNXOS(c)
	case c.Family != nil && len(c.Family.Profiles) > 0:
		return proposeTemplate(c)
	}
	return c.told()
}

// proposal turns a solver's result into what the verdict carries.
func (c *Case) proposal(r solve.Result, resources ...string) *Proposal {
	p := &Proposal{
		Feasible: r.Outcome == solve.Feasible, Name: r.Name, Outcome: r.Outcome, Knob: r.Knob, Commands: r.Commands, Undo: r.Undo,
		Predict: r.Predict, Reason: r.Reason, Source: r.Source, Caps: r.Caps, Rejected: r.Rejected, Resources: resources,
		Lasts: r.Lasts, Until: r.Until, Takes: r.Takes, Soft: r.Soft, Others: r.Others,
	}
	switch r.Outcome {
	case solve.Infeasible:
		p.Action = Filter
	case solve.Feasible:
		p.Action = CarveReload
		if c.Device.Identity.OS == fact.Junos && len(Members(c.Device)) < 2 {
			p.Action = ProfileRestart // the commit itself restarts the PFE: junos:0 (2); a virtual chassis waits for its reboot
		}
		if r.Keep {
			p.Action = None
		}
	case solve.NotApplicable:
		p.Action = Replace
	default:
		p.Action = Investigate
	}
	return p
}

// inUse gives the entries of a resource in use in its fullest instance, from the
// ledger or from evidence beside it.
func (c *Case) inUse(resource string) (float64, bool) {
	most, known := 0.0, false
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Used.Get(); ok && t.Resource == resource && t.Unit != "percent" {
			most, known = max(most, n), true
		}
	}
	return most, known
}

// capOf gives the smallest capacity of a resource over its instances in the
// ledger.
func (c *Case) capOf(resource string, kinds ...fact.CapKind) (float64, bool) {
	least, known := 0.0, false
	for i := range c.Rows {
		r := &c.Rows[i]
		n, ok := r.Capacity.Get()
		if !ok || r.Resource != resource || len(kinds) > 0 && r.Kind != kinds[0] {
			continue
		}
		if !known || n < least {
			least, known = n, true
		}
	}
	return least, known
}
