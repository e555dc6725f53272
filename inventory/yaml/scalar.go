package yaml

import (
	"go.yaml.in/yaml/v4"
)

// text is a text of the file and where it stands.
type text struct {
	s  string
	at pos
}

func (t *text) decode(d *decoder, what string, n *yaml.Node) {
	switch tag := n.ShortTag(); {
	case n.Kind != yaml.ScalarNode:
		d.add(at(n), "", "%s must be text, not %s", what, describe(n))
	case tag == "!!null":
		d.add(at(n), "give it a value or take the key out", "%s has no value", what)
	case tag != "!!str" && tag != "!!timestamp":
		d.add(at(n), "put it in quotes", "%s must be text, not %s", what, describe(n))
	case n.Value == "":
		d.add(at(n), "give it a value or take the key out", "%s is empty", what)
	default:
		*t = text{n.Value, at(n)}
	}
}

// secret is a text that is masked wherever it is not a reference.
type secret struct{ text }

func (s *secret) decode(d *decoder, what string, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || !isReference(n.Value, refKinds()) {
		d.mask(n.Line, lastLine(n))
	}
	if tag := n.ShortTag(); n.Kind == yaml.ScalarNode && tag != "!!str" && tag != "!!null" {
		d.add(at(n), whyRef, "%s must be a reference, not the secret itself", what)
		return
	}
	s.text.decode(d, what, n)
}

// count is a whole number.
type count struct {
	n  int
	at pos
}

func (c *count) decode(d *decoder, what string, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || n.Decode(&c.n) != nil {
		d.add(at(n), "", "%s must be a whole number, not %s", what, shown(n))
		return
	}
	c.at = at(n)
}

// number is a number with or without fraction.
type number struct {
	f  float64
	at pos
}

func (c *number) decode(d *decoder, what string, n *yaml.Node) {
	tag := n.ShortTag()
	if n.Kind != yaml.ScalarNode || tag != "!!int" && tag != "!!float" || n.Decode(&c.f) != nil {
		d.add(at(n), "", "%s must be a number, not %s", what, shown(n))
		return
	}
	c.at = at(n)
}

// yesNo is true or false.
type yesNo struct {
	b  bool
	at pos
}

func (y *yesNo) decode(d *decoder, what string, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" || n.Decode(&y.b) != nil {
		d.add(at(n), "", "%s must be true or false, not %s", what, shown(n))
		return
	}
	y.at = at(n)
}

// shown describes a node with its text, for values that are never secret.
func shown(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode && n.Value != "" && len(n.Value) < 40 {
		return describe(n) + " (" + n.Value + ")"
	}
	return describe(n)
}

// texts is a list of texts; at is set also where the list is empty.
type texts struct {
	list []text
	at   pos
}

func (l *texts) decode(d *decoder, what string, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		d.add(at(n), listHint(n), "%s must be a list, not %s", what, describe(n))
		return
	}
	l.at = at(n)
	for _, c := range n.Content {
		var t text
		if c = d.target(c); c == nil {
			return
		}
		if t.decode(d, "an entry of "+what, c); t.at.set() {
			l.list = append(l.list, t)
		}
	}
}

// plain is the list without places; nil where the file has none.
func (l *texts) plain() []string {
	if !l.at.set() {
		return nil
	}
	out := make([]string, 0, len(l.list))
	for _, t := range l.list {
		out = append(out, t.s)
	}
	return out
}

func listHint(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" && len(n.Value) < 40 {
		return "write [" + n.Value + "]"
	}
	return ""
}

// words is one text or a list of them.
type words struct{ texts }

func (w *words) decode(d *decoder, what string, n *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		w.texts.decode(d, what, n)
		return
	}
	var t text
	if t.decode(d, what, n); t.at.set() {
		w.at, w.list = t.at, []text{t}
	}
}
