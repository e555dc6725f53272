package ansible_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/ansible"
)

func here() inventory.Here {
	return inventory.Here{Open: os.ReadFile, Person: inventory.Person{User: "me"}}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, name, text string) (*inventory.Inventory, error) {
	t.Helper()
	return ansible.Source{}.Read(t.Context(), inventory.Query{Place: write(t, name, text), Fields: map[string]string{"site": "site"}}, here())
}

// odd holds what Ansible takes and looks odd; synthetic.
func odd() map[string]string {
	return map[string]string{
		"odd.ini": `# before any section
lonely ansible_host=192.0.2.99
; another comment
bare-port:2022
[v6]:23
[2001:db8::7]:2222

[edge]   # a comment behind a section
edge[1:3].fra3 ansible_network_os=cisco.iosxr.iosxr
edge[01:05:2]-[a:b] ansible_user=noc ansible_port=22 # trailing
quoted ansible_host="192.0.2.5" site='two words'
esc site=a\ b
hash#notcomment ansible_host=192.0.2.77
twice ansible_host=192.0.2.6
twice ansible_port=2200
x2001 ansible_host=2001:db8::5

[core]
core1
twice site=own

[core:vars]
ansible_user = core-user
site = core-site = with equals
ansible_network_os=junipernetworks.junos.junos

[edge:vars]
site=edge-site
ansible_user=edge-user

[all:vars]
ansible_user=all-user
site=all-site

[zone-a:children]
edge
core

[zone-a:vars]
ansible_user=zone-user
zone=a

[backbone:children]
zone-a

[backbone:vars]
ansible_port=830
site=backbone

[edge]
later
`,
		"odd.yml": `all:
  vars: {ansible_user: all-user}
  hosts:
    plain:
    "r[1:2]": {ansible_port: 2022}
  children:
    edge:
      hosts: {e1: {ansible_host: 192.0.2.1, site: "x y"}, r1: {site: own}}
      vars: {ansible_user: edge-user, site: edge}
      children:
        inner: {hosts: {e2: }, vars: {site: inner}}
    core:
      hosts: e1
      vars: {site: core, ansible_group_priority: 5}
ungrouped:
  hosts: {late: {ansible_host: 192.0.2.8}}
`,
	}
}

// What a static file says is what ansible-inventory itself makes of it: every host, its
// address, port, user, system, site and groups.
func TestSameAsAnsible(t *testing.T) {
	program, err := exec.LookPath("ansible-inventory")
	if err != nil {
		if os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
			t.Fatal("ansible-core is needed here")
		}
		t.Skip("no ansible-inventory")
	}
	for name, text := range odd() {
		t.Run(name, func(t *testing.T) {
			path := write(t, name, text)
			cmd := exec.Command(program, "-i", path, "--list")
			cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "ANSIBLE_LOCALHOST_WARNING=False", "ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS=never")
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			q := inventory.Query{Place: path, Fields: map[string]string{"site": "site"}}
			ours, err := ansible.Source{}.Read(t.Context(), q, here())
			if err != nil {
				t.Fatal(err)
			}
			q.Place = write(t, "list.json", string(out))
			theirs, err := ansible.Source{}.Read(t.Context(), q, here())
			if err != nil {
				t.Fatal(err)
			}
			if a, b := facts(ours), facts(theirs); !slices.Equal(a, b) {
				t.Errorf("ansible says\n%s\nand it is read as\n%s", strings.Join(b, "\n"), strings.Join(a, "\n"))
			}
			var doc struct {
				Meta struct {
					Hostvars map[string]map[string]any `json:"hostvars"`
				} `json:"_meta"`
			}
			if err := json.Unmarshal(out, &doc); err != nil || len(doc.Meta.Hostvars) == 0 {
				t.Fatal(err)
			}
			for host, vars := range doc.Meta.Hostvars { // not by way of our own reader
				i := slices.IndexFunc(ours.Devices, func(d inventory.Device) bool {
					return d.From != "" && (d.Name == host || strings.ReplaceAll(host, "#", "-") == d.Name)
				})
				if i < 0 {
					t.Errorf("%s is not read", host)
					continue
				}
				d := ours.Devices[i]
				if want, ok := vars["ansible_host"].(string); ok && d.Host != want {
					t.Errorf("%s: host %s, want %s", host, d.Host, want)
				}
				if user, ok := vars["ansible_user"].(string); ok && ours.Credentials[d.Credential].User != user {
					t.Errorf("%s: user %s, want %s", host, ours.Credentials[d.Credential].User, user)
				}
				if site, ok := vars["site"].(string); ok && d.Site != site {
					t.Errorf("%s: site %q, want %q", host, d.Site, site)
				}
				if port, ok := vars["ansible_port"]; ok && strconv.Itoa(d.Port) != strings.TrimSuffix(strings.TrimSpace(toText(port)), ".0") {
					t.Errorf("%s: port %d, want %v", host, d.Port, port)
				}
			}
		})
	}
}

func toText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func facts(inv *inventory.Inventory) []string {
	var out []string
	for _, d := range inv.Devices {
		groups := slices.Sorted(slices.Values(d.Groups))
		out = append(out, strings.Join([]string{d.Name, d.Host, strconv.Itoa(d.Port), string(d.OS), d.Site, inv.Credentials[d.Credential].User, strings.Join(groups, ","), d.Why}, "|"))
	}
	slices.Sort(out)
	return out
}

func TestWays(t *testing.T) {
	inv, err := read(t, "h.ini", `[edge]
a ansible_host=192.0.2.1 ansible_ssh_common_args='-o StrictHostKeyChecking=no -J ops@j1.example.net,j2.example.net:2222'
b ansible_host=192.0.2.2 ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -q bastion.example.net"'
c ansible_host=192.0.2.3 ansible_ssh_common_args='-oProxyJump=[2001:db8::1]:22'
d ansible_host=192.0.2.4 ansible_ssh_common_args='-o ProxyJump={{ bastion }}'
e ansible_host='{{ base }}.4'
f ansible_host=192.0.2.6 ansible_connection=local
g ansible_host=fe80::1%eth0 ansible_ssh_private_key_file=~/.ssh/noc
h ansible_host=192.0.2.8 ansible_ssh_common_args='-o ProxyJump=$(reboot)'
`)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]inventory.Device{}
	for _, d := range inv.Devices {
		by[d.Name] = d
	}
	if d := by["a"]; len(d.Jump) != 2 || inv.Jumps[d.Jump[0]].Host != "j1.example.net" || inv.Jumps[d.Jump[1]].Port != 2222 {
		t.Errorf("%+v %+v", d, inv.Jumps)
	}
	if d := by["b"]; d.ProxyCommand != "ssh -W %h:%p -q bastion.example.net" || d.Skip {
		t.Errorf("%+v", d)
	}
	if d := by["c"]; inv.Jumps[d.Jump[0]].Host != "2001:db8::1" {
		t.Errorf("%+v", d)
	}
	for _, name := range []string{"d", "e", "f", "h"} { // another way would lead to another router
		if d := by[name]; !d.Skip || d.Why == "" || len(d.Jump) > 0 {
			t.Errorf("%s: %+v", name, d)
		}
	}
	if d := by["g"]; d.Host != "fe80::1%eth0" || d.Skip || inv.Credentials[d.Credential].Key.Value != "~/.ssh/noc" {
		t.Errorf("%+v", d)
	}
}

func TestRefused(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"loop":          {"a.ini", "[a:children]\nb\n[b:children]\nc\n[c:children]\na\n", "child of itself"},
		"loop in JSON":  {"a.json", `{"_meta": {"hostvars": {"x": {}}}, "a": {"children": ["b"]}, "b": {"children": ["a"]}}`, "child of itself"},
		"loop in YAML":  {"a.yml", "a: &a\n  children:\n    b: *a\n", "circle"},
		"no group":      {"a.ini", "[a:children]\nnone\n", ":2: group none is named"},
		"vars alone":    {"a.ini", "x\n[g:vars]\na=b\n", ":2: group g is named"},
		"section":       {"a.ini", "[a b]\n", ":1: this is no section"},
		"kind":          {"a.ini", "[a:hostz]\n", "neither hosts"},
		"quote":         {"a.ini", "[a]\nx ansible_host='192.0.2.1\n", ":2: a quote is not closed"},
		"wide":          {"a.ini", "x[0:99999999]\n", "too wide"},
		"wide together": {"a.ini", "x[0:9999]-[0:9999]\n", "too wide"},
		"range":         {"a.ini", "x[9:a]\n", "neither of numbers"},
		"length":        {"a.ini", "x[01:100]\n", "different length"},
		"half JSON":     {"a.json", `{"_meta": {"hostvars": {"x": {`, "is it whole"},
		"other JSON":    {"a.json", `{"hosts": []}`, "no _meta"},
		"list in YAML":  {"a.yml", "- a\n", "groups with hosts"},
		"plugin":        {"a.yml", "plugin: netbox.netbox.nb_inventory\n", "configures a plugin"},
		"tab":           {"a.yml", "all:\n\thosts:\n", "no YAML"},
		"empty":         {"a.ini", " \n", "empty"},
		"nobody":        {"a.ini", "[a]\n", "lists no device"},
		"not a program": {"a.ini", "\x7fELF\n[a\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, tt.file, tt.text)
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Error(err)
			}
		})
	}
}

// Variables beside the file are not left out in silence: ansible-inventory is run, or
// asked for.
func TestBesideTheFile(t *testing.T) {
	path := write(t, "hosts", "[edge]\nr1\n")
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir+"/host_vars", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/host_vars/r1.yml", []byte("ansible_host: 192.0.2.1\nansible_network_os: cisco.iosxr.iosxr\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := ansible.Source{}.Read(t.Context(), inventory.Query{Place: path}, here())
	if err == nil || !strings.Contains(err.Error(), "host_vars stands beside it: run ansible-inventory") {
		t.Error(err)
	}
	if _, err := exec.LookPath("ansible-inventory"); err != nil {
		t.Skip("no ansible-inventory")
	}
	h := here()
	h.Run = runs
	for _, place := range []string{path, dir} {
		inv, err := ansible.Source{}.Read(t.Context(), inventory.Query{Place: place}, h)
		if err != nil || len(inv.Devices) != 1 || inv.Devices[0].Host != "192.0.2.1" || inv.Devices[0].OS != fact.IOSXR {
			t.Errorf("%s: %+v %v", place, inv, err)
		}
	}
}

func runs(ctx context.Context, program string, args ...string) ([]byte, error) {
	return exec.CommandContext(ctx, program, args...).Output()
}

func FuzzRead(f *testing.F) {
	for name, text := range odd() {
		f.Add(name, text)
	}
	f.Add("x.json", `{"_meta": {"hostvars": {"a": {"ansible_host": 7}}}, "all": {"children": ["g"]}, "g": {"hosts": ["a"]}}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		h := here()
		h.Open = func(string) ([]byte, error) { return []byte(text), nil }
		_, _ = ansible.Source{}.Read(t.Context(), inventory.Query{Place: "nowhere/" + filepath.Base(name)}, h)
	})
}
