package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// What every router of the demo fleet is judged to be, with each memory's arithmetic,
// and what is proposed for it.
func TestVerdictsOfTheFleet(t *testing.T) {
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	reg := registry.All()
	var b strings.Builder
	for _, m := range members {
		fmt.Fprintf(&b, "== %s\n%s", m.Name, verdict(reg.Parse(m.Transcript, "")))
	}
	vendortest.GoldenText(t, b.String(), "verdicts")
}

// What every 23rd line of the fleet's answers proves: where it is blank, the facts and
// the verdict differ by these lines.
func TestMissingLinesOfTheFleet(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing in it runs beside something else")
	}
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	reg := registry.All()
	line := 0
	every := func(int) bool { line++; return line%23 == 0 }
	var b strings.Builder
	for _, m := range members {
		for i := range m.Transcript.Records {
			was := m.Transcript.Records[i]
			if was.Kind != transcript.Command {
				continue
			}
			proves := vendortest.Missing(string(was.Raw[was.BodyStart:was.BodyEnd]), func(body string) string {
				m.Transcript.Records[i] = withBody(was, body)
				d := reg.Parse(m.Transcript, "")
				return vendortest.Render(d) + verdict(d)
			}, every)
			if proves != "" {
				fmt.Fprintf(&b, "== %s: %s\n%s", m.Name, was.Command, proves)
			}
			m.Transcript.Records[i] = was
		}
	}
	vendortest.GoldenText(t, b.String(), "missing")
}

// Asking everything twice tells nothing new: state, action, memories and findings stay.
func TestTheSameAnswersTwice(t *testing.T) {
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	reg := registry.All()
	for _, m := range members {
		once := verdict(reg.Parse(m.Transcript, ""))
		m.Transcript.Records = append(m.Transcript.Records, m.Transcript.Records...)
		twice := verdict(reg.Parse(m.Transcript, ""))
		if d := cmp.Diff(without(once, " proof "), without(twice, " proof ")); d != "" {
			t.Errorf("%s (-once +twice)\n%s", m.Name, d)
		}
	}
}

// without leaves out the lines that hold a word.
func without(text, word string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.Contains(l, word) })
}

// withBody is a record that answers body.
func withBody(r transcript.Record, body string) transcript.Record {
	tail := r.Raw[r.BodyEnd:]
	r.Raw = append(append([]byte{}, r.Raw[:r.BodyStart]...), body...)
	r.BodyEnd = len(r.Raw)
	r.Raw = append(r.Raw, tail...)
	return r
}

// verdict is what is judged of a device, a line each.
func verdict(d *fact.Device) string {
	v := audittest.Run(d, policy.Default(), audittest.Now())
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", v.State, v.Action)
	for i := range v.Pools {
		p := &v.Pools[i]
		fmt.Fprintf(&b, "pool %q [%s] %s: used %s of %s %s, free %s, max %s\n", p.Name, p.Scope, p.Resource, p.Used, p.Capacity, p.Unit, p.Free, p.Max)
	}
	for _, f := range v.Findings {
		fmt.Fprintf(&b, "finding %s %s %s %s [%s] unsafe %v: %s\n", f.Rule, f.Severity, f.State, f.Action, f.Scope, f.Unsafe, f.Message)
		for _, e := range f.Evidence {
			fmt.Fprintf(&b, "finding %s proof %q line %d\n", f.Rule, e.Command, e.Line)
		}
	}
	if v.RunsOut != nil {
		fmt.Fprintf(&b, "runs out %s, by %v\n", v.RunsOut, v.RunsOut.Basis)
	}
	for _, f := range v.Forecasts {
		fmt.Fprintf(&b, "forecast %q [%s]: %s\n", f.Pool.Name, f.Pool.Scope, ledger.RunwayWords(f.Runway))
	}
	proposal(&b, v.Proposal)
	advice(&b, v.Filter)
	return b.String()
}

func proposal(b *strings.Builder, p *solve.Proposal) {
	if p == nil {
		return
	}
	fmt.Fprintf(b, "proposal %q %s %s by %q: %q, predicts %q, undo %q, unproven %q, caps %v, lasts %q, takes %q, soft %v, waits %q\n", p.Name, p.Outcome, p.Action, p.Knob,
		p.Commands, p.Predict, p.Undo, p.Unproven, p.Caps, p.Lasts, p.Takes, p.Soft, p.Waits)
	fmt.Fprintf(b, "reason %s\n", p.Reason)
	for _, o := range p.Others {
		fmt.Fprintf(b, "other %+v\n", o)
	}
	for _, o := range p.Rejected {
		fmt.Fprintf(b, "rejected %+v\n", o)
	}
}

func advice(b *strings.Builder, a *audit.FilterAdvice) {
	if a != nil {
		fmt.Fprintf(b, "filter of its own lengths %v, of %v %s: %q\n", a.Device, a.Capacity, a.Unit, a.Words)
	}
}
