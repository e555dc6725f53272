package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
)

var day0 = time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)

// numbers compares figures by what they say, not by where they are from.
var numbers = cmp.Comparer(func(a, b fact.Figure) bool {
	x, known := a.Get()
	y, knew := b.Get()
	return known == knew && x == y
})

func figure(v float64) fact.Figure { return fact.Derived(v, fact.Span{}, "test") }

// past is what a scan reads of two routers on a day: what is unknown, 0, broken or
// floats is among it.
func past(days int) []store.Reading {
	at := day0.AddDate(0, 0, days)
	full := store.RunsOut{Low: at.AddDate(1, 0, 0).Truncate(24 * time.Hour), Median: at.AddDate(2, 0, 0).Truncate(24 * time.Hour)}
	return []store.Reading{
		{Device: "a", At: at, Booted: at.AddDate(-1, 0, 0), RunsOut: full, Judged: store.Judged{
			State: "WARN", Action: "filter", Pool: "IPv4 (module 1)", RunsOut: "IPv4 (module 1)", Complete: true, Warn: 1, Found: "cap/near",
			Rules: "v1", OS: "cisco_ios", Family: "family", Active: "512k", Register: "0x2102",
		}, Samples: []store.Sample{
			{Name: "IPv4", Resource: fact.FibIPv4, Instance: "module 1", Unit: fact.UnitEntries, Kind: fact.CapCarve, Used: figure(float64(400_000 + days)), Cap: figure(524_288), Max: figure(1_048_576)},
			{Name: "IPv6", Resource: fact.FibIPv6, Unit: fact.UnitEntries, Kind: fact.CapCarve, Used: figure(0), Cap: fact.Figure{}},
			{Name: "LPM", Resource: fact.FibLPM, Unit: fact.UnitEntries, Kind: fact.CapEstimate, Used: fact.Figure{}, Cap: figure(float64(1000 + days))},
			{Name: "memory", Resource: fact.FibMemory, Unit: fact.UnitPercent, Kind: fact.CapPercent, Used: figure(84.5), Cap: figure(100), Free: figure(12.5)},
		}},
		{Device: "b", At: at, Judged: store.Judged{State: "FAIL", Action: "investigate", Cause: "auth", Rules: "v1"}},
	}
}

func pastHead(days int) store.Scan {
	at := day0.AddDate(0, 0, days)
	return store.Scan{ID: "scan-" + at.Format("0102"), Started: at, Finished: at.Add(time.Minute), Source: "ssh", Planned: 2}
}

func readings(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	var want []store.Reading
	for d := range 3 {
		if err := s.Ingest(ctx, pastHead(d), past(d)); err != nil {
			t.Fatal(err)
		}
		for _, r := range past(d) {
			r.Scan = pastHead(d).ID
			want = append(want, r)
		}
	}
	for name, c := range map[string]struct {
		read func() ([]store.Reading, error)
		want []store.Reading
	}{
		"series": {func() ([]store.Reading, error) { return s.Series(ctx, "a") }, []store.Reading{want[0], want[2], want[4]}},
		"scan":   {func() ([]store.Reading, error) { return s.Readings(ctx, pastHead(1).ID) }, want[2:4]},
		"latest": {func() ([]store.Reading, error) { return s.Latest(ctx) }, want[4:]},
		"nobody": {func() ([]store.Reading, error) { return s.Series(ctx, "c") }, nil},
	} {
		got, err := c.read()
		if d := cmp.Diff(c.want, got, numbers); err != nil || d != "" {
			t.Errorf("%s (-stored +read): %v\n%s", name, err, d)
		}
	}
	if tally, err := s.Tally(ctx, pastHead(1).ID); err != nil || tally.Read != 1 || tally.States["WARN"] != 1 || tally.States["FAIL"] != 1 {
		t.Errorf("tally %+v, %v", tally, err)
	}
	if names, err := s.Devices(ctx); err != nil || strings.Join(names, " ") != "a b" {
		t.Errorf("devices %v, %v", names, err)
	}
}

func kept(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	_ = s.Begin(ctx, pastHead(0))
	want := past(0)
	for i := range want {
		v := visit(want[i].Device, want[i].At)
		v.Reading = &want[i]
		if want[i].Judged.Cause != "" {
			v.Transcript, v.Failure = nil, fact.Failure{Cause: want[i].Judged.Cause, Text: "rejected"}
		}
		if err := s.Append(ctx, pastHead(0).ID, v); err != nil {
			t.Fatal(err)
		}
		want[i].Scan = pastHead(0).ID
	}
	list := func(id string) (got []store.Kept, err error) {
		err = s.Kept(ctx, id, func(k *store.Kept) error {
			c := *k
			c.Samples = slices.Clone(k.Samples)
			got = append(got, c)
			return nil
		})
		return got, err
	}
	got, err := list(pastHead(0).ID)
	if err != nil || len(got) != 2 {
		t.Fatal(len(got), err)
	}
	for i := range got {
		if d := cmp.Diff(want[i], got[i].Reading, numbers); d != "" {
			t.Errorf("(-stored +kept):\n%s", d)
		}
	}
	if got[0].Meta.Site != "fra3" || got[1].Failure.Text != "rejected" {
		t.Errorf("what was known beside: %+v %+v", got[0].Meta, got[1].Failure)
	}
	if w := got[0].Worst(); w == nil || w.Where() != "IPv4 (module 1)" {
		t.Errorf("worst %+v", w)
	}
	if got[1].Worst() != nil {
		t.Error("a device that was not read has a worst memory")
	}
	_ = s.Ingest(ctx, pastHead(1), past(1)) // without transcripts
	if got, err = list(pastHead(1).ID); err != nil || len(got) != 2 || got[0].Judged.State != "WARN" {
		t.Errorf("ingested: %d, %v", len(got), err)
	}
}

func one(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	_ = s.Begin(ctx, store.Scan{ID: "s", Started: day0})
	for _, name := range []string{"a", "b"} {
		_ = s.Append(ctx, "s", visit(name, day0))
	}
	if v, err := s.Visit(ctx, "s", "b"); err != nil || cmp.Diff(visit("b", day0), v, cmpopts.IgnoreFields(store.Visit{}, "Reading")) != "" {
		t.Errorf("%+v, %v", v, err)
	}
	for _, c := range [][2]string{{"s", "c"}, {"t", "a"}} {
		if _, err := s.Visit(ctx, c[0], c[1]); !errors.Is(err, store.ErrNoVisit) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func same(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	for d := range 2 {
		rs := past(0)[:1]
		rs[0].Judged.State = []string{"ok", "CRIT"}[d]
		if err := s.Ingest(ctx, pastHead(d), rs); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Series(ctx, "a"); err != nil || len(got) != 1 || got[0].Judged.State != "CRIT" {
		t.Errorf("%d readings, %v", len(got), err)
	}
}

func again(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	_ = s.Begin(ctx, pastHead(0))
	for i := range 2 {
		v := visit("a", day0.Add(time.Duration(i)*time.Hour))
		v.Reading.Samples = []store.Sample{{Name: "IPv4", Resource: fact.FibIPv4, Unit: fact.UnitEntries, Kind: fact.CapCarve, Used: figure(float64(i)), Cap: figure(10)}}
		if err := s.Append(ctx, pastHead(0).ID, v); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Readings(ctx, pastHead(0).ID); err != nil || len(got) != 1 || got[0].Samples[0].Used.String() != "1" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Scans from the future come last, wherever the wrong clock was.
func future(t *testing.T, open Open) {
	t.Helper()
	now := day0
	s, ctx := open(t, func() time.Time { return now }), context.Background()
	add := func(id string, started time.Time) {
		t.Helper()
		_ = s.Begin(ctx, store.Scan{ID: id, Started: started})
		if err := s.Append(ctx, id, visit("a", started)); err != nil {
			t.Fatal(err)
		}
	}
	newest := func(want string) store.Scan {
		t.Helper()
		sc, err := s.Newest(ctx)
		if err != nil || sc.ID != want {
			t.Errorf("newest is %s, %v; want %s", sc.ID, err, want)
		}
		return sc
	}
	add("told", day0.AddDate(9, 0, 0)) // --now of a what-if
	if sc := newest("told"); !sc.Ahead(now) {
		t.Error("a scan from the future is not named")
	}
	now = day0.Add(time.Hour)
	add("next", now)
	newest("next")
	now = day0.AddDate(5, 0, 0) // the clock of the machine is wrong
	add("wrong", now)
	now = day0.Add(2 * time.Hour)
	newest("next")
	now = day0.Add(3 * time.Hour)
	add("last", now)
	if sc := newest("last"); sc.Ahead(now) {
		t.Error("a scan of now is named as one from the future")
	}
	got, err := s.Series(ctx, "a") // the readings are not of later than they were stored
	if err != nil || got[len(got)-1].At.After(day0.AddDate(5, 0, 0)) {
		t.Errorf("%+v, %v", got, err)
	}
}

func prune(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	for d := range 6 {
		if err := s.Ingest(ctx, pastHead(d), past(d)); err != nil {
			t.Fatal(err)
		}
	}
	before := day0.AddDate(0, 0, 4)
	want := strings.Join([]string{pastHead(2).ID, pastHead(1).ID, pastHead(0).ID}, " ")
	if gone, err := s.Prune(ctx, before, 3, true); err != nil || strings.Join(gone, " ") != want {
		t.Errorf("would delete %v, %v", gone, err)
	}
	if scans, _ := s.Scans(ctx); len(scans) != 6 {
		t.Errorf("a dry run deleted: %d left", len(scans))
	}
	if _, err := s.Prune(ctx, before, 3, false); err != nil {
		t.Fatal(err)
	}
	if scans, _ := s.Scans(ctx); len(scans) != 3 || scans[2].ID != pastHead(3).ID {
		t.Errorf("%d scans are left", len(scans))
	}
	if got, err := s.Series(ctx, "a"); err != nil || len(got) != 3 {
		t.Errorf("%d readings are left, %v", len(got), err)
	}
}

func atomic(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	if err := s.Ingest(ctx, pastHead(0), past(0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Ingest(ctx, pastHead(0), past(1)); err == nil {
		t.Error("the same scan was stored twice")
	}
	if got, err := s.Series(ctx, "a"); err != nil || len(got) != 1 || !got[0].At.Equal(day0) {
		t.Errorf("%+v, %v", got, err)
	}
}

// taken: a scan that was stored elsewhere is of when it was stored there.
func taken(t *testing.T, open Open) {
	t.Helper()
	s, ctx, when := open(t, time.Now), context.Background(), day0.Add(time.Hour)
	first, second := pastHead(0), pastHead(1)
	first.Stored, second.Stored = when, when
	if err := s.Ingest(ctx, first, past(0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(ctx, second); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{first.ID, second.ID} {
		if sc, err := s.Scan(ctx, id); err != nil || !sc.Stored.Equal(when) {
			t.Errorf("%s is stored %v, %v; want %v", id, sc.Stored, err, when)
		}
	}
}
