package fleet_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// questions are all that a scan asks m: what its OS asks first, then what its
// family needs.
func questions(t *testing.T, m *fleet.Member, d *fact.Device) []vendors.Command {
	t.Helper()
	o := registry.All().Find(fact.OS(m.OS))
	p := o.Platform(d.Identity, d.Family)
	if p == nil {
		t.Fatalf("%s: no platform for %+v", m.Name, d.Identity)
	}
	return append(slices.Clone(o.Identify), p.Commands(d.Identity)...)
}

// TestEveryQuestionHasAnAnswer holds each log to what a live scan asks: also
// what a family could do without is answered, if only by a refusal.
func TestEveryQuestionHasAnAnswer(t *testing.T) {
	for _, m := range members(t) {
		d := registry.All().Parse(m.Transcript, "")
		for _, c := range questions(t, &m, d) {
			o := output(d, c.Text)
			if (o == nil || o.State == "rejected") && c.Instead != "" {
				if instead := output(d, c.Instead); instead != nil {
					o = instead
				}
			}
			switch {
			case o == nil:
				t.Errorf("%s: %q is not answered", m.Name, c.Text)
			case o.State == "rejected" && !c.Optional:
				t.Errorf("%s: %q is refused, and its family needs it", m.Name, c.Text)
			}
		}
	}
}

// TestNothingElseIsAnswered: an answer that no scan asks for would make the
// verdict on the log another than that on the live router.
func TestNothingElseIsAnswered(t *testing.T) {
	for _, m := range members(t) {
		d := registry.All().Parse(m.Transcript, "")
		asked := questions(t, &m, d)
		for _, o := range d.Outputs {
			if !o.Loose && !slices.ContainsFunc(asked, func(c vendors.Command) bool { return o.Command == c.Text || o.Command == c.Instead }) {
				t.Errorf("%s: nobody asks %q", m.Name, o.Command)
			}
		}
	}
}

// long is how many bytes an answer has before it could be no coincidence that
// somebody else's router said the same.
const long = 300

// TestNothingIsCopied compares with the captures beside a working checkout.
func TestNothingIsCopied(t *testing.T) {
	const captures = "../../../../shared"
	ours := map[string]string{}
	for _, m := range members(t) {
		for i := range m.Transcript.Records {
			r := &m.Transcript.Records[i]
			if s := squeeze(r.Text()); len(s) >= long {
				ours[s] = m.Name + ": " + r.Command
			}
		}
	}
	for _, root := range []string{captures + "/corpus", captures + "/devices"} {
		if _, err := os.Stat(root); err != nil {
			t.Skip("no captures beside this checkout")
		}
		err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(name) == ".json" {
				return err
			}
			data, err := os.ReadFile(filepath.Join(root, name))
			if who, same := ours[squeeze(string(data))]; err == nil && same {
				t.Errorf("%s is the capture %s", who, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
