package audit_test

import (
	"reflect"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

func TestVerdictIsTheWorstFinding(t *testing.T) {
	tests := []struct {
		name   string
		device *fact.Device
		state  audit.State
		action solve.Action
	}{
		{"nothing wrong", audittest.Device(nil, audittest.Row(fact.CapCarve, 10, 100)), audit.OK, solve.None},
		{"nothing known", audittest.Device(nil), audit.Unkn, solve.Investigate},
		{"no device at all", &fact.Device{}, audit.Unkn, solve.Investigate},
		{"latched beats the default carve", audittest.Device(audittest.Both(audittest.Sup720(230589, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, solve.Reload},
		{"over takes the carve as well as the reload", audittest.Device(audittest.Both(audittest.Sup720(524288, 5, true), audittest.Exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), audit.Over, solve.CarveReload},
		{"failed beats stale", audittest.Device(func(d *fact.Device) {
			d.Failure.Cause, d.Recorded = "timeout", audittest.Now().AddDate(-1, 0, 0)
		}), audit.Fail, solve.Investigate},
		{"stale", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(-1, 0, 0) }, audittest.Row(fact.CapCarve, 10, 100)), audit.Stale, solve.Investigate},
		{"stale and unknown is unknown", audittest.Device(func(d *fact.Device) { d.Recorded = audittest.Now().AddDate(-1, 0, 0) }), audit.Unkn, solve.Investigate},
		{"a standby that is not ready changes nothing", audittest.Device(func(d *fact.Device) { d.Redundancy.Ready = fact.No }, audittest.Row(fact.CapCarve, 10, 100)), audit.OK, solve.None},
		{"an unread figure is not ok", audittest.Device(func(d *fact.Device) { d.Unread = []fact.Line{{No: 2, Text: "x 1"}} }, audittest.Row(fact.CapCarve, 10, 100)), audit.Unkn, solve.Investigate},
		{"a software router", audittest.Device(func(d *fact.Device) { d.Identity.Virtual = true }), audit.OK, solve.None},
		{"a software router that nobody answered for", audittest.Device(func(d *fact.Device) { d.Identity.Virtual, d.Failure.Cause = true, "timeout" }), audit.Fail, solve.Investigate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := audittest.Run(tt.device, policy.Default(), audittest.Now())
			if v.State != tt.state || v.Action != tt.action {
				t.Errorf("%s / %s, want %s / %s; %+v", v.State, v.Action, tt.state, tt.action, v.Findings)
			}
		})
	}
}

func TestEvidenceIsTheLineOfTheOutput(t *testing.T) {
	v := audittest.Run(audittest.Device(nil, audittest.Row(fact.CapCarve, 99, 100)), policy.Default(), audittest.Now())
	want := []audit.Evidence{{Command: "show capacity", Line: 2, Text: "line two: 90 of 100", File: "r1.log", Span: audittest.Span(2)}}
	if d := cmp.Diff(want, v.Findings[0].Evidence); d != "" {
		t.Errorf("evidence (-want +got):\n%s", d)
	}
}

// Whatever a device says: the verdict is ok only where something judgeable was
// read, it is the same twice, and the facts are not changed.
func TestVerdictProperties(t *testing.T) {
	kinds := []fact.CapKind{fact.CapUnknown, fact.CapCarve, fact.CapTemplate, fact.CapFixed, fact.CapPool, fact.CapHashed, fact.CapEstimate, fact.CapGuaranteed, fact.CapPercent, fact.CapBytes, fact.CapState, fact.CapVerified}
	rapid.Check(t, func(t *rapid.T) {
		d := audittest.Device(nil)
		d.Family = rapid.SampledFrom([]string{"", "cat6500", "ncs5500", "nobody"}).Draw(t, "family")
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			r := audittest.Row(rapid.SampledFrom(kinds).Draw(t, "kind"), float64(rapid.IntRange(0, 200).Draw(t, "used")), float64(rapid.IntRange(0, 200).Draw(t, "cap")))
			r.Resource = rapid.SampledFrom([]fact.Resource{fact.FibIPv4, fact.FibIPv4MPLS, fact.FibIPv6Mcast, fact.MAC}).Draw(t, "resource")
			r.Ledger = rapid.Bool().Draw(t, "ledger")
			if rapid.Bool().Draw(t, "use unknown") {
				r.Used = fact.Figure{}
			}
			if rapid.Bool().Draw(t, "cap unknown") {
				r.Cap = fact.Figure{}
			}
			r.State = rapid.SampledFrom([]string{"", "Green", "Yellow", "Red"}).Draw(t, "state")
			r.Pool, r.Cost = rapid.SampledFrom([]string{"", "p"}).Draw(t, "pool"), float64(rapid.IntRange(0, 2).Draw(t, "cost"))
			d.Tables = append(d.Tables, r)
		}
		before := *d
		before.Tables = append([]fact.Table(nil), d.Tables...)
		v, again := audittest.Run(d, policy.Default(), audittest.Now()), audittest.Run(d, policy.Default(), audittest.Now())
		if !reflect.DeepEqual(v, again) {
			t.Fatal("two verdicts on the same facts differ")
		}
		if !reflect.DeepEqual(before, *d) {
			t.Fatal("the facts were changed")
		}
		judgeable := false
		for _, r := range ledger.Rows(d) {
			judgeable = judgeable || r.Judgeable()
		}
		if v.State == audit.OK && !judgeable {
			t.Fatalf("ok, and nothing is known: %+v", d.Tables)
		}
		for _, f := range v.Findings {
			if f.Rule == "" || f.Message == "" || f.State == "" || f.Severity == "" {
				t.Fatalf("a finding without a word: %+v", f)
			}
			if f.State == audit.Over && f.Rule == "cap/over" && !ledger.Wall(kindOf(d, f)) {
				t.Fatalf("OVER from a cap that is not hard: %+v", f)
			}
		}
	})
}

func kindOf(d *fact.Device, f audit.Finding) fact.CapKind {
	for _, r := range ledger.Rows(d) {
		if load, ok := r.Load(); ok && r.Resource == f.Resource && load >= 0.99 && ledger.Wall(r.Kind) {
			return r.Kind
		}
	}
	return fact.CapUnknown
}

func BenchmarkRun(b *testing.B) {
	d := audittest.Device(audittest.Sup720(500000, 10, true))
	for i := range 200 {
		r := audittest.Row(fact.CapFixed, float64(i), 1000)
		r.Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: string(rune('a' + i%26))}
		d.Tables = append(d.Tables, r)
	}
	for b.Loop() {
		audittest.Run(d, policy.Default(), audittest.Now())
	}
}
