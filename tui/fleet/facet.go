package fleet

import (
	"cmp"
	"slices"
)

// Facet is a value that devices have, and how many.
type Facet struct {
	Key, Value string
	Count      int
}

// facetKeys are the keys that facets are of, in their order.
func facetKeys() []string {
	return []string{"state", "action", "site", "platform", "role", "os", "tag", "fix"}
}

// mostFacets is how many values of one key are listed: those that most have.
const mostFacets = 40

// Facets counts the values of the devices that are shown now; what it gives may run
// beside the screen.
func (l *List) Facets() func() []Facet {
	rows := make([]*Row, 0, len(l.shown))
	for _, i := range l.shown {
		rows = append(rows, l.rows[i])
	}
	now := l.now()
	return func() []Facet {
		var out []Facet
		for _, key := range facetKeys() {
			out = append(out, facetsOf(key, rows, &answers{now: now})...)
		}
		return out
	}
}

func facetsOf(key string, rows []*Row, q *answers) []Facet {
	count := map[string]int{}
	for _, r := range rows {
		h := hot{state: r.texts.state, sev: r.texts.sev}
		q.Row, q.hot = r, &h
		for i, v := range q.Text(key) {
			if i == 0 || key == "tag" { // of a platform the family, of an action its word
				count[v]++
			}
		}
	}
	var out []Facet
	for v, n := range count {
		out = append(out, Facet{key, v, n})
	}
	slices.SortFunc(out, func(a, b Facet) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return out[:min(len(out), mostFacets)]
}
