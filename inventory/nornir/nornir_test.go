package nornir_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/nornir"
)

func read(t *testing.T, hosts, groups, defaults string) (*inventory.Inventory, error) {
	t.Helper()
	files := map[string]string{"inv/hosts.yaml": hosts, "inv/groups.yaml": groups, "inv/defaults.yaml": defaults}
	h := inventory.Here{Person: inventory.Person{User: "me"}, Open: func(path string) ([]byte, error) {
		if text := files[path]; text != "" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}}
	return nornir.Source{}.Read(t.Context(), inventory.Query{Place: "inv/hosts.yaml", Fields: map[string]string{"site": "site", "jump": "jump"}}, h)
}

// The order is Nornir's: the host, its groups as listed, each with its own, defaults.
func TestOrder(t *testing.T) {
	inv, err := read(t, `
r1: {groups: [a, b], hostname: 192.0.2.1}
r2: {groups: [b, a], hostname: 192.0.2.2, port: 830, username: own}
r3: {hostname: 192.0.2.3, data: {site: own, jump: bastion.example.net}}
r4: {hostname: 192.0.2.4, connection_options: {netmiko: {port: 2022}}}
r5: {hostname: 192.0.2.5, data: {site: [1]}}
`, `
a: {groups: [up], platform: iosxr, data: {site: of-a}}
b: {platform: junos, port: 2222}
up: {port: 22222, username: of-up, data: {site: of-up}}
`, "{username: def, password: Hidden-4711, platform: nxos, port: 22}\n")
	if err != nil {
		t.Fatal(err)
	}
	d := inv.Devices
	user := func(i int) string { return inv.Credentials[d[i].Credential].User }
	if d[0].OS != fact.IOSXR || d[0].Port != 22222 || d[0].Site != "of-a" || user(0) != "of-up" || strings.Join(d[0].Groups, ",") != "b,up,a" {
		t.Errorf("%+v", d[0])
	}
	if d[1].OS != fact.Junos || d[1].Port != 830 || user(1) != "own" {
		t.Errorf("%+v", d[1])
	}
	if d[2].OS != fact.NXOS || d[2].Site != "own" || user(2) != "def" || len(d[2].Jump) != 1 {
		t.Errorf("%+v", d[2])
	}
	notes := strings.Join(inv.Notes, "\n")
	if !strings.Contains(notes, "connection_options.netmiko has a hostname or a port") || !strings.Contains(notes, "data.site is not understood") || strings.Contains(notes, "Hidden") {
		t.Error(notes)
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ hosts, groups, want string }{
		{"r1: {groups: [a]}", "a: {groups: [b]}\nb: {groups: [a]}", "a parent of itself"},
		{"r1: {groups: [none]}", "", "there is no group none"},
		{"- r1", "", "names with settings"},
		{"r1: {port: ssh}", "", "inv/hosts.yaml:1: r1 is not understood"},
		{"r1: {", "", "inv/hosts.yaml"},
		{"{}", "", "lists no device"},
		{"", "", "not exist"},
	} {
		if _, err := read(t, tt.hosts, tt.groups, ""); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v", tt.hosts, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("r1: {groups: [a], hostname: 192.0.2.1}", "a: {groups: [b, b]}\nb: {data: {site: x}}", "username: x")
	f.Fuzz(func(t *testing.T, hosts, groups, defaults string) { _, _ = read(t, hosts, groups, defaults) })
}
