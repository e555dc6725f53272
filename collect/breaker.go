package collect

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// Breaker protects accounts from being locked out: the first rejected login of
// a credential stops that credential everywhere in the run. So that the first
// is also the only one, a credential is tried on one device per AAA realm, one
// realm after the other, before the others; then on 4, then on 16 at once.
func Breaker(inner Collector, jumps map[string]inventory.Jump) Collector {
	return &breaker{inner: inner, jumps: jumps, tripped: map[string]*Error{}, trials: map[string]*trial{}, canary: map[string]bool{}, changed: make(chan struct{})}
}

type breaker struct {
	inner Collector
	jumps map[string]inventory.Jump

	mu      sync.Mutex
	tripped map[string]*Error // credential -> the rejection
	trials  map[string]*trial // credential and realm
	canary  map[string]bool   // credentials that are being tried in a realm for the first time
	changed chan struct{}     // closed and made new when a login is decided
}

// trial is how well a credential is proven in a realm.
type trial struct {
	good    int // logins that stood
	pending int // visits whose login is not decided
}

// ramp is how many logins may be undecided at once after so many good ones; the
// last is no limit.
func ramp(good int) int {
	switch {
	case good == 0:
		return 1
	case good < 4:
		return 4
	case good < 16:
		return 16
	}
	return 1 << 30
}

func (b *breaker) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	dev := job.Device
	settle, stopped, err := b.enter(ctx, dev)
	if stopped != nil {
		e := &Error{
			Cause: CauseBreaker, Device: dev.Name, Err: stopped,
			Msg:  fmt.Sprintf("not tried: credential %q was rejected by %s", stopped.Credential, stopped.Device),
			Hint: "check the credential there first, so that no account is locked out",
		}
		return empty(dev, e), e
	}
	if err != nil {
		return notStarted(dev, err)
	}
	outer := job.entered
	job.entered = func() {
		settle(true)
		if outer != nil {
			outer()
		}
	}
	t, err := b.inner.Collect(ctx, job)
	var e *Error
	if errors.As(err, &e) && e.Cause == CauseAuth {
		b.trip(dev, e)
	}
	settle(false)
	return t, err
}

// enter waits for the turn of dev. settle tells once how its login went.
func (b *breaker) enter(ctx context.Context, dev inventory.Device) (settle func(good bool), stopped *Error, err error) {
	key := dev.Credential + "\x00" + dev.AAARealm
	for {
		b.mu.Lock()
		if e := b.stopped(dev); e != nil {
			b.mu.Unlock()
			return nil, e, nil
		}
		tr := b.trials[key]
		if tr == nil {
			tr = &trial{}
			b.trials[key] = tr
		}
		first := tr.good == 0
		if dev.Credential == "" || tr.pending < ramp(tr.good) && !(first && b.canary[dev.Credential]) {
			tr.pending++
			if first {
				b.canary[dev.Credential] = true
			}
			b.mu.Unlock()
			return b.settler(tr, dev.Credential, first), nil, nil
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

// stopped gives the rejection of a credential that dev needs, nil = none.
func (b *breaker) stopped(dev inventory.Device) *Error {
	needed := []string{dev.Credential, dev.Enable}
	for _, j := range dev.Jump {
		needed = append(needed, b.jumps[j].Credential)
	}
	for _, c := range needed {
		if e := b.tripped[c]; c != "" && e != nil {
			return e
		}
	}
	return nil
}

func (b *breaker) settler(tr *trial, credential string, first bool) func(bool) {
	var once sync.Once
	return func(good bool) {
		once.Do(func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			tr.pending--
			if good {
				tr.good++
			}
			if first {
				b.canary[credential] = false
			}
			close(b.changed)
			b.changed = make(chan struct{})
		})
	}
}

// trip stops the credential that e is about.
func (b *breaker) trip(dev inventory.Device, e *Error) {
	c := dev.Credential
	if e.Credential != "" {
		c = e.Credential
	}
	if c == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tripped[c] == nil {
		first := *e
		first.Credential, first.Device = c, dev.Name
		b.tripped[c] = &first
	}
}
