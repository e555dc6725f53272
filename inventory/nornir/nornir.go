// Package nornir reads the SimpleInventory of Nornir: hosts.yaml with groups.yaml and
// defaults.yaml beside it.
//
// What goes in: the folder, or the path of the file of hosts. What comes out: hosts
// with what they inherit, in Nornir's order: host, then its groups as they are listed,
// each with its own groups, then defaults (inv:nornir).
package nornir

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// Source is a SimpleInventory.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "nornir" }

// Title says what it reads.
func (Source) Title() string { return "the hosts of Nornir's SimpleInventory" }

// About says what is read and what is not carried over.
func (Source) About() string {
	return `Reads hosts.yaml, with groups.yaml and defaults.yaml where they stand beside it: hostname,
port, username, platform and groups; --field maps keys of data (site, role, window,
jump …). Of two groups that a host lists the first one wins, as in Nornir. Passwords are
not carried over but named.`
}

// Preset is where Nornir has it.
func (Source) Preset() string { return "hosts.yaml" }

// Takes are what it reads of a query.
func (Source) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantPlatforms, inventory.WantFields}
}

// element is a host, a group or the defaults.
type element struct {
	Hostname *string        `yaml:"hostname"`
	Port     *int           `yaml:"port"`
	Username *string        `yaml:"username"`
	Password *string        `yaml:"password"`
	Platform *string        `yaml:"platform"`
	Groups   []string       `yaml:"groups"`
	Data     map[string]any `yaml:"data"`
	Options  map[string]struct {
		Hostname *string        `yaml:"hostname"`
		Port     *int           `yaml:"port"`
		Extras   map[string]any `yaml:"extras"`
	} `yaml:"connection_options"`
	at string // its place
}

// Read gives the hosts.
func (Source) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	place := q.Place
	if st, err := os.Stat(place); err == nil && st.IsDir() {
		place = filepath.Join(place, "hosts.yaml")
	}
	hosts, order, err := elements(place, here, true)
	if err != nil {
		return nil, err
	}
	l := lookup{dir: filepath.Dir(place)}
	if l.groups, _, err = elements(filepath.Join(l.dir, "groups.yaml"), here, false); err != nil {
		return nil, err
	}
	defaults, err := readDefaults(filepath.Join(l.dir, "defaults.yaml"), here)
	if err != nil {
		return nil, err
	}
	l.defaults = defaults
	f := gather.New("nornir", q, here.Person)
	for _, name := range order {
		e, err := l.entry(f, name, hosts[name], q)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", hosts[name].at, err)
		}
		f.Add(e)
	}
	return f.Inventory()
}

// elements reads a file of hosts or groups; order is that of the file.
func elements(path string, here inventory.Here, must bool) (out map[string]*element, order []string, err error) {
	raw, err := here.Open(path)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		return nil, nil, fmt.Errorf("%s: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	out = map[string]*element{}
	if len(doc.Content) == 0 || doc.Content[0].ShortTag() == "!!null" {
		return out, nil, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, nil, fmt.Errorf("%s:%d: names with settings are expected", path, top.Line)
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		k, v := top.Content[i], top.Content[i+1]
		e := &element{at: path + ":" + strconv.Itoa(k.Line)}
		if err := v.Decode(e); err != nil {
			return nil, nil, fmt.Errorf("%s: %s is not understood: a key has a value of another kind than Nornir gives it", e.at, k.Value)
		}
		out[k.Value] = e
		order = append(order, k.Value)
	}
	return out, order, nil
}

func readDefaults(path string, here inventory.Here) (*element, error) {
	e := &element{at: path}
	raw, err := here.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err == nil && len(strings.TrimSpace(string(raw))) > 0 {
		if yaml.Load(raw, e) != nil {
			err = fmt.Errorf("%s: it is not understood", path)
		}
	}
	return e, err
}

// lookup finds what a host inherits.
type lookup struct {
	dir      string
	groups   map[string]*element
	defaults *element
}

// line gives a host and what it inherits from, the nearest first.
func (l lookup) line(name string, e *element, path []string, out []named) ([]named, error) {
	if slices.Contains(path, name) && len(path) > 1 {
		return nil, fmt.Errorf("group %s is a parent of itself", name)
	}
	out = append(out, named{name, e})
	for _, g := range e.Groups {
		group := l.groups[g]
		if group == nil {
			return nil, fmt.Errorf("there is no group %s in %s", g, filepath.Join(l.dir, "groups.yaml"))
		}
		if len(out) > 10_000 {
			return nil, fmt.Errorf("group %s has too many parents", g)
		}
		var err error
		if out, err = l.line(g, group, append(path, name), out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type named struct {
	name string
	*element
}

func (l lookup) entry(f *gather.Found, name string, host *element, q inventory.Query) (gather.Entry, error) {
	line, err := l.line(name, host, nil, nil)
	if err != nil {
		return gather.Entry{}, err
	}
	e := gather.Entry{Name: name, From: host.at, Said: map[string]string{}}
	for _, g := range line[1:] {
		if !slices.Contains(e.Groups, g.name) {
			e.Groups = append(e.Groups, g.name)
		}
	}
	slices.Reverse(e.Groups) // ours has parents before children
	line = append(line, named{"defaults", l.defaults})
	first(&e, "host", line, func(x *element) *string { return x.Hostname })
	first(&e, "user", line, func(x *element) *string { return x.Username })
	first(&e, "password", line, func(x *element) *string { return x.Password })
	first(&e, "platform", line, func(x *element) *string { return x.Platform })
	first(&e, "port", line, func(x *element) *string {
		if x.Port == nil {
			return nil
		}
		s := strconv.Itoa(*x.Port)
		return &s
	})
	for _, ours := range slices.Sorted(maps.Keys(q.Fields)) {
		data(f, &e, ours, q.Fields[ours], line)
	}
	options(f, line)
	return e, nil
}

// first takes the value of the nearest that has one.
func first(e *gather.Entry, ours string, line []named, of func(*element) *string) {
	for _, x := range line {
		if v := of(x.element); v != nil && *v != "" {
			e.Set(ours, *v)
			e.Said[ours] = x.name + ", " + x.at
			return
		}
	}
}

// data takes a key of data.
func data(f *gather.Found, e *gather.Entry, ours, theirs string, line []named) {
	for _, x := range line {
		v, ok := x.Data[theirs]
		if !ok {
			continue
		}
		s, text := v.(string)
		if n, number := v.(int); number {
			s, text = strconv.Itoa(n), true
		}
		if !text || !e.Set(ours, s) {
			f.Note(x.at, "data.%s is not understood as %s", theirs, ours)
			if ours == "jump" {
				e.Why = cmp.Or(e.Why, "the way to it is not understood")
			}
			return
		}
		e.Said[ours] = "data." + theirs + " of " + x.name + ", " + x.at
		return
	}
}

// options names connection_options that change where a host is: they belong to one
// plug-in of Nornir, and are not taken.
func options(f *gather.Found, line []named) {
	for _, x := range line {
		for _, plugin := range slices.Sorted(maps.Keys(x.Options)) {
			if o := x.Options[plugin]; o.Hostname != nil || o.Port != nil {
				f.Note(x.at, "connection_options.%s has a hostname or a port of its own, which is not taken", plugin)
			}
		}
	}
}
