package collect

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/headroom-audit/headroom/transcript"
)

// Retry visits again where that may help: twice where no connection came about,
// after 5 s and 30 s (60 s where it was refused: the lines are busy), once
// where it broke; the longest transcript is kept. It never tries again what a
// device or a person decided: a rejected login, a host key, algorithms, a
// forbidden command (collector:5).
func Retry(inner Collector, events func(Event)) Collector {
	return &retry{inner: inner, events: events, sleep: sleep, jitter: rand.Float64}
}

type retry struct {
	inner  Collector
	events func(Event)
	sleep  func(context.Context, time.Duration) error
	jitter func() float64
}

func (r *retry) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	connects, losses := 0, 0
	t, err := r.inner.Collect(ctx, job)
	for ctx.Err() == nil {
		wait, again := pause(err, &connects, &losses)
		if !again {
			break
		}
		if r.events != nil {
			r.events(Event{Device: job.Device.Name, Kind: EventRetry, At: time.Now(), Err: err})
		}
		wait = time.Duration(float64(wait) * (0.5 + r.jitter()))
		if r.sleep(ctx, wait) != nil {
			break
		}
		next, nextErr := r.inner.Collect(ctx, job)
		if nextErr != nil && read(next) < read(t) {
			var e *Error
			if errors.As(nextErr, &e) && !Fleeting(e.Cause) {
				err = nextErr // a rejected login must be seen by those outside
				break
			}
			// The first visit read more: its transcript and its error stand.
			continue
		}
		t, err = next, nextErr
	}
	return t, err
}

// read counts the whole answers of a transcript.
func read(t *transcript.Transcript) int {
	_, whole := t.Commands()
	return whole
}

// Fleeting reports whether a cause may be gone at the next visit.
func Fleeting(c Cause) bool {
	switch c {
	case CauseUnreach, CauseRefused, CauseTimeout, CauseLost, CauseJump, CauseBusy:
		return true
	default:
		return false
	}
}

// pause says how long to wait before the next visit, and whether there is one.
func pause(err error, connects, losses *int) (time.Duration, bool) {
	var e *Error
	if !errors.As(err, &e) {
		return 0, false
	}
	switch e.Cause {
	case CauseUnreach, CauseRefused, CauseJump:
		*connects++
		switch {
		case *connects > 2:
			return 0, false
		case *connects == 2:
			return 30 * time.Second, true
		case e.Cause == CauseRefused && e.Err != nil && isReset(e.Err):
			return 60 * time.Second, true
		}
		return 5 * time.Second, true
	case CauseTimeout, CauseLost:
		*losses++
		return 5 * time.Second, *losses <= 1
	default: // a rejection, a changed key, a missing algorithm: never again
		return 0, false
	}
}
