package collect

import (
	"context"
	"sync"
	"time"
)

// A turn is the leave to send a secret. Connecting and the handshake need none:
// what fails there proves nothing about a credential, and holds nobody up. The
// decorators that give turns put a turnFunc into the context of a visit;
// transports take the turn right before the secret goes out.
type turnFunc func(ctx context.Context, credential, jump string) (settle func(error), err error)

type turnKey struct{}

// Turn waits until the secret of credential may go out: to the device of the
// visit, or to the jump host of that name. The times of ctx stand still
// meanwhile. settle takes what came of the login to a jump host; that of a
// device is seen by its prompt. The error is an *Error, or that of ctx.
func Turn(ctx context.Context, credential, jump string) (settle func(error), err error) {
	f, _ := ctx.Value(turnKey{}).(turnFunc)
	if f == nil {
		return func(error) {}, nil
	}
	defer standStill(ctx)()
	return f(ctx, credential, jump)
}

// TurnsOf gives to the turns of the visit of from: for a login that outlives it.
func TurnsOf(to, from context.Context) context.Context {
	f, _ := from.Value(turnKey{}).(turnFunc)
	return withTurns(to, f)
}

func withTurns(ctx context.Context, f turnFunc) context.Context {
	return context.WithValue(ctx, turnKey{}, f)
}

// stopwatch is a time limit that can stand still.
type stopwatch struct {
	mu      sync.Mutex
	timer   *time.Timer
	due     time.Time
	left    time.Duration
	stopped int
	outer   *stopwatch
}

type stopwatchKey struct{}

// WithTime is context.WithTimeout whose time stands still while a Turn is waited
// for. When it is over context.Cause is context.DeadlineExceeded.
func WithTime(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &stopwatch{due: time.Now().Add(d), timer: time.AfterFunc(d, func() { cancel(context.DeadlineExceeded) })}
	w.outer, _ = ctx.Value(stopwatchKey{}).(*stopwatch)
	return context.WithValue(ctx, stopwatchKey{}, w), func() { w.timer.Stop(); cancel(context.Canceled) }
}

// standStill stops the times of ctx; what it returns lets them go on.
func standStill(ctx context.Context) (goOn func()) {
	w, _ := ctx.Value(stopwatchKey{}).(*stopwatch)
	for o := w; o != nil; o = o.outer {
		o.stop()
	}
	return func() {
		for o := w; o != nil; o = o.outer {
			o.start()
		}
	}
}

func (w *stopwatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped++; w.stopped > 1 {
		return
	}
	w.left = -1 // it is over
	if w.timer.Stop() {
		w.left = time.Until(w.due)
	}
}

func (w *stopwatch) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped--; w.stopped > 0 || w.left < 0 {
		return
	}
	w.due = time.Now().Add(w.left)
	w.timer.Reset(w.left)
}
