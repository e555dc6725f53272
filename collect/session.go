package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// maxAsked is the budget of commands of one session: three times what the
// family that needs most is asked, and every probe of its system with it. A Next
// that never ends must not keep a line of a router busy for ever.
const maxAsked = 120

// Session is the collector at the bottom: one device, one terminal, one reader.
// Its fields are set once, before use.
type Session struct {
	Openers map[inventory.Transport]Opener
	Timing  Timing
	Policy  Policy
	// Secret gives a credential, which is wiped after its use; it is asked for
	// enable only. nil = enable is never sent.
	Secret func(ctx context.Context, credential string) (Login, error)
	Events func(Event) // nil = nobody listens
	Now    func() time.Time
}

// Collect visits the device of job.
func (s *Session) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	dev := job.Device
	t := &transcript.Transcript{Device: dev.Name, OS: string(dev.OS), Source: string(dev.Transport), Recorded: s.now(), Records: make([]transcript.Record, 0, 16)}
	timing := s.Timing.filled().of(dev)
	ctx, stop := WithTime(ctx, timing.Session)
	defer stop()
	got, err := s.visit(ctx, job, t, timing)
	if err == nil {
		s.emit(Event{Device: dev.Name, Kind: EventDone, Bytes: got})
		return t, nil
	}
	err.Device = dev.Name
	if err.Cause == CauseCancelled && errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		err.Cause, err.Msg = CauseTimeout, fmt.Sprintf("the session took longer than %s: %s", timing.Session, err.Msg)
		err.Hint = "raise timeout: of the device, or --timeout"
	}
	t.Failure = err.Short()
	s.emit(Event{Device: dev.Name, Kind: EventFailed, Bytes: got, Err: err})
	return t, err
}

// visit opens the terminal, logs in and talks; got is how many bytes came.
func (s *Session) visit(ctx context.Context, job Job, t *transcript.Transcript, timing Timing) (got int, failed *Error) {
	defer func() {
		if bug := recover(); bug != nil { // one device must not end the scan of the others
			failed = &Error{Cause: CauseProtocol, Msg: fmt.Sprintf("headroom failed on what it said: %v", bug), Hint: "this is a bug of headroom: please report it with the transcript"}
		}
	}()
	s.emit(Event{Device: t.Device, Kind: EventConnect})
	tr := job.Device.Transport
	if tr == "" {
		tr = inventory.SSH
	}
	t.Source = string(tr)
	o := s.Openers[tr]
	if o == nil {
		return 0, &Error{Cause: CauseProtocol, Msg: fmt.Sprintf("there is no transport %q here", tr)}
	}
	c, err := o.Open(ctx, job.Device)
	if err != nil {
		return 0, asError(ctx, err)
	}
	t.Source, t.Address, t.Session = c.Source, c.Address, c.Session
	policy := s.Policy
	policy.Enable = job.Device.Enable != "" && s.Secret != nil
	r := newReader(c, t, timing, policy, s.now)
	defer r.close()
	r.prompt.Given, r.os = strings.TrimSpace(job.Device.Prompt), job.Device.OS
	if c.InBand != nil && !c.InBand.Turned {
		r.turn = func(ctx context.Context) error {
			_, err := Turn(ctx, job.Device.Credential, "")
			return err
		}
	}
	if e := r.login(ctx); e != nil {
		return r.total, e
	}
	if job.entered != nil {
		job.entered()
	}
	s.emit(Event{Device: t.Device, Kind: EventLogin})
	e := s.talk(ctx, r, job)
	return r.total, e
}

// talk sets the terminal up, asks until there is nothing more to ask, and
// leaves.
func (s *Session) talk(ctx context.Context, r *reader, job Job) *Error {
	if r.policy.Enable && r.needsEnable() {
		if e := s.enable(ctx, r, job); e != nil {
			return e
		}
	}
	if e := r.setup(ctx); e != nil {
		return e
	}
	e := r.overloaded()
	again := map[string]Command{}
	for asked := 0; e == nil && job.Next != nil; {
		next := job.Next(r.t)
		if len(next) == 0 {
			break
		}
		for _, c := range next {
			if asked++; asked > maxAsked {
				e = &Error{Cause: CauseBudget, Msg: fmt.Sprintf("more than %d commands were wanted: the rest was not asked", maxAsked)}
				break
			}
			if e := s.ask(ctx, r, c); e != nil {
				return e
			}
			again[c.Text] = c
			if e := s.askAgain(ctx, r, again); e != nil {
				return e
			}
			if e = r.overloaded(); e != nil {
				break
			}
		}
	}
	r.leave(ctx)
	return e
}

// enable raises the privilege once it is the turn of the device to try that.
func (s *Session) enable(ctx context.Context, r *reader, job Job) *Error {
	stood := func() {}
	if job.enabling != nil {
		goOn := standStill(ctx)
		var err error
		stood, err = job.enabling(ctx)
		if goOn(); err != nil {
			return asError(ctx, err)
		}
	}
	secret, err := s.Secret(ctx, job.Device.Enable)
	if ctx.Err() != nil {
		return asError(ctx, ctx.Err())
	}
	if err != nil {
		return &Error{Cause: CauseCredential, Credential: job.Device.Enable, Msg: "the secret for enable could not be had", Err: err}
	}
	e := r.enable(ctx, secret)
	secret.Wipe()
	if e != nil {
		e.Credential = job.Device.Enable
		return e
	}
	stood()
	return nil
}

// overloaded is the guard of a device's processor: an echo, which costs a
// healthy router nothing, that took long. nil = it came in time, or the device
// has none.
func (r *reader) overloaded() *Error {
	last := &r.t.Records[len(r.t.Records)-1]
	if !r.echo || last.FirstByte <= r.time.Slow || last.Kind == transcript.Setup && last.Command == "" {
		return nil
	}
	return &Error{
		Cause: CauseBusy, Msg: fmt.Sprintf("it needed %s to echo %q: it is busy, and the rest was not asked", last.FirstByte.Round(100*time.Millisecond), last.Command),
		Hint: "look at its processor load before you scan it again",
	}
}

// ask asks once, once more where the answer may be that of another command, and
// in other words where the device refuses these.
func (s *Session) ask(ctx context.Context, r *reader, c Command) *Error {
	state, e := s.question(ctx, r, c)
	if e == nil && state == transcript.Truncated {
		n := len(r.t.Records) - 1
		first := r.t.Records[n]
		if state, e = s.question(ctx, r, c); e == nil && state.Whole() {
			r.t.Records[n+1].Notes = append(r.t.Records[n+1].Notes, "asked again: the first answer was not whole")
			first.Kind = transcript.Setup // kept, but no answer to count
			r.t.Records[n] = first
		}
	}
	if e != nil && e.Cause == CauseTimeout && c.Optional && r.regain(ctx) {
		return nil
	}
	if e == nil && state == transcript.Rejected && c.Instead != "" {
		c.Text, c.Instead = c.Instead, ""
		return s.ask(ctx, r, c)
	}
	return e
}

// askAgain asks once more what was healed, of the commands that were asked once:
// what came after a pause that looked like the end may be no part of the answer.
// That is seen when the next command is echoed.
func (s *Session) askAgain(ctx context.Context, r *reader, once map[string]Command) *Error {
	for _, rec := range r.t.Records[max(0, len(r.t.Records)-2):] {
		c, ok := once[rec.Command]
		if rec.Kind != transcript.Command || rec.State != transcript.Healed || !ok {
			continue
		}
		delete(once, rec.Command)
		if e := s.ask(ctx, r, c); e != nil {
			return e
		}
		last := &r.t.Records[len(r.t.Records)-1]
		last.Notes = append(last.Notes, "asked again: the first answer had been healed")
	}
	return nil
}

// question sends a command once and tells.
func (s *Session) question(ctx context.Context, r *reader, c Command) (transcript.State, *Error) {
	state, e := r.ask(ctx, c)
	if last := len(r.t.Records) - 1; e != nil && e.Cause == CauseTimeout && last >= 0 { // another visit would type at it
		line, asks := screen.Standing(r.t.Records[last].Raw)
		e = Unanswered(e, line, asks)
	}
	s.emit(Event{Device: r.t.Device, Kind: EventCommand, Command: c.Text, Bytes: r.total})
	return state, e
}

func (s *Session) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

func (s *Session) emit(e Event) {
	if s.Events != nil {
		e.At = s.now()
		s.Events(e)
	}
}

// asError makes an *Error of whatever a transport gave.
func asError(ctx context.Context, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		c := *e
		return &c
	}
	if ctx.Err() != nil {
		return &Error{Cause: CauseCancelled, Msg: "stopped while connecting", Err: err}
	}
	return &Error{Cause: CauseProtocol, Msg: err.Error(), Err: err}
}
