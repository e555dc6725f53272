package audit

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/headroom-audit/headroom/fact"
	"pgregory.net/rapid"
)

func TestVerdictIsTheWorstFinding(t *testing.T) {
	tests := []struct {
		name   string
		device *fact.Device
		state  State
		action Action
	}{
		{"nothing wrong", device(nil, row(fact.CapCarve, 10, 100)), OK, None},
		{"nothing known", device(nil), Unkn, Investigate},
		{"no device at all", &fact.Device{}, Unkn, Investigate},
		{"latched beats the default carve", device(both(sup720(230589, 5, true), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), Over, Reload},
		{"over takes the carve as well as the reload", device(both(sup720(524288, 5, true), exception(fact.Exception{Kind: fact.ExceptionState, Resource: fact.FibIPv4, Raised: fact.Yes, Latched: true}))), Over, CarveReload},
		{"failed beats stale", device(func(d *fact.Device) {
			d.Failure.Cause, d.Recorded = "timeout", testNow.AddDate(-1, 0, 0)
		}), Fail, Investigate},
		{"stale", device(func(d *fact.Device) { d.Recorded = testNow.AddDate(-1, 0, 0) }, row(fact.CapCarve, 10, 100)), Stale, Investigate},
		{"stale and unknown is unknown", device(func(d *fact.Device) { d.Recorded = testNow.AddDate(-1, 0, 0) }), Unkn, Investigate},
		{"a standby that is not ready changes nothing", device(func(d *fact.Device) { d.Redundancy.Ready = fact.No }, row(fact.CapCarve, 10, 100)), OK, None},
		{"an unread figure is not ok", device(func(d *fact.Device) { d.Unread = []fact.Line{{No: 2, Text: "x 1"}} }, row(fact.CapCarve, 10, 100)), Unkn, Investigate},
		{"a software router", device(func(d *fact.Device) { d.Identity.Virtual = true }), OK, None},
		{"a software router that nobody answered for", device(func(d *fact.Device) { d.Identity.Virtual, d.Failure.Cause = true, "timeout" }), Fail, Investigate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Run(tt.device, DefaultPolicy(), testNow)
			if v.State != tt.state || v.Action != tt.action {
				t.Errorf("%s / %s, want %s / %s; %+v", v.State, v.Action, tt.state, tt.action, v.Findings)
			}
		})
	}
}

func TestEvidenceIsTheLineOfTheOutput(t *testing.T) {
	v := Run(device(nil, row(fact.CapCarve, 99, 100)), DefaultPolicy(), testNow)
	want := []Evidence{{Command: "show capacity", Line: 2, Text: "line two: 90 of 100", File: "r1.log", Span: span(2)}}
	if d := cmp.Diff(want, v.Findings[0].Evidence); d != "" {
		t.Errorf("evidence (-want +got):\n%s", d)
	}
}

func TestActionsAreAllOrdered(t *testing.T) {
	for _, a := range []Action{None, Save, Reload, CarveReload, ProfileRestart, Filter, Replace, Investigate} {
		if got := action(Crit, []Finding{{State: Crit, Action: a}}); got != a {
			t.Errorf("the only finding asks for %q, the device gets %q", a, got)
		}
	}
}

func TestWaivedFindingsAreShownAndDoNotCount(t *testing.T) {
	f := []Finding{{State: Crit, Action: CarveReload, Waived: true}, {State: Warn, Action: Save}}
	if s := worst(f); s != Warn {
		t.Errorf("state %s, want WARN", s)
	}
	if a := action(Warn, f); a != Save {
		t.Errorf("action %s, want save", a)
	}
}

// Whatever a device says: the verdict is ok only where something judgeable was
// read, it is the same twice, and the facts are not changed.
func TestVerdictProperties(t *testing.T) {
	kinds := []fact.CapKind{fact.CapUnknown, fact.CapCarve, fact.CapTemplate, fact.CapFixed, fact.CapPool, fact.CapHashed, fact.CapEstimate, fact.CapGuaranteed, fact.CapPercent, fact.CapBytes, fact.CapState, fact.CapVerified}
	rapid.Check(t, func(t *rapid.T) {
		d := device(nil)
		d.Family = rapid.SampledFrom([]string{"", "cat6500", "ncs5500", "nobody"}).Draw(t, "family")
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			r := row(rapid.SampledFrom(kinds).Draw(t, "kind"), float64(rapid.IntRange(0, 200).Draw(t, "used")), float64(rapid.IntRange(0, 200).Draw(t, "cap")))
			r.Resource = rapid.SampledFrom([]string{fact.FibIPv4, fact.FibIPv4MPLS, fact.FibIPv6Mcast, fact.MAC}).Draw(t, "resource")
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
		v, again := Run(d, DefaultPolicy(), testNow), Run(d, DefaultPolicy(), testNow)
		if !reflect.DeepEqual(v, again) {
			t.Fatal("two verdicts on the same facts differ")
		}
		if !reflect.DeepEqual(before, *d) {
			t.Fatal("the facts were changed")
		}
		judgeable := false
		for _, r := range ledger(d) {
			judgeable = judgeable || r.Judgeable()
		}
		if v.State == OK && !judgeable {
			t.Fatalf("ok, and nothing is known: %+v", d.Tables)
		}
		for _, f := range v.Findings {
			if f.Rule == "" || f.Message == "" || f.State == "" || f.Severity == "" {
				t.Fatalf("a finding without a word: %+v", f)
			}
			if f.State == Over && f.Rule == "cap/over" && !hard(kindOf(d, f)) {
				t.Fatalf("OVER from a cap that is not hard: %+v", f)
			}
		}
	})
}

func kindOf(d *fact.Device, f Finding) fact.CapKind {
	for _, r := range ledger(d) {
		if load, ok := r.Load(); ok && r.Resource == f.Resource && load >= 0.99 && hard(r.Kind) {
			return r.Kind
		}
	}
	return fact.CapUnknown
}

func BenchmarkRun(b *testing.B) {
	d := device(sup720(500000, 10, true))
	for i := range 200 {
		r := row(fact.CapFixed, float64(i), 1000)
		r.Scope = fact.Scope{Kind: "npu", Node: "0/0/CPU0", Index: string(rune('a' + i%26))}
		d.Tables = append(d.Tables, r)
	}
	for b.Loop() {
		Run(d, DefaultPolicy(), testNow)
	}
}
