package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// words are what a device says instead of a prompt, and what that means.
type words struct {
	re    *lazyregexp.Regexp
	cause Cause
	hint  string
}

// refusing are the words with which a device takes a login and gives no command
// line, or takes no login now (cases of issue 11, point 9).
var refusing = []words{
	{lazyregexp.New(`(?i)^(% ?|error: |aaa )*(authori[sz]ation (failed|denied)|(command |exec )?not authori[sz]ed)`), CauseDenied, "the login stands, and this account gets no command line: allow it an exec session on the AAA server"},
	{lazyregexp.New(`(?i)maximum number of|max(imum)? (sessions?|connections?|users?)|too many|exceeded|limit (is |has been )?reached|not allowed at this time|(lines?|connections|sessions) (are )?(all )?(busy|in use)|no (free|more|available) (lines?|sessions?|vty)`), CauseRefused, "it takes no more sessions now: is a line free?"},
	{lazyregexp.New(`(?i)standby console disabled`), CauseDenied, "this is the console of the engine that stands by: use the address of the active one"},
	{lazyregexp.New(`(?i)account (is )?(currently )?(not available|disabled|locked|expired)`), CauseDenied, "the account is closed there"},
	{lazyregexp.New(`(?i)password (has |is )?(expired|aged out)`), CauseAuth, "log in once by hand and change the password"},
}

// Refusing gives the line among the last of text with which a device refuses a
// session, with what it means; "" where there is none.
func Refusing(text string) (line string, c Cause, hint string) {
	last := lastTexts(text, 4)
	for i := len(last) - 1; i >= 0; i-- {
		for _, w := range refusing {
			if w.re.MatchString(last[i]) {
				return last[i], w.cause, w.hint
			}
		}
	}
	return "", "", ""
}

// lastTexts are the last n lines with text.
func lastTexts(text string, n int) []string {
	lines := strings.Split(text[max(0, len(text)-4096):], "\n")
	var out []string
	for i := len(lines) - 1; i >= 0 && len(out) < n; i-- {
		if t := strings.TrimSpace(lines[i]); t != "" {
			out = append([]string{t}, out...)
		}
	}
	return out
}

// said is e with what the device said last, and what that means.
func said(e *Error, text string) *Error {
	if line, c, hint := Refusing(text); line != "" {
		e.Cause, e.Hint = c, hint
		e.Msg = fmt.Sprintf("it says %.120q", line)
		return e
	}
	if last := lastTexts(text, 1); len(last) > 0 {
		e.Msg += fmt.Sprintf("; the last line is %.80q", last[0])
	}
	return e
}

// saidTo is the first line with text that is neither the command nor a prompt.
func saidTo(prompt, command string, raw []byte) string {
	for line := range strings.SplitSeq(transcript.CleanText(raw), "\n") {
		line = strings.TrimSpace(line)
		if rest := strings.TrimSpace(strings.TrimPrefix(line, prompt)); rest != "" && rest != command && screen.Asks(line) == screen.NoQuestion && !screen.IsPrompt(line) {
			return line
		}
	}
	return ""
}

// timedOut reports whether a wait ended since the time of the whole session was
// over, and not since a person ended the scan.
func timedOut(ctx context.Context) bool { return errors.Is(ctx.Err(), context.DeadlineExceeded) }

// Unanswered is the error of a visit that a question ended: e where the device
// asked nothing.
func Unanswered(e *Error, line string, q screen.Question) *Error {
	if q <= screen.Perhaps {
		return e
	}
	out := *e
	out.Asked = q
	out.Msg = fmt.Sprintf("it asks %.80q", line)
	if _, doing, ok := strings.Cut(e.Msg, " while "); ok {
		out.Msg += " while " + doing
	}
	out.Cause, out.Hint = CauseQuestion, "nothing was typed there: see on the device what it waits for"
	switch q {
	case screen.ForPassword, screen.ForOtherPassword:
		out.Cause, out.Hint = CauseAuth, "nothing was typed there, so that no account is locked out: log in once by hand and see whose password it wants"
	case screen.ForNewPassword:
		out.Cause, out.Hint = CauseAuth, "nothing was typed there: log in once by hand and change the password"
	case screen.ForCode:
		out.Cause, out.Hint = CauseAuth, "nothing was typed there: a second factor has no answer here, use an account without"
	default: // no secret is asked for: the question stands as it is
	}
	return &out
}

// questioned reports whether a question stands where nothing may be typed.
func (r *reader) questioned() bool {
	line, q := screen.Standing(r.raw)
	return q != screen.NoQuestion && !r.prompt.IsOwn(line)
}
