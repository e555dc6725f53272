package collect

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// sameDevice is the least time between two logins to one device: IOS-XR takes
// one a second (collector:4).
const sameDevice = 1100 * time.Millisecond

// The limits of a scan where the inventory has none (collector:0.10).
const (
	defaultSessions = 64
	defaultLogins   = 20.0
)

// Limit keeps a scan polite: sessions at once in all and per site, jump host
// and AAA realm, logins per second, and time between logins to one device.
func Limit(inner Collector, l inventory.Limits, jumps map[string]inventory.Jump) Collector {
	if l.Sessions <= 0 {
		l.Sessions = defaultSessions
	}
	if l.LoginsPerSecond <= 0 {
		l.LoginsPerSecond = defaultLogins
	}
	return &limit{inner: inner, limits: l, jumps: jumps, slots: map[string]chan struct{}{}, gates: map[string]*gate{}}
}

type limit struct {
	inner  Collector
	limits inventory.Limits
	jumps  map[string]inventory.Jump

	mu    sync.Mutex
	slots map[string]chan struct{}
	gates map[string]*gate
}

// gate lets logins through one at a time, every so often.
type gate struct {
	door  chan struct{} // who stands in it has next
	every time.Duration
	next  time.Time // when the next login may start
}

func (l *limit) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	dev := job.Device
	own, lent := l.wanted(dev)
	held := &places{}
	defer held.leave()
	if err := held.take(ctx, append(own, lent...)); err != nil {
		return notStarted(dev, err)
	}
	if err := l.turn(ctx, dev); err != nil {
		return notStarted(dev, err)
	}
	held.lend(len(lent))
	entered := job.entered
	job.entered = func() {
		_ = held.back(ctx)
		if entered != nil {
			entered()
		}
	}
	turns, _ := ctx.Value(turnKey{}).(turnFunc)
	return l.inner.Collect(withTurns(ctx, func(ctx context.Context, credential, jump string) (func(error), error) {
		if jump == "" {
			if err := held.back(ctx); err != nil {
				return nil, err
			}
		}
		if turns == nil {
			return func(error) {}, nil
		}
		return turns(ctx, credential, jump)
	}), job)
}

// lendAfter is how long a visit may be on its way to a login before its place
// among all goes to another: a site that is down must not hold up the others.
const lendAfter = 2 * time.Second

// places are what a visit holds. It is used by one goroutine, and the timer.
type places struct {
	mu    sync.Mutex
	held  []chan struct{}
	lent  []chan struct{} // others have them meanwhile
	timer *time.Timer
	over  bool // nothing is lent any more
}

// take takes places in one order everywhere, the narrow before the wide: nobody
// holds a place of all while waiting for one of a site, and no two wait for each
// other.
func (p *places) take(ctx context.Context, want []chan struct{}) error {
	for _, s := range want {
		select {
		case s <- struct{}{}:
			p.mu.Lock()
			p.held = append(p.held, s)
			p.mu.Unlock()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// lend gives the last n places to others after a while, unless back comes first.
func (p *places) lend(n int) {
	p.timer = time.AfterFunc(lendAfter, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.over {
			return
		}
		at := len(p.held) - n
		p.held, p.lent = p.held[:at:at], p.held[at:]
		for _, s := range p.lent {
			<-s
		}
	})
}

// back takes what was lent again.
func (p *places) back(ctx context.Context) error {
	p.timer.Stop()
	p.mu.Lock()
	want := p.lent
	p.lent, p.over = nil, true
	p.mu.Unlock()
	return p.take(ctx, want)
}

// leave gives everything back.
func (p *places) leave() {
	if p.timer != nil {
		p.timer.Stop()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	for _, s := range p.held {
		<-s
	}
}

// wanted are the places that a session on dev takes, and those that it may lend
// while the device says nothing.
func (l *limit) wanted(dev inventory.Device) (own, lent []chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	add := func(out *[]chan struct{}, kind, name string, n int) {
		if name == "" || n <= 0 {
			return
		}
		key := kind + "\x00" + name
		if l.slots[key] == nil {
			l.slots[key] = make(chan struct{}, n)
		}
		*out = append(*out, l.slots[key])
	}
	add(&own, "device", address(dev), 1) // never a second line of a router
	add(&own, "site", dev.Site, l.limits.PerSite)
	for _, j := range slices.Sorted(slices.Values(dev.Jump)) { // whatever their order in the chain
		n := l.limits.PerJump
		if most := l.jumps[j].MaxConns; most > 0 {
			n = most
		}
		add(&own, "jump", j, n)
	}
	add(&lent, "realm", dev.AAARealm, l.limits.PerRealm)
	add(&lent, "all", "all", l.limits.Sessions)
	return own, lent
}

// turn waits until a login to dev may start: for its own time, then for that of
// its realm, then for that of all. It counts for all of them from when it starts,
// and for none where ctx ends before.
func (l *limit) turn(ctx context.Context, dev inventory.Device) error {
	var in []*gate
	defer func() {
		for _, g := range in {
			<-g.door
		}
	}()
	var at time.Time
	for _, g := range l.passed(dev) {
		select {
		case g.door <- struct{}{}:
			in = append(in, g)
		case <-ctx.Done():
			return ctx.Err()
		}
		at = later(time.Now(), g.next)
		if err := sleep(ctx, time.Until(at)); err != nil {
			return err
		}
	}
	for _, g := range in {
		g.next = at.Add(g.every)
	}
	return nil
}

// passed are the gates that a login to dev goes through, the narrow before the
// wide.
func (l *limit) passed(dev inventory.Device) []*gate {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*gate
	add := func(kind, name string, every time.Duration) {
		key := kind + "\x00" + name
		if l.gates[key] == nil {
			l.gates[key] = &gate{door: make(chan struct{}, 1), every: every}
		}
		out = append(out, l.gates[key])
	}
	add("device", address(dev), sameDevice)
	if l.limits.RealmLogins > 0 && dev.AAARealm != "" {
		add("realm", dev.AAARealm, perSecond(l.limits.RealmLogins))
	}
	add("all", "all", perSecond(l.limits.LoginsPerSecond))
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func perSecond(n float64) time.Duration { return time.Duration(float64(time.Second) / n) }

// address names a device by where it is reached: two names of one router share
// its lines. Behind another jump host the same private address is another router.
func address(dev inventory.Device) string {
	return hostPort(dev.Host, dev.Port) + "%" + strings.Join(dev.Jump, "%")
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// notStarted is the transcript of a device that was not visited.
func notStarted(dev inventory.Device, err error) (*transcript.Transcript, error) {
	e := &Error{Cause: CauseCancelled, Device: dev.Name, Msg: "stopped before the session began", Err: err}
	return empty(dev, e), e
}

// empty is the transcript of a session in which nothing was read.
func empty(dev inventory.Device, e *Error) *transcript.Transcript {
	return &transcript.Transcript{Device: dev.Name, OS: string(dev.OS), Source: string(dev.Transport), Failure: e.Error()}
}
