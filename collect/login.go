package collect

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

var (
	askPassphrase = lazyregexp.New(`(?i)passphrase for .{1,300}:\s*$`)
	saysNo        = lazyregexp.New(`(?im)^\s*(% ?(Login invalid|Authentication failed|Bad passwords)|Login incorrect|Permission denied|Authentication failed)`)
)

// login reads banner and message of the day until a line looks like a prompt
// and stays the last one; it answers questions for user and password where the
// transport leaves them to the terminal, and none else.
func (r *reader) login(ctx context.Context) *Error {
	r.open(r.time.MaxCommand)
	r.raw = append(r.raw, r.conn.Banner...)
	deadline := r.began.Add(r.time.FirstPrompt)
	in := inBand{InBand: r.conn.InBand}
	nudged, nudgeAfter := false, min(nudgeAfter, r.time.FirstPrompt/6)
	stands := false           // a question that nobody answers
	var again screen.Repeated // the line that stood when a line end was sent
	o := r.await(ctx, deadline, r.time.FirstPrompt, func(quiet time.Duration) (bool, time.Duration) {
		line, _ := screen.LastLine(r.raw)
		if nudged {
			line = screen.Once(line)
		}
		if in.asked(line) { // a question stands still; "Last login: " goes on
			if quiet < r.time.Settle {
				return false, r.time.Settle - quiet
			}
			in.answer(ctx, r, line)
			return in.failed != nil, 0
		}
		if r.prompt.IsGiven(line) || screen.IsPrompt(line) && screen.Asks(line) == screen.NoQuestion || again.Is(line, r.raw) {
			r.prompt.Text = strings.TrimRight(line, " ")
			return quiet >= r.time.Settle, r.time.Settle - quiet
		}
		if quiet < nudgeAfter {
			return false, nudgeAfter - quiet
		}
		switch _, q := screen.Standing(r.raw); {
		case q > screen.Perhaps:
			stands = true
		case q == screen.NoQuestion && (in.wakes() || screen.LikePrompt(line)) && !nudged:
			nudged, again = true, screen.Repeated{Line: line, At: len(r.raw)}
			_ = r.put(ctx, "")
		}
		return stands, nudgeAfter
	})
	rec := transcript.Record{Kind: transcript.Login, State: transcript.Complete, BodyEnd: len(r.raw)}
	if _, at := screen.LastLine(r.raw); o == done && in.failed == nil && !stands {
		rec.BodyEnd = at
	} else {
		rec.State = stateOf(o)
	}
	if stands {
		rec.State, o = transcript.Timeout, silent
	}
	if missing := r.conn.missing(); missing != "" {
		rec.Notes = append(rec.Notes, missing)
	}
	if again.Line != "" && strings.TrimRight(again.Line, " ") != r.prompt.Text && screen.Still(again.Line) == screen.Still(r.prompt.Text) {
		r.prompt.Vary(r.prompt.Text)
	}
	kept := r.record(rec)
	if in.failed != nil {
		in.failed.Device = r.t.Device
		return in.failed
	}
	return r.noPrompt(ctx, o, kept.Raw, &in)
}

// nudgeAfter is the silence after which a line end is sent once, where no
// question stands: for a console that waits for RETURN, and for a prompt behind
// a message without a line end. A question that stands so long ends the visit.
const nudgeAfter = 5 * time.Second

// noPrompt says why a login did not reach a prompt, nil where it did. After a
// password that was sent in the terminal everything but a prompt is taken as a
// rejection, as in collect/ssh: it may be one, and is not tried again.
func (r *reader) noPrompt(ctx context.Context, o outcome, raw []byte, in *inBand) *Error {
	e := r.why(o, "waiting for the first prompt")
	text := transcript.CleanText(raw)
	switch {
	case e == nil && screen.IsShell(r.prompt.Text):
		return &Error{Cause: CauseProtocol, Device: r.t.Device, Msg: "the login ends in a shell (" + r.prompt.Text + "), not in the router's command line", Hint: "use a user whose login shell is the CLI"}
	case e == nil || o == cancelled && !(in.password && timedOut(ctx)):
		return e
	}
	var told *Error // by the transport
	if r.conn.Diagnose != nil {
		told = r.conn.Diagnose(text)
	}
	line, q := screen.Standing(raw)
	switch {
	case told != nil && (!in.password || !Fleeting(told.Cause)):
		told.Device = r.t.Device
		return told
	case o != ended && q > screen.Perhaps:
		return Unanswered(e, line, q)
	case in.password && authorized(text):
		return said(e, text)
	case in.password && saysNo.MatchString(transcript.CleanText(raw[in.sentAt:])):
		e.Cause, e.Msg = CauseAuth, "the device rejected the login"
	case in.password:
		e = said(e, text)
		e.Cause, e.Msg = CauseAuth, "no prompt came after the password: "+e.Msg
		e.Hint = "taken as a rejection, so that no account is locked out; is its AAA server reachable?"
	case o == silent || o == late:
		e.Hint = "no line looked like a prompt"
		if missing := r.conn.missing(); missing != "" {
			e.Msg += "; " + missing
		}
		if line != "" {
			e.Hint = "no line looked like a prompt; where the last one is, give it to the device as prompt: in the inventory"
		}
	case errors.As(r.gone, &told):
		return e
	}
	return said(e, text)
}

// authorized reports whether the device took the password, and gives this account
// no command line.
func authorized(text string) bool {
	_, c, _ := Refusing(text)
	return c == CauseDenied
}

// inBand answers each question once.
type inBand struct {
	*InBand
	user, password, phrase bool
	sentAt                 int // length of what had come when the password was sent
	failed                 *Error
}

// wakes reports whether a line end may be sent to a terminal that is silent: not
// where a question was answered before, which may come again.
func (a *inBand) wakes() bool {
	return a.InBand == nil || a.Console && !a.user && !a.password && !a.phrase
}

// asked reports whether line is a question that is answered in the terminal.
func (a *inBand) asked(line string) bool {
	if a.InBand == nil || line == "" {
		return false
	}
	q := screen.Asks(line)
	return q == screen.ForPassword || q == screen.ForUser || askPassphrase.MatchString(line)
}

// answer answers the question line, once.
func (a *inBand) answer(ctx context.Context, r *reader, line string) {
	reply := func(sent *bool, secret []byte, what string) {
		if *sent || len(secret) == 0 {
			a.failed = &Error{Cause: CauseAuth, Msg: "the device rejected the login"}
			if !*sent {
				a.failed.Msg, a.failed.Asked = "the device asks for a "+what+" and there is none", screen.Asks(line)
			}
			return
		}
		if sent != &a.user {
			if err := r.myTurn(ctx); err != nil {
				a.failed = asError(ctx, err)
				return
			}
		}
		*sent = true
		r.reply(ctx, secret)
	}
	switch {
	case askPassphrase.MatchString(line):
		reply(&a.phrase, a.Passphrase, "passphrase")
	case screen.Asks(line) == screen.ForPassword:
		a.sentAt = len(r.raw)
		reply(&a.password, a.Password, "password")
	default:
		reply(&a.user, []byte(a.User), "user name")
	}
}

// reply answers the question that stands last; what is sent is recorded nowhere.
func (r *reader) reply(ctx context.Context, secret []byte) {
	b := append(append(make([]byte, 0, len(secret)+1), secret...), '\n')
	if err := r.write(ctx, b); err != nil {
		r.gone = err
	}
	clear(b)
	r.raw = append(r.raw, '\n') // the question is answered: it is no last line any more
}

// unsent is the error of a line that could not be sent.
func unsent(device string, err error) *Error {
	e := &Error{Cause: CauseLost, Device: device, Msg: "the connection ended while a command was sent", Err: err}
	if isForbidden(err) {
		e.Cause, e.Msg = CauseForbidden, err.Error()
	}
	return e
}

// stateOf is the state of a record whose wait ended so.
func stateOf(o outcome) transcript.State {
	switch o {
	case done:
		return transcript.Complete
	case silent, late:
		return transcript.Timeout
	default:
		return transcript.Truncated
	}
}
