package collect

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// TestOneBadPassword: a shared password that is wrong in all realms, or in all
// but the first, is rejected once in the whole fleet.
func TestOneBadPassword(t *testing.T) {
	for name, wrong := range map[string]func(realm string) bool{
		"everywhere":        func(string) bool { return true },
		"in realms but one": func(realm string) bool { return realm != "realm0" },
	} {
		var mu sync.Mutex
		rejected, stopped := 0, 0
		b := Breaker(collectFunc(func(ctx context.Context, job Job) (*transcript.Transcript, error) {
			if _, err := Turn(ctx, job.Device.Credential, ""); err != nil {
				return nil, err
			}
			time.Sleep(time.Millisecond)
			if wrong(job.Device.AAARealm) {
				mu.Lock()
				rejected++
				mu.Unlock()
				return failing(job.Device, CauseAuth)
			}
			job.entered()
			return &transcript.Transcript{}, nil
		}), nil)
		var wg sync.WaitGroup
		for i := range 1000 {
			wg.Go(func() {
				_, err := b.Collect(t.Context(), Job{Device: inventory.Device{Name: fmt.Sprint(i), Credential: "c", AAARealm: fmt.Sprint("realm", i%10)}})
				if causeOf(err) == CauseBreaker {
					mu.Lock()
					stopped++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if rejected != 1 || stopped < 800 {
			t.Errorf("%s: %d rejected logins, %d devices not tried", name, rejected, stopped)
		}
	}
}
