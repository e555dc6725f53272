package inventory

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// None takes back a jump host, an enable secret, a window and the like that would be
// inherited.
const None = "none"

// The ports of the transports.
const (
	sshPort    = 22
	telnetPort = 23
)

// Settings can be inherited: they stand in defaults, in groups and in devices. Zero
// and nil are not set; an empty list is set.
type Settings struct {
	Port         int
	OS           fact.OS
	Site, Role   string
	Tags         []string // of all places, one after the other
	Credential   string
	Jump         []string // names of jump hosts, without those they are reached through
	Transport    Transport
	HostKeys     HostKeyPolicy
	Legacy       []Legacy
	Methods      []string
	AAARealm     string
	Enable       string
	Window       string
	Timeout      time.Duration
	Timeouts     Timeouts
	Prompt       string
	Skip         *bool
	SSHConfig    string
	ProxyCommand string
}

// Group is what its devices inherit.
type Group struct {
	Settings
	Groups []string // its parents: their settings apply before its own
}

// Entry is a device as its source has it: nothing is inherited yet.
type Entry struct {
	Name, Hostname, Pair, HostKey, From string
	Host                                string // "" = Name
	Groups                              []string
	// Under is what another source says of it: it stands above the defaults, and below
	// the groups and what is said here.
	Under Settings
	Settings
}

// Layers are the places from which devices inherit, and the jump hosts they name.
type Layers struct {
	Defaults Settings
	Groups   map[string]Group
	Jumps    map[string]Jump // Port and HostKeys may be left out
}

// Resolver gives devices what they inherit.
type Resolver struct {
	layers   Layers
	lineages map[string][]string // of every group
}

// NewResolver gives the resolver of some layers, and the groups that are parents of
// each other: each circle begins and ends with the group that closes it.
func NewResolver(l Layers) (r *Resolver, circles [][]string) {
	r = &Resolver{layers: l, lineages: map[string][]string{}}
	for _, name := range slices.Sorted(maps.Keys(l.Groups)) {
		r.ancestors(name, nil, &circles)
	}
	return r, circles
}

// ancestors lists a group after its parents, each once, in the order in which their
// settings apply. path are the groups that are being resolved.
func (r *Resolver) ancestors(name string, path []string, circles *[][]string) []string {
	if done, ok := r.lineages[name]; ok {
		return done
	}
	g, ok := r.layers.Groups[name]
	if !ok {
		return nil
	}
	if i := slices.Index(path, name); i >= 0 {
		*circles = append(*circles, append(slices.Clone(path[i:]), name))
		return nil
	}
	path = append(path, name)
	var out []string
	for _, parent := range g.Groups {
		out = union(out, r.ancestors(parent, path, circles))
	}
	out = append(out, name)
	r.lineages[name] = out
	return out
}

// Lineage lists groups after their parents, each once, in the order in which their
// settings apply. A group that is not defined is left out.
func (r *Resolver) Lineage(groups []string) []string {
	var out []string
	for _, name := range groups {
		out = union(out, r.lineages[name])
	}
	return out
}

func union(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// Device resolves an entry: defaults, then groups in their order, then itself.
func (r *Resolver) Device(e Entry) Device {
	groups := r.Lineage(e.Groups)
	s := r.layers.Defaults.under(e.Under)
	for _, name := range groups {
		s = s.under(r.layers.Groups[name].Settings)
	}
	d := s.under(e.Settings).device()
	d.Jump = r.chain(d.Jump)
	d.Name, d.Host, d.Hostname, d.Pair = e.Name, cmp.Or(e.Host, e.Name), e.Hostname, e.Pair
	d.HostKey, d.From, d.Groups = e.HostKey, e.From, groups
	return d
}

// Jump gives a jump host with the defaults applied.
func (r *Resolver) Jump(name string) Jump {
	j := r.layers.Jumps[name]
	j.Port = cmp.Or(j.Port, sshPort)
	j.HostKeys = cmp.Or(j.HostKeys, r.layers.Defaults.HostKeys, TOFU)
	return j
}

// chain is the whole way of jump hosts, outermost first: the list, with what its
// members go through (via) put in front of them.
func (r *Resolver) chain(list []string) []string {
	var out []string
	for _, last := range list {
		var before []string
		for name := last; name != "" && !slices.Contains(out, name) && !slices.Contains(before, name); name = r.layers.Jumps[name].Via {
			before = append(before, name)
		}
		slices.Reverse(before)
		out = append(out, before...)
	}
	return out
}

// under gives s with everything replaced that by sets; tags add up.
func (s Settings) under(by Settings) Settings {
	s.Port = cmp.Or(by.Port, s.Port)
	s.OS = cmp.Or(by.OS, s.OS)
	s.Site, s.Role = cmp.Or(by.Site, s.Site), cmp.Or(by.Role, s.Role)
	s.Tags = append(s.Tags[:len(s.Tags):len(s.Tags)], by.Tags...)
	s.Credential = cmp.Or(by.Credential, s.Credential)
	s.Jump = either(by.Jump, s.Jump)
	s.Transport = cmp.Or(by.Transport, s.Transport)
	s.HostKeys = cmp.Or(by.HostKeys, s.HostKeys)
	s.Legacy = either(by.Legacy, s.Legacy)
	s.Methods = either(by.Methods, s.Methods)
	s.AAARealm = cmp.Or(by.AAARealm, s.AAARealm)
	s.Enable, s.Window = cmp.Or(by.Enable, s.Enable), cmp.Or(by.Window, s.Window)
	s.Timeout, s.Timeouts = cmp.Or(by.Timeout, s.Timeout), s.Timeouts.under(by.Timeouts)
	s.Prompt = cmp.Or(by.Prompt, s.Prompt)
	s.Skip = cmp.Or(by.Skip, s.Skip)
	s.SSHConfig, s.ProxyCommand = cmp.Or(by.SSHConfig, s.SSHConfig), cmp.Or(by.ProxyCommand, s.ProxyCommand)
	return s
}

func (t Timeouts) under(by Timeouts) Timeouts {
	return Timeouts{
		Connect: cmp.Or(by.Connect, t.Connect), Login: cmp.Or(by.Login, t.Login), FirstByte: cmp.Or(by.FirstByte, t.FirstByte),
		Idle: cmp.Or(by.Idle, t.Idle), Command: cmp.Or(by.Command, t.Command),
	}
}

// either is a where it is set.
func either[T any](a, b []T) []T {
	if a != nil {
		return a
	}
	return b
}

// device turns settings into a device; what is not set is as the package says.
func (s Settings) device() Device {
	d := Device{
		Port: s.Port, OS: s.OS, Site: s.Site, Role: s.Role, Tags: union(nil, s.Tags), Credential: unlessNone(s.Credential), AAARealm: s.AAARealm,
		Transport: cmp.Or(s.Transport, SSH), HostKeys: cmp.Or(s.HostKeys, TOFU), Legacy: s.Legacy, Methods: s.Methods,
		Enable: unlessNone(s.Enable), Window: unlessNone(s.Window), Timeout: s.Timeout, Timeouts: s.Timeouts, Prompt: unlessNone(s.Prompt),
		Skip: s.Skip != nil && *s.Skip, SSHConfig: unlessNone(s.SSHConfig), ProxyCommand: unlessNone(s.ProxyCommand),
		Given: Given{Port: s.Port != 0, Way: s.Jump != nil || s.ProxyCommand != ""},
	}
	if !slices.Contains(s.Jump, None) {
		d.Jump = s.Jump
	}
	if d.Port == 0 {
		d.Port = sshPort
		if d.Transport == Telnet {
			d.Port = telnetPort
		}
	}
	return d
}

func unlessNone(s string) string {
	if s == None {
		return ""
	}
	return s
}
