package sshconfig

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/inventory"
)

// applied loads an inventory, puts CONFIG for the path of a configuration, and
// fills it.
func applied(t *testing.T, conf, inv string, agent bool) (*inventory.Inventory, string, error) {
	t.Helper()
	path, home := config(t, conf)
	if err := os.WriteFile(filepath.Join(home, ".ssh", "id_ops"), []byte("synthetic"), 0o600); err != nil {
		t.Fatal(err)
	}
	i, err := yaml.Load("inv.yaml", []byte(strings.ReplaceAll(inv, "CONFIG", path)))
	if err != nil {
		t.Fatal(err)
	}
	return i, home, Apply(i, inventory.Person{Home: home, User: "me", Agent: agent})
}

const fleet = `
Host edge1
  HostName 192.0.2.1
  Port 2222
  User ops
  IdentityFile ~/.ssh/id_%r
  KexAlgorithms +diffie-hellman-group1-sha1
  Ciphers +aes128-cbc,aes256-cbc
Host edge2
  ProxyCommand nc -x 100%% %n:%h %p
Host core*
  ProxyJump bastion,root@inner:2022
Host bastion
  HostName bastion.example.net
  User jump
  ProxyJump outer
Host outer
  ProxyCommand nc %h %p
Host inner
  HostName 198.51.100.2
`

func TestApply(t *testing.T) {
	inv, home, err := applied(t, fleet, `
defaults: {ssh_config: CONFIG}
credentials: {noc: {user: noc, password: env:P}}
jumps: {mine: {host: mine.example, credential: noc}}
devices:
  - {name: edge1}
  - {name: other, host: edge1, port: 22, credential: noc, jump: mine}
  - {name: edge2, host_keys: strict}
  - {name: core1, host_keys: strict}
  - {name: core2, jump: none}
  - {name: console, host: edge1, port: 23, transport: openssh, credential: noc}
`, true)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]*inventory.Device{}
	for i := range inv.Devices {
		by[inv.Devices[i].Name] = &inv.Devices[i]
	}
	e := by["edge1"]
	if e.Host != "192.0.2.1" || e.Port != 2222 || !slices.Equal(e.Legacy, []inventory.Legacy{inventory.LegacyGroup1, inventory.LegacyCBC}) {
		t.Errorf("edge1: %+v", e)
	}
	key := filepath.Join(home, ".ssh", "id_ops")
	want := inventory.Credential{Name: "ssh_config:ops:" + key, User: "ops", Key: inventory.Ref{Kind: "key", Value: key}, Agent: true}
	if diff := cmp.Diff(want, inv.Credentials[e.Credential]); diff != "" {
		t.Errorf("edge1: %s", diff)
	}
	if o := by["other"]; o.Host != "192.0.2.1" || o.Port != 22 || o.Credential != "noc" || !slices.Equal(o.Jump, []string{"mine"}) {
		t.Errorf("what the inventory says does not stand: %+v", o)
	}
	if p := by["edge2"].ProxyCommand; p != "nc -x 100%% edge2:%h %p" {
		t.Errorf("edge2: %q", p)
	}
	if c := by["core1"]; !slices.Equal(c.Jump, []string{"outer", "bastion", "root@inner:2022"}) {
		t.Errorf("core1: %q", c.Jump)
	}
	if c := by["core2"]; len(c.Jump) != 0 {
		t.Errorf("core2: %q", c.Jump)
	}
	if c := by["console"]; c.Host != "edge1" || len(c.Legacy) != 0 {
		t.Errorf("console: ssh reads the file itself: %+v", c)
	}
	for name, j := range map[string]inventory.Jump{
		"outer":           {Host: "outer", Port: 22, ProxyCommand: "nc %h %p"},
		"bastion":         {Host: "bastion.example.net", Port: 22, Via: "outer"},
		"root@inner:2022": {Host: "198.51.100.2", Port: 2022, Via: "bastion"},
	} {
		got := inv.Jumps[name]
		if got.Host != j.Host || got.Port != j.Port || got.Via != j.Via || got.ProxyCommand != j.ProxyCommand || got.HostKeys != inventory.Strict {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if u := inv.Credentials[inv.Jumps["root@inner:2022"].Credential].User; u != "root" {
		t.Errorf("user of inner: %q", u)
	}
	notes := strings.Join(inv.Notes, "\n")
	for _, says := range []string{"aes256-cbc of edge1 is not known to transport ssh", "User ops of " + home + "/.ssh/config is not used: credential noc says noc"} {
		if !strings.Contains(notes, says) {
			t.Errorf("no note says %q:\n%s", says, notes)
		}
	}
}

// TestApplyRefuses: hostile text in the file reaches no device.
func TestApplyRefuses(t *testing.T) {
	for conf, says := range map[string]string{
		"Host a\n HostName x;reload\n":                  "the HostName of a",
		"Host a\n HostName \"x y\"\n":                   "the HostName of a",
		"Host a\n HostName -oProxyCommand=x\n":          "the HostName of a",
		"Host a\n User -oProxyCommand=x\n":              "no user name",
		"Host a\n User x;reload\n":                      "no user name",
		"Host a\n ProxyJump $(x)\n":                     "the HostName of $(x)",
		"Host a\n ProxyJump b:0\n":                      "port",
		"Host a\n ProxyJump b\nHost b\n ProxyJump a\n":  "circle",
		"Host a\n ProxyJump b\nHost b\n HostName b;x\n": "the HostName of b",
		"Host a\n Port 70000\n":                         "port",
	} {
		_, _, err := applied(t, conf, "devices: [{name: a, ssh_config: CONFIG}]", true)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "inv.yaml:1: device a: ") {
			t.Errorf("%q: %v", conf, err)
		}
	}
	if _, _, err := applied(t, "Host a\n User ops\n", "devices: [{name: a, ssh_config: CONFIG}]", false); err == nil || !strings.Contains(err.Error(), "no key file of a") {
		t.Errorf("no key and no agent: %v", err)
	}
}

func TestHosts(t *testing.T) {
	path, home := config(t, fleet+"Host *.x edge1 router;x\n")
	c, err := Load(path, home)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Hosts(); !slices.Equal(got, []string{"edge1", "edge2"}) {
		t.Errorf("%q", got)
	}
}
