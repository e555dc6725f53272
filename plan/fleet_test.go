package plan_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// Every line that the plan of the demo fleet gives, and of devices of it that say
// something else: what is entered, in which order, what is asked, the rollback, and
// who may be down together.
func TestPlanOfTheFleet(t *testing.T) {
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	auditor := rules.Auditor(registry.All())
	var verdicts []audit.Verdict
	for _, m := range members {
		verdicts = append(verdicts, auditor.Run(registry.All().Parse(m.Transcript, ""), policy.Default(), at))
	}
	p := plan.Build(verdicts, registry.All(), at)
	got := planText(&p)
	for _, c := range changedDevices() {
		raw, err := fleet.Raw(c.log)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(c.change...).Replace(string(raw))
		tr, err := transcript.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		v := auditor.Run(registry.All().Parse(tr, c.log), policy.Default(), at)
		p := plan.Build([]audit.Verdict{v}, registry.All(), at)
		got += "\n#### " + c.name + "\n" + planText(&p)
	}
	isGolden(t, got, "testdata/fleet.txt")
}

func isGolden(t *testing.T, got, path string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
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

// planText is a plan, a line per step.
func planText(p *plan.Plan) string {
	var b strings.Builder
	for i := range p.Devices {
		deviceText(&b, &p.Devices[i])
	}
	for _, w := range p.Waves {
		fmt.Fprintf(&b, "wave %s %s %q %s after %v\n", w.Name, w.Kind, w.Devices, w.Window, w.After)
	}
	for _, u := range p.Unplaced {
		fmt.Fprintf(&b, "unplaced %s: %s\n", u.Device, u.Why)
	}
	return b.String()
}

func deviceText(b *strings.Builder, d *plan.Device) {
	fmt.Fprintf(b, "\n== %s %s %s %s: %s, %s\n", d.Name, d.OS, d.Family, d.Model, d.State, d.Action)
	for _, r := range d.Refused {
		fmt.Fprintf(b, "refused %s: %s\n", r.Rule, r.Why)
	}
	for _, w := range d.Why {
		fmt.Fprintf(b, "why %s %s, %d proofs\n", w.Rule, w.State, len(w.Evidence))
	}
	s := &d.Solver
	fmt.Fprintf(b, "solver %s %q caps %v, setting %q, changes %v, %s, sure %q, %d others, %d not valid\n", s.Verdict, s.Reason, s.Caps, s.Setting, s.Changes, s.Lasts, s.Sure, len(s.Others), len(s.Candidates))
	for _, f := range s.Filters {
		fmt.Fprintf(b, "filter %+v\n", f)
	}
	if d.Reload != nil {
		fmt.Fprintf(b, "takes down %+v\n", *d.Reload)
	}
	for i := range d.Steps {
		stepText(b, &d.Steps[i])
	}
	for _, c := range d.Compare {
		fmt.Fprintf(b, "compare %s\n", c)
	}
	for _, u := range d.Unsure {
		fmt.Fprintf(b, "unsure %s\n", u)
	}
}

func stepText(b *strings.Builder, s *plan.Step) {
	fmt.Fprintf(b, "%s: %q", s.Phase, s.Command)
	if s.Expect != "" {
		fmt.Fprintf(b, " expect %q", s.Expect)
	}
	fmt.Fprintf(b, " why %q", s.Why)
	if s.Unproven {
		b.WriteString(" UNPROVEN")
	}
	for _, l := range s.Pattern {
		fmt.Fprintf(b, "\n    | %s", l)
	}
	for _, q := range s.Questions {
		fmt.Fprintf(b, "\n    asks %q, answer %q: %s", q.Asks, q.Answer, q.Why)
	}
	b.WriteString("\n")
}
