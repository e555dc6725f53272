package collect

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// TestLoginRates: logins of all are spread over time, those of one AAA realm
// further apart, and a slow realm holds nobody else back.
func TestLoginRates(t *testing.T) {
	var mu sync.Mutex
	at := map[string][]time.Time{}
	l := Limit(collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, k := range []string{"all", job.Device.AAARealm} {
			at[k] = append(at[k], time.Now())
		}
		return &transcript.Transcript{}, nil
	}), inventory.Limits{LoginsPerSecond: 100, RealmLogins: 20}, nil)
	var wg sync.WaitGroup
	start := time.Now()
	for i := range 20 {
		wg.Go(func() {
			dev := inventory.Device{Host: fmt.Sprint("h", i), AAARealm: []string{"tacacs", ""}[i%2]}
			if _, err := l.Collect(t.Context(), Job{Device: dev}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	took := func(k string) time.Duration { return slices.MaxFunc(at[k], time.Time.Compare).Sub(start) }
	// 10 logins of the realm at 20/s: the last after 450 ms. 10 others at 100/s,
	// between at most 10 of the realm: the last after 190 ms at the latest.
	if d := took("tacacs"); d < 440*time.Millisecond || d > 900*time.Millisecond {
		t.Errorf("the last of the realm after %s", d)
	}
	if d := took(""); d < 80*time.Millisecond || d > 350*time.Millisecond {
		t.Errorf("the last of the others after %s", d)
	}
}
