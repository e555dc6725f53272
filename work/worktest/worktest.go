// Package worktest is what every work.Queue must do, as tests.
//
// What goes in: a function that makes an empty queue. What comes out: test
// failures where it loses work, does it twice, or hangs. It imports work only.
package worktest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/work"
)

// patience bounds every wait of the suite.
const patience = 20 * time.Second

// Run tests the queues that open makes.
func Run(t *testing.T, open func(t *testing.T, o work.Options) work.Queue) {
	for name, test := range map[string]func(*testing.T, func(*testing.T, work.Options) work.Queue){
		"duplicates": duplicates, "drain": drain, "waiting": waiting, "expiry": expiry, "extend": extend, "forever": forever,
		"retry": retry, "attempts": attempts, "fail": fail, "cancel": cancel, "closed": closed, "many workers": manyWorkers, "killed worker": killedWorker,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

type opener = func(*testing.T, work.Options) work.Queue

func put(t *testing.T, q work.Queue, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if dup, err := q.Put(id); dup || err != nil {
			t.Fatalf("Put(%s) = %v, %v", id, dup, err)
		}
	}
}

func take(t *testing.T, q work.Queue) work.Lease {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	l, err := q.Take(ctx)
	if err != nil {
		t.Fatalf("Take: %v", err)
	}
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func drained(t *testing.T, q work.Queue) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if l, err := q.Take(ctx); !errors.Is(err, work.ErrDrained) {
		t.Fatalf("Take = %v, %v, want ErrDrained", l, err)
	}
}

func duplicates(t *testing.T, open opener) {
	q := open(t, work.Options{})
	put(t, q, "a")
	l := take(t, q)
	if dup, err := q.Put("a"); !dup || err != nil {
		t.Errorf("Put of a leased id = %v, %v", dup, err)
	}
	must(t, l.Done())
	if dup, err := q.Put("a"); !dup || err != nil {
		t.Errorf("Put of a done id = %v, %v", dup, err)
	}
	must(t, q.Close())
	drained(t, q)
}

func drain(t *testing.T, open opener) {
	q := open(t, work.Options{})
	put(t, q, "a", "b")
	must(t, q.Close())
	got := map[string]bool{}
	for range 2 {
		l := take(t, q)
		if l.Attempt() != 1 {
			t.Errorf("attempt %d", l.Attempt())
		}
		got[l.ID()] = true
		must(t, l.Done())
	}
	if !got["a"] || !got["b"] {
		t.Errorf("took %v", got)
	}
	drained(t, q)
}

// waiting: a Take that finds nothing gets what is put later.
func waiting(t *testing.T, open opener) {
	q := open(t, work.Options{})
	got := make(chan string)
	go func() {
		ctx, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		l, err := q.Take(ctx)
		if err != nil {
			got <- err.Error()
			return
		}
		got <- l.ID()
	}()
	time.Sleep(20 * time.Millisecond)
	put(t, q, "a")
	if id := <-got; id != "a" {
		t.Errorf("took %s", id)
	}
}

func expiry(t *testing.T, open opener) {
	q := open(t, work.Options{Lease: 50 * time.Millisecond})
	put(t, q, "a")
	first := take(t, q)
	second := take(t, q)
	if second.ID() != "a" || second.Attempt() != 2 {
		t.Errorf("took %s, attempt %d", second.ID(), second.Attempt())
	}
	for name, err := range map[string]error{"Done": first.Done(), "Extend": first.Extend(), "Retry": first.Retry(0), "Fail": first.Fail(nil)} {
		if !errors.Is(err, work.ErrLost) {
			t.Errorf("%s on a lost lease = %v", name, err)
		}
	}
}

func extend(t *testing.T, open opener) {
	q := open(t, work.Options{Lease: 300 * time.Millisecond})
	put(t, q, "a")
	l := take(t, q)
	for range 5 {
		time.Sleep(100 * time.Millisecond)
		must(t, l.Extend())
	}
	must(t, l.Done())
	must(t, q.Close())
	drained(t, q)
}

// forever: a lease without an end is not handed on, and can be given back.
func forever(t *testing.T, open opener) {
	q := open(t, work.Options{Lease: work.Forever})
	put(t, q, "a")
	l := take(t, q)
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	if other, err := q.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Take = %v, %v", other, err)
	}
	must(t, l.Extend())
	must(t, l.Retry(0))
	must(t, take(t, q).Done())
	must(t, q.Close())
	drained(t, q)
}

func retry(t *testing.T, open opener) {
	q := open(t, work.Options{})
	put(t, q, "a", "b")
	l := take(t, q)
	start := time.Now()
	must(t, l.Retry(80*time.Millisecond))
	other := take(t, q)
	if other.ID() == l.ID() {
		t.Error("a delayed id came before a ready one")
	}
	must(t, other.Done())
	again := take(t, q)
	if took := time.Since(start); again.ID() != l.ID() || again.Attempt() != 2 || took < 80*time.Millisecond {
		t.Errorf("took %s attempt %d after %v", again.ID(), again.Attempt(), took)
	}
	must(t, again.Done())
}

// failures collects what Options.Failed is told.
type failures struct {
	mu   sync.Mutex
	list []string
}

func (f *failures) add(id string, attempts int, cause error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, fmt.Sprintf("%s %d %v", id, attempts, cause))
}

func (f *failures) want(t *testing.T, want string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) != 1 || f.list[0] != want {
		t.Errorf("failures are %q, want %q", f.list, want)
	}
}

func attempts(t *testing.T, open opener) {
	for name, give := range map[string]func(work.Lease) error{
		"retry":  func(l work.Lease) error { return l.Retry(0) },
		"expiry": func(work.Lease) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			var f failures
			q := open(t, work.Options{Lease: 50 * time.Millisecond, Attempts: 2, Failed: f.add})
			put(t, q, "a")
			must(t, q.Close())
			for range 2 {
				must(t, give(take(t, q)))
			}
			drained(t, q)
			f.want(t, "a 2 "+work.ErrAttempts.Error())
		})
	}
}

func fail(t *testing.T, open opener) {
	var f failures
	q := open(t, work.Options{Failed: f.add})
	put(t, q, "a")
	must(t, take(t, q).Fail(errors.New("refused")))
	must(t, q.Close())
	drained(t, q)
	f.want(t, "a 1 refused")
}

func cancel(t *testing.T, open opener) {
	q := open(t, work.Options{})
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	if l, err := q.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Take = %v, %v", l, err)
	}
}

func closed(t *testing.T, open opener) {
	q := open(t, work.Options{})
	must(t, q.Close())
	must(t, q.Close())
	if _, err := q.Put("a"); !errors.Is(err, work.ErrClosed) {
		t.Errorf("Put on a closed queue = %v", err)
	}
	drained(t, q)
}

// manyWorkers: every id is done once, whatever the order.
func manyWorkers(t *testing.T, open opener) { crowd(t, open, 2000, 16, 0) }

// killedWorker: leases that are dropped are done by others.
func killedWorker(t *testing.T, open opener) { crowd(t, open, 200, 8, 10) }

// crowd lets workers do n ids; every dropEvery-th first attempt is dropped.
func crowd(t *testing.T, open opener, n, workers, dropEvery int) {
	lease := patience
	if dropEvery > 0 {
		lease = 200 * time.Millisecond
	}
	q := open(t, work.Options{Lease: lease})
	var mu sync.Mutex
	done := map[string]int{}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { worker(t, q, dropEvery, func(id string) { mu.Lock(); done[id]++; mu.Unlock() }) })
	}
	for i := range n {
		put(t, q, fmt.Sprintf("device%d", i))
	}
	must(t, q.Close())
	group.Wait()
	for id, times := range done {
		if times != 1 {
			t.Errorf("%s was done %d times", id, times)
		}
	}
	if len(done) != n {
		t.Errorf("%d of %d are done", len(done), n)
	}
}

func worker(t *testing.T, q work.Queue, dropEvery int, did func(string)) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	for i := 1; ; i++ {
		l, err := q.Take(ctx)
		if errors.Is(err, work.ErrDrained) {
			return
		}
		if err != nil {
			t.Errorf("Take: %v", err)
			return
		}
		if dropEvery > 0 && i%dropEvery == 0 && l.Attempt() == 1 {
			continue
		}
		if l.Done() == nil {
			did(l.ID())
		}
	}
}
