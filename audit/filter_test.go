package audit

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"

	"github.com/headroom-audit/headroom/ledger"

	"github.com/headroom-audit/headroom/fact"
)

// filterCase is a router whose IPv4 memory is full, with or without its own count by length.
func filterCase(capacity, used float64, rows ...fact.Table) *fact.Device {
	d := &fact.Device{Name: "r1", Family: "cat6500", Identity: fact.Identity{OS: fact.IOS, Model: "WS-C6509-E"}}
	d.Outputs = []fact.Output{{Command: "show mls cef summary", Text: "x\n"}}
	d.Tables = append([]fact.Table{{
		Name: "IPv4", Resource: fact.FibIPv4, Unit: "entries", Ledger: true, CapKind: fact.CapCarve,
		Used: fact.Read(used, fact.Span{}), Cap: fact.Read(capacity, fact.Span{}),
	}}, rows...)
	return d
}

func advice(t *testing.T, d *fact.Device) *FilterAdvice {
	t.Helper()
	return (&Case{View: ledger.Look(ledger.View{Device: d, Terms: ledger.DefaultTerms(), Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}), Policy: policy.Default()}).filterAdvice()
}

func TestFilterAdvice(t *testing.T) {
	a := advice(t, filterCase(524_288, 524_280))
	if a == nil || a.Best == nil || a.Device || a.Best.IPv4 != 22 || a.Best.Next == nil || a.Best.Next.IPv4 != 23 {
		t.Fatalf("%+v", a)
	}
	said := strings.Join(a.Words, "\n")
	for _, want := range []string{"IPv4 up to /22 and a default, 304,", "of 524,288 entries of IPv4 (58.0 %)", "/23", "at the edge", "not the device's own"} {
		if !strings.Contains(said, want) {
			t.Errorf("want %q in:\n%s", want, said)
		}
	}
	if len(a.Patterns) == 0 || !strings.Contains(strings.Join(a.Patterns[0].Lines, "\n"), "deny 0.0.0.0/0 ge 23") || !a.Patterns[0].Unverified {
		t.Errorf("%+v", a.Patterns)
	}
}

func TestFilterAdviceByTheDevicesOwnLengths(t *testing.T) {
	d := filterCase(524_288, 524_280)
	counts := make([]float64, 33)
	counts[24], counts[22], counts[16] = 700_000, 200_000, 20_000
	d.Histograms = []fact.Histogram{{AFI: "ipv4", Counts: counts}}
	a := advice(t, d)
	if a == nil || a.Best == nil || a.Best.IPv4 != 22 || a.Best.Routes4 != 220_000 {
		t.Fatalf("%+v", a)
	}
}

// A table far smaller than the internet's is scaled, not taken for a full one; one
// that fills its memory may be larger than what fitted.
func TestFilterAdviceOfAPartialTable(t *testing.T) {
	a := advice(t, filterCase(100_000, 95_000))
	if a == nil || a.Best == nil || a.Best.Routes4 > 80_000 || a.Best.Routes4 < 30_000 {
		t.Fatalf("%+v", a)
	}
	full := advice(t, filterCase(100_000, 100_000))
	if full == nil || full.Best == nil || full.Best.IPv4 >= a.Best.IPv4 {
		t.Errorf("a full memory holds what fitted: %+v", full.Best)
	}
}

func TestFilterAdviceWhereNoneIsAsked(t *testing.T) {
	if a := advice(t, filterCase(1_000_000, 10_000)); a != nil {
		t.Errorf("nothing is short: %+v", a)
	}
	d := filterCase(1_000_000, 999_990)
	d.Tables[0].Resource = "mac"
	if a := advice(t, d); a != nil {
		t.Errorf("no filter of routes helps a MAC table: %+v", a)
	}
}
