package yaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// The limits of a scan where the file says nothing: 64 sessions at once and 20
// logins a second over the fleet (docs/collector.md, "Politeness").
const (
	defaultSessions = 64
	defaultLogins   = 20.0
	maxSessions     = 2000
)

// loader checks a decoded file and resolves it into an Inventory.
type loader struct {
	*problems
	file *file
	inv  *inventory.Inventory

	credentials, jumpNames, groups, windows, sites []string // names that are defined, sorted
	resolver                                       *inventory.Resolver
	found                                          found
}

func (l *loader) load() {
	f := l.file
	l.credentials, l.jumpNames, l.groups, l.windows = sorted(f.Credentials), sorted(f.Jumps), sorted(f.Groups), sorted(f.Windows)
	l.inv.Credentials, l.inv.Jumps, l.inv.Windows = map[string]inventory.Credential{}, map[string]inventory.Jump{}, map[string]inventory.Window{}
	if f.Version.at.set() && f.Version.n != 1 {
		l.add(f.Version.at, "this headroom reads version 1", "version %d is not known", f.Version.n)
	}
	for name, c := range f.Credentials {
		l.inv.Credentials[name] = l.credential(c)
	}
	for name, w := range f.Windows {
		l.inv.Windows[name] = l.window(w)
	}
	layers := inventory.Layers{Defaults: l.settings(f.Defaults), Groups: l.groupsOf(), Jumps: l.jumps()}
	l.found.join(l, layers)
	l.inherit(layers)
	l.devices()
	for _, z := range f.Freezes {
		l.inv.Freezes = append(l.inv.Freezes, l.freeze(z))
	}
	l.redundancy()
	l.limits()
}

// groupsOf checks the groups and gives them in plain values.
func (l *loader) groupsOf() map[string]inventory.Group {
	out := map[string]inventory.Group{}
	for _, name := range l.groups {
		g := l.file.Groups[name]
		out[name] = inventory.Group{Settings: l.settings(g.settings), Groups: l.groupList(g.Groups)}
	}
	return out
}

// inherit has the defaults and groups resolved and checks that they end.
func (l *loader) inherit(layers inventory.Layers) {
	var circles [][]string
	l.resolver, circles = inventory.NewResolver(layers)
	for _, c := range circles {
		l.add(l.file.Groups[c[0]].Groups.at, "", "groups are parents of each other: %s", strings.Join(c, " → "))
	}
	for name := range layers.Jumps {
		l.inv.Jumps[name] = l.resolver.Jump(name)
	}
}

func (l *loader) groupList(list texts) []string {
	for i, t := range list.list {
		l.refers("group", t, l.groups)
		for _, u := range list.list[:i] {
			if u.s == t.s {
				l.add(t.at, "", "group %q is named twice", t.s)
			}
		}
	}
	return list.plain()
}

func (l *loader) devices() {
	f := l.file
	if len(f.Devices) == 0 && len(f.Sources) == 0 && len(l.list) == 0 {
		l.add(pos{1, 1}, "add an entry under devices: with a name, or a source under sources:", "the inventory has no devices")
	}
	names, addresses := map[string]fileDevice{}, map[string]fileDevice{}
	all := make([]string, 0, len(f.Devices))
	seen := map[string]bool{}
	for _, fd := range f.Devices {
		d := l.device(fd)
		l.unique(fd, d, names, addresses)
		l.inv.Devices = append(l.inv.Devices, d)
		all = append(all, d.Name)
		if d.Site != "" && !seen[d.Site] {
			seen[d.Site] = true
			l.sites = append(l.sites, d.Site)
		}
	}
	all = append(all, l.fromSources(names, addresses, seen)...)
	slices.Sort(l.sites)
	for _, fd := range f.Devices {
		switch {
		case l.found.has(fd.Pair.s):
		case !fd.Pair.at.set():
		case names[strings.ToLower(fd.Pair.s)].Name.s != fd.Pair.s:
			l.refers("device", fd.Pair, all)
		case fd.Pair.s == fd.Name.s:
			l.add(fd.Pair.at, "", "%s is its own pair", fd.Name.s)
		}
	}
}

// unique refuses a name or an address that another device has: a router listed
// twice would get two sessions at once, and count twice.
func (l *loader) unique(fd fileDevice, d inventory.Device, names, addresses map[string]fileDevice) {
	if !fd.Name.at.set() {
		return
	}
	key := strings.ToLower(d.Name)
	if other, ok := names[key]; ok {
		l.add(fd.Name.at, "", "device %q is listed twice, first on line %d", d.Name, other.Name.at.line)
		return
	}
	names[key] = fd
	where := address(&d)
	if other, ok := addresses[where]; ok {
		at := fd.Host.at
		if !at.set() {
			at = fd.Name.at
		}
		l.add(at, "", "device %q has the address of %q on line %d", d.Name, other.Name.s, other.Name.at.line)
		return
	}
	addresses[where] = fd
}

// device checks one entry and has it resolved.
func (l *loader) device(fd fileDevice) inventory.Device {
	host := fd.Host
	if fd.Name.at.set() && !deviceRegexp.MatchString(fd.Name.s) {
		l.add(fd.Name.at, "letters, digits and . _ - : @ +, starting with a letter, digit or _", "%q cannot be the name of a device", fd.Name.s)
	}
	e := inventory.Entry{
		Name: fd.Name.s, Hostname: fd.Hostname.s, Pair: fd.Pair.s, From: l.from(fd.at),
		Settings: l.settings(fd.settings), Groups: l.groupList(fd.Groups), HostKey: l.hostKey(fd.HostKey),
	}
	why := l.found.under(&e)
	switch {
	case !host.at.set() && e.Host != "": // its source says where it is
	case !host.at.set() && deviceRegexp.MatchString(fd.Name.s):
		host = fd.Name
		fallthrough
	default:
		l.host(host)
		e.Host = host.s
	}
	d := l.resolver.Device(e)
	if d.Skip && !fd.Skip.b {
		d.Why = why
	}
	l.usable(fd, d)
	return d
}

// usable checks what only shows once everything is inherited.
func (l *loader) usable(fd fileDevice, d inventory.Device) {
	where := fd.Name.at
	if !where.set() {
		where = fd.at
	}
	switch {
	case d.ProxyCommand != "" && len(d.Jump) > 0:
		l.add(where, "take one of them back with none", "device %s has both jump and proxy_command", d.Name)
	case d.ProxyCommand != "" && d.Transport == inventory.Telnet:
		l.add(where, "", "device %s uses telnet, which knows no proxy_command", d.Name)
	}
	if d.Credential == "" && d.SSHConfig != "" && d.Transport == inventory.SSH {
		return // its ssh_config says who logs in
	}
	if d.Credential == "" {
		l.add(where, "add credential: NAME to it, to a group of it or to defaults", "device %s has no credential", cmp.Or(d.Name, "without name"))
		return
	}
	c, ok := l.inv.Credentials[d.Credential]
	if fc := l.file.Credentials[d.Credential]; ok && d.Transport == inventory.Telnet && !fc.Password.at.set() {
		l.add(where, "telnet knows no keys", "device %s uses telnet, and credential %s has no password", d.Name, c.Name)
	}
}

func (l *loader) redundancy() {
	names := make([]string, 0, len(l.inv.Devices))
	for _, d := range l.inv.Devices {
		names = append(names, d.Name)
	}
	first := map[string]int{}
	for _, r := range l.file.Redundancy {
		if line := first[r.Name.s]; line > 0 && r.Name.at.set() {
			l.add(r.Name.at, "", "redundancy group %q is listed twice, first on line %d", r.Name.s, line)
		}
		first[r.Name.s] = r.Name.at.line
		l.inv.Redundancy = append(l.inv.Redundancy, l.redundant(r, names))
	}
}

func (l *loader) redundant(r fileRedundancy, names []string) inventory.RedundancyGroup {
	out := inventory.RedundancyGroup{Name: r.Name.s, MaxDown: 1}
	for _, t := range r.Devices.list {
		l.refers("device", t, names)
		if slices.Contains(out.Devices, t.s) {
			l.add(t.at, "", "device %q is named twice", t.s)
		}
		out.Devices = append(out.Devices, t.s)
	}
	if r.Devices.at.set() && len(out.Devices) < 2 {
		l.add(r.Devices.at, "", "a redundancy group has two devices or more")
	}
	if r.MaxDown.at.set() {
		out.MaxDown = r.MaxDown.n
		if out.MaxDown < 1 || len(out.Devices) >= 2 && out.MaxDown >= len(out.Devices) {
			l.add(r.MaxDown.at, "at least 1, and less than the devices of the group", "max_down %d is out of range", out.MaxDown)
		}
	}
	return out
}

func (l *loader) limits() {
	f := l.file.Limits
	l.inv.Limits = inventory.Limits{Sessions: defaultSessions, LoginsPerSecond: defaultLogins, PerSite: f.PerSite.n, PerJump: f.PerJump.n, PerRealm: f.PerRealm.n}
	for what, c := range map[string]count{"per_site": f.PerSite, "per_jump": f.PerJump, "per_realm": f.PerRealm} {
		if c.at.set() && c.n < 0 {
			l.add(c.at, "0 is no limit", "%s cannot be negative", what)
		}
	}
	if f.Sessions.at.set() {
		l.inv.Limits.Sessions = f.Sessions.n
		if f.Sessions.n < 1 || f.Sessions.n > maxSessions {
			l.add(f.Sessions.at, fmt.Sprintf("from 1 to %d", maxSessions), "sessions %d is out of range", f.Sessions.n)
		}
	}
	for _, r := range []struct {
		what string
		from number
		to   *float64
	}{{"logins_per_second", f.LoginsPerSecond, &l.inv.Limits.LoginsPerSecond}, {"realm_logins_per_second", f.RealmLogins, &l.inv.Limits.RealmLogins}} {
		if !r.from.at.set() {
			continue
		}
		*r.to = r.from.f
		if !(r.from.f > 0 && r.from.f <= 1000) {
			l.add(r.from.at, "more than 0, at most 1000", "%s %v is out of range", r.what, r.from.f)
		}
	}
}
