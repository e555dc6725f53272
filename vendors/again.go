package vendors

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// sameWords drops what an answer said of the division of the memory where a later
// answer to the same question, asked with another filter, says it anew.
func (r *replay) sameWords() {
	later := map[string]fact.Carve{}
	for i := len(r.steps) - 1; i >= 0; i-- {
		s := &r.steps[i]
		if s.group == "" || !r.d.Outputs[i].Current() {
			continue
		}
		c, l := &s.reading.Carve, later[s.group]
		said := fact.Carve{Configured: l.Configured.Or(c.Configured), Active: l.Active.Or(c.Active), AfterReload: l.AfterReload.Or(c.AfterReload)}
		if l.Active.Known() {
			c.Active, c.Default = fact.Setting{}, false
		}
		if l.Configured.Known() {
			c.Configured = fact.Setting{}
		}
		if l.AfterReload.Known() {
			c.AfterReload = fact.Setting{}
		}
		later[s.group] = said
	}
}

// rowKey is what makes two rows one: the same table of the same place.
type rowKey struct {
	name, resource string
	scope          fact.Scope
	unit, template string
}

func keyOfRow(t *fact.Table) rowKey {
	return rowKey{t.Name, t.Resource, t.Scope, t.Unit, t.Template}
}

// groupRow is a row of an answer to one question.
type groupRow struct {
	group string
	rowKey
}

// sameRows drops the rows that a later answer printed anew: one to the same
// question, asked with another filter, or one to another question that found more in
// use. Where another question found less, nobody knows which of the two is right,
// and both stay.
func (r *replay) sameRows() {
	asked, printed := map[groupRow]*fact.Table{}, map[rowKey]*fact.Table{}
	for i := len(r.steps) - 1; i >= 0; i-- {
		s := &r.steps[i]
		if s.group == "" || !r.d.Outputs[i].Current() || len(s.reading.Tables) == 0 {
			continue
		}
		times := map[rowKey]int{}
		for j := range s.reading.Tables {
			times[keyOfRow(&s.reading.Tables[j])]++
		}
		s.reading.Tables = slices.DeleteFunc(s.reading.Tables, func(t fact.Table) bool {
			k := keyOfRow(&t)
			if l := asked[groupRow{s.group, k}]; l != nil {
				complete(l, &t)
				return true
			}
			l := printed[k]
			return l != nil && times[k] == 1 && fuller(l, &t)
		})
		for j := range s.reading.Tables {
			t := &s.reading.Tables[j]
			k := keyOfRow(t)
			asked[groupRow{s.group, k}] = t
			if printed[k] == nil && times[k] == 1 {
				printed[k] = t
			}
		}
	}
}

// complete gives a row that a filter cut the size that the earlier answer printed.
func complete(later, earlier *fact.Table) {
	if later.Used.Known() && !later.Cap.Known() {
		later.Cap, later.CapKind = earlier.Cap, earlier.CapKind
	}
	later.Max = later.Max.Or(earlier.Max)
}

// fuller reports whether a later row tells of more in use than an earlier one, of
// the same size.
func fuller(later, earlier *fact.Table) bool {
	now, a := later.Used.Get()
	was, b := earlier.Used.Get()
	size, sized := later.Cap.Get()
	before, had := earlier.Cap.Get()
	return a && b && now > was && sized == had && size == before
}
