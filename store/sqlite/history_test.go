package sqlite

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
)

var day0 = time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)

// fleet is what a scan reads of n devices with 12 memories each, on a day.
func fleet(n, days int) []store.Reading {
	out := make([]store.Reading, n)
	at := day0.AddDate(0, 0, days)
	for i := range out {
		r := &out[i]
		r.Device, r.At, r.Booted = fmt.Sprintf("router-%05d", i), at, day0.AddDate(-1, 0, days/300*300)
		r.Judged = store.Judged{State: "ok", Action: "none", Pool: "IPv4", RunsOut: "IPv4", Complete: true, Rules: "v0.1", OS: "cisco_ios", Family: "cat6500", Model: "WS-C6509", Site: "fra3", Active: "512k"}
		r.RunsOut = store.RunsOut{Low: at.AddDate(1, 0, i%90), Median: at.AddDate(2, 0, i%90), High: at.AddDate(4, 0, i%90)}
		for p := range 12 {
			m := sample(fmt.Sprint("fib.", p), float64(300_000+i*7+days*130*(p%4)), 524_288)
			m.Instance = fmt.Sprint("module ", p)
			r.Samples = append(r.Samples, m)
		}
	}
	return out
}

func head(days int) store.Scan {
	at := day0.AddDate(0, 0, days)
	return store.Scan{ID: fmt.Sprintf("scan-%04d", days), Started: at, Finished: at.Add(time.Minute), Source: "ssh", Planned: 1}
}

func TestCapsThatStayAreStoredOnce(t *testing.T) {
	s, ctx := open(t), context.Background()
	for d := range 3 {
		rs := fleet(2, d)
		rs[1].Samples[3].Kind, rs[1].Samples[3].Cap = fact.CapEstimate, fact.Derived(float64(1000+d), fact.Span{}, "stored sample")
		if err := s.Ingest(ctx, head(d), rs); err != nil {
			t.Fatal(err)
		}
	}
	carves := 0
	_ = s.read.QueryRow(`SELECT count(*) FROM carve`).Scan(&carves)
	if carves != 2 {
		t.Errorf("%d carves for two devices whose caps stay: an estimate that floats makes none", carves)
	}
}

func TestPruneLeavesNothingBehind(t *testing.T) {
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

// A row that is damaged is a reading that says so, never ok; the others are shown.
func TestADamagedReadingHidesNoOther(t *testing.T) {
	ctx := context.Background()
	for name, breaks := range map[string]string{
		"figures": `UPDATE reading SET used = x'ff' WHERE device = 1`,
		"carve":   `UPDATE carve SET caps = x'ff' WHERE device = 1`,
		"dates":   `UPDATE reading SET dates = x'ff' WHERE device = 1`,
		"verdict": `UPDATE judged SET doc = '{' WHERE device = 1`,
	} {
		s := open(t)
		if err := s.Ingest(ctx, head(0), fleet(2, 0)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.Exec(breaks); err != nil {
			t.Fatal(err)
		}
		got, err := s.Readings(ctx, head(0).ID)
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %d, %v", name, len(got), err)
		}
		if j := got[0].Judged; j.Cause != store.CauseDamaged || j.Complete || j.State != "UNKN" || got[0].Samples != nil {
			t.Errorf("%s: %+v", name, got[0])
		}
		if tally, err := s.Tally(ctx, head(0).ID); err != nil || tally.States["ok"] == 0 {
			t.Errorf("%s: %+v, %v", name, tally, err)
		}
		if got[1].Judged.State != "ok" || len(got[1].Samples) != 12 {
			t.Errorf("%s: the other one: %+v", name, got[1].Judged)
		}
	}
}
