// Package yaml is the inventory that people write: a YAML file.
//
// What goes in: its bytes. What comes out: resolved devices (defaults, groups and
// device merged) in plain values, or every mistake of the file at once, with
// file:line:column and a hint.
package yaml

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/inventory"

	"go.yaml.in/yaml/v4"
)

// Load reads an inventory; path is only used in messages. The error is nil or
// Errors, which holds every problem of the file; the inventory is nil then. Sources
// that it names are not read.
func Load(path string, data []byte) (*inventory.Inventory, error) { return LoadLive(path, data, nil) }

// LoadLive is Load with what the sources that the file names say: the file's own words
// win.
func LoadLive(path string, data []byte, read inventory.Reads) (*inventory.Inventory, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	ps := newProblems(path, data)
	if !ps.isText(data) {
		return nil, ps.err()
	}
	root := ps.parse(data)
	if root == nil {
		return nil, ps.err()
	}
	f := &file{}
	d := &decoder{problems: ps, fields: map[reflect.Type][]field{}}
	d.value("the file", reflect.ValueOf(f).Elem(), root)
	l := &loader{problems: ps, file: f, inv: &inventory.Inventory{Path: path}}
	l.secrets()
	l.sources()
	if err := ps.err(); err != nil {
		read = nil // every mistake of the file is told before anybody is asked
	}
	if err := l.live(read); err != nil {
		return nil, err
	}
	l.load()
	if err := ps.err(); err != nil {
		return nil, err
	}
	return l.inv, nil
}

// isText refuses what cannot be YAML before the parser says something odd.
func (ps *problems) isText(data []byte) bool {
	if len(bytes.TrimSpace(data)) == 0 {
		ps.add(pos{1, 1}, "start with inventory.example.yaml", "the file is empty")
		return false
	}
	for i, line := range ps.lines {
		j := bytes.IndexFunc(line, func(r rune) bool { return r == 0 || r == utf8.RuneError })
		if bytes.IndexByte(line, 0) >= 0 || !utf8.Valid(line) {
			ps.add(pos{i + 1, utf8.RuneCount(line[:max(0, j)]) + 1}, "an inventory is YAML in UTF-8", "this is not a text file")
			return false
		}
	}
	return true
}

// parse gives the root node, nil where the file is no YAML or says nothing.
func (ps *problems) parse(data []byte) *yaml.Node {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		ps.addYAML(err)
		return nil
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		root := doc.Content[0]
		if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
			ps.add(at(root), "start with inventory.example.yaml", "the file holds nothing but comments")
			return nil
		}
		return root
	}
	ps.add(pos{1, 1}, "start with inventory.example.yaml", "the file holds nothing")
	return nil
}

// addYAML records what the YAML parser found, in our words.
func (ps *problems) addYAML(err error) {
	var all *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &all):
		for _, e := range all.Errors {
			ps.addLoadError(e)
		}
	case errors.As(err, &one):
		ps.addLoadError(one)
	default:
		ps.add(pos{1, 1}, "", "%s", plain(err.Error()))
	}
}

func (ps *problems) addLoadError(e *yaml.LoadError) {
	place := pos{e.Mark.Line, e.Mark.Column}
	msg, hint := plain(e.Message), ""
	switch {
	case strings.Contains(msg, "tab character"), strings.Contains(msg, "cannot start any token") && ps.tab(place):
		msg, hint = "a tab is used for indentation", "indent with blanks"
	case strings.Contains(e.ContextMsg, "quoted scalar"):
		place, msg, hint = pos{e.ContextMark.Line, e.ContextMark.Column}, "this quote is not closed", ""
	case strings.Contains(msg, "mapping values are not allowed"):
		hint = "a key is indented too far, or a text with a colon needs quotes"
	case strings.Contains(msg, "no documents"):
		msg, hint = "the file holds nothing but comments", "start with inventory.example.yaml"
	case strings.Contains(msg, "found multiple"):
		place, msg, hint = ps.second(), "a second document starts here", "an inventory is one document: take this line out"
	case e.ContextMsg != "":
		msg += " " + plain(e.ContextMsg)
	}
	ps.add(place, hint, "%s", msg)
}

// second is where a second document starts.
func (ps *problems) second() pos {
	for i := len(ps.lines) - 1; i > 0; i-- {
		if bytes.HasPrefix(ps.lines[i], []byte("---")) {
			return pos{i + 1, 1}
		}
	}
	return pos{1, 1}
}

// tab reports whether the line has a tab in its indentation up to p.
func (ps *problems) tab(p pos) bool {
	if p.line < 1 || p.line > len(ps.lines) {
		return false
	}
	line := ps.lines[p.line-1]
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t-"))]
	return bytes.IndexByte(indent, '\t') >= 0
}

// plain takes the library's own words off a message.
func plain(msg string) string {
	msg = strings.TrimPrefix(msg, "yaml: ")
	return strings.NewReplacer("!!str", "text", "!!int", "number", "!!seq", "list", "!!map", "keys with values", "scalar", "text").Replace(msg)
}
