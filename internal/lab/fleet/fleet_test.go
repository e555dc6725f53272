package fleet_test

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// judgement is what the audit must say of a member.
type judgement struct {
	state  audit.State
	action solve.Action
}

// now is the time the fleet is judged at; the logs say no time of their own.
var now = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

func members(t *testing.T) []fleet.Member {
	t.Helper()
	all, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestVerdicts(t *testing.T) {
	reg, want := registry.All(), verdicts()
	for _, m := range members(t) {
		t.Run(m.Name, func(t *testing.T) {
			d := reg.Parse(m.Transcript, "")
			v := rules.Auditor(registry.All()).Run(d, policy.Default(), now)
			w, ok := want[m.Name]
			if !ok {
				t.Errorf("no verdict in the table; the audit says %s, %s", v.State, v.Action)
			} else if got := (judgement{v.State, v.Action}); got != w {
				t.Errorf("got %v, want %v", got, w)
			}
			delete(want, m.Name)
			if t.Failed() || testing.Verbose() {
				explain(t, v)
			}
		})
	}
	for name := range want {
		t.Errorf("%s has a verdict, and is no member", name)
	}
}

// explain writes what the audit found, for whoever writes the next log.
func explain(t *testing.T, v audit.Verdict) {
	t.Logf("%s %s %s, family %q model %q", v.State, v.Action, v.Device.Identity.OS, v.Device.Family, v.Device.Identity.Model)
	for _, f := range v.Findings {
		t.Logf("  %s %s %s: %s", f.State, f.Action, f.Rule, f.Message)
	}
	for _, p := range v.Pools {
		t.Logf("  pool %s [%s]: %s of %s, max %s", p.Name, p.Scope, p.Used, p.Capacity, p.Max)
	}
	if p := v.Proposal; p != nil {
		t.Logf("  %s: %q %s", p.Outcome, p.Commands, p.Reason)
	}
}

// The fleet is read as what it is: the OS from the answers alone, a family, and
// every question answered that the family cannot do without.
func TestWhatIsNeededIsAnswered(t *testing.T) {
	reg := registry.All()
	for _, m := range members(t) {
		t.Run(m.Name, func(t *testing.T) {
			if got := reg.DetectTranscript(m.Transcript); got != fact.OS(m.OS) {
				t.Fatalf("read as %q, want %q", got, m.OS)
			}
			d := reg.Parse(m.Transcript, "")
			p := reg.Find(fact.OS(m.OS)).Platform(d.Identity, d.Family)
			if p == nil {
				t.Fatalf("no platform for %+v", d.Identity)
			}
			for _, c := range p.Commands(d.Identity) {
				if !c.Optional {
					answered(t, d, c)
				}
			}
		})
	}
}

// answered fails where neither c nor what is sent instead of it has an answer.
func answered(t *testing.T, d *fact.Device, c vendors.Command) {
	t.Helper()
	if o := output(d, c.Text); o != nil && o.Complete() {
		return
	}
	if o := output(d, c.Instead); c.Instead != "" && o != nil && o.Complete() {
		return
	}
	t.Errorf("%q is not answered", c.Text)
}

func output(d *fact.Device, command string) *fact.Output {
	for i := range d.Outputs {
		if d.Outputs[i].Command == command {
			return &d.Outputs[i]
		}
	}
	return nil
}

func TestLogsSayThatTheyAreSynthetic(t *testing.T) {
	names := map[string]bool{}
	for _, m := range members(t) {
		names[m.Name+".log"] = true
		data, err := fleet.Raw(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := bytes.Cut(data, []byte("\n"))
		if want := "! synthetic: written for headroom's demo, not a capture"; string(first) != want {
			t.Errorf("%s: its log begins with %q, want %q", m.Name, first, want)
		}
	}
	files, err := fs.Glob(os.DirFS("logs"), "*.log")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !names[f] {
			t.Errorf("logs/%s is of no member", f)
		}
	}
}

func TestTable(t *testing.T) {
	seen := map[string]fleet.Member{}
	for _, m := range members(t) {
		if _, twice := seen[m.Name]; twice {
			t.Errorf("%s stands twice in the table", m.Name)
		}
		seen[m.Name] = m
		if !strings.HasPrefix(m.Name, m.Site+"-") {
			t.Errorf("%s: its name does not tell its site %q", m.Name, m.Site)
		}
	}
	for _, m := range seen {
		if m.Pair != "" && seen[m.Pair].Pair != m.Name {
			t.Errorf("%s names %q as its pair, which does not name it", m.Name, m.Pair)
		}
	}
}
