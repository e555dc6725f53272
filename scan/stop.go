package scan

import (
	"context"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// defaultGrace is how long a command that runs when the scan is stopped may go
// on: as long as an answer may be silent (collector:5).
const defaultGrace = 15 * time.Second

// stopper stops a scan softly: sessions that are in a command finish it and
// leave, all others end at once.
type stopper struct {
	soft    <-chan struct{} // closed = the scan is to stop; nil = never
	mu      sync.Mutex
	stopped bool
	visits  map[string]*visit // by device
}

// asked reports whether the scan is to stop, also where watch has not come to it yet.
func (s *stopper) asked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.askedLocked()
}

func (s *stopper) askedLocked() bool {
	select {
	case <-s.soft:
		return true
	default:
		return s.stopped
	}
}

// visit is one device that is being visited.
type visit struct {
	s      *stopper
	device string
	cancel context.CancelFunc
	busy   bool // a command is being answered
	cut    bool // there was more to ask
	ask    func(*transcript.Transcript) []collect.Command
	batch  []collect.Command
}

// enter begins a visit. Its context ends with leave, and with the scan.
func (s *stopper) enter(ctx context.Context, reg vendors.Registry, dev inventory.Device) (context.Context, *visit) {
	ctx, cancel := context.WithCancel(ctx)
	v := &visit{s: s, device: dev.Name, cancel: cancel, ask: func(t *transcript.Transcript) []collect.Command { return next(reg, dev, t) }}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.askedLocked() {
		cancel()
	}
	s.visits[dev.Name] = v
	return ctx, v
}

// leave ends a visit, and no other one of the same device.
func (s *stopper) leave(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v.cancel()
	if s.visits[v.device] == v {
		delete(s.visits, v.device)
	}
}

// next gives one command at a time, none once the scan is stopped. A new visit
// after a broken one starts with what its own transcript lacks.
func (v *visit) next(t *transcript.Transcript) []collect.Command {
	if n, _ := t.Commands(); n == 0 {
		v.batch = nil
	}
	if len(v.batch) == 0 {
		v.batch = v.ask(t)
	}
	if len(v.batch) == 0 {
		return nil
	}
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	if v.s.askedLocked() {
		v.cut = true
		return nil
	}
	one := v.batch[:1:1]
	v.batch = v.batch[1:]
	v.busy = true
	return one
}

// stop lets commands finish and ends the rest.
func (s *stopper) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for _, v := range s.visits {
		if !v.busy {
			v.cancel()
		}
	}
}

// end ends every visit.
func (s *stopper) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.visits {
		v.cancel()
	}
}

// step learns from an event whether a device is still in a command: a session
// that ended is not, and a stopped scan does not wait to try again.
func (s *stopper) step(e collect.Event) {
	if e.Kind != collect.EventRetry && e.Kind != collect.EventConnect {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.visits[e.Device]
	if v == nil {
		return
	}
	if v.busy = false; s.stopped {
		v.cancel()
	}
}

// watch stops the scan when soft closes, and ends it a while later; it returns
// when ctx ends.
func (s *stopper) watch(ctx context.Context, soft <-chan struct{}, noMore context.CancelFunc, grace time.Duration) {
	select {
	case <-soft:
	case <-ctx.Done():
		return
	}
	noMore()
	s.stop()
	t := time.NewTimer(grace)
	defer t.Stop()
	select {
	case <-t.C:
		s.end()
	case <-ctx.Done():
	}
}
