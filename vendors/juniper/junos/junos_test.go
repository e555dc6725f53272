package junos

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
	captures := vendortest.Corpus(t, "../../../../shared/corpus", fact.Junos)
	if len(captures) == 0 {
		t.Skip("no corpus beside this checkout")
	}
	unread := 0
	for _, c := range captures {
		r, _, _ := OS().ReadOutput(c.Command, c.Text, 0, false)
		unread += len(r.Unread)
		for _, l := range r.Unread {
			t.Logf("%s:%d unread %q", c.Name, l.No, l.Text)
		}
	}
	t.Logf("%d captures, %d unread lines", len(captures), unread)
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

// parsed reads a terminal log.
func parsed(t testing.TB, log string) *fact.Device {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(log))
	if err != nil {
		t.Fatal(err)
	}
	return vendors.Registry{OS()}.Parse(tr, "log")
}

// ledgerRow is what a golden file keeps of a row that is judged.
type ledgerRow struct {
	Name, Resource, Scope, Unit string
	Used, Cap, Free             fact.Figure
	Kind                        fact.CapKind
	Pool                        string  `json:",omitempty"`
	Cost                        float64 `json:",omitempty"`
}

type deviceSummary struct {
	OS, Family, Hostname, Version, Model string
	Virtual                              bool
	Configured, Active, AfterReload      string
	Default                              bool
	Pending                              []string
	PendingKnown                         string
	Exceptions                           []string
	Ledger                               []ledgerRow
	Rows, Unread                         int
}

func summary(d *fact.Device) deviceSummary {
	s := deviceSummary{
		OS: string(d.Identity.OS), Family: d.Family, Hostname: d.Identity.Hostname, Version: d.Identity.Version, Model: d.Identity.Model,
		Virtual: d.Identity.Virtual, Configured: d.Carve.Configured.Text, Active: d.Carve.Active.Text, AfterReload: d.Carve.AfterReload.Text,
		Default: d.Carve.Default, PendingKnown: d.PendingKnown.String(), Rows: len(d.Tables), Unread: len(d.Unread),
	}
	for _, p := range d.Pending {
		s.Pending = append(s.Pending, p.What+": "+p.From+" -> "+p.To)
	}
	for _, e := range d.Exceptions {
		s.Exceptions = append(s.Exceptions, strings.TrimSpace(string(e.Kind)+" "+e.Scope.String()+" raised "+e.Raised.String()+" "+e.Text))
	}
	for _, t := range d.Tables {
		if t.Ledger {
			s.Ledger = append(s.Ledger, ledgerRow{t.Name, t.Resource, t.Scope.String(), t.Unit, t.Used, t.Cap, t.Free, t.CapKind, t.Pool, t.Cost})
		}
	}
	return s
}

func FuzzReadOutput(f *testing.F) {
	for _, c := range vendortest.Fixtures(f, "testdata/fixtures") {
		f.Add(c.Command, c.Text, false)
	}
	o := OS()
	f.Fuzz(func(t *testing.T, command, text string, truncated bool) {
		vendortest.Check(t, o, command, text)
		o.ReadOutput(command, text, 0, truncated)
	})
}

func BenchmarkResourceMonitor(b *testing.B) {
	text := "Slot #  % Heap Free  RTT  Average RTT\n" + strings.Repeat("     1             87\n\n   PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free\n    0      NA      88      99\n    1      NA      89      99\n\n", 200)
	o := OS()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		o.ReadOutput("show system resource-monitor fpc", text, 0, false)
	}
}
