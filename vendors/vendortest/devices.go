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
	t.Run("facts", func(t *testing.T) { GoldenText(t, facts(t, o), "facts") })
	t.Run("missing", func(t *testing.T) { GoldenText(t, missing(t, o), "missing") })
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
	GoldenText(t, Render(d), name)
}

// GoldenText compares text with testdata/golden/NAME.txt; -update writes it.
func GoldenText(t testing.TB, got, name string) {
	t.Helper()
	Text(t, got, filepath.Join(golden, name+".txt"))
}

// Text compares text with a file; -update writes it.
func Text(t testing.TB, got, path string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
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

// facts is what every fixture says, fixture by fixture.
func facts(t testing.TB, o *vendors.OS) string {
	var b strings.Builder
	for _, c := range Fixtures(t, fixtures) {
		r, _, _ := o.ReadOutput(c.Command, c.Text, 0, false)
		fmt.Fprintf(&b, "== %s: %s\n", c.Name, c.Command)
		b.WriteString(Render(deviceOf(&r)))
	}
	return b.String()
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
