package textscan

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"sort"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Node is one element of a structured answer (XML, or JSON as `| json` and
// `| display json` print it), with the span that proves its text. Names have no
// namespace. A JSON object is a node whose children carry the keys; each item
// of a JSON list is a child with the key of the list.
type Node struct {
	Name     string
	Text     string // trimmed text of a leaf
	Span     fact.Span
	Children []*Node
	Inactive bool // XML: inactive="inactive", a part of a configuration that does not count
}

// Child gives the first child with that name, nil where there is none. A nil
// Node has no children, so calls chain.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Value is the text of the node; of a Junos JSON leaf `[{"data": x}]`, x.
func (n *Node) Value() string {
	if n == nil {
		return ""
	}
	if n.Text == "" {
		if d := n.Child("data"); d != nil {
			return d.Text
		}
	}
	return n.Text
}

// Figure is the node's text as a number, unknown where it is none.
func (n *Node) Figure() fact.Figure {
	if n == nil {
		return fact.Figure{}
	}
	leaf := n
	if n.Text == "" && n.Child("data") != nil {
		leaf = n.Child("data")
	}
	v, ok := Number(leaf.Text)
	if !ok {
		return fact.Figure{}
	}
	return fact.Read(v, leaf.Span)
}

// All gives every node below n (and n) with that name, in document order.
func (n *Node) All(name string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	if n.Name == name {
		out = append(out, n)
	}
	for _, c := range n.Children {
		out = append(out, c.All(name)...)
	}
	return out
}

// First gives the first node below n (or n) with that name, in document order;
// nil where there is none.
func (n *Node) First(name string) *Node {
	if n == nil || n.Name == name {
		return n
	}
	for _, c := range n.Children {
		if f := c.First(name); f != nil {
			return f
		}
	}
	return nil
}

// maxDepth bounds the nesting of a document: no router needs more, and a
// hostile one must not eat the stack.
const maxDepth = 64

var errDepth = errors.New("nested too deeply")

// lineAt gives the number of the line that byte offset off is on.
func (s *Scan) lineAt(off int) int {
	return sort.Search(len(s.lines), func(i int) bool { return s.lines[i].Start > off })
}

func (s *Scan) spanAt(lo, hi int) fact.Span {
	return fact.Span{Output: int32(s.Output), Line: int32(max(1, s.lineAt(lo))), Start: int32(lo), End: int32(hi)}
}

// XML decodes the first XML document of the output; nil where there is none. A
// document that was cut gives what stands before the cut and cut = true.
func (s *Scan) XML() (doc *Node, cut bool) {
	lo := strings.IndexByte(s.text, '<')
	if lo < 0 {
		return nil, false
	}
	d := xml.NewDecoder(strings.NewReader(s.text[lo:]))
	d.Strict = false
	root := &Node{}
	stack := []*Node{root}
	for len(stack) > 0 {
		before := int(d.InputOffset())
		tok, err := d.RawToken()
		if err != nil {
			cut = !errors.Is(err, io.EOF) || len(stack) > 1
			break
		}
		top := stack[len(stack)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(stack) > maxDepth {
				return nil, true
			}
			n := &Node{Name: tok.Name.Local, Span: s.spanAt(lo+before, lo+int(d.InputOffset())), Inactive: inactive(tok.Attr)}
			top.Children = append(top.Children, n)
			stack = append(stack, n)
		case xml.EndElement:
			if len(stack) == 1 {
				continue
			}
			stack = stack[:len(stack)-1]
			if len(stack) == 1 && strings.TrimSpace(tok.Name.Local) == "rpc-reply" {
				return s.xmlRoot(root), false
			}
		case xml.CharData:
			if lo+int(d.InputOffset()) >= len(s.text) {
				continue // cut inside the text: half a number is no number
			}
			text := string(tok)
			if t := strings.TrimSpace(text); t != "" && top.Text == "" {
				top.Text = t
				raw := s.text[lo+before : min(len(s.text), lo+int(d.InputOffset()))]
				at := lo + before + len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
				top.Span = s.spanAt(at, at+len(strings.TrimSpace(raw)))
			}
		}
	}
	if len(root.Children) == 0 {
		return nil, cut
	}
	return s.xmlRoot(root), cut
}

func inactive(attrs []xml.Attr) bool {
	for _, a := range attrs {
		if a.Name.Local == "inactive" {
			return a.Value == "inactive" || a.Value == "true"
		}
	}
	return false
}

func (s *Scan) xmlRoot(root *Node) *Node {
	if len(root.Children) == 1 {
		return root.Children[0]
	}
	return root
}

// JSON decodes the first JSON document of the output; nil where there is none.
// A brace that opens no document (the "{master:0}" of a prompt, a progress bar)
// is passed over.
func (s *Scan) JSON() (doc *Node, cut bool) {
	tries := 0
	for i, l := range s.lines {
		at := strings.IndexAny(l.Text, "{[")
		if at < 0 || s.claimed[i] && s.isNoise(l.Trim(), strings.TrimSpace(s.Command), i) {
			continue
		}
		if doc, cut = s.jsonAt(l.Start + at); doc != nil || tries == maxTries {
			return doc, cut
		}
		tries++
	}
	return nil, cut
}

// maxTries bounds how many braces are tried as the start of a document.
const maxTries = 8

func (s *Scan) jsonAt(lo int) (doc *Node, cut bool) {
	j := jsonReader{s: s, lo: lo, d: json.NewDecoder(strings.NewReader(s.text[lo:]))}
	j.d.UseNumber()
	root := &Node{}
	err := j.value(root, "", 0)
	if errors.Is(err, errDepth) || len(root.Children) == 0 {
		return nil, err != nil
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && len(root.Children) == 1 && len(root.Children[0].Children) == 0 {
		return nil, false // a brace, and then no JSON
	}
	if len(root.Children) == 1 {
		return root.Children[0], err != nil
	}
	return root, err != nil
}

type jsonReader struct {
	s  *Scan
	d  *json.Decoder
	lo int
}

// value reads one value as children of parent called name.
func (j *jsonReader) value(parent *Node, name string, depth int) error {
	if depth > maxDepth {
		return errDepth
	}
	before := int(j.d.InputOffset())
	tok, err := j.d.Token()
	if err != nil {
		return err
	}
	after := int(j.d.InputOffset())
	if delim, ok := tok.(json.Delim); ok {
		if delim == '[' {
			for j.d.More() {
				if err := j.value(parent, name, depth+1); err != nil {
					return err
				}
			}
		} else {
			n := &Node{Name: name, Span: j.s.spanAt(j.lo+after-1, j.lo+after)}
			parent.Children = append(parent.Children, n)
			for j.d.More() {
				key, err := j.d.Token()
				if err != nil {
					return err
				}
				k, _ := key.(string)
				if err := j.value(n, k, depth+1); err != nil {
					return err
				}
			}
		}
		_, err = j.d.Token()
		return err
	}
	if _, num := tok.(json.Number); num && j.lo+after >= len(j.s.text) {
		return io.ErrUnexpectedEOF // cut inside the number
	}
	parent.Children = append(parent.Children, j.leaf(name, tok, before, after))
	return nil
}

func (j *jsonReader) leaf(name string, tok json.Token, before, after int) *Node {
	n := &Node{Name: name}
	switch v := tok.(type) {
	case string:
		n.Text = strings.TrimSpace(v)
	case json.Number:
		n.Text = v.String()
	case bool:
		n.Text = map[bool]string{true: "true", false: "false"}[v]
	}
	raw := j.s.text[j.lo+before : j.lo+after]
	at := j.lo + before + len(raw) - len(strings.TrimLeft(raw, " \t\r\n:,\""))
	hi := j.lo + before + len(strings.TrimRight(raw, " \t\r\n\""))
	n.Span = j.s.spanAt(at, max(at, hi))
	return n
}
