// Package work is the seam between who plans devices, who collects them and who
// keeps the results: a queue of ids with leases.
//
// What goes in: ids of things to do (a device of a scan). What comes out: leases
// on them, one at a time and again when a lease runs out, until somebody says
// Done or the attempts are used up. The queue is never the truth: what is left
// after a crash is planned − stored. The package knows nothing of routers and
// imports nothing of headroom. NewMemory is the queue of one process; a queue
// over a network stands behind the same interface and the same tests (worktest).
package work

import (
	"context"
	"errors"
	"math"
	"time"
)

// Queue hands out ids. All methods may be called from many goroutines.
type Queue interface {
	// Put adds an id. duplicate reports that the queue has had it before, in
	// whatever state; it is not added again then.
	Put(id string) (duplicate bool, err error)
	// Take waits for the next id. It returns ErrDrained when the queue is closed
	// and every id is done or failed, and the context's error when ctx ends.
	Take(ctx context.Context) (Lease, error)
	// Close says that nothing will be put any more.
	Close() error
}

// Lease is the right to work on one id. A lease that runs out hands its id to
// the next Take; its methods return ErrLost from then on.
type Lease interface {
	ID() string
	Attempt() int // from 1
	// Done says that the work is finished and its result is kept.
	Done() error
	// Extend starts the lease anew.
	Extend() error
	// Retry gives the id back, to be taken again after a while; where the
	// attempts are used up it fails instead.
	Retry(after time.Duration) error
	// Fail gives the id up.
	Fail(cause error) error
}

// The errors of queues and leases.
var (
	ErrDrained = errors.New("work: queue is closed and everything is done or failed")
	ErrClosed  = errors.New("work: queue is closed")
	ErrLost    = errors.New("work: lease is over, someone else may have the id")
	// ErrAttempts is why an id failed that nobody finished.
	ErrAttempts = errors.New("work: attempts are used up")
)

// Options are the terms of a queue. Zero values are the defaults.
type Options struct {
	Lease    time.Duration // how long a lease holds; 10 min. Whoever may work longer extends it, or takes Forever
	Attempts int           // how often an id is handed out; 3
	// Failed is told each id that is given up, and why, without locks held, by the
	// goroutine that found it: all are told once every worker has returned. May
	// be nil.
	Failed func(id string, attempts int, cause error)
}

// The defaults of Options.
const (
	DefaultLease    = 10 * time.Minute
	DefaultAttempts = 3
)

// Forever is the Lease that does not run out: for workers that cannot go away
// without the queue, as those of one process.
const Forever time.Duration = math.MaxInt64

func (o Options) withDefaults() Options {
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	if o.Attempts <= 0 {
		o.Attempts = DefaultAttempts
	}
	return o
}
