package vendortest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Where the tests of an operating system keep what they read, and where a corpus
// is, if there is one beside the checkout.
const (
	fixtures = "testdata/fixtures"
	devices  = "testdata/devices"
	golden   = "testdata/golden"
	corpus   = "../../../../shared/corpus"
)

// Conform runs the whole suite: every fixture conforms and is read whole, and so
// does every capture of the corpus, where one is at hand.
func Conform(t *testing.T, o *vendors.OS) {
	t.Run("fixtures", func(t *testing.T) { Run(t, o, Fixtures(t, fixtures)) })
	t.Run("read whole", func(t *testing.T) {
		for _, c := range Fixtures(t, fixtures) {
			r, _, _ := o.ReadOutput(c.Command, c.Text, 0, false)
			if !r.Recognised && !r.Rejected {
				t.Errorf("%s: not recognised: %s", c.Name, r.Why)
			}
			for _, l := range r.Unread {
				t.Errorf("%s: line %d was not read: %q", c.Name, l.No, l.Text)
			}
		}
	})
	t.Run("corpus", func(t *testing.T) {
		captures := Corpus(t, corpus, o.ID)
		if len(captures) == 0 {
			t.Skip("no corpus beside this checkout")
		}
		Run(t, o, captures)
	})
}

// Read gives the reading of a fixture.
func Read(t testing.TB, o *vendors.OS, name string) fact.Reading {
	t.Helper()
	c := Fixture(t, name)
	r, _, _ := o.ReadOutput(c.Command, c.Text, 0, false)
	return r
}

// Fixture gives one of them by its name.
func Fixture(t testing.TB, name string) Capture {
	t.Helper()
	for _, c := range Fixtures(t, fixtures) {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no fixture %s", name)
	return Capture{}
}

// Log pastes fixtures into one terminal log behind a prompt.
func Log(t testing.TB, prompt string, names ...string) string {
	t.Helper()
	var b strings.Builder
	for _, n := range names {
		c := Fixture(t, n)
		b.WriteString(prompt + c.Command + "\n" + c.Text)
	}
	return b.String() + prompt + "\n"
}

// Device reads a terminal log.
func Device(t testing.TB, o *vendors.OS, log string) *fact.Device {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(log))
	if err != nil {
		t.Fatal(err)
	}
	return vendors.Registry{o}.Parse(tr, "")
}

// DeviceFile reads the terminal log of a file.
func DeviceFile(t testing.TB, o *vendors.OS, path string) *fact.Device {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Device(t, o, string(raw))
}

// Devices reads every testdata/devices/NAME.log and compares all that is then
// known of the device with testdata/golden/NAME.txt.
func Devices(t *testing.T, o *vendors.OS) {
	logs, err := filepath.Glob(devices + "/*.log")
	if err != nil || len(logs) == 0 {
		t.Fatal("no logs", err)
	}
	for _, path := range logs {
		name := strings.TrimSuffix(filepath.Base(path), ".log")
		t.Run(name, func(t *testing.T) { Golden(t, DeviceFile(t, o, path), name) })
	}
}

// Golden compares a device with testdata/golden/NAME.txt; -update writes it.
func Golden(t testing.TB, d *fact.Device, name string) {
	t.Helper()
	got, path := render(d), filepath.Join(golden, name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// Fuzz holds that, whatever the bytes, nothing panics, every line is accounted for and every
// number lies in the text.
func Fuzz(f *testing.F, o *vendors.OS) {
	for _, c := range Fixtures(f, fixtures) {
		f.Add(c.Command, c.Text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		text = transcript.CleanText([]byte(text))
		Check(t, o, command, text)
		o.ReadOutput(command, text, 0, true)
	})
}

// render writes what is known of a device, a line each: new fields of package
// fact do not disturb it.
func render(d *fact.Device) string {
	var b strings.Builder
	id := d.Identity
	fmt.Fprintf(&b, "%s %s host %q model %q version %q serial %q virtual %v\n", id.OS, d.Family, id.Hostname, id.Model, id.Version, id.Serial, id.Virtual)
	for _, e := range id.Engines {
		fmt.Fprintf(&b, "engine %s %s %s xl %v\n", e.Slot, e.PID, e.Generation, e.XL)
	}
	for _, p := range id.Parts {
		fmt.Fprintf(&b, "part %q %q pid %q state %q\n", p.Slot, p.Name, p.PID, p.State)
	}
	for _, s := range []struct {
		name string
		fact.Setting
	}{
		{"active", d.Carve.Active},
		{"configured", d.Carve.Configured},
		{"after reload", d.Carve.AfterReload},
		{"register", d.Boot.Register},
		{"register next", d.Boot.RegisterNext},
		{"standby register", d.Boot.Standby},
		{"boot", d.Boot.Variable},
		{"redundancy", d.Redundancy.Mode},
		{"standby", d.Redundancy.Standby},
	} {
		fmt.Fprintf(&b, "%s: %q %s line %d\n", s.name, s.Text, s.Grade, s.Span.Line)
	}
	fmt.Fprintf(&b, "default %v, manual boot %s, unsaved %s, standby ready %s, pending %s, lines unread %d\n",
		d.Carve.Default, d.Boot.Manual, d.Boot.Unsaved, d.Redundancy.Ready, d.PendingKnown, len(d.Unread))
	for _, p := range d.Pending {
		fmt.Fprintf(&b, "pending %s: %s -> %s\n", p.What, p.From, p.To)
	}
	for _, e := range d.Exceptions {
		fmt.Fprintf(&b, "exception %s %s [%s] raised %s latched %v %s count %s %q\n", e.Kind, e.Resource, e.Scope, e.Raised, e.Latched, e.Severity, e.Count, e.Text)
	}
	for _, h := range d.Histograms {
		fmt.Fprintf(&b, "histogram %s %q %s sum %s\n", h.AFI, h.Node, h.Source, fact.Read(h.Total(), fact.Span{}))
	}
	renderTables(&b, d.Tables)
	for _, f := range d.Flags {
		fmt.Fprintf(&b, "flag %s = %v\n", f.Name, f.Value)
	}
	return b.String()
}

func renderTables(b *strings.Builder, tables []fact.Table) {
	for i := range tables {
		t := &tables[i]
		fmt.Fprintf(b, "table %q %s [%s] %s: used %s cap %s configured %s pending %s max %s percent %s failures %s peak %s free %s; %s ledger %v pool %q cost %v of %q %q; output %d line %d %q\n",
			t.Name, t.Resource, t.Scope, t.Unit, t.Used, t.Cap, t.Configured, t.Pending, t.Max, t.Percent, t.Failures, t.Peak, t.Free,
			t.CapKind, t.Ledger, t.Pool, t.Cost, t.PartOf, t.State, t.Output, t.Line, t.Notes)
	}
}
