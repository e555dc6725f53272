package collect

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// A paused site waits, the others go on, and a scan that ends does not wait for it.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Gate
		began := make(chan string, 10)
		c := g.Over(collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
			began <- job.Device.Name
			return nil, nil
		}))
		visit := func(ctx context.Context, name, site string) chan error {
			ended := make(chan error, 1)
			go func() {
				_, err := c.Collect(ctx, Job{Device: inventory.Device{Name: name, Site: site}})
				ended <- err
			}()
			synctest.Wait()
			return ended
		}
		if !g.Toggle("fra3") {
			t.Fatal("not paused")
		}
		ctx, cancel := context.WithCancel(t.Context())
		waits, ends := visit(t.Context(), "waits", "fra3"), visit(ctx, "ends", "fra3")
		visit(t.Context(), "other", "ams1")
		if len(began) != 1 || <-began != "other" {
			t.Error("a session of a paused site began, or another site waits")
		}
		cancel()
		if err := <-ends; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		if g.Toggle("fra3") {
			t.Fatal("still paused")
		}
		if err := <-waits; err != nil || <-began != "waits" {
			t.Errorf("does not go on: %v", err)
		}
	})
}
