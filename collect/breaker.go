package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// Breaker protects accounts from being locked out: the first rejected login of
// a credential stops that credential everywhere in the run. So that the first
// is also the only one, a credential is tried on one device per AAA realm, one
// realm after the other, before the others; then on 4, then on 16 at once. That
// holds for the login of a device, of every jump host before it, and for enable.
func Breaker(inner Collector, jumps map[string]inventory.Jump) Collector {
	return &breaker{inner: inner, jumps: jumps, tripped: map[string]*Error{}, trials: map[need]*trial{}, canary: map[string]bool{}, changed: make(chan struct{})}
}

type breaker struct {
	inner Collector
	jumps map[string]inventory.Jump

	mu      sync.Mutex
	tripped map[string]*Error // credential -> the rejection
	trials  map[need]*trial
	canary  map[string]bool // credentials that are being tried in a realm for the first time
	changed chan struct{}   // closed and made new when a login is decided
}

// need is a credential and where it must be taken: a login in an AAA realm,
// enable there, or a jump host.
type need struct{ credential, kind, where string }

// trial is how well a credential is proven there.
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
	login := []need{{dev.Credential, "login", dev.AAARealm}}
	var through []need
	for _, name := range dev.Jump {
		through = append(through, need{b.jumps[name].Credential, "jump", name})
	}
	settle, err := b.enter(ctx, dev, append(login, through...))
	var e *Error
	if errors.As(err, &e) {
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
	enabled := func(bool) {}
	job.enabling = func(ctx context.Context) (func(), error) {
		s, err := b.enter(ctx, dev, []need{{dev.Enable, "enable", dev.AAARealm}})
		if err != nil {
			return nil, err
		}
		enabled = s
		return func() { s(true) }, nil
	}
	t, err := b.inner.Collect(ctx, job)
	if errors.As(err, &e) {
		if e.Cause == CauseAuth {
			b.trip(dev, e)
		}
		if passed(e, through) {
			b.prove(through)
		}
	}
	settle(false)
	enabled(false)
	return t, err
}

// passed reports whether a visit that failed so got past its jump hosts.
func passed(e *Error, through []need) bool {
	switch e.Cause {
	case CauseUnreach, CauseRefused, CauseTimeout, CauseLost, CauseHostKey, CauseAlgorithms, CauseProtocol:
		return true
	case CauseAuth:
		return !slices.ContainsFunc(through, func(n need) bool { return n.credential == e.Credential })
	default: // it is not known how far it came
		return false
	}
}

// enter waits for the turn of dev with the credentials it needs. settle tells
// once how that went; err is an *Error where one of them was rejected elsewhere.
func (b *breaker) enter(ctx context.Context, dev inventory.Device, needs []need) (settle func(good bool), err error) {
	needs = slices.DeleteFunc(slices.Clone(needs), func(n need) bool { return n.credential == "" })
	for {
		b.mu.Lock()
		if e := b.stopped(dev); e != nil {
			b.mu.Unlock()
			return nil, &Error{
				Cause: CauseBreaker, Device: dev.Name, Err: e,
				Msg:  fmt.Sprintf("not tried: credential %q was rejected by %s", e.Credential, e.Device),
				Hint: "check the credential there first, so that no account is locked out",
			}
		}
		if settle := b.take(needs); settle != nil {
			b.mu.Unlock()
			return settle, nil
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take takes the turn for all needs at once, nil where one has to wait.
func (b *breaker) take(needs []need) (settle func(good bool)) {
	for _, n := range needs {
		if b.trials[n] == nil {
			b.trials[n] = &trial{}
		}
		if tr := b.trials[n]; tr.pending >= ramp(tr.good) || tr.good == 0 && b.canary[n.credential] {
			return nil
		}
	}
	first := map[string]bool{}
	for _, n := range needs {
		tr := b.trials[n]
		tr.pending++
		if tr.good == 0 {
			first[n.credential], b.canary[n.credential] = true, true
		}
	}
	var once sync.Once
	return func(good bool) {
		once.Do(func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			for _, n := range needs {
				b.trials[n].pending--
				if good {
					b.trials[n].good++
				}
			}
			for c := range first {
				b.canary[c] = false
			}
			b.wake()
		})
	}
}

// prove notes that credentials were taken by jump hosts, whatever came of the
// device behind them.
func (b *breaker) prove(needs []need) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range needs {
		if tr := b.trials[n]; tr != nil {
			tr.good++
		}
	}
	b.wake()
}

// wake tells those that wait for their turn to look again.
func (b *breaker) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
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
