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

// sameRows drops the rows of an answer that a later answer to the same question,
// asked with another filter, printed anew.
func (r *replay) sameRows() {
	printed := map[groupRow]*fact.Table{}
	for i := len(r.steps) - 1; i >= 0; i-- {
		s := &r.steps[i]
		if s.group == "" || !r.d.Outputs[i].Current() {
			continue
		}
		s.reading.Tables = slices.DeleteFunc(s.reading.Tables, func(t fact.Table) bool {
			l := printed[groupRow{s.group, keyOfRow(&t)}]
			if l != nil {
				complete(l, &t)
			}
			return l != nil
		})
		for j := range s.reading.Tables {
			t := &s.reading.Tables[j]
			printed[groupRow{s.group, keyOfRow(t)}] = t
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
