package sshconfig

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// Apply fills the devices of inv that name an ssh_config: what the inventory
// says itself stands. Jump hosts and credentials that the files name are added
// to inv, and what cannot be honoured to inv.Notes. Devices of transport
// openssh get the path only, since ssh reads the file itself.
func Apply(inv *inventory.Inventory, who inventory.Person) error {
	a := &applier{inv: inv, who: who, files: map[string]*Config{}, own: map[string]bool{}}
	for name := range inv.Jumps {
		a.own[name] = true
	}
	for i := range inv.Devices {
		d := &inv.Devices[i]
		if d.SSHConfig == "" {
			continue
		}
		d.SSHConfig = (&Config{home: who.Home}).inHome(d.SSHConfig)
		if d.Transport != inventory.SSH {
			continue
		}
		if err := a.device(d); err != nil {
			return fmt.Errorf("%s: device %s: %w", d.From, d.Name, err)
		}
	}
	return nil
}

// Hosts gives the hosts that the file names without a pattern and that a device
// may be called, in their order; those that others are reached through are left
// out.
func (c *Config) Hosts() []string {
	var out, through []string
	for i := range c.entries {
		if e := &c.entries[i]; e.key == "proxyjump" {
			for _, s := range strings.Split(e.args[0], ",") {
				if p, err := inventory.ParseHop(s); err == nil {
					through = append(through, p.Host)
				}
			}
		}
	}
	for _, alias := range c.aliases() {
		if inventory.CheckHost(alias) == nil && !slices.Contains(through, alias) {
			out = append(out, alias)
		}
	}
	return out
}

type applier struct {
	inv   *inventory.Inventory
	who   inventory.Person
	files map[string]*Config
	own   map[string]bool // jump hosts of the inventory itself
}

func (a *applier) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(a.inv.Notes, n) {
		a.inv.Notes = append(a.inv.Notes, n)
	}
}

func (a *applier) lookup(path, alias string) (*Config, Host, error) {
	c := a.files[path]
	if c == nil {
		var err error
		if c, err = Load(path, a.who.Home); err != nil {
			return nil, Host{}, err
		}
		a.files[path] = c
	}
	h, err := c.Lookup(alias, a.who.User)
	for _, n := range h.Notes {
		a.note("%s", n)
	}
	return c, h, err
}

func (a *applier) device(d *inventory.Device) error {
	_, h, err := a.lookup(d.SSHConfig, d.Host)
	if err != nil {
		return err
	}
	if err := inventory.CheckHost(h.Target()); err != nil {
		return fmt.Errorf("the HostName of %s: %w", h.Alias, err)
	}
	d.Host = h.Target()
	if h.Port != 0 && !d.Given.Port {
		d.Port = h.Port
	}
	for _, l := range a.legacy(&h) {
		if !slices.Contains(d.Legacy, l) {
			d.Legacy = append(d.Legacy, l)
		}
	}
	if d.Credential == "" {
		if d.Credential, err = a.credential(&h, h.User); err != nil {
			return err
		}
	} else if own := a.inv.Credentials[d.Credential].User; h.User != "" && h.User != own {
		a.note("User %s of %s is not used: credential %s says %s", h.User, d.SSHConfig, d.Credential, own)
	}
	if d.Given.Way {
		return nil
	}
	d.ProxyCommand = withAlias(h.ProxyCommand, h.Alias)
	if h.ProxyJump != "" {
		d.Jump, err = a.chain(d.SSHConfig, h.ProxyJump, d.HostKeys, 0)
	}
	return err
}

// withAlias puts the name that was asked for where %n stands.
func withAlias(command, alias string) string {
	var b strings.Builder
	for i := 0; i < len(command); i++ {
		if command[i] == '%' && i+1 < len(command) {
			if i++; command[i] == 'n' && safeHost.MatchString(alias) {
				b.WriteString(strings.ReplaceAll(alias, "%", "%%"))
				continue
			}
			b.WriteByte('%')
		}
		b.WriteByte(command[i])
	}
	return b.String()
}

// chain gives the names of the jump hosts of a ProxyJump, outermost first. The
// first of a list may stand behind others of its own; the next ones are reached
// through the one before them, whatever the file says of them (ssh(1), -J).
func (a *applier) chain(path, spec string, policy inventory.HostKeyPolicy, depth int) ([]string, error) {
	if depth > maxDepth {
		return nil, errors.New("ProxyJump goes in a circle")
	}
	var out []string
	for i, s := range strings.Split(spec, ",") {
		p, err := inventory.ParseHop(strings.TrimSpace(s))
		if err != nil {
			return nil, err
		}
		_, h, err := a.lookup(path, p.Host)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			h.ProxyJump, h.ProxyCommand = "", ""
		}
		if h.ProxyJump != "" && !a.own[p.Host] {
			if out, err = a.chain(path, h.ProxyJump, policy, depth+1); err != nil {
				return nil, err
			}
		}
		name, err := a.jump(p, &h, policy, out)
		if err != nil {
			return nil, err
		}
		if a.own[name] && i == 0 {
			out = a.inv.Chain(name)
			continue
		}
		out = append(out, name)
	}
	return out, nil
}

// jump gives the name of a jump host, adding it where the inventory has none of
// that name.
func (a *applier) jump(p inventory.Hop, h *Host, policy inventory.HostKeyPolicy, via []string) (string, error) {
	name := p.Host
	if p.User != "" {
		name = p.User + "@" + name
	}
	if p.Port != 0 {
		name = net.JoinHostPort(name, strconv.Itoa(p.Port))
	}
	j, ok := a.inv.Jumps[name]
	if ok {
		if policy == inventory.Strict && !a.own[name] {
			j.HostKeys = policy
			a.inv.Jumps[name] = j
		}
		return name, nil
	}
	if err := inventory.CheckHost(h.Target()); err != nil {
		return "", fmt.Errorf("the HostName of %s: %w", h.Alias, err)
	}
	user := h.User
	if p.User != "" {
		user = p.User
	}
	cred, err := a.credential(h, user)
	if err != nil {
		return "", err
	}
	j = inventory.Jump{Name: name, Host: h.Target(), Port: 22, Credential: cred, HostKeys: inventory.TOFU, ProxyCommand: withAlias(h.ProxyCommand, h.Alias)}
	if len(via) > 0 {
		j.Via = via[len(via)-1]
	}
	for _, port := range []int{h.Port, p.Port} {
		if port != 0 {
			j.Port = port
		}
	}
	if policy == inventory.Strict {
		j.HostKeys = policy
	}
	a.inv.Jumps[name] = j
	return name, nil
}

// identities are the files that ssh tries where nothing is said (ssh_config(5),
// IdentityFile), without those of hardware keys and DSA.
var identities = []string{"~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519"}

// credential adds the login of a host to the inventory and gives its name.
func (a *applier) credential(h *Host, user string) (string, error) {
	if user == "" {
		user = a.who.User
	}
	if !safeUser.MatchString(user) {
		return "", fmt.Errorf("the user of %s is no user name", h.Alias)
	}
	c := inventory.Credential{Name: "ssh_config:" + user, User: user, Agent: a.who.Agent && !h.OwnKeysOnly}
	files := h.IdentityFiles
	if len(files) == 0 {
		files = identities
	}
	for _, f := range files {
		path, err := a.path(f, h, user)
		if err != nil {
			a.note("IdentityFile %s of %s: %v", f, h.Alias, err)
			continue
		}
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && !strings.HasSuffix(path, ".pub") {
			c.Key, c.Name = inventory.Ref{Kind: "key", Value: path}, c.Name+":"+path
			break
		}
	}
	switch {
	case c.Key.IsZero() && !a.who.Agent:
		return "", fmt.Errorf("ssh_config names no key file of %s that is there, and there is no ssh-agent: set credential: in the inventory", h.Alias)
	case c.Key.IsZero():
		c.Agent = true
	}
	a.inv.Credentials[c.Name] = c
	return c.Name, nil
}

// path is an IdentityFile with its tokens put in.
func (a *applier) path(f string, h *Host, user string) (string, error) {
	if strings.Contains(f, "${") {
		return "", errors.New("environment variables are not put in")
	}
	f = (&Config{home: a.who.Home}).inHome(f)
	values := map[byte]string{'%': "%", 'd': a.who.Home, 'h': h.Target(), 'n': h.Alias, 'r': user, 'u': a.who.User}
	var b strings.Builder
	for i := 0; i < len(f); i++ {
		if f[i] != '%' || i+1 == len(f) {
			b.WriteByte(f[i])
			continue
		}
		i++
		v, ok := values[f[i]]
		if !ok {
			return "", fmt.Errorf("%%%c is not put in", f[i])
		}
		b.WriteString(v)
	}
	if !filepath.IsAbs(b.String()) {
		return filepath.Abs(b.String())
	}
	return b.String(), nil
}
