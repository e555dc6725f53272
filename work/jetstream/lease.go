package jetstream

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/headroom-audit/headroom/work"
)

// Lease is the right to work on one job; it is a work.Lease.
type Lease struct {
	queue   *Queue
	msg     jetstream.Msg
	id      string
	attempt int

	mu   sync.Mutex
	over bool
	end  time.Time
}

// ID is the id that was put.
func (l *Lease) ID() string { return l.id }

// Job is what was put with it.
func (l *Lease) Job() []byte { return l.msg.Data() }

// Attempt counts how often it was handed out, from 1.
func (l *Lease) Attempt() int { return l.attempt }

// renew counts from now on. This end gives a lease up a little before the server does:
// two must not believe that they have it.
func (l *Lease) renew() { l.end = time.Now().Add(l.queue.cfg.Options.Lease * 9 / 10) }

// settle ends the lease by what is told to the server.
func (l *Lease) settle(tell func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || time.Now().After(l.end) {
		return work.ErrLost
	}
	err := tell()
	if errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
		err = work.ErrLost
	}
	l.over = err == nil
	return err
}

// Done says that the work is finished and its result is kept. It waits until the server
// says that it knows.
func (l *Lease) Done() error {
	return l.settle(func() error {
		ctx, stop := context.WithTimeout(context.Background(), answerWithin)
		defer stop()
		return l.msg.DoubleAck(ctx)
	})
}

// Extend starts the lease anew: a heartbeat.
func (l *Lease) Extend() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || time.Now().After(l.end) {
		return work.ErrLost
	}
	if err := l.msg.InProgress(); err != nil {
		return err
	}
	l.renew()
	return nil
}

// Retry gives the id back, to be taken again after a while; where the attempts are used
// up it fails instead.
func (l *Lease) Retry(after time.Duration) error {
	if l.attempt >= l.queue.cfg.Options.Attempts {
		return l.Fail(work.ErrAttempts)
	}
	return l.settle(func() error {
		if after <= 0 {
			return l.msg.Nak()
		}
		return l.msg.NakWithDelay(after)
	})
}

// Fail gives the id up.
func (l *Lease) Fail(cause error) error {
	err := l.settle(func() error { return l.msg.Term() })
	if err == nil {
		l.queue.told(l.id, l.attempt, cause)
	}
	return err
}
