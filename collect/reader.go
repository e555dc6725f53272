package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// reader is one session on one terminal: it learns the prompt, sends commands
// and accounts for every byte that comes back. It is used by one goroutine; the
// pump is the only other one.
type reader struct {
	wire
	answer
	in   chan chunk
	stop chan struct{}
	time Timing
	t    *transcript.Transcript
	now  func() time.Time // for the stamps of records; waits are measured by the steady clock

	prompt    screen.Prompt
	os        fact.OS   // by the inventory; "" = not known
	echo      bool      // the device shows what is typed
	typeAhead bool      // and shows it while it is still answering
	stamp     time.Time // when the open record began, by now
	began     time.Time // the same by the steady clock
	first     time.Duration
	last      time.Time // when the last byte came
	total     int       // bytes of the session
	gone      error     // why nothing more will come

	turn   func(context.Context) error // waits until a password may be typed; nil = it may
	paused time.Duration               // how long was waited for that
}

// errTooMuch ends a session that sent more than MaxSession.
var errTooMuch = errors.New("the session sent more than it may")

func newReader(c *Conn, t *transcript.Transcript, timing Timing, p Policy, now func() time.Time) *reader {
	timing = timing.filled()
	r := &reader{wire: wire{conn: c, policy: p, idle: timing.Idle}, in: make(chan chunk, 4), stop: make(chan struct{}), time: timing, t: t, now: now}
	go pump(c, r.in, r.stop)
	return r
}

// close ends the session and waits for the pump to have ended.
func (r *reader) close() {
	close(r.stop)
	_ = r.conn.Close()
	for range r.in { // until the pump closes it
	}
}

// open starts a record.
func (r *reader) open(limit int) {
	r.raw, r.dropped, r.first, r.limit, r.paused = nil, 0, 0, limit, 0
	r.stamp, r.began = r.now(), time.Now()
	r.last = r.began
}

// myTurn waits until a password may be typed; the times stand still meanwhile.
func (r *reader) myTurn(ctx context.Context) error {
	if r.turn == nil {
		return nil
	}
	began := time.Now()
	err := r.turn(ctx)
	r.turn, r.last = nil, time.Now()
	r.paused += r.last.Sub(began)
	return err
}

// outcome is how a wait ended.
type outcome int

const (
	done      outcome = iota // what was waited for is there
	silent                   // nothing came for the idle time
	late                     // the time for all of it is over
	ended                    // the connection ended
	cancelled                // ctx ended
)

// await reads until check says so. check is called after every chunk and when
// the time that it asked for has passed without one; quiet is how long nothing
// has come. It gives how long to wait at most before asking again, 0 = until
// more comes.
func (r *reader) await(ctx context.Context, deadline time.Time, idle time.Duration, check func(quiet time.Duration) (bool, time.Duration)) outcome {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	due := deadline
	for {
		ok, again := check(time.Since(r.last))
		deadline = due.Add(r.paused)
		now := time.Now()
		quiet := now.Sub(r.last)
		switch {
		case ok:
			return done
		case r.gone != nil:
			return ended
		case ctx.Err() != nil:
			return cancelled
		case !now.Before(deadline):
			return late
		case quiet >= idle:
			return silent
		}
		wait := min(deadline.Sub(now), idle-quiet)
		if again > 0 {
			wait = min(wait, again)
		}
		timer.Reset(max(wait, time.Millisecond))
		select {
		case c, more := <-r.in:
			r.take(c, more)
		case <-timer.C:
		case <-ctx.Done():
			return cancelled
		}
	}
}

// take adds a chunk to the open record.
func (r *reader) take(c chunk, more bool) {
	if !more {
		if r.gone == nil {
			r.gone = io.EOF
		}
		return
	}
	if c.n > 0 {
		r.last = time.Now()
		if r.first == 0 {
			r.first = max(r.last.Sub(r.began), 1)
		}
		r.total += c.n
		r.keep(c.buf[:c.n])
	}
	chunks.Put(c.buf)
	switch {
	case c.err != nil:
		r.gone = c.err
	case r.total > r.time.MaxSession:
		r.gone = errTooMuch
	}
}

// record closes the open record and adds it to the transcript.
func (r *reader) record(rec transcript.Record) *transcript.Record {
	rec.Raw = r.release()
	rec.Start, rec.FirstByte, rec.Took = r.stamp, r.first, r.last.Sub(r.began)
	if rec.FirstByte > 0 && rec.Took < rec.FirstByte {
		rec.Took = rec.FirstByte
	}
	r.t.Records = append(r.t.Records, rec)
	return &r.t.Records[len(r.t.Records)-1]
}

// why turns an outcome into the error of the session; nil for done.
func (r *reader) why(o outcome, doing string) *Error {
	e := &Error{Device: r.t.Device, Err: r.gone}
	switch o {
	case done:
		return nil
	case silent:
		e.Cause, e.Msg = CauseTimeout, "nothing came while "+doing
	case late:
		e.Cause, e.Msg = CauseTimeout, "no end while "+doing
	case cancelled:
		e.Cause, e.Msg = CauseCancelled, "stopped while "+doing
	case ended:
		e.Cause, e.Msg = CauseLost, "the connection ended while "+doing
		var told *Error // by the transport
		if errors.As(r.gone, &told) {
			e.Cause, e.Msg, e.Hint = told.Cause, told.Msg+", while "+doing, told.Hint
		}
		if errors.Is(r.gone, errTooMuch) {
			e.Cause, e.Msg = CauseProtocol, fmt.Sprintf("more than %d bytes came while %s", r.time.MaxSession, doing)
		}
	}
	return e
}
