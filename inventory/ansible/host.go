package ansible

import (
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// variables are what Ansible's variables are for us, the later one wins
// (inv:ansible).
func variables() []struct{ ours, theirs string } {
	return []struct{ ours, theirs string }{
		{"host", "ansible_ssh_host"},
		{"host", "ansible_host"},
		{"port", "ansible_ssh_port"},
		{"port", "ansible_port"},
		{"user", "ansible_ssh_user"},
		{"user", "ansible_user"},
		{"platform", "ansible_network_os"},
		{"key", "ansible_ssh_private_key_file"},
		{"key", "ansible_private_key_file"},
		{"password", "ansible_ssh_pass"},
		{"password", "ansible_ssh_password"},
		{"password", "ansible_password"},
		{"enable", "ansible_become_pass"},
		{"enable", "ansible_become_password"},
	}
}

// entry makes an entry of a host: variables of its groups, then its own.
func (t *tree) entry(f *gather.Found, h *host, q inventory.Query) gather.Entry {
	if t.of == nil {
		t.of = t.memberships()
	}
	vars := map[string]value{}
	e := gather.Entry{Name: h.name, From: q.Place + h.from, Said: map[string]string{}}
	for _, g := range t.of[h.name] {
		if g.name != "all" && g.name != "ungrouped" {
			e.Groups = append(e.Groups, g.name)
		}
		for k, v := range g.vars {
			vars[k] = value{v.text, v.at + " group " + g.name}
		}
	}
	for k, v := range h.vars {
		vars[k] = v
	}
	for _, m := range variables() {
		if v, ok := vars[m.theirs]; ok {
			t.set(f, &e, m.ours, m.theirs, v)
		}
	}
	for _, ours := range slices.Sorted(maps.Keys(q.Fields)) {
		if v, ok := vars[q.Fields[ours]]; ok {
			t.set(f, &e, ours, q.Fields[ours], v)
		}
	}
	t.connection(&e, vars)
	t.way(f, &e, vars)
	return e
}

// set takes a variable. A template is what only Ansible can fill in.
func (t *tree) set(f *gather.Found, e *gather.Entry, ours, theirs string, v value) {
	switch {
	case ours == "password" || ours == "enable":
	case strings.Contains(v.text, "{{"):
		f.Note(e.From, "%s is a template: run ansible-inventory --list and read what it prints, or say %s in the inventory", theirs, ours)
		if ours == "host" || ours == "port" {
			e.Why = theirs + " is a template"
		}
		return
	case v.text == "":
		return
	}
	e.Set(ours, v.text)
	e.Said[ours] = theirs + v.at
}

// connection says which hosts are none for us.
func (t *tree) connection(e *gather.Entry, vars map[string]value) {
	switch c := vars["ansible_connection"].text; {
	case c == "local":
		e.Why = "ansible_connection is local"
	case strings.Contains(c, "winrm"), strings.Contains(c, "docker"), strings.Contains(c, "psrp"):
		e.Why = "ansible_connection is " + c
	}
}

// way finds the jump hosts in the arguments of ssh.
func (t *tree) way(f *gather.Found, e *gather.Entry, vars map[string]value) {
	for _, name := range []string{"ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args"} {
		v, ok := vars[name]
		if !ok || v.text == "" {
			continue
		}
		words, err := split(v.text)
		if err != nil || strings.Contains(v.text, "{{") {
			f.Note(e.From, "%s is not understood", name)
			e.Why = "the way to it is not understood"
			return
		}
		jump, command := proxies(words)
		if jump != "" {
			e.Jump, e.ProxyCommand, e.Said["jump"] = jump, "", name+v.at
		}
		if command != "" {
			e.Jump, e.ProxyCommand, e.Said["proxy_command"] = "", command, name+v.at
		}
	}
}

// proxies finds -J, -o ProxyJump= and -o ProxyCommand= in the arguments of ssh.
func proxies(words []string) (jump, command string) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case (w == "-J" || w == "-o") && i+1 < len(words):
			i++
			if w == "-J" {
				jump = words[i]
				continue
			}
			w = words[i]
		case strings.HasPrefix(w, "-J"):
			jump = w[2:]
			continue
		case strings.HasPrefix(w, "-o"):
			w = w[2:]
		}
		k, v, ok := strings.Cut(w, "=")
		if !ok {
			k, v, _ = strings.Cut(w, " ")
		}
		switch strings.ToLower(strings.TrimSpace(k)) {
		case "proxyjump":
			jump = strings.TrimSpace(v)
		case "proxycommand":
			command = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return jump, command
}
