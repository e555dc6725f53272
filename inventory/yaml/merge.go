package yaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// found is what the sources of a file say.
type found struct {
	answers []answer
	devices map[string]*sourced // by name in lower case
	order   []*sourced
}

// answer is what one source says.
type answer struct {
	name string
	inv  *inventory.Inventory
}

// sourced is a device as the sources have it, the first one first.
type sourced struct {
	inventory.Entry
	why  string // it is not to be visited
	used bool   // the file has an entry for it
}

// has reports whether a source lists a device.
func (f *found) has(name string) bool { return name != "" && f.devices[strings.ToLower(name)] != nil }

// windows are those that the sources name.
func (f *found) windows() []string {
	var out []string
	for _, a := range f.answers {
		out = append(out, sorted(a.inv.Windows)...)
	}
	return out
}

// join brings the lists together, and takes over the credentials, jump hosts and windows
// that they name. What the file has under the same name, or for the same host or user,
// stands.
func (f *found) join(l *loader, layers inventory.Layers) {
	for _, list := range f.answers {
		for _, n := range list.inv.Notes {
			l.inv.Notes = append(l.inv.Notes, list.name+": "+n)
		}
		for _, w := range list.inv.Warnings {
			l.inv.Warnings = append(l.inv.Warnings, list.name+": "+w)
		}
		l.inv.Freezes = append(l.inv.Freezes, list.inv.Freezes...)
		for _, w := range sorted(list.inv.Windows) {
			if _, ok := l.inv.Windows[w]; !ok {
				l.inv.Windows[w] = list.inv.Windows[w]
			}
		}
	}
	for _, list := range f.answers { // which may name a window of any of them
		logins := f.logins(l, list, layers.Defaults.Credential)
		jumps := f.jumps(l, list, layers, logins)
		for i := range list.inv.Devices {
			f.add(l, list, &list.inv.Devices[i], logins, jumps)
		}
	}
}

// logins says which credential stands for each of a source.
func (f *found) logins(l *loader, list answer, preset string) map[string]string {
	out := map[string]string{}
	for _, name := range sorted(list.inv.Credentials) {
		c := list.inv.Credentials[name]
		own := ""
		for _, n := range l.credentials {
			if l.inv.Credentials[n].User == c.User && (own == "" || n == name) {
				own = n
			}
		}
		vague := c.Key.IsZero() && (c.Password.IsZero() || strings.HasPrefix(c.Password.Value, "HEADROOM_PASSWORD"))
		switch {
		case own != "":
			out[name] = own
		case vague && preset != "":
			l.inv.Notes = append(l.inv.Notes, fmt.Sprintf("%s: user %s: no credential of the file has this user: that of defaults (%s) is used", list.name, c.User, preset))
			out[name] = preset
		default:
			out[name] = list.name + ":" + name
			c.Name = out[name]
			l.inv.Credentials[c.Name] = c
		}
	}
	return out
}

// jumps says which jump host stands for each of a source.
func (f *found) jumps(l *loader, list answer, layers inventory.Layers, logins map[string]string) map[string]string {
	out := map[string]string{}
	for _, name := range sorted(list.inv.Jumps) {
		j := list.inv.Jumps[name]
		for _, own := range l.jumpNames {
			o := layers.Jumps[own]
			if strings.EqualFold(o.Host, j.Host) && cmp.Or(o.Port, 22) == cmp.Or(j.Port, 22) || own == name {
				out[name] = own
			}
		}
		if out[name] != "" {
			continue
		}
		out[name] = list.name + ":" + name
		j.Name, j.Credential, j.HostKeys = out[name], cmp.Or(logins[j.Credential], layers.Defaults.Credential), ""
		layers.Jumps[j.Name] = j
	}
	return out
}

// add takes one device of a source; what an earlier source said of it stands.
func (f *found) add(l *loader, list answer, d *inventory.Device, logins, jumps map[string]string) {
	e := inventory.Entry{Name: d.Name, Host: d.Host, Hostname: d.Hostname, Pair: d.Pair, From: list.name + ", " + d.From}
	s := &e.Under
	s.OS, s.Site, s.Role, s.Tags, s.AAARealm, s.ProxyCommand = d.OS, d.Site, d.Role, d.Tags, d.AAARealm, d.ProxyCommand
	s.Credential, s.Enable, s.Transport = logins[d.Credential], logins[d.Enable], d.Transport
	if d.Given.Port {
		s.Port = d.Port
	}
	for _, j := range d.Jump {
		s.Jump = append(s.Jump, jumps[j])
	}
	if _, ok := l.inv.Windows[d.Window]; ok {
		s.Window = d.Window
	} else if d.Window != "" {
		l.inv.Notes = append(l.inv.Notes, fmt.Sprintf("%s: %s: there is no window %q in the file", list.name, d.Name, d.Window))
	}
	for _, g := range d.Groups {
		if _, ok := l.file.Groups[g]; ok { // others say nothing here
			e.Groups = append(e.Groups, g)
		}
	}
	switch { // one way takes the other one of the defaults back
	case s.ProxyCommand != "":
		s.Jump = []string{inventory.None}
	case len(s.Jump) > 0:
		s.ProxyCommand = inventory.None
	}
	if d.Skip {
		yes := true
		s.Skip = &yes
	}
	key := strings.ToLower(d.Name)
	if other := f.devices[key]; other != nil {
		other.fill(e)
		return
	}
	x := &sourced{Entry: e, why: d.Why}
	f.devices[key] = x
	f.order = append(f.order, x)
}

// fill takes what no earlier source said.
func (x *sourced) fill(e inventory.Entry) {
	x.Hostname, x.Pair = cmp.Or(x.Hostname, e.Hostname), cmp.Or(x.Pair, e.Pair)
	a, b := &x.Under, &e.Under
	a.OS, a.Site, a.Role = cmp.Or(a.OS, b.OS), cmp.Or(a.Site, b.Site), cmp.Or(a.Role, b.Role)
	a.Credential, a.Enable, a.Window = cmp.Or(a.Credential, b.Credential), cmp.Or(a.Enable, b.Enable), cmp.Or(a.Window, b.Window)
	a.Tags = append(a.Tags, b.Tags...)
	for _, g := range e.Groups {
		if !slices.Contains(x.Groups, g) {
			x.Groups = append(x.Groups, g)
		}
	}
	x.From += "; " + e.From
}

// under puts what the sources say of a device below what the file says; why is why they
// do not have it visited.
func (f *found) under(e *inventory.Entry) (why string) {
	x := f.devices[strings.ToLower(e.Name)]
	if x == nil {
		return ""
	}
	x.used = true
	e.Host, e.Hostname, e.Pair = x.Host, cmp.Or(e.Hostname, x.Hostname), cmp.Or(e.Pair, x.Pair)
	e.Under, e.From = x.Under, e.From+"; "+x.From
	switch {
	case e.Jump != nil:
		e.Under.ProxyCommand = ""
	case e.ProxyCommand != "":
		e.Under.Jump = nil
	}
	e.Groups = append(x.Groups[:len(x.Groups):len(x.Groups)], e.Groups...)
	return x.why
}

// fromSources lists the devices that only the sources know. One that cannot be used is
// listed and not visited: a mistake elsewhere does not stop a scan.
func (l *loader) fromSources(names, addresses map[string]fileDevice, sites map[string]bool) (all []string) {
	lacks := 0
	for _, x := range l.found.order {
		if x.used {
			continue
		}
		d := l.resolver.Device(x.Entry)
		if d.Why = x.why; d.Why == "" && !d.Skip {
			d.Why = l.unfit(&d, addresses)
			d.Skip = d.Why != ""
		}
		if d.Why == "" && !d.Skip && d.Credential == "" && d.SSHConfig == "" {
			lacks++
		}
		names[strings.ToLower(d.Name)] = fileDevice{Name: text{s: d.Name}}
		l.inv.Devices = append(l.inv.Devices, d)
		all = append(all, d.Name)
		if d.Site != "" && !sites[d.Site] {
			sites[d.Site] = true
			l.sites = append(l.sites, d.Site)
		}
	}
	for i := range l.inv.Devices {
		if d := &l.inv.Devices[i]; d.Pair != "" && names[strings.ToLower(d.Pair)].Name.s == "" && l.found.has(d.Name) {
			l.inv.Notes = append(l.inv.Notes, fmt.Sprintf("%s: there is no device %q, which is said to be its pair", d.Name, d.Pair))
			d.Pair = ""
		}
	}
	if lacks > 0 {
		l.add(l.file.Sources[0].at, "add credential: NAME to defaults", "%d devices of sources have no credential", lacks)
	}
	return all
}

// unfit says why a device of a source cannot be visited.
func (l *loader) unfit(d *inventory.Device, addresses map[string]fileDevice) string {
	switch {
	case d.ProxyCommand != "" && len(d.Jump) > 0:
		return "it has both a jump host and a proxy_command"
	case d.Transport == inventory.Telnet && (d.ProxyCommand != "" || l.inv.Credentials[d.Credential].Password.IsZero() && d.Credential != ""):
		return "telnet knows no keys and no proxy_command"
	}
	key := address(d)
	if other, ok := addresses[key]; ok {
		return "it has the address of " + other.Name.s
	}
	addresses[key] = fileDevice{Name: text{s: d.Name}}
	return ""
}

// address tells routers apart: host, port and way there.
func address(d *inventory.Device) string {
	return fmt.Sprintf("%s|%d|%s", strings.ToLower(d.Host), d.Port, strings.Join(d.Jump, ">")+d.ProxyCommand)
}
