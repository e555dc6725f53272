package division

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Template chooses among the templates that the catalog knows of the
// device's family and class.
func (b Box) Template() *solve.Proposal {
	class := b.Class()
	divided := divides(b.Family, class)
	need, caps := map[fact.Resource]solve.Demand{}, map[fact.Resource]solve.Memory{}
	var about []fact.Resource
	for i := range b.Rows {
		r := &b.Rows[i]
		if !divided[r.Resource] {
			continue // the knob is not about this memory
		}
		about = append(about, r.Resource)
		if used, ok := b.InUse(r.Resource); ok {
			need[r.Resource] = b.DemandOf(r.Resource, used)
		}
		if n, ok := b.CapOf(r.Resource); ok {
			caps[r.Resource] = solve.Memory{Capacity: n}
		}
	}
	if len(divided) == 0 {
		return b.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "no source says how many routes its profiles hold"}, about...)
	}
	if len(need) == 0 {
		return b.Proposal(solve.Result{Outcome: solve.Unknown, Reason: "what the template must hold is not known"}, about...)
	}
	active := b.Device.Carve.Active.Text
	return b.Proposal(solve.Choose(Templates(b.Family, class, active, need, caps), active, b.Until()), about...)
}

// divides gives the resources that the templates of a class divide.
func divides(f *catalog.Family, class catalog.Class) map[fact.Resource]bool {
	out := map[fact.Resource]bool{}
	for _, p := range f.Profiles {
		if p.Class == "" || p.Class == class {
			for res := range p.Caps {
				out[res] = true
			}
		}
	}
	return out
}
