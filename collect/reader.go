package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// reader is one session on one terminal: it learns the prompt, sends commands
// and accounts for every byte that comes back. It is used by one goroutine; the
// pump is the only other one.
type reader struct {
	conn   *Conn
	in     chan chunk
	stop   chan struct{}
	time   Timing
	policy Policy
	t      *transcript.Transcript
	now    func() time.Time // for the stamps of records; waits are measured by the steady clock

	given     string         // the end of the prompt, by the inventory; "" = it is learned
	prompt    string         // learned, without the blank behind it
	like      *regexp.Regexp // the prompt with any numbers, where they change; nil = they do not
	os        fact.OS        // by the inventory; "" = not known
	echo      bool           // the device shows what is typed
	typeAhead bool           // and shows it while it is still answering
	raw       []byte         // what came for the record that is open
	lent      *[]byte        // the buffer of answers that raw is in
	stamp     time.Time      // when the open record began, by now
	began     time.Time      // the same by the steady clock
	first     time.Duration
	last      time.Time // when the last byte came
	total     int       // bytes of the session
	dropped   int       // bytes over the cap of the open record
	limit     int       // cap of the open record
	gone      error     // why nothing more will come

	turn   func(context.Context) error // waits until a password may be typed; nil = it may
	paused time.Duration               // how long was waited for that
}

// errTooMuch ends a session that sent more than MaxSession.
var errTooMuch = errors.New("the session sent more than it may")

func newReader(c *Conn, t *transcript.Transcript, timing Timing, p Policy, now func() time.Time) *reader {
	r := &reader{conn: c, in: make(chan chunk, 4), stop: make(chan struct{}), time: timing.filled(), policy: p, t: t, now: now}
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

// put is the one place where bytes go out to a device. A line passes the
// allow-list; a secret is not recorded by anyone.
func (r *reader) put(ctx context.Context, lines ...string) error {
	var b []byte
	for _, l := range lines {
		if err := r.policy.Check(l); err != nil {
			return err
		}
		b = append(append(b, l...), '\n')
	}
	return r.write(ctx, b)
}

// write sends b, which must be checked, a key for a pager or a secret. A device
// that takes nothing is left when ctx ends, by closing the connection.
func (r *reader) write(ctx context.Context, b []byte) error {
	cut := context.AfterFunc(ctx, func() { _ = r.conn.Close() })
	defer cut()
	late := time.AfterFunc(r.time.Idle, func() { _ = r.conn.Close() })
	defer late.Stop()
	if _, err := r.conn.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
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

// keep appends b up to the cap. What is over it is counted, and its end kept
// beside, so that the prompt behind a large answer is still found.
func (r *reader) keep(b []byte) {
	room := r.limit + maxPrompt*2 - len(r.raw)
	if len(b) <= room {
		r.grow(len(b))
		r.raw = append(r.raw, b...)
		return
	}
	all := slices.Concat(r.raw[min(r.limit, len(r.raw)):], b)
	if len(r.raw) < r.limit {
		n := r.limit - len(r.raw)
		r.raw, all = append(r.raw, b[:n]...), b[n:]
	}
	tail := all[max(0, len(all)-maxPrompt*2):]
	r.dropped += len(all) - len(tail)
	r.raw = append(r.raw[:r.limit], tail...)
}

// grow makes room for n more bytes: in the buffer of an answer that is over, else
// in one of four times the size. append would copy a large answer many times over.
func (r *reader) grow(n int) {
	if r.raw == nil {
		r.lent = answers.Get().(*[]byte)
		r.raw = (*r.lent)[:0]
	}
	if len(r.raw)+n <= cap(r.raw) {
		return
	}
	next := make([]byte, len(r.raw), max(2*maxChunk, min(4*len(r.raw), r.limit+2*maxPrompt), len(r.raw)+n))
	copy(next, r.raw)
	if r.lent != nil && cap(r.raw) > 0 {
		*r.lent = r.raw
		answers.Put(r.lent)
		r.lent = new([]byte)
	}
	r.raw = next
}

// record closes the open record and adds it to the transcript.
func (r *reader) record(rec transcript.Record) *transcript.Record {
	switch {
	case r.lent != nil && len(r.raw) <= cap(r.raw)/2:
		*r.lent, rec.Raw = r.raw, bytes.Clone(r.raw)
		answers.Put(r.lent)
	default: // to copy it would cost more than it saves
		rec.Raw = r.raw
	}
	r.raw, r.lent = nil, nil
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
