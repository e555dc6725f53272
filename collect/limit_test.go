package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// TestLoginRates: the logins of all and those of an AAA realm are as far apart
// as their limits say, none is left out, and a slow realm holds nobody else back.
func TestLoginRates(t *testing.T) {
	for _, tt := range []struct {
		name       string
		all, realm float64
		logins     int             // of each realm
		last       []time.Duration // when the last of no realm may start, and the last of the realm
	}{
		{"a slow realm", 100, 2, 10, []time.Duration{200 * time.Millisecond, 5 * time.Second}},
		{"a realm nearly as fast as all", 20, 19, 40, []time.Duration{4 * time.Second, 4100 * time.Millisecond}},
		{"a realm without a limit", 20, 0, 40, []time.Duration{4 * time.Second, 4 * time.Second}},
		{"a realm that is faster than all", 20, 100, 40, []time.Duration{4 * time.Second, 4 * time.Second}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { loginRates(t, tt.all, tt.realm, tt.logins, tt.last) })
		})
	}
}

func loginRates(t *testing.T, all, realm float64, logins int, last []time.Duration) {
	var mu sync.Mutex
	at := map[string][]time.Time{}
	l := Limit(collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, k := range []string{"all", "realm " + job.Device.AAARealm} {
			at[k] = append(at[k], time.Now())
		}
		return &transcript.Transcript{}, nil
	}), inventory.Limits{Sessions: 1000, LoginsPerSecond: all, RealmLogins: realm}, nil)
	start := time.Now()
	var wg sync.WaitGroup
	for i := range 2 * logins {
		wg.Go(func() {
			dev := inventory.Device{Host: fmt.Sprint("h", i), AAARealm: []string{"tacacs", ""}[i/logins]}
			if _, err := l.Collect(t.Context(), Job{Device: dev}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	apart := func(k string, rate float64) {
		for i, now := range at[k] {
			if i > 0 && rate > 0 && now.Sub(at[k][i-1]) < perSecond(rate) {
				t.Errorf("%s: login %d came %s after the one before, %v a second are allowed", k, i, now.Sub(at[k][i-1]), rate)
			}
		}
	}
	apart("all", all)
	apart("realm tacacs", realm)
	for i, k := range []string{"realm ", "realm tacacs"} {
		if n := len(at[k]); n != logins {
			t.Fatalf("%q: %d logins, want %d", k, n, logins)
		}
		if d := at[k][logins-1].Sub(start); d > last[i] {
			t.Errorf("%q: the last login after %s, want %s at most", k, d, last[i])
		}
	}
}

// TestAStoppedLoginTakesNoTurn: who leaves while it waits holds nobody up.
func TestAStoppedLoginTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Limit(collectFunc(func(context.Context, Job) (*transcript.Transcript, error) {
			return &transcript.Transcript{}, nil
		}), inventory.Limits{LoginsPerSecond: 1, RealmLogins: 0.5}, nil)
		visit := func(ctx context.Context, host string) error {
			_, err := l.Collect(ctx, Job{Device: inventory.Device{Host: host, AAARealm: "r"}})
			return err
		}
		start := time.Now()
		if err := visit(t.Context(), "first"); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if err := visit(ctx, fmt.Sprint(i)); causeOf(err) != CauseCancelled {
					t.Errorf("a stopped visit: %v", err)
				}
			})
		}
		wg.Wait()
		if err := visit(t.Context(), "last"); err != nil || time.Since(start) != 2*time.Second {
			t.Errorf("the next one after %s, %v", time.Since(start), err)
		}
	})
}

// TestChainsDoNotWaitForEachOther: the jump hosts of a chain are taken in one
// order, also where another chain goes through them the other way round.
func TestChainsDoNotWaitForEachOther(t *testing.T) {
	l := Limit(nil, inventory.Limits{Sessions: 2}, map[string]inventory.Jump{"a": {MaxConns: 1}, "b": {MaxConns: 1}}).(*limit)
	shared := func(chain ...string) []chan struct{} {
		own, _ := l.wanted(inventory.Device{Host: strings.Join(chain, ""), Jump: chain})
		return own[1:] // without the device
	}
	one, other := shared("a", "b"), shared("b", "a")
	if len(one) != 2 || !slices.Equal(one, other) {
		t.Errorf("places %v and %v", one, other)
	}
}

// TestADeadSiteHoldsNobodyUp: 200 devices that take a connection and say nothing,
// in front of 50 that answer, with one credential. What fails before a secret was
// sent proves nothing about it.
func TestADeadSiteHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var mu sync.Mutex
		var last time.Duration
		open, most := 0, 0
		c := Breaker(Limit(collectFunc(func(ctx context.Context, job Job) (*transcript.Transcript, error) {
			if job.Device.Site == "dead" {
				time.Sleep(30 * time.Second)
				return failing(job.Device, CauseTimeout)
			}
			time.Sleep(100 * time.Millisecond) // the handshake
			if _, err := Turn(ctx, "c", ""); err != nil {
				return nil, err
			}
			mu.Lock()
			open++
			most = max(most, open)
			mu.Unlock()
			time.Sleep(time.Second)
			job.entered()
			time.Sleep(2 * time.Second)
			mu.Lock()
			defer mu.Unlock()
			open--
			last = max(last, time.Since(start))
			return &transcript.Transcript{}, nil
		}), inventory.Limits{}, nil), nil)
		var wg sync.WaitGroup
		for i := range 250 {
			site := "dead"
			if i >= 200 {
				site = "good"
			}
			wg.Go(func() {
				dev := inventory.Device{Name: fmt.Sprint(i), Host: fmt.Sprint("h", i), Site: site, AAARealm: site, Credential: "c"}
				_, _ = c.Collect(t.Context(), Job{Device: dev})
			})
		}
		wg.Wait()
		if last > 25*time.Second || most > defaultSessions {
			t.Errorf("the last good device after %s, %d sessions at once", last, most)
		}
	})
}

// TestTurnsStopTheClock: who waits for its turn is not late, and is where it
// takes too long itself.
func TestTurnsStopTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := WithTime(t.Context(), 10*time.Second)
		defer stop()
		ctx, stop = WithTime(ctx, 5*time.Second)
		defer stop()
		ctx = withTurns(ctx, func(context.Context, string, string) (func(error), error) {
			time.Sleep(time.Minute)
			return nil, nil
		})
		time.Sleep(3 * time.Second)
		if _, err := Turn(ctx, "c", ""); err != nil || ctx.Err() != nil {
			t.Errorf("after the turn: %v, %v", err, ctx.Err())
		}
		start := time.Now()
		<-ctx.Done()
		if d := time.Since(start); d != 2*time.Second || !errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
			t.Errorf("it ended %s later: %v", d, context.Cause(ctx))
		}
	})
}
