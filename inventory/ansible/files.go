package ansible

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/inventory/gather"
)

// list reads what ansible-inventory --list prints: groups with hosts and children, and
// the variables of every host, which are resolved.
func (t *tree) list(raw []byte) error {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(raw, &doc); err != nil {
		return errors.New("this is no JSON of ansible-inventory --list; is it whole?")
	}
	var meta struct {
		Hostvars map[string]map[string]any `json:"hostvars"`
	}
	if m, ok := doc["_meta"]; !ok || json.Unmarshal(m, &meta) != nil {
		return errors.New("it has no _meta with hostvars: is it what ansible-inventory --list prints?")
	}
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		if name == "_meta" {
			continue
		}
		var g struct {
			Hosts    []string `json:"hosts"`
			Children []string `json:"children"`
		}
		if err := json.Unmarshal(doc[name], &g); err != nil {
			return fmt.Errorf("group %s is not understood", name)
		}
		for _, h := range g.Hosts {
			t.host(h, " host "+h)
			t.group(name).hosts[h] = true
		}
		for _, c := range g.Children {
			t.group(name).children[c] = true
			t.group(c)
		}
	}
	for _, h := range slices.Sorted(maps.Keys(meta.Hostvars)) {
		host := t.host(h, " host "+h)
		for k, v := range meta.Hostvars[h] {
			host.vars[k] = value{plainText(v), ""}
		}
	}
	slices.SortFunc(t.order, func(a, b *host) int { return strings.Compare(a.name, b.name) })
	return nil
}

// plainText is a value as text; what is neither text, number nor truth is "".
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// maxDepth bounds how deep groups may stand in each other.
const maxDepth = 64

// yaml reads a static file in YAML.
func (t *tree) yaml(raw []byte) error {
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		return errors.New("this is no YAML: " + strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return errors.New("a YAML inventory is groups with hosts, children and vars")
	}
	top := doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == "plugin" {
			return errors.New("it configures a plugin: run ansible-inventory -i FILE --list and read what it prints")
		}
		if err := t.yamlGroup(top.Content[i], top.Content[i+1], 0); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) yamlGroup(key, n *yaml.Node, depth int) error {
	g := t.group(key.Value)
	if t.edges++; depth > maxDepth || t.edges > gather.MaxDevices {
		return placed{key.Line, "groups stand in each other too deep: is an alias a circle?"}
	}
	n = follow(n)
	if n.Kind != yaml.MappingNode {
		if n.ShortTag() != "!!null" {
			t.notes = append(t.notes, note{":" + strconv.Itoa(n.Line), "group " + key.Value + " is not hosts, children or vars"})
		}
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], follow(n.Content[i+1])
		if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!str" && k.Value != "vars" {
			v = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{v, {Kind: yaml.ScalarNode, Tag: "!!null"}}}
		}
		if v.Kind != yaml.MappingNode {
			continue
		}
		if err := t.yamlPart(g, k, v, depth); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) yamlPart(g *group, k, v *yaml.Node, depth int) error {
	if !slices.Contains([]string{"vars", "hosts", "children"}, k.Value) {
		t.notes = append(t.notes, note{":" + strconv.Itoa(k.Line), fmt.Sprintf("%s in group %s is neither hosts, children nor vars", k.Value, g.name)})
		return nil
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		key, val := v.Content[i], follow(v.Content[i+1])
		place := ":" + strconv.Itoa(key.Line)
		switch k.Value {
		case "vars":
			g.vars[key.Value] = value{scalar(val), place}
		case "children":
			g.children[key.Value] = true
			if err := t.yamlGroup(key, val, depth+1); err != nil {
				return err
			}
		default:
			hosts, port, err := expand(key.Value)
			if err != nil {
				return placed{key.Line, err.Error()}
			}
			if len(t.order)+len(hosts) > gather.MaxDevices {
				return placed{key.Line, "the range is too wide"}
			}
			for _, h := range hosts {
				t.yamlHost(g, h, port, place, val)
			}
		}
	}
	return nil
}

func (t *tree) yamlHost(g *group, name, port, place string, vars *yaml.Node) {
	h := t.host(name, place)
	g.hosts[name] = true
	if port != "" {
		h.vars["ansible_port"] = value{port, place}
	}
	if vars.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(vars.Content); i += 2 {
		h.vars[vars.Content[i].Value] = value{scalar(follow(vars.Content[i+1])), ":" + strconv.Itoa(vars.Content[i].Line)}
	}
}

func follow(n *yaml.Node) *yaml.Node {
	for range maxDepth {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

// scalar is a value as text. What !vault holds is a secret and stands for one.
func scalar(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		return ""
	}
	return n.Value
}
