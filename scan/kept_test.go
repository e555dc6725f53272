package scan

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
)

var keptAt = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

// verdictOf is a verdict with memories, the second of which prints what is free itself.
func verdictOf(name string) *audit.Verdict {
	full := solve.Runway{Low: keptAt.AddDate(1, 0, 0), Median: keptAt.AddDate(2, 0, 0)}
	return &audit.Verdict{
		Device: &fact.Device{Name: name, Family: "cat6500", Site: "fra3", Recorded: keptAt},
		State:  audit.Warn, Action: solve.Filter, RunsOut: &audit.RunsOut{Runway: full, Pool: "IPv4 (pfe 1)"},
		Pools: []ledger.Pool{
			{Name: "IPv4", Resource: "fib.ipv4", Unit: "entries", Kind: fact.CapFixed, Scope: fact.Scope{Kind: "pfe", Index: "1"}, Used: num(90), Capacity: num(100), Free: ledger.FreeOf(num(100), num(90))},
			{Name: "ACL", Resource: "acl", Unit: "entries", Kind: fact.CapFixed, Scope: fact.System(), Used: num(10), Capacity: num(100), Free: fact.Read(30, fact.Span{})},
		},
		Findings: []audit.Finding{{Rule: "cap/near", Severity: policy.Warn, State: audit.Warn}, {Rule: "host/key", Waived: true}},
	}
}

// keptBy is what reads verdicts of keptAt an hour later.
func keptBy(st Store) *Pipeline {
	return &Pipeline{Store: st, Policy: policy.Default(), Version: "v1", Now: func() time.Time { return keptAt.Add(time.Hour) }}
}

func num(v float64) fact.Figure { return fact.Derived(v, fact.Span{}, "test") }

// What a list of a stored scan shows is what was judged on its day, to the number.
func TestListShowsWhatWasJudged(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	want := verdictOf("a")
	head := store.Scan{ID: "s", Started: keptAt, Planned: 1}
	reading := ReadingOf(want, keptAt, "v1")
	reading.Judged.Policy = policy.Default().Mark()
	if err := st.Ingest(ctx, head, []store.Reading{reading}); err != nil {
		t.Fatal(err)
	}
	r, err := List(ctx, keptBy(st), head)
	if err != nil || len(r.Devices) != 1 || !r.Interrupted {
		t.Fatal(r, err)
	}
	d := &r.Devices[0]
	got := &d.Verdict
	if d.Kept == nil || d.Kept.Found != "cap/near" || d.Kept.Waived != 1 || d.Kept.Rules != "v1" {
		t.Errorf("kept: %+v", d.Kept)
	}
	if got.State != want.State || got.Action != want.Action || got.RunsOut.Pool != want.RunsOut.Pool || !got.RunsOut.Median.Equal(want.RunsOut.Median.Truncate(24*time.Hour)) || got.Device.Site != "fra3" || !got.Device.Recorded.Equal(keptAt) {
		t.Errorf("%+v", got)
	}
	for i := range want.Pools {
		w, g := &want.Pools[i], &got.Pools[i]
		if w.Name != g.Name || w.Scope.String() != g.Scope.String() || w.Used.String() != g.Used.String() || w.Capacity.String() != g.Capacity.String() || w.Free.String() != g.Free.String() {
			t.Errorf("memory %d: %+v\nwant %+v", i, g, w)
		}
	}
	if _, err := OpenDevice(ctx, &Pipeline{Store: st}, head, "a"); err == nil {
		t.Error("a device without a transcript was judged")
	}
}

// An ok of other rules or another policy of which no transcript is kept is no ok of today;
// what was worse stays as it was.
func TestAnOldOkThatNothingProvesIsUnknown(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	good, bad := verdictOf("good"), verdictOf("bad")
	good.State, good.Action, good.Findings, good.RunsOut = audit.OK, solve.None, nil, nil
	head := store.Scan{ID: "s", Started: keptAt, Planned: 2}
	if err := st.Ingest(ctx, head, []store.Reading{ReadingOf(good, keptAt, "v0"), ReadingOf(bad, keptAt, "v0")}); err != nil {
		t.Fatal(err)
	}
	r, err := List(ctx, keptBy(st), head)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]audit.State{}
	for i := range r.Devices {
		got[r.Devices[i].Inventory.Name] = r.Devices[i].Verdict.State
	}
	if got["good"] != audit.Unkn || got["bad"] != audit.Warn {
		t.Errorf("%v", got)
	}
}

func TestScopesAreReadBack(t *testing.T) {
	for _, s := range []fact.Scope{fact.System(), {}, {Kind: "pfe", Index: "1"}, {Kind: "module", Node: "3"}, {Kind: "npu", Node: "0/0/CPU0", Index: "2"}, {Kind: "asic", Node: "module 3", Index: "1"}, {Kind: "vrf", Index: "a b"}} {
		if got := scopeOf(s.String()).String(); got != s.String() {
			t.Errorf("%q became %q", s.String(), got)
		}
	}
}

// BenchmarkList opens a stored scan of 10,000 devices with 12 memories for a list.
func BenchmarkList(b *testing.B) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "h.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	head := store.Scan{ID: "s", Started: keptAt, Planned: 10_000}
	_ = st.Begin(ctx, head)
	for i := range 10_000 {
		v := verdictOf(fmt.Sprintf("router-%05d", i))
		for p := range 10 {
			q := v.Pools[0]
			q.Scope.Index, q.Used = fmt.Sprint(p+2), num(float64(i))
			v.Pools = append(v.Pools, q)
		}
		r := ReadingOf(v, keptAt, "v1")
		r.Judged.Policy = policy.Default().Mark()
		if err := st.Append(ctx, "s", &store.Visit{Device: r.Device, Reading: &r, Meta: store.Meta{OS: fact.IOS, Site: "fra3", Tags: []string{"edge"}}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		r, err := List(ctx, keptBy(st), head)
		if err != nil || len(r.Devices) != 10_000 {
			b.Fatal(err)
		}
	}
}
