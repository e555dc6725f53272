package iosxr

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
	captures := vendortest.Corpus(t, "../../../../shared/corpus", fact.IOSXR)
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
			got, err := json.MarshalIndent(summary(device(t, path)), "", " ")
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
	return parsed(t, string(data))
}

func parsed(t testing.TB, log string) *fact.Device {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(log))
	if err != nil {
		t.Fatal(err)
	}
	return vendors.Registry{OS()}.Parse(tr, "")
}

// ledgerRow is what a golden file keeps of a row that is judged.
type ledgerRow struct {
	Name, Resource, Scope, Unit string
	Used, Cap, Max              fact.Figure
	Kind                        fact.CapKind
	State                       string `json:",omitempty"`
}

type deviceSummary struct {
	Family, Hostname, Version, Model string
	Virtual                          bool
	Configured, Active, AfterReload  string
	Default                          bool
	Pending                          []string
	PendingKnown                     string
	Engines, Exceptions, Histograms  []string
	Ledger                           []ledgerRow
	Evidence, Unread                 int
}

func summary(d *fact.Device) deviceSummary {
	graded := func(s fact.Setting) string { return strings.TrimSpace(s.Text + " " + string(s.Grade)) }
	s := deviceSummary{
		Family: d.Family, Hostname: d.Identity.Hostname, Version: d.Identity.Version, Model: d.Identity.Model, Virtual: d.Identity.Virtual,
		Configured: graded(d.Carve.Configured), Active: graded(d.Carve.Active), AfterReload: graded(d.Carve.AfterReload),
		Default: d.Carve.Default, PendingKnown: d.PendingKnown.String(), Unread: len(d.Unread),
	}
	for _, p := range d.Pending {
		s.Pending = append(s.Pending, p.What+": "+p.From+" -> "+p.To)
	}
	for _, e := range d.Identity.Engines {
		s.Engines = append(s.Engines, e.Slot+" "+e.PID+" "+e.Generation)
	}
	for _, e := range d.Exceptions {
		s.Exceptions = append(s.Exceptions, strings.Join([]string{string(e.Kind), e.Resource, e.Scope.String(), e.Severity, e.Count.String(), e.Text}, " | "))
	}
	for _, h := range d.Histograms {
		s.Histograms = append(s.Histograms, h.AFI+" "+h.Node+" "+h.Source+" "+fact.Read(h.Total(), fact.Span{}).String())
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		if !t.Ledger {
			s.Evidence++
			continue
		}
		s.Ledger = append(s.Ledger, ledgerRow{t.Name, t.Resource, t.Scope.String(), t.Unit, t.Used, t.Cap, t.Max, t.CapKind, t.State})
	}
	return s
}
