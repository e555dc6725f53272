package sources_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

// samples are a place of each source, and the devices in it; a source without one
// fails.
func samples() map[string]struct{ text, device string } {
	return map[string]struct{ text, device string }{
		"yaml":       {"credentials: {c: {user: u, agent: true}}\ndefaults: {credential: c}\ndevices: [{name: edge1, host: 192.0.2.1}]\n", "edge1"},
		"ssh_config": {"Host edge1\n  HostName 192.0.2.1\n", "edge1"},
	}
}

// What a source gives can be written as an inventory, which loads and holds the same
// devices; written twice it is the same.
func TestEverySource(t *testing.T) {
	for _, s := range sources.All() {
		t.Run(s.Name(), func(t *testing.T) {
			sample := samples()[s.Name()]
			if sample.text == "" || s.Title() == "" {
				t.Fatal("it has no sample or no title")
			}
			place := filepath.Join(t.TempDir(), "place")
			if err := os.WriteFile(place, []byte(sample.text), 0o600); err != nil {
				t.Fatal(err)
			}
			here := inventory.Here{Open: os.ReadFile, Person: inventory.Person{Home: t.TempDir(), User: "me", Agent: true}}
			inv, err := s.Read(place, here)
			if err != nil || len(inv.Devices) != 1 || inv.Devices[0].Name != sample.device || inv.Devices[0].From == "" {
				t.Fatalf("%+v, %v", inv, err)
			}
			if _, err := s.Read(place+"nowhere", here); err == nil {
				t.Error("a place that is not there was read")
			}
			var once, twice bytes.Buffer
			if err := yaml.Write(&once, place, inv); err != nil {
				t.Fatal(err)
			}
			_ = yaml.Write(&twice, place, inv)
			again, err := yaml.Load("again.yaml", once.Bytes())
			if err != nil || len(again.Devices) != 1 || again.Devices[0].Name != sample.device || !bytes.Equal(once.Bytes(), twice.Bytes()) {
				t.Errorf("%v\n%s", err, once.Bytes())
			}
		})
	}
}
