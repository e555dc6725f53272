package yaml_test

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// What the file says wins, then its groups, then the sources in their order, then the
// defaults; what a source cannot be used for is listed and not visited.
func TestLiveMerge(t *testing.T) {
	const text = `
credentials: {noc: {user: ops, agent: true}, own: {user: own, agent: true}}
defaults: {credential: noc, site: preset, jump: home, platform: cisco_ios}
jumps: {home: {host: home.example.net, credential: noc}, bastion: {host: Bastion.example.net, credential: noc}}
groups: {edge: {role: of-group, tags: [g]}}
sources:
  - {type: netbox, name: a, place: "https://a.example.net"}
  - {type: csv, name: b, place: b.csv}
  - {type: calendar, name: c, place: c.ics}
devices:
  - {name: Both, site: of-file}
  - {name: only-file, host: 192.0.2.9}
  - {name: forced, skip: false, host: 192.0.2.8}
`
	dev := func(name, host string, more func(*inventory.Device)) inventory.Device {
		d := inventory.Device{Name: name, Host: host, Groups: []string{"edge", "unknown"}, From: "x:1"}
		if more != nil {
			more(&d)
		}
		return d
	}
	lists := map[string]*inventory.Inventory{
		"a": {
			Credentials: map[string]inventory.Credential{"own": {Name: "own", User: "own"}, "who": {Name: "who", User: "who", Agent: true}},
			Jumps:       map[string]inventory.Jump{"j": {Name: "j", Host: "bastion.example.net", Port: 22}, "k": {Name: "k", Host: "k.example.net"}},
			Warnings:    []string{"old"},
			Devices: []inventory.Device{
				dev("both", "192.0.2.1", func(d *inventory.Device) { d.Site, d.Role, d.OS, d.Credential = "of-a", "of-a", fact.IOSXR, "own" }),
				dev("plain", "192.0.2.2", func(d *inventory.Device) {
					d.Jump, d.Given.Way, d.Window, d.Credential = []string{"j", "k"}, true, "night", "who"
				}),
				dev("same", "192.0.2.9", nil),
				dev("forced", "", func(d *inventory.Device) { d.Skip, d.Why = true, "it has no primary address" }),
				dev("dark", "", func(d *inventory.Device) { d.Skip, d.Why = true, "it has no primary address" }),
				dev("proxied", "192.0.2.3", func(d *inventory.Device) { d.ProxyCommand = "nc %h %p" }),
			},
		},
		"b": {Devices: []inventory.Device{dev("BOTH", "192.0.2.77", func(d *inventory.Device) { d.Site, d.Window = "of-b", "night" }), dev("late", "192.0.2.4", nil)}},
		"c": {Windows: map[string]inventory.Window{"night": {Name: "night", Zone: "UTC"}}, Freezes: []inventory.Freeze{{From: time.Unix(0, 0), To: time.Unix(9, 0)}}},
	}
	inv, err := yaml.LoadLive("i.yaml", []byte(text), func(s inventory.LiveSource, _ inventory.Secrets) (*inventory.Inventory, error) {
		return lists[s.Name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]inventory.Device{}
	for _, d := range inv.Devices {
		by[d.Name] = d
	}
	if len(inv.Devices) != 8 || len(inv.Freezes) != 1 || strings.Join(inv.Warnings, "") != "a: old" {
		t.Errorf("%d devices, %+v", len(inv.Devices), inv)
	}
	if d := by["Both"]; d.Host != "192.0.2.1" || d.Site != "of-file" || d.Role != "of-group" || d.OS != fact.IOSXR || d.Credential != "own" || d.Window != "night" || d.Jump[0] != "home" || d.Port != 22 || strings.Join(d.Groups, "") != "edge" {
		t.Errorf("%+v", d)
	}
	if d := by["plain"]; strings.Join(d.Jump, ">") != "bastion>a:k" || d.Window != "night" || d.Site != "preset" || d.Credential != "noc" || inv.Jumps["a:k"].Credential != "noc" || inv.Jumps["a:k"].HostKeys != inventory.TOFU {
		t.Errorf("%+v %+v", d, inv.Jumps)
	}
	if d := by["forced"]; d.Skip || d.Host != "192.0.2.8" {
		t.Errorf("what the file says wins: %+v", d)
	}
	if d := by["dark"]; !d.Skip || d.Why == "" {
		t.Errorf("%+v", d)
	}
	if d := by["proxied"]; d.Skip || d.ProxyCommand == "" || len(d.Jump) > 0 {
		t.Errorf("a way of the source takes that of the defaults back: %+v", d)
	}
	if d := by["same"]; !d.Skip || d.Why != "it has the address of only-file" {
		t.Errorf("%+v", d)
	}
}
