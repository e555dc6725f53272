package yaml

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// Login is who logs in where a source leaves it open.
type Login struct {
	User     string
	Password inventory.Ref // zero = the agent, where there is one, else an environment variable
	Key      inventory.Ref
	Agent    bool
}

// Write prints the devices that another source gave as an inventory file: what people
// go on from, with where each value stood in the source. from is what was read; who
// logs in where the source does not say. The same inventory is the same file, byte for
// byte. Secrets are never in it.
func Write(w io.Writer, from string, inv *inventory.Inventory, who Login) error {
	o := &writer{inv: inv}
	o.line(0, "# The devices of %s.", comment(from))
	o.line(0, "# Take out what is no router; headroom inventory check says what is wrong.")
	for _, n := range inv.Notes {
		o.line(0, "# note: %s", comment(n))
	}
	o.line(0, "version: 1")
	open := o.open()
	o.defaults(open, who)
	o.credentials(open, who)
	o.jumps()
	o.groups()
	o.windows()
	o.line(0, "devices:")
	for i := range inv.Devices {
		o.device(&inv.Devices[i])
	}
	_, err := w.Write(o.b.Bytes())
	return err
}

// fallback is the credential where the source names none.
const fallback = "headroom"

// writer prints one inventory.
type writer struct {
	b      bytes.Buffer
	inv    *inventory.Inventory
	shared string // the ssh_config of all devices
}

func (o *writer) line(indent int, format string, args ...any) {
	o.b.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&o.b, format, args...)
	o.b.WriteByte('\n')
}

// comment makes one line of a text that may hold anything.
func comment(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff || r == 0xfffd {
			return ' '
		}
		return r
	}, s)
}

// open reports whether a device or a jump host has nobody who logs in.
func (o *writer) open() bool {
	lacks := func(d inventory.Device) bool { return d.Credential == "" && d.SSHConfig == "" }
	for _, j := range o.inv.Jumps {
		if j.Credential == "" {
			return true
		}
	}
	return slices.ContainsFunc(o.inv.Devices, lacks)
}

func (o *writer) defaults(open bool, who Login) {
	d := o.inv.Devices
	if len(d) > 0 && !slices.ContainsFunc(d, func(x inventory.Device) bool { return x.SSHConfig != d[0].SSHConfig }) {
		o.shared = d[0].SSHConfig
	}
	if open || o.shared != "" {
		o.line(0, "defaults:")
	}
	if open {
		o.line(1, "credential: %s   # the source does not say who logs in", o.free(who))
	}
	if o.shared != "" {
		o.line(1, "ssh_config: %s   # says how each is reached; a credential here would stand above it", strconv.Quote(o.shared))
	}
}

// free is the name of the credential that is not of the source.
func (o *writer) free(Login) string {
	name := fallback
	for n := 2; ; n++ {
		if _, taken := o.inv.Credentials[name]; !taken {
			return name
		}
		name = fallback + strconv.Itoa(n)
	}
}

// credentials prints who logs in, by reference.
func (o *writer) credentials(open bool, who Login) {
	if len(o.inv.Credentials) == 0 && !open {
		return
	}
	o.line(0, "credentials:")
	if open {
		c := inventory.Credential{User: who.User, Password: who.Password, Key: who.Key, Agent: who.Agent}
		if c.Password.IsZero() && c.Key.IsZero() && !c.Agent {
			c.Password = inventory.Ref{Kind: "env", Value: "HEADROOM_PASSWORD"}
		}
		if c.User == "" {
			c.User = fallback
		}
		o.credential(o.free(who), c)
	}
	for _, name := range sorted(o.inv.Credentials) {
		o.credential(name, o.inv.Credentials[name])
	}
}

func (o *writer) credential(name string, c inventory.Credential) {
	o.line(1, "%s:", strconv.Quote(name))
	o.line(2, "user: %s", strconv.Quote(c.User))
	for _, r := range []struct {
		key string
		ref inventory.Ref
	}{{"password", c.Password}, {"key", c.Key}, {"passphrase", c.Passphrase}} {
		if !r.ref.IsZero() {
			o.line(2, "%s: %s", r.key, strconv.Quote(r.ref.String()))
		}
	}
	if c.Agent {
		o.line(2, "agent: true")
	}
}

func (o *writer) jumps() {
	if len(o.inv.Jumps) == 0 {
		return
	}
	o.line(0, "jumps:")
	for _, name := range sorted(o.inv.Jumps) {
		j := o.inv.Jumps[name]
		o.line(1, "%s:   # %s", strconv.Quote(name), comment(j.From))
		o.line(2, "host: %s", strconv.Quote(j.Host))
		if j.Port != 22 && j.Port != 0 {
			o.line(2, "port: %d", j.Port)
		}
		credential := j.Credential
		if credential == "" {
			credential = o.free(Login{})
		}
		o.line(2, "credential: %s", strconv.Quote(credential))
	}
}

// groups declares the groups that devices are in: what all of one share can be said
// once.
func (o *writer) groups() {
	names := map[string]bool{}
	for i := range o.inv.Devices {
		for _, g := range o.inv.Devices[i].Groups {
			names[g] = true
		}
	}
	if len(names) == 0 {
		return
	}
	o.line(0, "groups:")
	for _, g := range sorted(names) {
		o.line(1, "%s: {}", strconv.Quote(g))
	}
}

func (o *writer) windows() {
	if len(o.inv.Windows) == 0 {
		return
	}
	o.line(0, "windows:")
	for _, name := range sorted(o.inv.Windows) {
		w := o.inv.Windows[name]
		var days []string
		for _, d := range w.Days {
			days = append(days, dayNames()[d])
		}
		o.line(1, "%s: {days: [%s], from: %q, to: %q, zone: %q}", strconv.Quote(name), strings.Join(days, ", "), w.From, w.To, w.Zone)
	}
}

// device prints what a source said of a device, and nothing that is the default.
func (o *writer) device(d *inventory.Device) {
	o.line(1, "- name: %s   # %s", strconv.Quote(d.Name), comment(d.From))
	o.texts(d)
	if d.Given.Port {
		o.value(d, "port", strconv.Itoa(d.Port))
	}
	if len(d.Jump) > 0 {
		o.value(d, "jump", list(d.Jump))
	}
	if len(d.Groups) > 0 {
		o.value(d, "groups", list(d.Groups))
	}
	if len(d.Tags) > 0 {
		o.value(d, "tags", list(d.Tags))
	}
	if d.Why != "" {
		o.line(2, "skip: true   # %s", comment(d.Why))
	}
}

func (o *writer) texts(d *inventory.Device) {
	window := d.Window
	if _, ok := o.inv.Windows[window]; window != "" && !ok {
		o.line(2, "# window: %s   # no window of this name is known: add it under windows", strconv.Quote(window))
		window = ""
	}
	pair := d.Pair
	if pair != "" && !slices.ContainsFunc(o.inv.Devices, func(x inventory.Device) bool { return x.Name == pair }) {
		o.line(2, "# pair: %s   # no such device", strconv.Quote(pair))
		pair = ""
	}
	for _, kv := range []struct{ key, value, preset string }{
		{"host", d.Host, d.Name},
		{"hostname", d.Hostname, ""},
		{"platform", string(d.OS), ""},
		{"site", d.Site, ""},
		{"role", d.Role, ""},
		{"pair", pair, ""},
		{"credential", d.Credential, ""},
		{"enable", d.Enable, ""},
		{"transport", string(d.Transport), string(inventory.SSH)},
		{"aaa_realm", d.AAARealm, ""},
		{"window", window, ""},
		{"proxy_command", d.ProxyCommand, ""},
		{"ssh_config", d.SSHConfig, o.shared},
	} {
		if kv.value != kv.preset && kv.value != "" {
			o.value(d, kv.key, strconv.Quote(kv.value))
		}
	}
}

// value prints one key, with where its value stood.
func (o *writer) value(d *inventory.Device, key, value string) {
	if at := d.Said[key]; at != "" {
		value += "   # " + comment(at)
	}
	o.line(2, "%s: %s", key, value)
}

func list(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
