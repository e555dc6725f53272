package collect

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/transcript"
)

var (
	askUser       = regexp.MustCompile(`(?i)(^|\s)(user ?name|login)\s*:\s*$`)
	lastLogin     = regexp.MustCompile(`(?i)\blast login\s*:\s*$`)
	askPassword   = regexp.MustCompile(`(?i)password( for [^:]{1,80})?\s*:\s*$`)
	askPassphrase = regexp.MustCompile(`(?i)passphrase for .{1,300}:\s*$`)
	saysNo        = regexp.MustCompile(`(?im)^\s*(% ?(Login invalid|Authentication failed|Bad passwords)|Login incorrect|Permission denied|Authentication failed)`)
	newPassword   = regexp.MustCompile(`(?i)(password.{0,40}expired|(new|old|change).{0,20}password)`)
)

// login reads banner and message of the day until a line looks like a prompt
// and stays the last one; it answers questions for user and password where the
// transport leaves them to the terminal.
func (r *reader) login(ctx context.Context) *Error {
	r.open(r.time.MaxCommand)
	r.raw = append(r.raw, r.conn.Banner...)
	deadline := r.began.Add(r.time.FirstPrompt)
	in := inBand{InBand: r.conn.InBand}
	nudged, nudgeAfter := false, min(nudgeAfter, r.time.FirstPrompt/6)
	o := r.await(ctx, deadline, r.time.FirstPrompt, func(quiet time.Duration) (bool, time.Duration) {
		line, _ := lastLine(r.raw)
		if in.asked(line) { // a question stands still; "Last login: " goes on
			if quiet < r.time.Settle {
				return false, r.time.Settle - quiet
			}
			in.answer(ctx, r, line)
			return in.failed != nil, 0
		}
		switch {
		case line != "" && isPrompt(line):
			r.prompt = strings.TrimRight(line, " ")
			return quiet >= r.time.Settle, r.time.Settle - quiet
		case r.conn.InBand == nil && !nudged && quiet >= nudgeAfter:
			nudged = true
			_ = r.put(ctx, "")
		}
		return false, nudgeAfter
	})
	rec := transcript.Record{Kind: transcript.Login, State: transcript.Complete, BodyEnd: len(r.raw)}
	if _, at := lastLine(r.raw); o == done && in.failed == nil {
		rec.BodyEnd = at
	} else {
		rec.State = stateOf(o)
	}
	kept := r.record(rec)
	if in.failed != nil {
		in.failed.Device = r.t.Device
		return in.failed
	}
	return r.noPrompt(o, kept.Raw, &in)
}

// nudgeAfter is the silence after which a newline is sent once: for a console
// that waits for RETURN, and for a prompt behind a message without a line end.
const nudgeAfter = 5 * time.Second

// noPrompt says why a login did not reach a prompt, nil where it did. After a
// password that was sent in the terminal everything but a prompt is taken as a
// rejection, as in collect/ssh: it may be one, and is not tried again.
func (r *reader) noPrompt(o outcome, raw []byte, in *inBand) *Error {
	e := r.why(o, "waiting for the first prompt")
	text := transcript.CleanText(raw)
	switch {
	case e == nil && isShell(r.prompt):
		return &Error{Cause: CauseProtocol, Device: r.t.Device, Msg: "the login ends in a shell (" + r.prompt + "), not in the router's command line", Hint: "use a user whose login shell is the CLI"}
	case e == nil || o == cancelled:
		return e
	}
	var told *Error // by the transport
	if r.conn.Diagnose != nil {
		told = r.conn.Diagnose(text)
	}
	line, _ := lastLine(raw)
	switch {
	case told != nil && (!in.password || !Fleeting(told.Cause)):
		told.Device = r.t.Device
		return told
	case newPassword.MatchString(line) && askPassword.MatchString(line):
		e.Cause, e.Msg, e.Hint = CauseAuth, "the device asks for a new password", "log in once by hand"
	case in.password && saysNo.MatchString(transcript.CleanText(raw[in.sentAt:])):
		e.Cause, e.Msg = CauseAuth, "the device rejected the login"
	case in.password:
		e.Cause, e.Msg = CauseAuth, "no prompt came after the password"
		e.Hint = "taken as a rejection, so that no account is locked out; is its AAA server reachable?"
	case o == silent || o == late:
		e.Hint = "no line looked like a prompt"
	}
	return e
}

// inBand answers each question once.
type inBand struct {
	*InBand
	user, password, phrase bool
	sentAt                 int // length of what had come when the password was sent
	failed                 *Error
}

// asked reports whether line is a question that is answered in the terminal.
func (a *inBand) asked(line string) bool {
	return a.InBand != nil && line != "" && (askPassphrase.MatchString(line) || askPassword.MatchString(line) || askUser.MatchString(line) && !lastLogin.MatchString(line))
}

// answer answers the question line, once.
func (a *inBand) answer(ctx context.Context, r *reader, line string) {
	reply := func(sent *bool, secret []byte, what string) {
		if *sent || len(secret) == 0 {
			msg := "the device rejected the login"
			if !*sent {
				msg = "the device asks for a " + what + " and there is none"
			}
			a.failed = &Error{Cause: CauseAuth, Msg: msg}
			return
		}
		if sent != &a.user {
			if err := r.myTurn(ctx); err != nil {
				a.failed = asError(ctx, err)
				return
			}
		}
		*sent = true
		b := append(append(make([]byte, 0, len(secret)+1), secret...), '\n')
		err := r.write(ctx, b)
		clear(b)
		if err != nil {
			r.gone = err
		}
		r.raw = append(r.raw, '\n') // the question is answered: it is no last line any more
	}
	switch {
	case askPassphrase.MatchString(line):
		reply(&a.phrase, a.Passphrase, "passphrase")
	case askPassword.MatchString(line):
		a.sentAt = len(r.raw)
		reply(&a.password, a.Password, "password")
	default:
		reply(&a.user, []byte(a.User), "user name")
	}
}

// setup turns paging and folding off in one write, learns from the answer
// whether the device echoes, and confirms the prompt.
func (r *reader) setup(ctx context.Context) *Error {
	for range 2 {
		lines := setupFor(r.prompt)
		before := r.prompt
		r.open(r.time.MaxCommand)
		if err := r.put(ctx, lines...); err != nil {
			return r.failed(err)
		}
		typed := false
		o := r.await(ctx, r.began.Add(r.time.FirstPrompt), r.time.FirstPrompt, func(quiet time.Duration) (bool, time.Duration) {
			if !typed && r.talkedOver(len(lines), quiet) {
				typed = true
				_ = r.put(ctx, "")
			}
			return r.setUp(len(lines), quiet)
		})
		r.learn(lines)
		rec := transcript.Record{Kind: transcript.Setup, Command: strings.Join(lines, " ; "), Sent: []byte(strings.Join(lines, "\n") + "\n"), BodyEnd: len(r.raw), State: stateOf(o)}
		if o == done {
			_, rec.BodyEnd = lastLine(r.raw)
			if why := refused(r.raw[:rec.BodyEnd]); why != "" {
				rec.Notes = append(rec.Notes, "the set-up was refused in part: "+why)
			}
		}
		r.record(rec)
		if e := r.why(o, "confirming the prompt"); e != nil {
			return e
		}
		if setupFor(before)[0] == setupFor(r.prompt)[0] {
			break
		}
	}
	return nil
}

// setUp reports whether as many prompts came as lines were sent. A prompt that
// is not the one learned is taken when it stays: what was learned stood in a
// message of the day.
func (r *reader) setUp(lines int, quiet time.Duration) (bool, time.Duration) {
	line, _ := lastLine(r.raw)
	trimmed := strings.TrimRight(line, " ")
	// Without an echo the prompts stand behind one another in one line.
	if strings.HasSuffix(trimmed, r.prompt) && bytes.Count(r.raw, []byte(r.prompt)) >= lines {
		return true, 0
	}
	if !isPrompt(line) {
		return false, 2 * r.time.Late
	}
	if settle := 5 * r.time.Settle; quiet < settle {
		return false, settle - quiet
	}
	r.prompt = trimmed
	return true, 0
}

// learn notes whether the set-up was echoed, and whether before its turn.
func (r *reader) learn(lines []string) {
	_, end, _, ok := findEcho(r.raw, lines[0], r.prompt)
	r.echo = ok
	if !ok || len(lines) < 2 {
		return
	}
	start, _, _, second := findEcho(r.raw[end:], lines[1], r.prompt)
	r.typeAhead = second && !bytes.Contains(r.raw[end:end+start], []byte(r.prompt))
}

// failed is the error of a line that could not be sent.
func (r *reader) failed(err error) *Error {
	e := &Error{Cause: CauseLost, Device: r.t.Device, Msg: "the connection ended while a command was sent", Err: err}
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
