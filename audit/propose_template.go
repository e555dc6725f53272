package audit

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/solve"
)

// proposeTemplate chooses among the templates that the catalog knows of the
// device's family and class.
func proposeTemplate(c *Case) *Proposal {
	class := c.class()
	divided := divides(c.Family, class)
	need, caps := map[string]solve.Demand{}, map[string]solve.Memory{}
	var about []string
	for i := range c.Rows {
		r := &c.Rows[i]
		if !divided[r.Resource] {
			continue // the knob is not about this memory
		}
		about = append(about, r.Resource)
		if used, ok := c.inUse(r.Resource); ok {
			need[r.Resource] = c.demandOf(r.Resource, used)
		}
		if n, ok := c.capOf(r.Resource); ok {
			caps[r.Resource] = solve.Memory{Capacity: n}
		}
	}
	if len(divided) == 0 {
		return c.proposal(solve.Result{Outcome: solve.Unknown, Reason: "no source says how many routes its profiles hold"}, about...)
	}
	if len(need) == 0 {
		return c.proposal(solve.Result{Outcome: solve.Unknown, Reason: "what the template must hold is not known"}, about...)
	}
	active := c.Device.Carve.Active.Text
	return c.proposal(solve.Choose(solve.Templates(c.Family, class, active, need, caps), active, c.until()), about...)
}

// divides gives the resources that the templates of a class divide.
func divides(f *catalog.Family, class string) map[string]bool {
	out := map[string]bool{}
	for _, p := range f.Profiles {
		if p.Class == "" || p.Class == class {
			for res := range p.Caps {
				out[res] = true
			}
		}
	}
	return out
}

// class is the catalog's class of the device's engines, from its model and
// parts; "" where none is known, or where they are of different classes.
func (c *Case) class() string {
	pids := []string{c.Device.Identity.Model}
	for _, e := range c.Device.Identity.Engines {
		pids = append(pids, e.PID)
	}
	for _, p := range c.Device.Identity.Parts {
		pids = append(pids, p.PID)
	}
	class := ""
	for _, pid := range pids {
		e, ok := c.Family.Engine(pid)
		switch {
		case !ok || e.Class == "" || e.Grade == "unverified":
		case class == "":
			class = e.Class
		case class != e.Class:
			return ""
		}
	}
	return class
}
