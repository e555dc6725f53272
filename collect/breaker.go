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
// is also the only one, the secret goes to one device per AAA realm, one realm
// after the other, before it goes to others; then to 4, then to 16 at once. That
// holds for the login of a device, of every jump host before it, and for enable.
// A visit takes its turn right before the secret goes out: a device that is down
// holds nobody up.
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
	waiting int // visits that stand at the door: connected, and their secret may not go out yet
}

// atDoor is how many visits may stand at the door before no more are begun: each
// holds a line of a device open.
const atDoor = 4

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
	if err := b.begin(ctx, dev); err != nil {
		var e *Error
		if errors.As(err, &e) {
			return empty(dev, e), e
		}
		return notStarted(dev, err)
	}
	login, enabled := func(bool) {}, func(bool) {}
	outer := job.entered
	job.entered = func() {
		login(true)
		if outer != nil {
			outer()
		}
	}
	job.enabling = func(ctx context.Context) (func(), error) {
		s, err := b.enter(ctx, dev, need{dev.Enable, "enable", dev.AAARealm})
		if err != nil {
			return nil, err
		}
		enabled = s
		return func() { s(true) }, nil
	}
	t, err := b.inner.Collect(withTurns(ctx, func(ctx context.Context, credential, jump string) (func(error), error) {
		if jump != "" {
			return b.jumping(ctx, dev, need{credential, "jump", jump})
		}
		s, err := b.enter(ctx, dev, need{credential, "login", dev.AAARealm})
		if err == nil {
			login = s
		}
		return func(error) {}, err
	}), job)
	b.learn(dev, err)
	login(false)
	enabled(false)
	return t, err
}

// jumping is the turn of a jump host, whose login many visits share.
func (b *breaker) jumping(ctx context.Context, dev inventory.Device, n need) (func(error), error) {
	settle, err := b.enter(ctx, dev, n)
	if err != nil {
		return nil, err
	}
	return func(err error) {
		b.learn(dev, err)
		settle(err == nil)
	}, nil
}

// learn stops a credential that was rejected.
func (b *breaker) learn(dev inventory.Device, err error) {
	var e *Error
	if errors.As(err, &e) && e.Cause == CauseAuth {
		b.trip(dev, e)
	}
}

// begin waits while enough visits stand at the door of what dev needs; an *Error
// says that one of its credentials was rejected elsewhere.
func (b *breaker) begin(ctx context.Context, dev inventory.Device) error {
	needs := []need{{dev.Credential, "login", dev.AAARealm}}
	for _, name := range dev.Jump {
		needs = append(needs, need{b.jumps[name].Credential, "jump", name})
	}
	return b.until(ctx, dev, func() bool {
		return !slices.ContainsFunc(needs, func(n need) bool {
			tr := b.trials[n]
			return n.credential != "" && tr != nil && tr.waiting >= atDoor
		})
	})
}

// enter waits for the turn of dev to send the secret of n. settle tells once how
// that went; err is an *Error where the credential was rejected elsewhere.
func (b *breaker) enter(ctx context.Context, dev inventory.Device, n need) (settle func(good bool), err error) {
	if n.credential == "" {
		return func(bool) {}, nil
	}
	b.wait(n, 1)
	defer b.wait(n, -1)
	err = b.until(ctx, dev, func() bool {
		settle = b.take(n)
		return settle != nil
	})
	return settle, err
}

// wait counts those at the door of n.
func (b *breaker) wait(n need, by int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.trials[n] == nil {
		b.trials[n] = &trial{}
	}
	b.trials[n].waiting += by
	if by < 0 {
		b.wake()
	}
}

// until waits until ok, which is asked under mu whenever a login was decided.
func (b *breaker) until(ctx context.Context, dev inventory.Device, ok func() bool) error {
	for {
		b.mu.Lock()
		if e := b.stopped(dev); e != nil {
			b.mu.Unlock()
			return &Error{
				Cause: CauseBreaker, Device: dev.Name, Err: e,
				Msg:  fmt.Sprintf("not tried: credential %q stopped at %s: %s", e.Credential, e.Device, e.Msg),
				Hint: "see what it is there first, so that no account is locked out",
			}
		}
		if ok() {
			b.mu.Unlock()
			return nil
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take takes the turn for n, nil where one has to wait.
func (b *breaker) take(n need) (settle func(good bool)) {
	tr := b.trials[n]
	if tr.pending >= ramp(tr.good) || tr.good == 0 && b.canary[n.credential] {
		return nil
	}
	first := tr.good == 0
	tr.pending++
	if first {
		b.canary[n.credential] = true
	}
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
				b.canary[n.credential] = false
			}
			b.wake()
		})
	}
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
