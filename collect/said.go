package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
func (r *reader) saidTo(command string, raw []byte) string {
	for line := range strings.SplitSeq(transcript.CleanText(raw), "\n") {
		line = strings.TrimSpace(line)
		if rest := strings.TrimSpace(strings.TrimPrefix(line, r.prompt)); rest != "" && rest != command && Asks(line) == NoQuestion && !isPrompt(line) {
			return line
		}
	}
	return ""
}

// timedOut reports whether a wait ended since the time of the whole session was
// over, and not since a person ended the scan.
func timedOut(ctx context.Context) bool { return errors.Is(ctx.Err(), context.DeadlineExceeded) }
