package yaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/internal/query"
)

// maxNodes bounds what aliases and merge keys may blow a file up to.
const maxNodes = 2_000_000

// maxMerges bounds how deep merge keys may nest.
const maxMerges = 16

// decoder fills the file types from YAML nodes. It goes on after a mistake, so
// that all are told, and knows the place of every value.
type decoder struct {
	*problems
	fields map[reflect.Type][]field
	nodes  int
}

// decodable is a value that reads itself from a node. what is the key it stands
// at, for messages.
type decodable interface {
	decode(d *decoder, what string, n *yaml.Node)
}

// named is a value in a mapping that wants to know its name and place.
type named interface{ named(text) }

// field is one key of a struct.
type field struct {
	key      string
	index    []int
	required bool
}

func at(n *yaml.Node) pos { return pos{n.Line, n.Column} }

// target follows an alias. nil = the file is too big once aliases are followed.
func (d *decoder) target(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	d.nodes++
	if d.nodes == maxNodes {
		d.add(at(n), "", "aliases make this file too large")
	}
	if d.nodes >= maxNodes {
		return nil
	}
	return n
}

// value decodes n into v, which must be addressable.
func (d *decoder) value(what string, v reflect.Value, n *yaml.Node) {
	if n = d.target(n); n == nil {
		return
	}
	if x, ok := v.Addr().Interface().(decodable); ok {
		x.decode(d, what, n)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(what, v, n)
	case reflect.Slice:
		d.slice(what, v, n)
	default: // map[string]T
		d.mapping(what, v, n)
	}
}

func (d *decoder) slice(what string, v reflect.Value, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		d.add(at(n), "start each entry with \"- \"", "%s must be a list, not %s", what, describe(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		d.value("an entry of "+what, v.Index(i), c)
	}
}

func (d *decoder) mapping(what string, v reflect.Value, n *yaml.Node) {
	pairs, ok := d.pairs(what, n)
	if !ok {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	for _, p := range pairs {
		name := text{s: p.key.Value, at: at(p.key)}
		d.checkName(what, name)
		e := reflect.New(v.Type().Elem())
		d.value(fmt.Sprintf("%s of %s", name.s, what), e.Elem(), p.value)
		if x, ok := e.Interface().(named); ok {
			x.named(name)
		}
		v.SetMapIndex(reflect.ValueOf(name.s), e.Elem())
	}
}

func (d *decoder) object(what string, v reflect.Value, n *yaml.Node) {
	pairs, ok := d.pairs(what, n)
	if !ok {
		return
	}
	fields := d.fieldsOf(v.Type())
	if x, ok := v.Addr().Interface().(interface{ place(pos) }); ok {
		x.place(at(n))
	}
	if x, ok := v.Addr().Interface().(interface{ spoil() }); ok {
		defer func(before int) {
			if len(d.list) > before {
				x.spoil()
			}
		}(len(d.list))
	}
	for _, p := range pairs {
		i := slices.IndexFunc(fields, func(f field) bool { return f.key == p.key.Value })
		switch {
		case i >= 0:
			d.value(fields[i].key, v.FieldByIndex(fields[i].index), p.value)
		case what == "the file" && strings.HasPrefix(p.key.Value, "x-"): // a place for anchors
		default:
			d.unknownKey(what, p, fields)
		}
	}
	for _, f := range fields {
		if f.required && !slices.ContainsFunc(pairs, func(p pair) bool { return p.key.Value == f.key }) {
			d.add(at(n), "", "%s has no %s", what, f.key)
		}
	}
}

func (d *decoder) unknownKey(what string, p pair, fields []field) {
	d.maskIn(what, p.key, p.value)
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.key)
	}
	hint := "keys: " + strings.Join(keys, " ")
	if near := meant(p.key.Value, keys); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	} else if strings.HasPrefix(p.key.Value, "pass") || p.key.Value == "user" || p.key.Value == "username" {
		hint = "users and references to secrets stand under credentials; name one with `credential`"
	}
	d.add(at(p.key), hint, "unknown key %q in %s", p.key.Value, what)
}

// meant finds the key that a person meant, by sound or by another tool's name.
func meant(word string, keys []string) string {
	if near := query.Nearest(word, keys); near != "" {
		return near
	}
	others := map[string][]string{
		"os": {"platform"}, "vendor": {"platform"}, "device_type": {"platform"}, "network_os": {"platform"}, "type": {"platform"},
		"hostname": {"host", "name"}, "ip": {"host"}, "address": {"host"}, "ansible_host": {"host"}, "proxy": {"jump", "via"}, "proxyjump": {"jump"},
		"bastion": {"jump"}, "username": {"user"}, "login": {"user"}, "secret": {"password"}, "timezone": {"zone"}, "tz": {"zone"},
		"location": {"site"}, "auth": {"credential"}, "credentials": {"credential"}, "algorithms": {"legacy"}, "inherits": {"groups"}, "parents": {"groups"},
	}
	for _, k := range others[strings.ToLower(word)] {
		if slices.Contains(keys, k) {
			return k
		}
	}
	return ""
}

// fieldsOf lists the keys of a struct, those of embedded structs included.
func (d *decoder) fieldsOf(t reflect.Type) []field {
	if f, ok := d.fields[t]; ok {
		return f
	}
	var out []field
	for f := range t.Fields() {
		if f.Anonymous {
			for _, in := range d.fieldsOf(f.Type) {
				in.index = append([]int{f.Index[0]}, in.index...)
				out = append(out, in)
			}
			continue
		}
		if key := f.Tag.Get("yaml"); key != "" {
			out = append(out, field{key: key, index: f.Index, required: f.Tag.Get("jsonschema") == "required"})
		}
	}
	d.fields[t] = out
	return out
}
