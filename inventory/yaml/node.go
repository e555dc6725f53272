package yaml

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// pair is one key of a mapping and its value.
type pair struct{ key, value *yaml.Node }

// pairs gives the keys of a mapping, merge keys resolved; a key given twice and
// a key that is no text are problems.
func (d *decoder) pairs(what string, n *yaml.Node) ([]pair, bool) {
	if n.Kind != yaml.MappingNode {
		d.add(at(n), "", "%s must be keys with values, not %s", what, describe(n))
		return nil, false
	}
	return d.merged(what, n, 0), true
}

func (d *decoder) merged(what string, n *yaml.Node, depth int) []pair {
	var own []pair
	var merges []*yaml.Node
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := d.target(n.Content[i]), n.Content[i+1]
		switch {
		case k == nil:
			return own
		case k.Kind != yaml.ScalarNode || k.ShortTag() != "!!str" && k.ShortTag() != "!!merge":
			d.add(at(k), "put it in quotes", "a key of %s must be text, not %s", what, describe(k))
		case k.ShortTag() == "!!merge":
			merges = append(merges, v)
		case first[k.Value] > 0:
			d.maskIn(what, k, v)
			d.add(at(k), "", "%q is given twice in %s, first on line %d", k.Value, what, first[k.Value])
		default:
			first[k.Value] = max(1, k.Line)
			own = append(own, pair{k, v})
		}
	}
	for _, m := range merges {
		own = d.merge(what, own, first, m, depth+1)
	}
	return own
}

// merge adds what a merge key brings and own does not have.
func (d *decoder) merge(what string, own []pair, first map[string]int, n *yaml.Node, depth int) []pair {
	m := d.target(n)
	if m == nil {
		return own
	}
	if depth > maxMerges {
		d.add(at(n), "", "merge keys nest deeper than %d", maxMerges)
		return own
	}
	switch m.Kind {
	case yaml.MappingNode:
		for _, p := range d.merged(what, m, depth) {
			if first[p.key.Value] == 0 {
				first[p.key.Value] = max(1, p.key.Line)
				own = append(own, p)
			}
		}
	case yaml.SequenceNode:
		for _, c := range m.Content {
			own = d.merge(what, own, first, c, depth+1)
		}
	default:
		d.add(at(n), "", "<< takes keys with values or a list of them, not %s", describe(m))
	}
	return own
}

// describe names what a node is in words of people who never saw Go.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	case "!!str":
		return "text"
	}
	return "a value with the tag " + n.Tag
}

// maskIn hides a value that nobody knows the meaning of where secrets stand.
func (d *decoder) maskIn(what string, k, v *yaml.Node) {
	if strings.HasSuffix(what, "credentials") {
		d.mask(k.Line, lastLine(v))
	}
}

// lastLine is the last line a node covers.
func lastLine(n *yaml.Node) int {
	last := n.Line + strings.Count(n.Value, "\n")
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		last++
	}
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
