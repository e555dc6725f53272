package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
)

func TestAnUnfinishedScanIsFoundWithItsPlan(t *testing.T) {
	s, ctx, now := open(t), context.Background(), time.Now().UTC()
	for i, sc := range []Scan{
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
	_ = s.Append(ctx, "new", &Visit{Device: "b", Failure: fact.Failure{Cause: "cancelled"}})
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
	if _, err := s.Unfinished(ctx, "/c.yaml"); !errors.Is(err, ErrNoScan) {
		t.Errorf("err = %v", err)
	}
}

func TestMetricsComeBack(t *testing.T) {
	s, ctx := open(t), context.Background()
	_ = s.Begin(ctx, Scan{ID: "s", Started: time.Now()})
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

func TestAScanIsHeldByOne(t *testing.T) {
	s := open(t)
	release, err := s.Hold("s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Hold("s"); !errors.Is(err, ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	release()
	release, err = s.Hold("s")
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// Who opened the lock file before its holder removed it does not hold the scan:
// another one may have made a new file.
func TestALockFileThatIsGoneHoldsNothing(t *testing.T) {
	s := open(t)
	path := s.Path() + ".s.lock"
	for name, between := range map[string]func() (release func()){
		"removed":         func() func() { return func() {} },
		"removed, remade": func() func() { return hold(t, s, "s") },
	} {
		release := hold(t, s, "s")
		late, err := os.OpenFile(path, os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		release()
		release = between()
		if held, err := lock(late, path); held || err != nil {
			t.Errorf("%s: held %v, %v", name, held, err)
		}
		_ = late.Close()
		release()
	}
	hold(t, s, "s")() // and the scan is free in the end
}

func hold(t *testing.T, s *Store, id string) (release func()) {
	t.Helper()
	release, err := s.Hold(id)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

func TestANewStoreMayBeOpenedByManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "headroom.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			_ = s.Close()
		})
	}
	all.Wait()
}
