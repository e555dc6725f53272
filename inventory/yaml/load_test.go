package yaml_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
)

var update = flag.Bool("update", false, "write the golden files and the schema")

func load(t *testing.T, text string) *inventory.Inventory {
	t.Helper()
	inv, err := yaml.Load("inv.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestExampleShowsEveryKeyAndLoads(t *testing.T) {
	raw, err := os.ReadFile("../../inventory.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	inv, err := yaml.Load("inventory.example.yaml", raw)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(raw, []byte("# yaml-language-server: $schema=./inventory/yaml/inventory.schema.json\n")) {
		t.Error("the first line does not name the schema")
	}
	if len(inv.Devices) != 6 {
		t.Errorf("%d devices", len(inv.Devices))
	}
	for _, key := range yaml.AllKeys() {
		if !bytes.Contains(raw, []byte(key+":")) {
			t.Errorf("the example does not show %s", key)
		}
	}
}

// TestBad holds what people see of a broken file: testdata/bad/NAME.yaml and
// NAME.golden beside it.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = yaml.Load(filepath.Base(path), raw)
			if err == nil {
				t.Fatal("it loads")
			}
			checkGolden(t, strings.TrimSuffix(path, ".yaml")+".golden", err.Error()+"\n")
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("the message shows a secret")
			}
			for _, word := range []string{"!!", "inventory.", "reflect", "struct", "cannot construct"} {
				if strings.Contains(strings.ReplaceAll(err.Error(), "inventory.example.yaml", ""), word) {
					t.Errorf("the message says %q", word)
				}
			}
		})
	}
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestInheritance(t *testing.T) {
	inv := load(t, `
defaults: {credential: c, tags: [a], port: 1022, jump: j2, enable: c, timeout: 90s}
credentials: {c: {user: u, password: env:P}}
jumps:
  j1: {host: j1.example, credential: c}
  j2: {host: j2.example, credential: c, via: j1, port: 2200}
groups:
  parent: {site: s1, role: r1, tags: [b], legacy: [cbc]}
  child: {groups: [parent], role: r2, tags: [a, c]}
  old: {platform: cisco_ios, transport: telnet, legacy: [group1, dss], enable: none, jump: none}
devices:
  - {name: x, groups: [child, old], host: 192.0.2.1, tags: [d]}
  - {name: y, groups: [old, child], port: 22, role: r3, legacy: [], skip: true}
  - {name: z}
`)
	got := inv.Devices[0]
	want := inventory.Device{
		Name: "x", Host: "192.0.2.1", Port: 1022, OS: fact.IOS, Site: "s1", Role: "r2", Tags: []string{"a", "b", "c", "d"},
		Groups: []string{"parent", "child", "old"}, Credential: "c", Transport: inventory.Telnet, HostKeys: inventory.TOFU,
		Legacy: []inventory.Legacy{"group1", "dss"}, Timeout: 90 * time.Second, From: "inv.yaml:12",
		Given: inventory.Given{Port: true, Way: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	y, z := inv.Devices[1], inv.Devices[2]
	if y.Role != "r3" || len(y.Legacy) != 0 || !y.Skip || y.Port != 22 || y.Host != "y" || len(y.Jump) != 0 {
		t.Errorf("y is %+v", y)
	}
	if diff := cmp.Diff([]string{"j1", "j2"}, z.Jump); diff != "" {
		t.Error(diff)
	}
	if z.Enable != "c" || z.Transport != inventory.SSH || z.Skip {
		t.Errorf("z is %+v", z)
	}
	if inv.Jumps["j2"].Port != 2200 || inv.Jumps["j1"].Port != 22 || inv.Jumps["j2"].Via != "j1" {
		t.Errorf("jumps are %+v", inv.Jumps)
	}
	if inv.Limits.Sessions != 64 || inv.Limits.LoginsPerSecond != 20 {
		t.Errorf("limits are %+v", inv.Limits)
	}
}

func TestAnchorsAndMergeKeys(t *testing.T) {
	inv := load(t, `
x-common: &common {credential: c, site: s1}
credentials: {c: {user: u, agent: true}}
devices:
  - {<<: *common, name: a}
  - {<<: *common, name: b, site: s2}
`)
	if inv.Devices[0].Site != "s1" || inv.Devices[1].Site != "s2" {
		t.Errorf("devices are %+v", inv.Devices)
	}
}

func TestReferences(t *testing.T) {
	inv := load(t, `
defaults: {credential: a}
credentials:
  a: {user: u, password: env:PW}
  b: {user: u, key: "key:~/.ssh/id", passphrase: ask}
  c: {user: u, key: agent}
  d: {user: u, password: "cmd:pass show x:y"}
  e: {user: u, password: file:/etc/pw, agent: true}
devices: [{name: x}]
`)
	want := map[string]string{"a": "env:PW|||false", "b": "|key:~/.ssh/id|ask|false", "c": "|||true", "d": "cmd:pass show x:y|||false", "e": "file:/etc/pw|||true"}
	for name, c := range inv.Credentials {
		if got := fmt.Sprintf("%s|%s|%s|%v", c.Password, c.Key, c.Passphrase, c.Agent); got != want[name] {
			t.Errorf("%s is %s, want %s", name, got, want[name])
		}
	}
}

func TestFreezeCountsItsLastDayWhole(t *testing.T) {
	inv := load(t, `
defaults: {credential: c}
credentials: {c: {user: u, agent: true}}
devices: [{name: x, site: s}]
freezes: [{from: 2026-12-18, to: 2026-12-18, zone: Asia/Tokyo, sites: [s]}]
`)
	f := inv.Freezes[0]
	if got := f.To.Sub(f.From); got != 24*time.Hour {
		t.Errorf("the freeze takes %v", got)
	}
	if got := f.From.UTC().Format(time.RFC3339); got != "2026-12-17T15:00:00Z" {
		t.Errorf("it starts at %s", got)
	}
}

func TestHosts(t *testing.T) {
	tests := []struct {
		host string
		ok   bool
	}{
		{"192.0.2.1", true},
		{"2001:db8::1", true},
		{"fe80::1%eth0", true},
		{"edge1", true},
		{"edge_1.fra3.example.net.", true},
		{"7609", false},
		{"192.0.2.300", false},
		{"192.0.2", false},
		{"192.0.2.1/24", false},
		{"192.0.2.1:22", false},
		{"[2001:db8::1]:22", false},
		{"[2001:db8::1]", false},
		{"2001:db8:::1", false},
		{"ssh://edge1", false},
		{"noc@edge1", false},
		{"edge1:22", false},
		{"-edge1", false},
		{"edge 1", false},
		{"edge..1", false},
		{strings.Repeat("a", 64), false},
		{strings.Repeat("a.", 130) + "a", false},
	}
	for _, tt := range tests {
		_, err := yaml.Load("i", []byte(fmt.Sprintf("defaults: {credential: c}\ncredentials: {c: {user: u, agent: true}}\ndevices: [{name: x, host: %q}]", tt.host)))
		if (err == nil) != tt.ok {
			t.Errorf("host %q: %v", tt.host, err)
		}
	}
}

func TestSelect(t *testing.T) {
	inv := load(t, `
defaults: {credential: c}
credentials: {c: {user: u, agent: true}}
groups: {g: {role: core}}
devices:
  - {name: edge1, site: fra3, platform: cisco_ios, tags: [t]}
  - {name: edge10, site: ams1, platform: juniper_junos}
  - {name: core1, site: fra3, groups: [g]}
`)
	tests := []struct{ filter, want, err string }{
		{"", "edge1 edge10 core1", ""},
		{"edge1", "edge1", ""},
		{"edge1,core1", "edge1 core1", ""},
		{"edge1, core1", "edge1 core1", ""},
		{"edge", "edge1 edge10", ""},
		{"*re1", "core1", ""},
		{"site:fra3 -role:core", "edge1", ""},
		{"tag:t", "edge1", ""},
		{"group:g", "core1", ""},
		{"os:juniper_junos", "edge10", ""},
		{"vendor:cisco", "edge1", ""},
		{"-os:*", "core1", ""},
		{"free4<10%", "", "known only after a scan"},
		{"corre1", "", "did you mean core1?"},
		{"stie:x", "", "did you mean site?"},
		{"site:none", "", "none of the 3 devices"},
	}
	for _, tt := range tests {
		got, err := inv.Select(tt.filter)
		var names []string
		for _, d := range got {
			names = append(names, d.Name)
		}
		if s := strings.Join(names, " "); s != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("Select(%q) = %q, %v; want %q, %q", tt.filter, s, err, tt.want, tt.err)
		}
	}
}

func TestEveryProblemCanBeHad(t *testing.T) {
	_, err := yaml.Load("i.yaml", []byte("devices: [{name: a, prot: 1}]"))
	var list yaml.Errors
	var one *yaml.Problem
	if !errors.As(err, &list) || !errors.As(err, &one) {
		t.Fatalf("error is %T", err)
	}
	if one.Path != "i.yaml" || one.Line != 1 || one.Column == 0 || one.Excerpt() == "" {
		t.Errorf("problem is %+v", one)
	}
}

func TestHostileTextIsMadePrintable(t *testing.T) {
	_, err := yaml.Load("i.yaml", []byte("devices:\n  - name: \"\\e]0;own\\a\"\n    \u202ekey: 1\n"))
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\a\u202e") {
		t.Errorf("error is %q", err)
	}
}

func TestHostileShapesEndSoon(t *testing.T) {
	bomb := "x-a0: &a0 {site: s}\n"
	for i := 1; i < 14; i++ {
		bomb += fmt.Sprintf("x-a%d: &a%d {<<: [*a%d, *a%d, *a%d]}\n", i, i, i-1, i-1, i-1)
	}
	for name, raw := range map[string]string{
		"merge bomb": bomb + "devices: [{<<: *a13, name: a}]", "deep list": "devices: " + strings.Repeat("[", 100_000),
		"deep map": strings.Repeat("{a: ", 20_000), "self": "devices: &a [*a, *a]", "one long line": "devices: [{name: " + strings.Repeat("a", 1<<20) + "}]",
	} {
		start := time.Now()
		_, err := yaml.Load("i", []byte(raw))
		if err == nil || time.Since(start) > 10*time.Second || len(err.Error()) > 10_000 {
			t.Errorf("%s took %v, %d bytes of message", name, time.Since(start), len(fmt.Sprint(err)))
		}
	}
}

func TestPasswordInAnAddressIsNotShown(t *testing.T) {
	for _, host := range []string{"ssh://noc:hunter2@edge1", "noc:hunter2@edge1"} {
		_, err := yaml.Load("i", []byte("devices:\n  - name: a\n    host: "+host+"\n"))
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error is %v", err)
		}
	}
}

// fleet writes an inventory of n devices.
func fleet(n int, bad bool) []byte {
	var b bytes.Buffer
	b.WriteString("version: 1\ndefaults: {credential: c}\ncredentials: {c: {user: u, agent: true}}\ngroups: {g: {role: edge}}\ndevices:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - name: edge%d.site%d\n    host: 10.%d.%d.%d\n    port: 22\n    platform: cisco_iosxr\n    site: site%d\n    groups: [g]\n    tags: [a, b]\n", i, i%50, i>>16, i>>8&255, i&255, i%50)
		if bad {
			fmt.Fprintf(&b, "    pair: nobody%d\n    prot: 1\n", i)
		}
	}
	return b.Bytes()
}

func TestTenThousandDevices(t *testing.T) {
	start := time.Now()
	inv, err := yaml.Load("i", fleet(10_000, false))
	if err != nil || len(inv.Devices) != 10_000 {
		t.Fatal(err)
	}
	_, err = yaml.Load("i", fleet(10_000, true))
	var list yaml.Errors
	if !errors.As(err, &list) || len(list) != 20_000 {
		t.Errorf("%d problems, want 20000", len(list))
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func BenchmarkLoad10000(b *testing.B) {
	raw := fleet(10_000, false)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := yaml.Load("i", raw); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.yaml", "../../inventory.example.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, path := range files {
			if raw, err := os.ReadFile(path); err == nil {
				f.Add(raw)
			}
		}
	}
	f.Add([]byte("a: &a {<<: *a}\ndevices: [*a]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		inv, err := yaml.Load("i", raw)
		if err == nil {
			if len(inv.Devices) == 0 {
				t.Fatal("an inventory without devices loads")
			}
			return
		}
		var list yaml.Errors
		if !errors.As(err, &list) || len(list) == 0 || inv != nil {
			t.Fatalf("error is %T %v", err, err)
		}
		for _, p := range list {
			if p.Line < 1 || p.Column < 1 || p.Msg == "" {
				t.Fatalf("problem is %+v", p)
			}
		}
		_ = err.Error()
	})
}

// Every part of timeouts is inherited by itself, and prompt can be taken back.
func TestTimeoutsAreInheritedOneByOne(t *testing.T) {
	inv, err := yaml.Load("i", []byte(`
defaults: {credential: c, prompt: "gw#", timeouts: {idle: 20s, command: 2m}}
credentials: {c: {user: u, password: env:P}}
groups: {old: {timeouts: {first_byte: 3m, idle: 40s}}}
devices: [{name: a, groups: [old], timeouts: {connect: 5s}, prompt: none}, {name: b}]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := inventory.Timeouts{Connect: 5 * time.Second, FirstByte: 3 * time.Minute, Idle: 40 * time.Second, Command: 2 * time.Minute}
	if a, b := inv.Devices[0], inv.Devices[1]; a.Timeouts != want || a.Prompt != "" || b.Prompt != "gw#" || b.Timeouts.Idle != 20*time.Second {
		t.Errorf("%+v %q, %+v %q", a.Timeouts, a.Prompt, b.Timeouts, b.Prompt)
	}
}
