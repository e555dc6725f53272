package transcript_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/transcript"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What is found in logs of every system, in every layout: the questions, how they
// ended, in which mode and by whom they were answered, and how much was said. Where a
// layout changes nothing it is not listed.
func TestLayoutsOfLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing in it runs beside something else")
	}
	var b strings.Builder
	for _, name := range []string{"ams1-edge-05", "ams1-edge-06", "fra3-pe-31", "iad2-acc-01", "gru4-core-01", "gru4-spine-01", "nrt1-pe-21"} {
		raw, err := fleet.Raw(name)
		if err != nil {
			t.Fatal(err)
		}
		var plain []string
		for _, l := range fleet.Layouts() {
			got := sessions([]byte(l.Make(string(raw))))
			fmt.Fprintf(&b, "== %s, %s\n", name, l.Name)
			for i, line := range got {
				if plain == nil || i >= len(plain) || plain[i] != line {
					fmt.Fprintf(&b, "%d %s\n", i, line)
				}
			}
			if plain == nil {
				plain = got
			} else if len(got) != len(plain) {
				fmt.Fprintf(&b, "%d records, not %d\n", len(got), len(plain))
			}
		}
	}
	golden(t, "testdata/golden/layouts.txt", b.String())
}

// sessions is what is found in a file, a line per record.
func sessions(data []byte) []string {
	all, err := transcript.ReadAll(data)
	if err != nil {
		return []string{"error: " + err.Error()}
	}
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("device %q os %q source %s, %d records, redacted %d, failure %q", s.Device, s.OS, s.Source, len(s.Records), s.Redacted, s.Failure))
		for i := range s.Records {
			r := &s.Records[i]
			text := r.Text()
			out = append(out, fmt.Sprintf("%v %q %s, %d lines %.4x, %+v %q at %s", r.Kind, r.Command, r.State, strings.Count(text, "\n"), sha256.Sum256([]byte(text)), r.Context, r.Notes, r.Start.Format("15:04:05")))
		}
	}
	return out
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
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
