package store

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
)

var day0 = time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)

// fleet is what a scan reads of n devices with 12 memories each, on a day.
func fleet(n, days int) []Reading {
	out := make([]Reading, n)
	at := day0.AddDate(0, 0, days)
	for i := range out {
		r := &out[i]
		r.Device, r.At, r.Booted = fmt.Sprintf("router-%05d", i), at, day0.AddDate(-1, 0, days/300*300)
		r.Judged = Judged{State: "ok", Action: "none", Pool: "IPv4", RunsOut: "IPv4", Complete: true, Rules: "v0.1", OS: "cisco_ios", Family: "cat6500", Model: "WS-C6509", Site: "fra3", Active: "512k"}
		r.RunsOut = RunsOut{at.AddDate(1, 0, i%90), at.AddDate(2, 0, i%90), at.AddDate(4, 0, i%90)}
		for p := range 12 {
			m := sample(fmt.Sprint("fib.", p), float64(300_000+i*7+days*130*(p%4)), 524_288)
			m.Instance = fmt.Sprint("module ", p)
			r.Samples = append(r.Samples, m)
		}
	}
	return out
}

func head(days int) Scan {
	at := day0.AddDate(0, 0, days)
	return Scan{ID: fmt.Sprintf("scan-%04d", days), Started: at, Finished: at.Add(time.Minute), Source: "ssh", Planned: 1}
}

var figures = cmp.AllowUnexported(fact.Figure{})

func TestReadingsComeBackWhole(t *testing.T) {
	s, ctx := open(t), context.Background()
	var want []Reading
	for d := range 3 {
		rs := fleet(2, d)
		rs[1].Samples[0].Used = fact.Figure{} // unknown is not zero
		rs[1].Samples[1].Used = fact.Derived(0, fact.Span{}, storedSample)
		rs[1].Samples[2].Used = fact.Derived(84.5, fact.Span{}, storedSample)
		rs[1].Samples[3].Kind, rs[1].Samples[3].Cap = fact.CapEstimate, fact.Derived(float64(1000+d), fact.Span{}, storedSample)
		rs[1].RunsOut.High, rs[1].Booted = time.Time{}, time.Time{}
		if err := s.Ingest(ctx, head(d), rs); err != nil {
			t.Fatal(err)
		}
		for i := range rs {
			rs[i].Scan = head(d).ID
			rs[i].RunsOut = RunsOut{whole(rs[i].RunsOut.Low), whole(rs[i].RunsOut.Median), whole(rs[i].RunsOut.High)}
		}
		want = append(want, rs...)
	}
	got, err := s.Series(ctx, "router-00001")
	if d := cmp.Diff([]Reading{want[1], want[3], want[5]}, got, figures); err != nil || d != "" {
		t.Errorf("series (-stored +read): %v\n%s", err, d)
	}
	got, err = s.Readings(ctx, "scan-0001")
	if d := cmp.Diff(want[2:4], got, figures); err != nil || d != "" {
		t.Errorf("scan: %v\n%s", err, d)
	}
	got, err = s.Latest(ctx)
	if d := cmp.Diff(want[4:], got, figures); err != nil || d != "" {
		t.Errorf("latest: %v\n%s", err, d)
	}
	carves := 0
	_ = s.read.QueryRow(`SELECT count(*) FROM carve`).Scan(&carves)
	if carves != 2 {
		t.Errorf("%d carves for two devices whose caps stay: an estimate that floats makes none", carves)
	}
	if tally, err := s.Tally(ctx, "scan-0001"); err != nil || tally.Read != 2 || tally.States["ok"] != 2 {
		t.Errorf("tally %+v, %v", tally, err)
	}
}

func whole(t time.Time) time.Time { return t.Truncate(day) }

func TestTheSameFileTwiceIsOneReading(t *testing.T) {
	s, ctx := open(t), context.Background()
	for d := range 2 {
		rs := fleet(1, 0)
		rs[0].Judged.State = fmt.Sprint(d)
		if err := s.Ingest(ctx, head(d), rs); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Series(ctx, "router-00000")
	if err != nil || len(got) != 1 || got[0].Judged.State != "1" {
		t.Errorf("%d readings, %v", len(got), err)
	}
}

func TestASecondReadingOfAScanReplacesTheFirst(t *testing.T) {
	s, ctx := open(t), context.Background()
	_ = s.Begin(ctx, head(0))
	for i := range 2 {
		v := visit("a", day0.Add(time.Duration(i)*time.Hour), sample("fib.ipv4", float64(i), 10))
		if err := s.Append(ctx, "scan-0000", v); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Readings(ctx, "scan-0000")
	if err != nil || len(got) != 1 || got[0].Samples[0].Used.String() != "1" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAScanFromTheFutureHidesNoOther(t *testing.T) {
	s, ctx := open(t), context.Background()
	now := day0
	s.Now = func() time.Time { return now }
	add := func(id string, started time.Time) {
		t.Helper()
		_ = s.Begin(ctx, Scan{ID: id, Started: started})
		if err := s.Append(ctx, id, visit("a", started)); err != nil {
			t.Fatal(err)
		}
	}
	newest := func(want string) Scan {
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
}

func TestPruneKeepsTheLastOnes(t *testing.T) {
	s, ctx := open(t), context.Background()
	for d := range 6 {
		_ = s.Begin(ctx, head(d))
		v := visit("a", head(d).Started, sample("fib.ipv4", 1, float64(d)))
		v.Reading.Judged.Rules = fmt.Sprint(d)
		if err := s.Append(ctx, head(d).ID, v); err != nil {
			t.Fatal(err)
		}
	}
	before := day0.AddDate(0, 0, 4)
	if gone, err := s.Prune(ctx, before, 3, true); err != nil || strings.Join(gone, " ") != "scan-0002 scan-0001 scan-0000" {
		t.Errorf("would delete %v, %v", gone, err)
	}
	if scans, _ := s.Scans(ctx); len(scans) != 6 {
		t.Errorf("a dry run deleted: %d left", len(scans))
	}
	if _, err := s.Prune(ctx, before, 3, false); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"scan", "visit", "reading", "judged", "carve", "capture"} {
		n := 0
		_ = s.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n)
		if n != 3 {
			t.Errorf("%d rows of %s are left, want 3", n, table)
		}
	}
	if err := s.Shrink(ctx); err != nil {
		t.Error(err)
	}
}

// year fills a store with a year of daily scans of 1,000 devices.
func year(b *testing.B) *Store {
	b.Helper()
	s, ctx := open(b), context.Background()
	s.Now = func() time.Time { return day0.AddDate(2, 0, 0) }
	for d := range 365 {
		if err := s.Ingest(ctx, head(d), fleet(1000, d)); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkYear measures a year of daily scans of 1,000 devices with 12 memories.
func BenchmarkYear(b *testing.B) {
	s, ctx := year(b), context.Background()
	if _, err := s.db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		b.Fatal(err)
	}
	st, err := os.Stat(s.Path())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("series", func(b *testing.B) {
		b.ReportMetric(float64(st.Size())/1e6, "MB")
		for i := range b.N {
			if got, err := s.Series(ctx, fmt.Sprintf("router-%05d", i%1000)); err != nil || len(got) != 365 {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("latest", func(b *testing.B) {
		for range b.N {
			if got, err := s.Latest(ctx); err != nil || len(got) != 1000 {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("scan", func(b *testing.B) {
		for range b.N {
			if got, err := s.Readings(ctx, "scan-0200"); err != nil || len(got) != 1000 {
				b.Fatal(len(got), err)
			}
		}
	})
}

// BenchmarkIngest stores scans of 10,000 devices with 12 memories: the first one,
// and the next.
func BenchmarkIngest(b *testing.B) {
	ctx := context.Background()
	first, next := fleet(10_000, 0), fleet(10_000, 1)
	b.Run("first", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			s := open(b)
			b.StartTimer()
			if err := s.Ingest(ctx, head(0), first); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("next", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			s := open(b)
			_ = s.Ingest(ctx, head(0), first)
			b.StartTimer()
			if err := s.Ingest(ctx, head(1), next); err != nil {
				b.Fatal(err)
			}
		}
	})
}
