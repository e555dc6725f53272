package collect

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// needsEnable reports whether the prompt is that of a user without privileges.
func (r *reader) needsEnable() bool {
	return strings.HasSuffix(r.prompt.Text, ">") && !r.isJunos()
}

// noSecretSet are the words of a device on which enable cannot be had by
// anybody: nothing was asked for, so no secret is at stake.
var noSecretSet = lazyregexp.New(`(?im)^\s*(% ?No password set|% ?Error in authentication)`)

// enabling is what was answered until enable was given or refused.
type enabling struct {
	login        Login // its user answers a question for one
	user, secret bool  // was sent
	sentAt       int   // length of what had come when the secret was sent
	failed       *Error
}

// enable raises the privilege, where the inventory asks for it. The secret is
// written once, after the device asked for it, and never recorded. What comes of
// it but a prompt with privileges is a rejection: it may be one.
func (r *reader) enable(ctx context.Context, l Login) *Error {
	r.open(r.time.MaxCommand)
	if err := r.put(ctx, "enable"); err != nil {
		return unsent(r.t.Device, err)
	}
	a := enabling{login: l}
	o := r.await(ctx, r.began.Add(r.time.FirstPrompt), r.time.Idle, func(quiet time.Duration) (bool, time.Duration) {
		return r.enabled(ctx, &a, quiet), r.time.Late
	})
	line, q := screen.Standing(r.raw)
	said := saidTo(r.prompt.Text, "enable", r.raw[a.sentAt:])
	r.record(transcript.Record{Kind: transcript.Setup, Command: "enable", BodyEnd: len(r.raw), State: stateOf(o)})
	e := r.why(o, "enable was answered")
	switch {
	case a.failed != nil:
		e = a.failed
	case e == nil:
		return nil
	case !a.secret:
		return Unanswered(e, line, q)
	case o == cancelled && !timedOut(ctx): // a person ended the scan
		return e
	default:
		e.Cause, e.Msg = CauseAuth, "no answer came to the secret of enable"
		e.Hint = "taken as a rejection, so that no account is locked out; is its AAA server reachable?"
	}
	if said != "" {
		e.Msg += fmt.Sprintf(": it says %.80q", said)
	}
	e.Device = r.t.Device
	return e
}

// enabled looks at what came since enable was sent, answers a question for user
// or secret, once each, and reports whether it is over.
func (r *reader) enabled(ctx context.Context, a *enabling, quiet time.Duration) bool {
	line, _ := screen.LastLine(r.raw)
	trimmed := strings.TrimRight(line, " ")
	asks := screen.Asks(line)
	if asks == screen.ForOtherPassword && strings.Contains(strings.ToLower(line), "enable") {
		asks = screen.ForPassword
	}
	switch {
	case asks == screen.ForPassword && (a.secret || len(a.login.Password) == 0):
		a.failed = &Error{Cause: CauseAuth, Msg: "the secret for enable was rejected"}
	case asks == screen.ForPassword:
		a.secret, a.sentAt = true, len(r.raw)
		r.reply(ctx, a.login.Password)
	case asks == screen.ForUser && !a.user && !a.secret && a.login.User != "":
		a.user = true
		r.reply(ctx, []byte(a.login.User))
	case strings.HasSuffix(trimmed, "#") && (screen.IsPrompt(line) || screen.Still(strings.TrimRight(trimmed, "#")) == screen.Still(strings.TrimRight(r.prompt.Text, ">"))):
		r.prompt.Text = trimmed
		return true
	case trimmed == r.prompt.Text && quiet >= r.time.Late && a.secret:
		a.failed = &Error{Cause: CauseAuth, Msg: "the secret for enable was rejected"}
	case trimmed == r.prompt.Text && quiet >= r.time.Late && noSecretSet.Match(r.raw):
		a.failed = &Error{Cause: CauseDenied, Msg: "the device gives enable to nobody", Hint: "set an enable secret there, or take enable: out of the inventory for it"}
	}
	return a.failed != nil
}
