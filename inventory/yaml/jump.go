package yaml

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// jumps checks the jump hosts and their chains and gives them in plain values.
func (l *loader) jumps() map[string]inventory.Jump {
	jumps := map[string]inventory.Jump{}
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
			Name: name, Host: j.Host.s, Port: j.Port.n, Credential: j.Credential.s, HostKeys: inventory.HostKeyPolicy(j.HostKeys.s),
			HostKey: l.hostKey(j.HostKey), MaxConns: j.MaxConns.n, From: l.from(j.name.at),
		}
		if j.Via.s != inventory.None {
			out.Via = j.Via.s
		}
		jumps[name] = out
	}
	for _, name := range l.jumpNames {
		l.jumpCycle(name, jumps)
	}
	return jumps
}

// jumpCycle reports a chain that comes back to name; each cycle is told once, at
// its alphabetically first member.
func (l *loader) jumpCycle(name string, jumps map[string]inventory.Jump) {
	path := []string{name}
	for j := jumps[name]; j.Via != ""; j = jumps[j.Via] {
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
		if t.s == inventory.None && len(w.list) > 1 {
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
