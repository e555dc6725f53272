package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
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

// Who locked the lock file after its holder removed it does not hold the scan:
// another one may have made a new file.
func TestALockFileThatIsGoneHoldsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.lock")
	l := flock.New(path)
	if held, err := l.TryLock(); !held || err != nil {
		t.Fatal(held, err)
	}
	defer l.Close()
	for _, c := range []struct {
		name string
		do   func() error
		want bool
	}{
		{"there", func() error { return nil }, true},
		{"removed", func() error { return os.Remove(path) }, false},
		{"removed, remade", func() error { return os.WriteFile(path, nil, 0o600) }, false},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		if ok, err := stands(l); ok != c.want || err != nil {
			t.Errorf("%s: stands %v, %v", c.name, ok, err)
		}
	}
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
