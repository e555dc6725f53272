package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/fact"
)

// vocabulary says which words a key of the data may have; nil = whatever is written.
func vocabulary(key string) []string {
	switch key {
	case "grade":
		return []string{fact.Unverified.String()} // what was seen or documented has no grade: its source says which
	case "unit":
		return words(fact.Units())
	case "kind":
		return words(fact.CapKinds())
	case "outcome":
		return []string{"unknown", "not-applicable"}
	case "flavour":
		return []string{"cxr", "exr", "lnt"}
	}
	return nil
}

func words[W ~string](list []W) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// checkWords refuses words that are not declared, with file:line:column.
func checkWords(name string, raw []byte) error {
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var errs []error
	each(&doc, func(key, value *yaml.Node) {
		var wrong *yaml.Node
		var list []string
		switch key.Value {
		case "resource":
			list = words(fact.Resources())
			if value.Value != "" && !fact.Resource(value.Value).Known() {
				wrong = value
			}
		default:
			list = vocabulary(key.Value)
			if list != nil && value.Kind == yaml.ScalarNode && value.Value != "" && !slices.Contains(list, value.Value) {
				wrong = value
			}
		}
		if wrong != nil {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %s is %q; known: %s", name, wrong.Line, wrong.Column, key.Value, wrong.Value, strings.Join(list, ", ")))
		}
		if key.Value == "caps" {
			errs = append(errs, checkCaps(name, value))
		}
	})
	return errors.Join(errs...)
}

// checkCaps refuses a profile's size of a memory that has no name of ours.
func checkCaps(name string, caps *yaml.Node) error {
	var errs []error
	for i := 0; i+1 < len(caps.Content); i += 2 {
		if key := caps.Content[i]; !fact.Resource(key.Value).Known() {
			errs = append(errs, fmt.Errorf("%s:%d:%d: caps of %q; known: %s", name, key.Line, key.Column, key.Value, strings.Join(words(fact.Resources()), ", ")))
		}
	}
	return errors.Join(errs...)
}

// each visits every key of a document with its value.
func each(n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			visit(n.Content[i], n.Content[i+1])
			each(n.Content[i+1], visit)
		}
		return
	}
	for _, c := range n.Content {
		each(c, visit)
	}
}
