package sources_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// samples are a place of each source that reads a file, and the devices in it.
func samples() map[string]struct{ text, device string } {
	return map[string]struct{ text, device string }{
		"yaml":       {"credentials: {c: {user: u, agent: true}}\ndefaults: {credential: c}\ndevices: [{name: edge1, host: 192.0.2.1}]\n", "edge1"},
		"ssh_config": {"Host edge1\n  HostName 192.0.2.1\n", "edge1"},
		"ansible":    {"[edge]\nedge1 ansible_host=192.0.2.1 ansible_password=Hidden-4711\n", "edge1"},
		"nornir":     {"edge1: {hostname: 192.0.2.1, username: ops, password: Hidden-4711}\n", "edge1"},
		"suzieq":     {"sources: [{name: s, hosts: [{url: 'ssh://ops:Hidden-4711@192.0.2.1'}]}]\nnamespaces: [{name: fra, source: s}]\n", "192.0.2.1"},
		"csv":        {"name,ip,password\nedge1,192.0.2.1,Hidden-4711\n", "edge1"},
		"rancid":     {"edge1;cisco;up\n", "edge1"},
		"oxidized":   {"edge1:ios\n", "edge1"},
	}
}

// servers are sources that ask a server: their own packages have one.
var servers = []string{"netbox", "nautobot"}

// What a source gives can be written as an inventory, which loads and holds the same
// devices; written twice it is the same, and no secret is in it.
func TestEverySource(t *testing.T) {
	for _, s := range sources.All() {
		if slices.Contains(servers, s.Name()) {
			continue
		}
		t.Run(s.Name(), func(t *testing.T) {
			sample := samples()[s.Name()]
			if sample.text == "" || s.Title() == "" || s.About() == "" {
				t.Fatal("it has no sample, no title or does not say what it is about")
			}
			place := filepath.Join(t.TempDir(), "place")
			if err := os.WriteFile(place, []byte(sample.text), 0o600); err != nil {
				t.Fatal(err)
			}
			here := inventory.Here{Open: os.ReadFile, Person: inventory.Person{Home: t.TempDir(), User: "me", Agent: true}}
			inv, err := s.Read(t.Context(), inventory.Query{Place: place}, here)
			if err != nil || len(inv.Devices) != 1 || inv.Devices[0].Name != sample.device || inv.Devices[0].From == "" {
				t.Fatalf("%+v, %v", inv, err)
			}
			if _, err := s.Read(t.Context(), inventory.Query{Place: place + "nowhere"}, here); err == nil {
				t.Error("a place that is not there was read")
			}
			var once, twice bytes.Buffer
			if err := yaml.Write(&once, place, inv, yaml.Login{User: "me"}); err != nil {
				t.Fatal(err)
			}
			_ = yaml.Write(&twice, place, inv, yaml.Login{User: "me"})
			again, err := yaml.Load("again.yaml", once.Bytes())
			if err != nil || len(again.Devices) != 1 || again.Devices[0].Name != sample.device || !bytes.Equal(once.Bytes(), twice.Bytes()) {
				t.Errorf("%v\n%s", err, once.Bytes())
			}
			if bytes.Contains(once.Bytes(), []byte("Hidden-4711")) || strings.Contains(fmt.Sprintf("%+v", inv), "Hidden-4711") {
				t.Errorf("a secret of the source was carried over:\n%s", once.Bytes())
			}
		})
	}
}

// What a file may name as a live source is what can be imported, but for what is read
// with the devices anyway.
func TestLiveTypes(t *testing.T) {
	for _, s := range sources.Others() {
		if s.Name() != "ssh_config" && !slices.Contains(yaml.SourceTypes(), s.Name()) {
			t.Errorf("sources: does not take %s", s.Name())
		}
	}
}
