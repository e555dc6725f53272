package yaml

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// jumps checks the jump hosts and their chains.
func (l *loader) jumps() {
	for name, j := range l.file.Jumps {
		l.host(j.Host)
		l.port(j.Port)
		l.refers("credential", j.Credential, l.credentials)
		l.oneOf("host_keys", j.HostKeys, policies())
		l.refers("jump", j.Via, l.jumpNames)
		if j.MaxConns.at.set() && j.MaxConns.n < 1 {
			l.add(j.MaxConns.at, "", "max_conns must be at least 1")
		}
		out := inventory.Jump{
			Name: name, Host: j.Host.s, Port: 22, Credential: j.Credential.s, HostKeys: l.policy(j.HostKeys),
			HostKey: l.hostKey(j.HostKey), MaxConns: j.MaxConns.n, From: l.from(j.name.at),
		}
		if j.Port.at.set() {
			out.Port = j.Port.n
		}
		if j.Via.s != none {
			out.Via = j.Via.s
		}
		l.inv.Jumps[name] = out
	}
	for _, name := range l.jumpNames {
		l.jumpCycle(name)
	}
}

// policy is the host-key policy of a place, else that of defaults, else tofu.
func (l *loader) policy(t text) inventory.HostKeyPolicy {
	switch {
	case t.at.set():
		return inventory.HostKeyPolicy(t.s)
	case l.file.Defaults.HostKeys.at.set():
		return inventory.HostKeyPolicy(l.file.Defaults.HostKeys.s)
	}
	return inventory.TOFU
}

// jumpCycle reports a chain that comes back to name; each cycle is told once, at
// its alphabetically first member.
func (l *loader) jumpCycle(name string) {
	path := []string{name}
	for j := l.inv.Jumps[name]; j.Via != ""; j = l.inv.Jumps[j.Via] {
		if j.Via == name {
			if slices.Min(path) == name {
				l.add(l.file.Jumps[name].Via.at, "", "jump hosts go in a circle: %s", strings.Join(append(path, name), " → "))
			}
			return
		}
		if slices.Contains(path, j.Via) {
			return
		}
		path = append(path, j.Via)
	}
}

func (l *loader) jumpList(w words) {
	for i, t := range w.list {
		if t.s == none && len(w.list) > 1 {
			l.add(t.at, "", "none stands alone")
			continue
		}
		l.refers("jump", t, l.jumpNames)
		for _, u := range w.list[:i] {
			if u.s == t.s {
				l.add(t.at, "", "jump %q is named twice", t.s)
			}
		}
	}
}

// chain is the whole way of jump hosts, outermost first: the list, with what
// its members go through (via) put in front of them.
func (l *loader) chain(list []text) []string {
	var out []string
	for _, t := range list {
		if t.s == none {
			return nil
		}
		var before []string
		for name := t.s; name != "" && !slices.Contains(out, name) && !slices.Contains(before, name); name = l.inv.Jumps[name].Via {
			before = append(before, name)
		}
		slices.Reverse(before)
		out = append(out, before...)
	}
	return out
}
