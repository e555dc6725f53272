package nxos

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestFixtures(t *testing.T) {
	vendortest.Run(t, OS(), vendortest.Fixtures(t, "testdata/fixtures"))
}

func TestFixturesAreReadWhole(t *testing.T) {
	for _, c := range vendortest.Fixtures(t, "testdata/fixtures") {
		r, _, _ := OS().ReadOutput(c.Command, c.Text, 0, false)
		if !r.Recognised && !r.Rejected {
			t.Errorf("%s: not recognised: %s", c.Name, r.Why)
		}
		for _, l := range r.Unread {
			t.Errorf("%s: line %d was not read: %q", c.Name, l.No, l.Text)
		}
	}
}

func TestCorpus(t *testing.T) {
	captures := vendortest.Corpus(t, "../../../../shared/corpus", fact.NXOS)
	if len(captures) == 0 {
		t.Skip("no corpus beside this checkout")
	}
	vendortest.Run(t, OS(), captures)
}

// TestDevices reads a whole terminal log per platform and compares all that is
// then known of the device.
func TestDevices(t *testing.T) {
	logs, err := filepath.Glob("testdata/devices/*.log")
	if err != nil || len(logs) == 0 {
		t.Fatal("no logs", err)
	}
	for _, path := range logs {
		t.Run(filepath.Base(path), func(t *testing.T) {
			d := device(t, path)
			got, err := json.MarshalIndent(summary(d), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".log") + ".golden.json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func device(t testing.TB, path string) *fact.Device {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := transcript.ParseLog(data)
	if err != nil {
		t.Fatal(err)
	}
	return vendors.Registry{OS()}.Parse(tr, path)
}

// ledgerRow is what a golden file keeps of a row that is judged.
type ledgerRow struct {
	Name, Resource, Scope, Unit string
	Used, Cap, Max              fact.Figure
	Kind                        fact.CapKind
	Notes                       []string `json:",omitempty"`
}

type deviceSummary struct {
	Family, Hostname, Version, Model string
	Virtual                          bool
	Configured, Active, AfterReload  string
	Default                          bool
	Pending                          []string
	PendingKnown                     string
	Engines                          []string
	Ledger                           []ledgerRow
	Evidence                         int
	Exceptions                       []string
	Unread                           int
}

func summary(d *fact.Device) deviceSummary {
	s := deviceSummary{
		Family: d.Family, Hostname: d.Identity.Hostname, Version: d.Identity.Version, Model: d.Identity.Model, Virtual: d.Identity.Virtual,
		Configured: d.Carve.Configured.Text, Active: d.Carve.Active.Text, AfterReload: d.Carve.AfterReload.Text, Default: d.Carve.Default,
		PendingKnown: d.PendingKnown.String(), Unread: len(d.Unread),
	}
	for _, p := range d.Pending {
		s.Pending = append(s.Pending, p.What+": "+p.From+" -> "+p.To)
	}
	for _, e := range d.Identity.Engines {
		s.Engines = append(s.Engines, e.Slot+" "+e.PID+" "+e.Generation)
	}
	for _, e := range d.Exceptions {
		s.Exceptions = append(s.Exceptions, e.Resource+" raised "+e.Raised.String()+": "+e.Text)
	}
	for _, t := range d.Tables {
		if !t.Ledger {
			s.Evidence++
			continue
		}
		s.Ledger = append(s.Ledger, ledgerRow{t.Name, t.Resource, t.Scope.String(), t.Unit, t.Used, t.Cap, t.Max, t.CapKind, t.Notes})
	}
	return s
}

func FuzzReadOutput(f *testing.F) {
	for _, c := range vendortest.Fixtures(f, "testdata/fixtures") {
		f.Add(c.Command, c.Text)
	}
	o := OS()
	f.Fuzz(func(t *testing.T, command, text string) {
		text = transcript.CleanText([]byte(text))
		vendortest.Check(t, o, command, text)
		o.ReadOutput(command, text, 0, true)
	})
}
