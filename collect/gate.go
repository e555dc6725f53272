package collect

import (
	"context"
	"sync"

	"github.com/headroom-audit/headroom/transcript"
)

// Gate keeps sites waiting: of a site that is paused no session begins until it goes on;
// those that have begun end as they would. The zero Gate lets everything through.
type Gate struct {
	mu     sync.Mutex
	paused map[string]chan struct{} // closes when the site goes on
}

// Toggle pauses a site, or lets it go on, and says which.
func (g *Gate) Toggle(site string) (paused bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if on, is := g.paused[site]; is {
		delete(g.paused, site)
		close(on)
		return false
	}
	if g.paused == nil {
		g.paused = map[string]chan struct{}{}
	}
	g.paused[site] = make(chan struct{})
	return true
}

func (g *Gate) closed(site string) chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.paused[site]
}

// Over puts the gate before a collector.
func (g *Gate) Over(inner Collector) Collector { return gated{g, inner} }

type gated struct {
	gate  *Gate
	inner Collector
}

// Collect waits at the gate, then collects.
func (c gated) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	for on := c.gate.closed(job.Device.Site); on != nil; on = c.gate.closed(job.Device.Site) {
		select {
		case <-on:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return c.inner.Collect(ctx, job)
}
