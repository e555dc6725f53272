package collect

import (
	"context"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/transcript"
)

// maxFarewell is how many bytes a device may say after it took exit; more is an
// answer that was not over.
const maxFarewell = 512

// leave says exit and waits a moment for the device to close. The echo of exit
// also shows whether the last answer was over.
func (r *reader) leave(ctx context.Context) {
	r.open(r.time.MaxCommand)
	if r.gone != nil {
		return
	}
	_ = r.put(ctx, "exit") // where that fails, what it said before may still be there
	q := &question{cmd: "exit"}
	o := r.await(ctx, r.began.Add(r.time.Idle), r.time.Leave, func(quiet time.Duration) (bool, time.Duration) {
		_, wait := r.seekEcho(q, quiet)
		return false, wait
	})
	rec := transcript.Record{Kind: transcript.Bye, Command: "exit", Sent: []byte("exit\n"), BodyStart: min(q.body, len(r.raw)), BodyEnd: len(r.raw), State: transcript.Complete}
	if o == late {
		rec.State = transcript.Timeout
	}
	said := strings.TrimSpace(transcript.CleanText(r.raw[rec.BodyStart:]))
	switch {
	case r.echo && !q.echoed && r.unexplained(r.raw):
		r.doubt("bytes came after what looked like its end, and the session ended before exit was echoed")
	case len(said) > maxFarewell:
		r.doubt("bytes came after what looked like its end, after the session had been closed")
	}
	r.record(rec)
}

// doubt marks the last answer as perhaps not whole.
func (r *reader) doubt(note string) {
	for i := len(r.t.Records) - 1; i >= 0; i-- {
		rec := &r.t.Records[i]
		if rec.Kind == transcript.Command {
			if rec.State.Whole() {
				rec.State = transcript.Truncated
			}
			rec.Notes = append(rec.Notes, note)
			return
		}
	}
}

// needsEnable reports whether the prompt is that of a user without privileges.
func (r *reader) needsEnable() bool {
	return strings.HasSuffix(r.prompt, ">") && !junosShape.MatchString(r.prompt)
}

// enable raises the privilege, where the inventory asks for it. The secret is
// written after the device asked for it and never recorded.
func (r *reader) enable(ctx context.Context, secret []byte) *Error {
	r.open(r.time.MaxCommand)
	if err := r.put(ctx, "enable"); err != nil {
		return r.failed(err)
	}
	asked := false
	var failed *Error
	o := r.await(ctx, r.began.Add(r.time.FirstPrompt), r.time.Idle, func(quiet time.Duration) (bool, time.Duration) {
		line, _ := lastLine(r.raw)
		trimmed := strings.TrimRight(line, " ")
		switch {
		case askPassword.MatchString(line) && (asked || len(secret) == 0):
			failed = &Error{Cause: CauseAuth, Device: r.t.Device, Msg: "the secret for enable was rejected"}
			return true, 0
		case askPassword.MatchString(line):
			asked = true
			b := append(append(make([]byte, 0, len(secret)+1), secret...), '\n')
			if err := r.write(ctx, b); err != nil {
				r.gone = err
			}
			clear(b)
			r.raw = append(r.raw, '\n')
		case isPrompt(line) && strings.HasSuffix(trimmed, "#"):
			r.prompt = trimmed
			return true, 0
		case asked && trimmed == r.prompt && quiet >= r.time.Late:
			failed = &Error{Cause: CauseAuth, Device: r.t.Device, Msg: "the secret for enable was rejected"}
			return true, 0
		}
		return false, r.time.Late
	})
	r.record(transcript.Record{Kind: transcript.Setup, Command: "enable", BodyEnd: len(r.raw), State: stateOf(o)})
	if failed != nil {
		return failed
	}
	return r.why(o, "enable was answered")
}
