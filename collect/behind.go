package collect

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"
)

// maxBehind is how much text may stand behind a prompt: a page of tracebacks.
const maxBehind = 64 << 10

// behind is the note of an answer behind whose prompt other text stood.
const behind = "other text came behind the prompt, and an empty line showed that the device waits"

// textBehind finds the last prompt of an answer where text stands behind it that
// no list knows: debugging, tracebacks, words of another user. Only an empty line
// shows whether the device waits, so it is not typed at a question, and not while
// more comes.
func (r *reader) textBehind(ctx context.Context, q *question, body []byte, quiet time.Duration) (bool, time.Duration) {
	if due := 2 * r.time.Late; quiet < due {
		return false, due - quiet
	}
	end, ok := r.lastPrompt(body)
	if !ok || !restsAtLineStart(r.raw) {
		return false, 0
	}
	return r.proved(ctx, q, q.body+end, behind, quiet)
}

// lastPrompt finds the last line that is the prompt, or begins with it.
func (r *reader) lastPrompt(body []byte) (at int, ok bool) {
	for end, least := len(body), max(0, len(body)-maxBehind); end > least; {
		start := bytes.LastIndexByte(body[:end-1], '\n') + 1
		if r.prompt.Varies() || bytes.Contains(body[start:end], []byte(r.prompt.Text)) {
			if _, ok := r.prompt.Behind(transcript.CleanText(body[start:end])); ok {
				return start, true
			}
		}
		end = start
	}
	return 0, false
}

// talkedOver reports whether the set-up of so many lines was answered, and other
// text stands behind its last prompt.
func (r *reader) talkedOver(lines int, quiet time.Duration) bool {
	return quiet >= 2*r.time.Late && r.prompt.Count(string(r.raw)) >= lines && restsAtLineStart(r.raw)
}

// restsAtLineStart reports whether nothing stands in the last line, and the one
// above it asks nothing either.
func restsAtLineStart(raw []byte) bool {
	if line, _ := screen.LastLine(raw); strings.TrimSpace(line) != "" {
		return false
	}
	_, q := screen.Standing(raw)
	return q == screen.NoQuestion
}
