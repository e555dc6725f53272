package vendors

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// sameQuestions gives one name to questions of one parser whose words are short for
// each other where its pattern leaves them open: "capacity forw" is "capacity
// forwarding".
func (r *replay) sameQuestions() {
	known := map[string][]string{}
	for i := range r.steps {
		s := &r.steps[i]
		if s.group == "" || s.parser == nil {
			continue
		}
		at := slices.IndexFunc(known[s.parser.Name], func(g string) bool { return shortFor(g, s.group) })
		if at < 0 {
			known[s.parser.Name] = append(known[s.parser.Name], s.group)
			continue
		}
		g := known[s.parser.Name][at]
		s.key, s.group = g+strings.TrimPrefix(s.key, s.group), g
	}
}

// shortFor reports whether two questions are the same word by word, where either
// word may be cut short; names and numbers may not.
func shortFor(a, b string) bool {
	v, w := strings.Fields(a), strings.Fields(b)
	if len(v) != len(w) {
		return false
	}
	for i := range v {
		cut := min(len(v[i]), len(w[i]))
		if v[i] != w[i] && (cut < 2 || v[i][:cut] != w[i][:cut] || strings.ContainsAny(v[i]+w[i], "0123456789|\"'")) {
			return false
		}
	}
	return true
}

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
	name     string
	resource fact.Resource
	scope    fact.Scope
	unit     fact.Unit
	template string
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
