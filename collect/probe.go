package collect

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"
)

// probe asks a device whose echo does not tell where an answer ends (it shows
// none, or shows it while it is still answering) whether it waits: an empty line
// is sent when the answer seems to be over. Where nothing but a prompt comes
// back, it was; what else comes belongs to the answer. No pause inside an answer
// is long enough to deceive it.
type probe struct {
	out  bool   // an empty line was sent
	at   int    // length of raw then
	end  int    // where the answer would end
	note string // of that end
}

// proved reports whether the answer of q ends; end is where it seems to.
func (r *reader) proved(ctx context.Context, q *question, end int, note string, quiet time.Duration) (bool, time.Duration) {
	if quiet < r.time.NoEcho {
		if !q.probe.out || r.unexplained(r.raw[q.probe.at:]) {
			return false, r.time.NoEcho - quiet
		}
	}
	if !q.probe.out {
		r.sendProbe(ctx, q, end, note)
		return false, 0
	}
	after := r.raw[q.probe.at:]
	switch {
	case r.prompt.Count(transcript.CleanText(after)) == 0:
		return false, 0 // it does not wait yet
	case !r.unexplained(after):
		q.end = q.probe.end
		if q.probe.note != "" {
			q.notes = append(q.notes, q.probe.note)
		}
		return true, 0
	}
	q.healed = true
	q.notes = append(q.notes, fmt.Sprintf("%d bytes came after what looked like the end", len(after)))
	if r.typeAhead && strings.HasPrefix(string(after), "\r\n") { // the echo of the empty line
		r.raw = append(r.raw[:q.probe.at], after[2:]...)
		for i, c := range q.cuts {
			if c.At > q.probe.at {
				q.cuts[i].At = max(q.probe.at, c.At-2)
			}
		}
	}
	r.sendProbe(ctx, q, r.beforePrompts(), "")
	return false, 0
}

// renumbered reports whether a line is the prompt with other numbers: one that
// counts, or shows the time. Another device has such a name too, so that an empty
// line must bring it again.
func (r *reader) renumbered(ctx context.Context, q *question, end int, line string, quiet time.Duration) (bool, time.Duration) {
	if due := 2 * r.time.Late; quiet < due {
		return false, due - quiet
	}
	if !q.probe.out {
		r.sendProbe(ctx, q, end, "the numbers in the prompt changed, and an empty line showed that the device waits")
		return false, 0
	}
	came := 0
	for text := range strings.SplitSeq(transcript.CleanText(r.raw[q.probe.at:]), "\n") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if came++; screen.Still(text) != screen.Still(line) {
			return false, 0
		}
	}
	if came == 0 {
		return false, 0
	}
	r.prompt.Vary(line)
	q.end, q.notes = q.probe.end, append(q.notes, q.probe.note)
	return true, 0
}

// sendProbe sends an empty line and notes what it is to prove; none goes to a
// question, which then ends the wait.
func (r *reader) sendProbe(ctx context.Context, q *question, end int, note string) {
	q.probe = probe{out: true, at: len(r.raw), end: end, note: note}
	if r.questioned() {
		return
	}
	if err := r.put(ctx, ""); err != nil {
		r.gone = err
	}
}

// beforePrompts is where the prompts at the end of what came begin.
func (r *reader) beforePrompts() int {
	end := len(r.raw)
	for n := end; n > 0; {
		line, at := screen.LastLine(r.raw[:n])
		line = strings.TrimSpace(line)
		switch {
		case line != "" && (r.prompt.IsOwn(line) || strings.TrimSpace(strings.ReplaceAll(line, r.prompt.Text, "")) == ""):
			end = at
		case line != "" && !screen.RoutingEngine.MatchString(line):
			return end
		}
		n = max(0, at-1)
	}
	return end
}
