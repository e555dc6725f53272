package catalog

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/headroom-audit/headroom/fact"
	"go.yaml.in/yaml/v4"
)

//go:embed filters/filters.yaml
var filtersFile []byte

// Filters is how routes are kept out of routers.
type Filters struct {
	Order    []string        `yaml:"order"` // what goes before, in this order
	Loses    []string        `yaml:"loses"`
	Source   string          `yaml:"source"`
	Patterns []FilterPattern `yaml:"patterns"`
}

// FilterPattern is one way to do so on some operating systems, with names in capitals
// to fill in.
type FilterPattern struct {
	OS     []string   `yaml:"os"`
	Keeps  string     `yaml:"keeps"` // out of what: bgp, rib or fib
	Lines4 []string   `yaml:"lines4"`
	Lines6 []string   `yaml:"lines6"` // none = it is not known for IPv6
	Shows  []string   `yaml:"shows"`
	Warns  string     `yaml:"warns"`
	Grade  fact.Grade `yaml:"grade"` // Unverified: no document confirms the lines
	Source string     `yaml:"source"`
}

// RouteFilters gives the embedded list; it panics where the program was built with a
// broken one (a test loads it).
func RouteFilters() *Filters { return loadFilters() }

var loadFilters = sync.OnceValue(func() *Filters {
	f, err := readFilters(filtersFile)
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return f
})

func readFilters(raw []byte) (*Filters, error) {
	var f Filters
	if err := checkWords("filters.yaml", raw); err != nil {
		return nil, err
	}
	if err := yaml.Load(raw, &f, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("filters.yaml: %w", err)
	}
	if len(f.Order) == 0 || f.Source == "" {
		return nil, fmt.Errorf("filters.yaml: it has no order, or no source")
	}
	for i := range f.Patterns {
		switch p := &f.Patterns[i]; {
		case p.Source == "":
			return nil, fmt.Errorf("filters.yaml: pattern %d has no source", i+1)
		case !slices.Contains([]string{"bgp", "rib", "fib"}, p.Keeps):
			return nil, fmt.Errorf("filters.yaml: pattern %d keeps routes out of %q; known: bgp, rib, fib", i+1, p.Keeps)
		}
		cited(&f.Patterns[i].Grade, f.Patterns[i].Source)
	}
	return &f, nil
}

// Of gives the patterns of an operating system.
func (f *Filters) Of(os string) []FilterPattern {
	return slices.DeleteFunc(slices.Clone(f.Patterns), func(p FilterPattern) bool { return !slices.Contains(p.OS, os) })
}

// Lines gives the lines that keep prefixes up to /v4 and /v6; 0 = the family is not
// filtered. ok is false where the pattern has no lines for one of them.
func (p *FilterPattern) Lines(v4, v6 int) (lines []string, ok bool) {
	fill := func(list []string, length int) {
		for _, line := range list {
			n := strconv.Itoa(length + 1)
			lines = append(lines, strings.NewReplacer("{CUT4}", n, "{CUT6}", n).Replace(line))
		}
	}
	if v4 > 0 {
		fill(p.Lines4, v4)
	}
	if v6 > 0 {
		fill(p.Lines6, v6)
	}
	return lines, (v4 == 0 || len(p.Lines4) > 0) && (v6 == 0 || len(p.Lines6) > 0)
}
