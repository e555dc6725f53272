// Package ansible reads the inventories of Ansible: what ansible-inventory --list
// prints, and static files in INI and in YAML.
//
// What goes in: a file, or a folder that ansible-inventory is run on. What comes out:
// hosts with the variables that say how they are reached. Order of variables, ranges,
// quoting and ports are those of Ansible (inv:ansible), which a test holds against the
// program itself.
package ansible

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// Source is an inventory of Ansible.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "ansible" }

// Title says what it reads.
func (Source) Title() string { return "the hosts of an Ansible inventory" }

// About says what is read and what is not carried over.
func (Source) About() string {
	return `Reads what ansible-inventory --list prints (a file, or - for standard input), a static
file in INI or YAML, or a folder, on which ansible-inventory is run; it is also run where
group_vars or host_vars stand beside the file. Taken are ansible_host, ansible_port,
ansible_user, ansible_network_os, the key file, and ProxyJump or ProxyCommand of
ansible_ssh_common_args; groups become groups, and --field maps other variables
(site, role, window, pair, hostname). Passwords are not carried over but named.`
}

// Preset is where Ansible has it.
func (Source) Preset() string { return "/etc/ansible/hosts" }

// Takes are what it reads of a query.
func (Source) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantPlatforms, inventory.WantFields}
}

// Read gives the hosts of an inventory.
func (s Source) Read(ctx context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := s.raw(ctx, q.Place, here)
	if err != nil {
		return nil, err
	}
	t, err := parse(q.Place, raw)
	if err != nil {
		return nil, err
	}
	f := gather.New("ansible", q, here.Person)
	for _, n := range t.notes {
		f.Note(q.Place+n.at, "%s", n.text)
	}
	for _, h := range t.order {
		f.Add(t.entry(f, h, q))
	}
	return f.Inventory()
}

// raw is the text of an inventory: the file, or what ansible-inventory makes of it.
func (Source) raw(ctx context.Context, place string, here inventory.Here) ([]byte, error) {
	why := beside(place)
	if why == "" {
		return here.Open(place)
	}
	if here.Run == nil {
		return nil, fmt.Errorf("%s: %s: run ansible-inventory -i %s --list and read what it prints", place, why, place)
	}
	raw, err := here.Run(ctx, "ansible-inventory", "-i", place, "--list")
	if err != nil {
		return nil, fmt.Errorf("%s: %s, which ansible-inventory knows: %w", place, why, err)
	}
	return raw, nil
}

// beside says why a file alone does not say everything; "" = it does.
func beside(place string) string {
	st, err := os.Stat(place)
	if err != nil || place == "-" {
		return ""
	}
	if st.IsDir() {
		return "it is a folder"
	}
	for _, name := range []string{"group_vars", "host_vars"} {
		if st, err := os.Stat(filepath.Join(filepath.Dir(place), name)); err == nil && st.IsDir() {
			return name + " stands beside it"
		}
	}
	if st.Mode().IsRegular() && st.Mode()&0o111 != 0 {
		return "it is a program"
	}
	return ""
}

// parse tells the three forms apart.
func parse(place string, raw []byte) (*tree, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	text := bytes.TrimSpace(raw)
	t := newTree()
	var err error
	switch ext := strings.ToLower(filepath.Ext(place)); {
	case len(text) == 0:
		err = errors.New("it is empty")
	case text[0] == '{':
		err = t.list(raw)
	case ext == ".yml" || ext == ".yaml" || bytes.HasPrefix(text, []byte("---")) || likeYAML(text):
		err = t.yaml(raw)
	default:
		err = t.ini(raw)
	}
	if err == nil {
		err = t.circles()
	}
	if err != nil {
		return nil, fmt.Errorf("%s%w", place, at(err))
	}
	return t, nil
}

// placed is an error with the line that it is of.
type placed struct {
	line int
	msg  string
}

func (p placed) Error() string { return ":" + strconv.Itoa(p.line) + ": " + p.msg }

func at(err error) error {
	var p placed
	if errors.As(err, &p) {
		return err
	}
	return fmt.Errorf(": %w", err)
}

// likeYAML reports whether the first line that says something is a key of YAML.
func likeYAML(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' || line[0] == ';' {
			continue
		}
		return line[len(line)-1] == ':' && !bytes.ContainsAny(line, " \t=[")
	}
	return false
}

// value is a variable and where it was said.
type value struct {
	text string
	at   string // behind the name of the file: ":12", " group edge"
}

type note struct{ at, text string }

// tree is what an inventory says: groups with their children, hosts and variables.
type tree struct {
	groups map[string]*group
	hosts  map[string]*host
	order  []*host
	notes  []note
	edges  int
	of     map[string][]*group
}

type group struct {
	name            string
	hosts, children map[string]bool
	vars            map[string]value
}

type host struct {
	name string
	vars map[string]value
	from string
}

func newTree() *tree {
	t := &tree{groups: map[string]*group{}, hosts: map[string]*host{}}
	t.group("all")
	return t
}

func (t *tree) group(name string) *group {
	g := t.groups[name]
	if g == nil {
		g = &group{name: name, hosts: map[string]bool{}, children: map[string]bool{}, vars: map[string]value{}}
		t.groups[name] = g
	}
	return g
}

func (t *tree) host(name, from string) *host {
	h := t.hosts[name]
	if h == nil {
		h = &host{name: name, vars: map[string]value{}, from: from}
		t.hosts[name] = h
		t.order = append(t.order, h)
	}
	return h
}

// circles refuses groups that are children of each other, as Ansible does.
func (t *tree) circles() error {
	state := map[string]int{} // 1 = on the way, 2 = done
	var visit func(name string) error
	visit = func(name string) error {
		switch state[name] {
		case 1:
			return fmt.Errorf("group %s is a child of itself", name)
		case 2:
			return nil
		}
		state[name] = 1
		if g := t.groups[name]; g != nil {
			for _, c := range slices.Sorted(maps.Keys(g.children)) {
				if err := visit(c); err != nil {
					return err
				}
			}
		}
		state[name] = 2
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(t.groups)) {
		if err := visit(name); err != nil {
			return err
		}
	}
	return nil
}

// ranks gives the depth of every group below all: variables of deeper ones win.
func (t *tree) ranks() map[string]int {
	parents := map[string][]string{}
	for name, g := range t.groups {
		for c := range g.children {
			parents[c] = append(parents[c], name)
		}
	}
	depth := map[string]int{"all": 0}
	var rank func(name string) int
	rank = func(name string) int {
		if d, ok := depth[name]; ok {
			return d
		}
		d := 1
		for _, p := range parents[name] {
			d = max(d, rank(p)+1)
		}
		depth[name] = d
		return d
	}
	for name := range t.groups {
		rank(name)
	}
	return depth
}

// memberships gives the groups of each host, those of children included, in the order
// in which their variables apply: by depth, priority and name (Ansible, sort_groups).
func (t *tree) memberships() map[string][]*group {
	depth := t.ranks()
	names := slices.Sorted(maps.Keys(t.groups))
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(depth[a], depth[b]), cmp.Compare(t.priority(a), t.priority(b)), cmp.Compare(a, b))
	})
	out := map[string][]*group{}
	for _, name := range names {
		for _, h := range t.members(name, map[string]bool{}, map[string]bool{}) {
			out[h] = append(out[h], t.groups[name])
		}
	}
	return out
}

func (t *tree) priority(name string) int {
	n, err := strconv.Atoi(t.groups[name].vars["ansible_group_priority"].text)
	if err != nil {
		return 1
	}
	return n
}

// members are the hosts of a group and of its children; all has every host.
func (t *tree) members(name string, seen, hosts map[string]bool) []string {
	if name == "all" {
		return slices.Collect(maps.Keys(t.hosts))
	}
	g := t.groups[name]
	if g == nil || seen[name] {
		return nil
	}
	seen[name] = true
	var out []string
	for h := range g.hosts {
		if !hosts[h] {
			hosts[h] = true
			out = append(out, h)
		}
	}
	for c := range g.children {
		out = append(out, t.members(c, seen, hosts)...)
	}
	return out
}
