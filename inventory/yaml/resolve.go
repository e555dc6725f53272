package yaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"

	"github.com/headroom-audit/headroom/fact"
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
	chains                                         map[string][]string
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
	l.jumps()
	l.settings(f.Defaults)
	l.resolveGroups()
	l.devices()
	for _, z := range f.Freezes {
		l.inv.Freezes = append(l.inv.Freezes, l.freeze(z))
	}
	l.redundancy()
	l.limits()
}

// resolveGroups checks the groups and finds the parents of each.
func (l *loader) resolveGroups() {
	l.chains = map[string][]string{}
	for _, g := range l.file.Groups {
		l.settings(g.settings)
		l.groupList(g.Groups)
	}
	for _, name := range l.groups {
		l.ancestors(name, nil)
	}
}

func (l *loader) groupList(list texts) {
	for i, t := range list.list {
		l.refers("group", t, l.groups)
		for _, u := range list.list[:i] {
			if u.s == t.s {
				l.add(t.at, "", "group %q is named twice", t.s)
			}
		}
	}
}

// ancestors lists a group after its parents, each once, in the order in which
// their settings apply. path are the groups that are being resolved.
func (l *loader) ancestors(name string, path []string) []string {
	if done, ok := l.chains[name]; ok {
		return done
	}
	g, ok := l.file.Groups[name]
	if !ok {
		return nil
	}
	if i := slices.Index(path, name); i >= 0 {
		l.add(g.Groups.at, "", "groups are parents of each other: %s", strings.Join(append(path[i:len(path):len(path)], name), " → "))
		return nil
	}
	out := l.withParents(g.Groups.list, append(path, name))
	out = append(out, name)
	l.chains[name] = out
	return out
}

func (l *loader) withParents(list []text, path []string) []string {
	var out []string
	for _, t := range list {
		for _, a := range l.ancestors(t.s, path) {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

func (l *loader) devices() {
	f := l.file
	if len(f.Devices) == 0 && len(l.list) == 0 {
		l.add(pos{1, 1}, "add an entry under devices: with a name", "the inventory has no devices")
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
	slices.Sort(l.sites)
	for _, fd := range f.Devices {
		switch {
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
	address := fmt.Sprintf("%s|%d|%s", strings.ToLower(d.Host), d.Port, strings.Join(d.Jump, ">")+d.ProxyCommand)
	if other, ok := addresses[address]; ok {
		where := fd.Host.at
		if !where.set() {
			where = fd.Name.at
		}
		l.add(where, "", "device %q has the address of %q on line %d", d.Name, other.Name.s, other.Name.at.line)
		return
	}
	addresses[address] = fd
}

// device resolves one entry: defaults, then groups in their order, then itself.
func (l *loader) device(fd fileDevice) inventory.Device {
	host := fd.Host
	if fd.Name.at.set() && !deviceRegexp.MatchString(fd.Name.s) {
		l.add(fd.Name.at, "letters, digits and . _ - : @ +, starting with a letter, digit or _", "%q cannot be the name of a device", fd.Name.s)
	}
	l.settings(fd.settings)
	l.groupList(fd.Groups)
	if !host.at.set() && deviceRegexp.MatchString(fd.Name.s) {
		host = fd.Name
	}
	l.host(host)
	groups := l.withParents(fd.Groups.list, nil)
	s := l.file.Defaults
	for _, name := range groups {
		s = s.under(l.file.Groups[name].settings)
	}
	s = s.under(fd.settings)
	d := l.fromSettings(s)
	d.Name, d.Host, d.Pair, d.Groups, d.From = fd.Name.s, host.s, fd.Pair.s, groups, l.from(fd.at)
	d.Hostname, d.HostKey = fd.Hostname.s, l.hostKey(fd.HostKey)
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

// under gives s with everything replaced that by says; tags add up.
func (s settings) under(by settings) settings {
	over(&s.Port, by.Port, by.Port.at)
	over(&s.Platform, by.Platform, by.Platform.at)
	over(&s.Site, by.Site, by.Site.at)
	over(&s.Role, by.Role, by.Role.at)
	over(&s.Credential, by.Credential, by.Credential.at)
	over(&s.Jump, by.Jump, by.Jump.at)
	over(&s.Transport, by.Transport, by.Transport.at)
	over(&s.HostKeys, by.HostKeys, by.HostKeys.at)
	over(&s.Legacy, by.Legacy, by.Legacy.at)
	over(&s.Methods, by.Methods, by.Methods.at)
	over(&s.AAARealm, by.AAARealm, by.AAARealm.at)
	over(&s.Enable, by.Enable, by.Enable.at)
	over(&s.Window, by.Window, by.Window.at)
	over(&s.Timeout, by.Timeout, by.Timeout.at)
	over(&s.Timeouts.Connect, by.Timeouts.Connect, by.Timeouts.Connect.at)
	over(&s.Timeouts.Login, by.Timeouts.Login, by.Timeouts.Login.at)
	over(&s.Timeouts.FirstByte, by.Timeouts.FirstByte, by.Timeouts.FirstByte.at)
	over(&s.Timeouts.Idle, by.Timeouts.Idle, by.Timeouts.Idle.at)
	over(&s.Timeouts.Command, by.Timeouts.Command, by.Timeouts.Command.at)
	over(&s.Prompt, by.Prompt, by.Prompt.at)
	over(&s.Skip, by.Skip, by.Skip.at)
	over(&s.SSHConfig, by.SSHConfig, by.SSHConfig.at)
	over(&s.ProxyCmd, by.ProxyCmd, by.ProxyCmd.at)
	s.Tags.list = append(s.Tags.list[:len(s.Tags.list):len(s.Tags.list)], by.Tags.list...)
	return s
}

func over[T any](dst *T, by T, at pos) {
	if at.set() {
		*dst = by
	}
}

// fromSettings turns settings into a device; what is wrong was told before.
func (l *loader) fromSettings(s settings) inventory.Device {
	d := inventory.Device{
		Port: s.Port.n, OS: fact.OS(s.Platform.s), Site: s.Site.s, Role: s.Role.s, Credential: s.Credential.s, AAARealm: s.AAARealm.s,
		Transport: inventory.Transport(cmp.Or(s.Transport.s, string(inventory.SSH))), HostKeys: inventory.HostKeyPolicy(cmp.Or(s.HostKeys.s, string(inventory.TOFU))),
		Enable: unlessNone(s.Enable), Window: unlessNone(s.Window), Skip: s.Skip.b, SSHConfig: unlessNone(s.SSHConfig),
		ProxyCommand: unlessNone(s.ProxyCmd), Given: inventory.Given{Port: s.Port.at.set(), Way: s.Jump.at.set() || s.ProxyCmd.at.set()},
		Jump: l.chain(s.Jump.list), Timeout: l.timeout("timeout", s.Timeout), Prompt: unlessNone(s.Prompt), Timeouts: l.timeouts(s.Timeouts),
	}
	if !s.Port.at.set() {
		d.Port = 22
		if d.Transport == inventory.Telnet {
			d.Port = 23
		}
	}
	for _, t := range s.Tags.list {
		if !slices.Contains(d.Tags, t.s) {
			d.Tags = append(d.Tags, t.s)
		}
	}
	for _, t := range s.Legacy.list {
		d.Legacy = append(d.Legacy, inventory.Legacy(t.s))
	}
	for _, t := range s.Methods.list {
		d.Methods = append(d.Methods, t.s)
	}
	return d
}

func unlessNone(t text) string {
	if t.s == none {
		return ""
	}
	return t.s
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
