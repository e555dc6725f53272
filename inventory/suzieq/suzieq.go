// Package suzieq reads the inventory of SuzieQ: sources of type native, with the
// devices and auths that its namespaces put to them.
//
// What goes in: the file. What comes out: one device per url of a host list. Sources
// of other types are named: their own readers take them (inv:suzieq).
package suzieq

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// Source is an inventory of SuzieQ.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "suzieq" }

// Title says what it reads.
func (Source) Title() string { return "the hosts of a SuzieQ inventory" }

// About says what is read and what is not carried over.
func (Source) About() string {
	return `Reads the host lists (type native) of sources, each with the device and auth that a
namespace puts to it; the namespace becomes the site. Sources of type netbox, nautobot
and ansible are named: import them with their own verb. env: and ask stay references; a
secret in plain text is not carried over but named.`
}

// Preset is what SuzieQ's pages call it.
func (Source) Preset() string { return "inventory.yml" }

// Takes are what it reads of a query.
func (Source) Takes() []inventory.Want { return []inventory.Want{inventory.WantPlatforms} }

type file struct {
	Sources    []source    `yaml:"sources"`
	Devices    []device    `yaml:"devices"`
	Auths      []auth      `yaml:"auths"`
	Namespaces []namespace `yaml:"namespaces"`
}

type source struct {
	Name  string      `yaml:"name"`
	Type  string      `yaml:"type"`
	Copy  string      `yaml:"copy"`
	Hosts []yaml.Node `yaml:"hosts"`
}

type device struct {
	Name      string `yaml:"name"`
	Transport string `yaml:"transport"`
	Jump      string `yaml:"jump-host"`
	JumpKey   string `yaml:"jump-host-key-file"`
	Port      string `yaml:"port"`
	Devtype   string `yaml:"devtype"`
	Copy      string `yaml:"copy"`
}

type auth struct {
	Name       string `yaml:"name"`
	Type       string `yaml:"type"`
	Username   string `yaml:"username"`
	Password   string `yaml:"password"`
	Keyfile    string `yaml:"keyfile"`
	Passphrase string `yaml:"key-passphrase"`
}

type namespace struct {
	Name   string `yaml:"name"`
	Source string `yaml:"source"`
	Device string `yaml:"device"`
	Auth   string `yaml:"auth"`
}

// Read gives the hosts.
func (Source) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := here.Open(q.Place)
	if err != nil {
		return nil, err
	}
	var f file
	if err := yaml.Load(raw, &f); err != nil {
		return nil, fmt.Errorf("%s: this is not the inventory of SuzieQ: a key has a value of another kind", q.Place)
	}
	g := gather.New("suzieq", q, here.Person)
	r := reader{place: q.Place, found: g, file: &f}
	for _, n := range f.Namespaces {
		r.namespace(n)
	}
	return g.Inventory()
}

type reader struct {
	place string
	found *gather.Found
	file  *file
}

func (r *reader) note(format string, args ...any) { r.found.Note(r.place, format, args...) }

func (r *reader) namespace(n namespace) {
	s, ok := r.source(n.Source, 0)
	if !ok {
		r.note("namespace %s: there is no source %q", n.Name, n.Source)
		return
	}
	if s.Type != "" && s.Type != "native" {
		r.note("source %s is of type %s: headroom inventory import %s reads it", s.Name, s.Type, s.Type)
		return
	}
	var d device
	var a auth
	for _, x := range r.file.Devices {
		if x.Name == n.Device {
			d = x
		}
	}
	for _, x := range r.file.Auths {
		if x.Name == n.Auth {
			a = x
		}
	}
	if n.Device != "" && d.Name == "" || n.Auth != "" && a.Name == "" {
		r.note("namespace %s names a device or an auth that is not there", n.Name)
	}
	if a.Type != "" && a.Type != "static" {
		r.note("auth %s is of type %s, which is not read: name a credential in the inventory", a.Name, a.Type)
		a = auth{}
	}
	for i := range s.Hosts {
		r.host(&s.Hosts[i], n, d, a)
	}
}

// source finds a source, and what it copies.
func (r *reader) source(name string, depth int) (source, bool) {
	for _, s := range r.file.Sources {
		if s.Name != name {
			continue
		}
		if s.Copy != "" && depth < 8 {
			o, ok := r.source(s.Copy, depth+1)
			s.Type = cmp.Or(s.Type, o.Type)
			if len(s.Hosts) == 0 {
				s.Hosts = o.Hosts
			}
			return s, ok
		}
		return s, true
	}
	return source{}, false
}

// host reads "url: ssh://user@host:port keyfile=… devtype=…".
func (r *reader) host(n *yaml.Node, ns namespace, d device, a auth) {
	var h struct {
		URL string `yaml:"url"`
	}
	place := r.place + ":" + strconv.Itoa(n.Line)
	if n.Decode(&h) != nil || strings.TrimSpace(h.URL) == "" {
		r.found.Note(place, "this is no url of a host")
		return
	}
	words := strings.Fields(h.URL)
	u, err := url.Parse(words[0])
	if err != nil || u.Hostname() == "" {
		r.found.Note(place, "its url is not understood")
		return
	}
	secret, _ := u.User.Password()
	e := gather.Entry{
		Name: u.Hostname(), Host: u.Hostname(), From: place, Site: ns.Name, Port: cmp.Or(u.Port(), d.Port),
		User: u.User.Username(), Password: secret, Platform: d.Devtype,
		Said: map[string]string{"host": "url", "site": "namespace " + ns.Name, "platform": "devtype"},
	}
	for _, w := range words[1:] {
		r.option(&e, place, w)
	}
	if u.Scheme != "ssh" || d.Transport != "" && d.Transport != "ssh" {
		e.Why = "it is read over " + cmp.Or(u.Scheme, d.Transport) + ", and headroom uses ssh"
	}
	r.auth(&e, a)
	if d.Jump != "" {
		e.Jump = strings.TrimPrefix(strings.TrimPrefix(d.Jump, "ssh://"), "//")
		e.JumpKey, e.Said["jump"] = d.JumpKey, "devices "+d.Name
	}
	r.found.Add(e)
}

func (r *reader) option(e *gather.Entry, place, w string) {
	k, v, _ := strings.Cut(w, "=")
	switch k {
	case "keyfile":
		e.KeyFile = v
	case "username":
		e.User = v
	case "password":
		e.Password = v
	case "devtype":
		e.Platform = v
	default:
		r.found.Note(place, "%s is not understood", k)
	}
}

// auth fills in what the url leaves open.
func (r *reader) auth(e *gather.Entry, a auth) {
	e.User = cmp.Or(e.User, a.Username)
	if e.Password == "" && e.KeyFile == "" {
		e.KeyFile, e.Password, e.Passphrase = a.Keyfile, a.Password, a.Passphrase
	}
	e.Password, e.PasswordRef = reference(e.Password)
	e.Passphrase, e.PassphraseRef = reference(e.Passphrase)
}

// reference tells env:NAME and ask, which are the same for us, from a secret.
func reference(s string) (secret string, ref inventory.Ref) {
	if name, ok := strings.CutPrefix(s, "env:"); ok {
		return "", inventory.Ref{Kind: "env", Value: name}
	}
	if s == "ask" {
		return "", inventory.Ref{Kind: "ask"}
	}
	return strings.TrimPrefix(s, "plain:"), inventory.Ref{}
}
