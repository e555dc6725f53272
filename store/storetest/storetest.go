// Package storetest is what every store of scans must do.
//
// What goes in: a function that opens an empty store. What comes out: failed tests.
// A store runs it from its own test; it must not import one.
package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

// Open gives a new and empty store, which the test does not close. now is its clock.
type Open func(t *testing.T, now func() time.Time) store.Store

// Run tests a store.
func Run(t *testing.T, open Open) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Open){
		"an unfinished scan is found with its plan":     unfinished,
		"metrics come back":                             metrics,
		"a scan is held by one":                         held,
		"visits come back whole":                        whole,
		"a second visit replaces the first":             second,
		"an empty store has no scan":                    empty,
		"a scan is found by the beginning of its name":  prefix,
		"one visit is found":                            one,
		"readings come back whole":                      readings,
		"what is kept of a scan is listed":              kept,
		"the same file twice is one reading":            same,
		"a second reading of a scan replaces the first": again,
		"a scan from the future hides no other":         future,
		"prune keeps the last ones":                     prune,
		"a scan is ingested whole or not at all":        atomic,
		"a session is kept":                             session,
		"a scan of another store keeps when it was":     taken,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

func visit(device string, at time.Time) *store.Visit {
	return &store.Visit{
		Device: device, Meta: store.Meta{OS: fact.IOS, Site: "fra3", Tags: []string{"edge"}},
		Transcript: &transcript.Transcript{
			Device: device, Source: "ssh", Recorded: at, Session: map[string]string{"kex": "x"},
			Records: []transcript.Record{{Kind: transcript.Command, Command: "show version", Raw: []byte("a\x00b\r\n\xff"), BodyEnd: 6, State: transcript.Complete}},
		},
		Reading: &store.Reading{Device: device, At: at.Truncate(time.Second), Judged: store.Judged{State: "ok", Action: "none"}},
	}
}

func unfinished(t *testing.T, open Open) {
	t.Helper()
	s, ctx, now := open(t, time.Now), context.Background(), time.Now().UTC()
	for i, sc := range []store.Scan{
		{ID: "old", Inventory: "/a.yaml", Devices: []string{"x"}},
		{ID: "new", Inventory: "/a.yaml", Filter: "site:fra3", Planned: 3, Devices: []string{"b", "a", "c"}},
		{ID: "other", Inventory: "/b.yaml", Devices: []string{"y"}},
		{ID: "files"},
	} {
		sc.Started = now.Add(time.Duration(i) * time.Second)
		if err := s.Begin(ctx, sc); err != nil {
			t.Fatal(err)
		}
	}
	sc, err := s.Unfinished(ctx, "/a.yaml")
	if err != nil || sc.ID != "new" || sc.Filter != "site:fra3" || sc.Planned != 3 {
		t.Fatalf("unfinished = %+v, %v", sc, err)
	}
	if planned, err := s.Planned(ctx, "new"); err != nil || cmp.Diff([]string{"b", "a", "c"}, planned) != "" {
		t.Errorf("planned %v, %v", planned, err)
	}
	_ = s.Append(ctx, "new", visit("a", now))
	_ = s.Append(ctx, "new", &store.Visit{Device: "b", Failure: fact.Failure{Cause: "cancelled"}})
	read, err := s.Read(ctx, "new")
	if d := cmp.Diff(map[string]string{"a": "", "b": "cancelled"}, read); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	if err := s.Finish(ctx, "new", now); err != nil {
		t.Fatal(err)
	}
	if sc, err := s.Unfinished(ctx, "/a.yaml"); err != nil || sc.ID != "old" {
		t.Errorf("a finished scan is still unfinished: %+v, %v", sc, err)
	}
	if planned, err := s.Planned(ctx, "new"); planned != nil || err != nil {
		t.Errorf("a finished scan keeps its plan: %v, %v", planned, err)
	}
	if _, err := s.Unfinished(ctx, "/c.yaml"); !errors.Is(err, store.ErrNoScan) {
		t.Errorf("err = %v", err)
	}
}

func metrics(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	_ = s.Begin(ctx, store.Scan{ID: "s", Started: time.Now()})
	if sc, _ := s.Scan(ctx, "s"); sc.Metrics != nil {
		t.Errorf("metrics before there are any: %q", sc.Metrics)
	}
	v := visit("a", time.Now())
	v.Metrics = []byte(`{"logins":1}`)
	if err := s.Append(ctx, "s", v); err != nil {
		t.Fatal(err)
	}
	if sc, err := s.Scan(ctx, "s"); err != nil || string(sc.Metrics) != `{"logins":1}` {
		t.Errorf("with a visit: %q, %v", sc.Metrics, err)
	}
	if err := s.Measure(ctx, "s", []byte(`{"logins":2}`)); err != nil {
		t.Fatal(err)
	}
	if sc, err := s.Scan(ctx, "s"); err != nil || string(sc.Metrics) != `{"logins":2}` {
		t.Errorf("%q, %v", sc.Metrics, err)
	}
}

func held(t *testing.T, open Open) {
	t.Helper()
	s := open(t, time.Now)
	release, err := s.Hold("s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Hold("s"); !errors.Is(err, store.ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	release()
	release, err = s.Hold("s")
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func whole(t *testing.T, open Open) {
	t.Helper()
	s, ctx := open(t, time.Now), context.Background()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	if err := s.Begin(ctx, store.Scan{ID: "s1", Started: now, Version: "v", Source: "ssh", Planned: 2}); err != nil {
		t.Fatal(err)
	}
	want := []*store.Visit{visit("b", now), {Device: "c", Failure: fact.Failure{Cause: "auth", Text: "rejected"}, Reading: &store.Reading{Device: "c", At: now, Judged: store.Judged{State: "FAIL", Action: "investigate"}}}}
	for _, v := range want {
		if err := s.Append(ctx, "s1", v); err != nil {
			t.Fatal(err)
		}
	}
	var got []*store.Visit
	if err := s.Visits(ctx, "s1", func(v *store.Visit) error { got = append(got, v); return nil }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(store.Visit{}, "Reading")); d != "" {
		t.Errorf("visits (-stored +read):\n%s", d)
	}
	if err := s.Finish(ctx, "s1", now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	sc, err := s.Newest(ctx)
	if err != nil || sc.Visited != 2 || sc.Finished != now.Add(time.Minute) {
		t.Errorf("newest = %+v, %v", sc, err)
	}
}

func second(t *testing.T, open Open) {
	t.Helper()
	s, ctx, now := open(t, time.Now), context.Background(), time.Now().UTC()
	_ = s.Begin(ctx, store.Scan{ID: "s1", Started: now})
	for range 2 {
		if err := s.Append(ctx, "s1", visit("a", now)); err != nil {
			t.Fatal(err)
		}
	}
	if sc, _ := s.Newest(ctx); sc.Visited != 1 {
		t.Errorf("visited = %d, want 1", sc.Visited)
	}
}

func empty(t *testing.T, open Open) {
	t.Helper()
	s := open(t, time.Now)
	if _, err := s.Newest(context.Background()); !errors.Is(err, store.ErrNoScan) {
		t.Errorf("err = %v, want ErrNoScan", err)
	}
	if _, err := s.Scan(context.Background(), "x"); !errors.Is(err, store.ErrNoScan) {
		t.Errorf("err = %v, want ErrNoScan", err)
	}
}

func prefix(t *testing.T, open Open) {
	t.Helper()
	s, ctx, now := open(t, time.Now), context.Background(), time.Now()
	for _, id := range []string{"20261124-aa", "20261124-ab", "20261125-aa"} {
		_ = s.Begin(ctx, store.Scan{ID: id, Started: now})
	}
	if sc, err := s.Scan(ctx, "20261125"); err != nil || sc.ID != "20261125-aa" {
		t.Errorf("= %v, %v", sc.ID, err)
	}
	if _, err := s.Scan(ctx, "20261124"); err == nil || !strings.Contains(err.Error(), "several") {
		t.Errorf("an ambiguous prefix gave %v", err)
	}
}
