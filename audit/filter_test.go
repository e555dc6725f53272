package audit

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"

	"github.com/headroom-audit/headroom/ledger"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// filterCase is a router whose IPv4 memory is full, with or without its own count by length.
func filterCase(capacity, used float64, rows ...fact.Table) *fact.Device {
	d := &fact.Device{Name: "r1", Family: "cat6500", Identity: fact.Identity{OS: fact.IOS, Model: "WS-C6509-E"}}
	d.Outputs = []fact.Output{{Command: "show mls cef summary", Text: "x\n", Grade: fact.Proven}}
	d.Tables = append([]fact.Table{{
		Name: "IPv4", Resource: fact.FibIPv4, Unit: "entries", Ledger: true, CapKind: fact.CapCarve,
		Used: fact.Read(used, fact.Span{}), Cap: fact.Read(capacity, fact.Span{}),
	}}, rows...)
	return d
}

func advice(t *testing.T, d *fact.Device) *FilterAdvice {
	t.Helper()
	return caseOf(d).filterAdvice()
}

func caseOf(d *fact.Device) *Case {
	return &Case{View: ledger.Look(ledger.View{Device: d, Terms: ledger.DefaultTerms(), Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}), Policy: policy.Default()}
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

func memory(name string, resource fact.Resource, capacity, used float64) fact.Table {
	return fact.Table{
		Name: name, Resource: resource, Unit: "entries", Ledger: true, CapKind: fact.CapCarve,
		Used: fact.Read(used, fact.Span{}), Cap: fact.Read(capacity, fact.Span{}),
	}
}

// pool is a router whose families share 524,288 cells.
func pool(v4, v6 float64) *fact.Device {
	d := filterCase(0, 0)
	d.Tables = []fact.Table{memory("IPv4", fact.FibIPv4, 524_288, v4), memory("IPv6", fact.FibIPv6, 262_144, v6)}
	for i := range d.Tables {
		d.Tables[i].CapKind, d.Tables[i].Pool, d.Tables[i].Cost = fact.CapPool, "routes", float64(i+1)
	}
	return d
}

// Two full tables, one of them in a VRF, take twice the room: the memory that they
// fill does not hold them whole.
func TestFilterAdviceOfTwoTables(t *testing.T) {
	a := advice(t, filterCase(2_200_000, 2_199_000))
	if a == nil || a.Best == nil || a.Best.IPv4 != 23 || math.Abs(a.Best.Routes4-833_000) > 1000 || a.Best.Cells <= a.Best.Routes4 {
		t.Fatalf("%+v", a.Best)
	}
	if said := strings.Join(a.Words, "\n"); !strings.Contains(said, "entries of IPv4 are counted as what stays") {
		t.Errorf("what lies there beside the tables:\n%s", said)
	}
}

// What lies in a memory beyond the table that was counted by length stays there.
func TestFilterAdviceOfMoreThanTheLengths(t *testing.T) {
	d := filterCase(1_000_000, 950_000)
	counts := make([]float64, 33)
	counts[24], counts[22] = 300_000, 100_000
	d.Histograms = []fact.Histogram{{AFI: "ipv4", Counts: counts}}
	if a := advice(t, d); a == nil || a.Best == nil || a.Best.IPv4 != 22 || a.Best.Cells != 650_000 {
		t.Errorf("%+v", a)
	}
}

// Growth that is not known is not none.
func TestFilterAdviceOfAnUnknownGrowth(t *testing.T) {
	d := filterCase(524_288, 520_000-10_000)
	counts := make([]float64, 33)
	counts[24], counts[22] = 310_000, 200_000
	d.Histograms = []fact.Histogram{{AFI: "ipv4", Counts: counts}}
	c := caseOf(d)
	table, own, err := c.byLength("ipv4", c.Policy.Growth.IPv4, c.Growth4())
	if err != nil || !own || c.Growth4().Known || table.Year.Mid < 20_000 || table.Year.Mid > 25_000 {
		t.Errorf("%v %v %+v", own, err, table.Year)
	}
}

// A pool that is full holds what fitted of both families; a family of which it holds
// nothing needs no filter.
func TestFilterAdviceOfAPool(t *testing.T) {
	full := advice(t, pool(324_288, 100_000))
	if full == nil || full.Best == nil || full.Best.IPv4 != 21 || full.Best.IPv6 != 39 {
		t.Errorf("%+v", full)
	}
	alone := advice(t, pool(524_288, 0))
	if alone == nil || alone.Best == nil || alone.Best.IPv4 != 22 || alone.Best.IPv6 != 0 || strings.Contains(strings.Join(alone.Words, ""), "IPv6") {
		t.Errorf("%+v", alone)
	}
}

// The lengths that full hardware counts are those of what fitted.
func TestFilterAdviceByWhatFitted(t *testing.T) {
	d := filterCase(800_000, 799_999)
	counts := make([]float64, 33)
	counts[24], counts[22] = 400_000, 400_000
	d.Histograms = []fact.Histogram{{AFI: "ipv4", Counts: counts, Source: "dpa"}}
	if a := advice(t, d); a == nil || a.Device || a.Best == nil || math.Abs(a.Best.Routes4-416_500) > 100 {
		t.Errorf("%+v", a)
	}
	whole := slices.Clone(counts)
	whole[24] = 700_000
	d.Histograms = append(d.Histograms, fact.Histogram{AFI: "ipv4", Counts: whole, Source: "cef"})
	if a := advice(t, d); a == nil || a.Best == nil || a.Best.Routes4 != 400_000 {
		t.Errorf("%+v", a)
	}
}

// Labels that nobody counted are not none, and each memory is held to its own size:
// that of the smallest of its instances.
func TestFilterAdviceSaysWhatIsNotCounted(t *testing.T) {
	d := filterCase(1_048_576, 1_048_570)
	d.Tables[0].Resource = fact.FibIPv4MPLS
	if said := strings.Join(advice(t, d).Words, "\n"); !strings.Contains(said, "how many labels lie in IPv4 no answer says") {
		t.Error(said)
	}
	d = filterCase(1_048_576, 1_048_576, memory("IPv4", fact.FibIPv4, 524_288, 524_000), memory("IPv6", fact.FibIPv6, 131_072, 131_072))
	d.Tables[0].Scope, d.Tables[1].Scope = fact.Scope{Kind: "linecard", Node: "1"}, fact.Scope{Kind: "linecard", Node: "2"}
	a := advice(t, d)
	if a.Best.IPv4 != 22 || a.Best.Capacity != 524_288 {
		t.Errorf("%+v", a.Best)
	}
	for _, cut := range []*solve.Cut{&a.Best.Cut, a.Best.Next} {
		if want := map[string]float64{"IPv4": 524_288, "IPv6": 131_072}[cut.Room]; cut.Capacity != want || cut.Load != cut.Cells/want {
			t.Errorf("%+v", cut)
		}
	}
}

// The network's own long prefixes: what may stay leaves the policy's reserve, and the filter
// lets host routes pass, which lie elsewhere.
func TestFilterOfTheNetworksOwnRoutes(t *testing.T) {
	d := &fact.Device{Name: "t1", Family: "n3k", Identity: fact.Identity{OS: fact.NXOS, Model: "N3K-C3064PQ-10GX"}}
	row := func(used float64) []fact.Table {
		return []fact.Table{{
			Name: "long", Resource: fact.FibIPv6LPM128, Unit: "entries", Ledger: true, CapKind: fact.CapFixed,
			Used: fact.Read(used, fact.Span{}), Cap: fact.Read(128, fact.Span{}),
		}}
	}
	d.Tables = row(140)
	a := advice(t, d)
	if a == nil || len(a.Patterns) != 1 || len(a.Words) != 3 {
		t.Fatalf("%+v", a)
	}
	for i, want := range []string{"at most 102 of those between: 102 of 128 entries of long (79.7 %), 140 are there, 38 too many", "at most 116 would be at the edge, with 10.0 %", "which no answer counts"} {
		if !strings.Contains(a.Words[i], want) {
			t.Errorf("want %q in %q", want, a.Words[i])
		}
	}
	lines := strings.Join(a.Patterns[0].Lines, "\n")
	if !strings.Contains(lines, "deny ::/0 ge 65 le 127\n") || !strings.Contains(lines, "permit ::/0 le 128") || !a.Patterns[0].Unverified {
		t.Errorf("%+v", a.Patterns)
	}
	if d.Tables = row(100); advice(t, d) != nil {
		t.Error("100 of 128 leave the reserve")
	}
}
