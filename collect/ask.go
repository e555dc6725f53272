package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/transcript"
)

// question is a command that is being answered.
type question struct {
	cmd      string
	echoed   bool
	searched int          // bytes of raw in which the echo is known not to be
	body     int          // where the answer starts in raw
	end      int          // where it ends; -1 = not known yet
	cuts     []screen.Cut // where pager prompts were cut out
	cutBytes int
	notes    []string
	lost     bool // an echo was due and did not come
	healed   bool // bytes came after what looked like the end
	probe    probe
}

func isForbidden(err error) bool { return errors.Is(err, ErrForbidden) }

// ask runs one command. The record is always in the transcript afterwards; the
// error is that of the session, which is over then.
func (r *reader) ask(ctx context.Context, c Command) (transcript.State, *Error) {
	most := r.time.MaxCommand
	if c.MaxBytes > 0 {
		most = c.MaxBytes
	}
	first := max(r.time.FirstByte, c.Silent)
	total := max(r.time.Command, c.Timeout) + first - r.time.FirstByte
	if err := r.policy.Check(c.Text); err != nil {
		return "", unsent(r.t.Device, err)
	}
	r.open(most)
	q := &question{cmd: c.Text, end: -1}
	if err := r.put(ctx, c.Text); err != nil {
		return r.answered(q, ended), unsent(r.t.Device, err)
	}
	slow := done
	o := r.await(ctx, r.began.Add(total), max(first, r.time.Idle), func(quiet time.Duration) (bool, time.Duration) {
		ok, again := r.atEnd(ctx, q, quiet)
		if ok || !begun(r.raw[min(q.body, len(r.raw)):]) {
			return ok, again
		}
		if quiet >= r.time.Idle {
			slow = silent
			return true, 0
		}
		return false, sooner(again, r.time.Idle-quiet)
	})
	if slow != done {
		o = slow
	}
	e := r.why(o, fmt.Sprintf("%q was answered", c.Text))
	if e != nil && e.Cause == CauseTimeout {
		e.Hint = r.time.raise(o, begun(r.raw[min(q.body, len(r.raw)):]), first, total)
	}
	return r.answered(q, o), e
}

// heading is how much may stand before an answer: "Building configuration..." and
// the line with the time.
const heading = 200

// begun reports whether an answer has more than its heading.
func begun(body []byte) bool { return len(body) > heading }

// sooner is the shorter of two waits; 0 = none.
func sooner(a, b time.Duration) time.Duration {
	if a <= 0 {
		return b
	}
	return min(a, b)
}

// regain reports whether a device can be asked on after an answer that did not
// come in time: it is, where an empty line brings its prompt back. Nothing is
// typed at a question.
func (r *reader) regain(ctx context.Context) bool {
	last := &r.t.Records[len(r.t.Records)-1]
	if r.gone != nil || ctx.Err() != nil || !restsAtLineStart(last.Raw) {
		return false
	}
	r.open(r.time.MaxCommand)
	if r.put(ctx, "") != nil {
		return false
	}
	o := r.await(ctx, r.began.Add(r.time.Command), r.time.FirstByte, func(quiet time.Duration) (bool, time.Duration) {
		line, _ := screen.LastLine(r.raw)
		if !r.prompt.IsOwn(line) {
			return false, 0
		}
		return quiet >= 2*r.time.Late, 2*r.time.Late - quiet
	})
	r.record(transcript.Record{Kind: transcript.Setup, BodyEnd: len(r.raw), State: stateOf(o), Notes: []string{"an empty line, after an answer that did not come in time"}})
	return o == done
}

// atEnd looks at what came and says whether the answer is whole.
func (r *reader) atEnd(ctx context.Context, q *question, quiet time.Duration) (bool, time.Duration) {
	if found, wait := r.seekEcho(q, quiet); !found {
		if wait > 0 {
			return false, wait
		}
		line, at := screen.LastLine(r.raw)
		if !r.prompt.IsOwn(line) {
			return false, 0
		}
		if due := 3 * r.time.Late; quiet < due {
			return false, due - quiet
		}
		q.lost, q.end = true, at
		return true, 0
	}
	body := r.raw[min(q.body, len(r.raw)):]
	line, at := screen.LastLine(body)
	line = strings.TrimRight(line, " ")
	settle := func(d time.Duration, end int, note string) (bool, time.Duration) {
		if quiet < d {
			return false, d - quiet
		}
		if !r.echo || r.typeAhead || q.probe.out { // no accounting by the next echo
			return r.proved(ctx, q, q.body+end, note, quiet)
		}
		if r.questioned() { // the next command would be typed at it
			return false, 0
		}
		q.end = q.body + end
		if note != "" {
			q.notes = append(q.notes, note)
		}
		return true, 0
	}
	switch {
	case line == r.prompt.Text:
		return settle(0, at, "")
	case r.prompt.Varies() && r.prompt.IsOwn(line):
		ok, again := settle(r.time.Glued, at, "")
		if ok {
			r.prompt.Text = line
		}
		return ok, again
	case line != "" && strings.HasSuffix(line, r.prompt.Text):
		end := len(body)
		if i := bytes.LastIndex(body[at:], []byte(r.prompt.Text)); i >= 0 {
			end = at + i
		}
		return settle(r.time.Glued, end, "the prompt stood behind the last line without a line end")
	case screen.IsPrompt(line) && screen.Base(line) == screen.Base(r.prompt.Text) && screen.Base(line) != "":
		if due := 2 * r.time.Late; quiet < due {
			return false, due - quiet
		}
		q.notes = append(q.notes, "the prompt changed from "+r.prompt.Text+" to "+line)
		r.prompt.Text = line
		return settle(0, at, "")
	}
	if !r.prompt.Varies() && r.prompt.IsNumbered(line) {
		return r.renumbered(ctx, q, q.body+at, line, quiet)
	}
	if p, pager := screen.PagerAt(body); pager {
		return r.page(ctx, q, q.body+p, quiet)
	}
	if end, ok := r.messageAfter(body); ok {
		return settle(r.time.Late, end, "messages of the system came after the prompt")
	}
	return r.textBehind(ctx, q, body, quiet)
}

// seekEcho looks for the echo in what was not searched yet; what stands before
// it belongs to the answer before. One that is doubtful is taken when no better
// one comes for a while. A device without an echo has found it.
func (r *reader) seekEcho(q *question, quiet time.Duration) (found bool, wait time.Duration) {
	if !r.echo || q.echoed {
		return true, 0
	}
	from := max(0, q.searched-4*len(q.cmd)-64)
	start, end, doubtful, ok := screen.FindEcho(r.raw[from:], q.cmd, r.prompt.Text)
	switch {
	case !ok:
		q.searched = len(r.raw)
		return false, 0
	case doubtful && quiet < r.time.Late:
		return false, r.time.Late - quiet
	}
	start, end = from+start, from+end
	start = screen.Redrawn(r.raw, start, q.cmd, r.prompt.Text)
	r.giveBack(r.raw[:start])
	r.raw = r.raw[:copy(r.raw, r.raw[start:])]
	q.echoed, q.body = true, end-start
	return true, 0
}

// page answers a pager and cuts its prompt out.
func (r *reader) page(ctx context.Context, q *question, at int, quiet time.Duration) (bool, time.Duration) {
	shown, due := r.raw[at:], r.time.Glued
	var weak []byte
	if line, _ := screen.LastLine(r.raw); screen.IsWeak(line) {
		due, weak = 2*r.time.Late, bytes.Clone(shown)
	}
	if quiet < due {
		return false, due - quiet
	}
	key := screen.KeyFor(shown)
	q.cutBytes += len(r.raw) - at
	for len(q.cuts) > 0 && q.cuts[len(q.cuts)-1].At > at { // they were behind what is cut now
		q.cuts = q.cuts[:len(q.cuts)-1]
	}
	q.cuts = append(q.cuts, screen.Cut{At: at, Weak: weak})
	r.raw = r.raw[:at]
	if at < q.probe.at {
		q.probe = probe{} // what it was to prove is gone
	}
	if err := r.write(ctx, key); err != nil {
		r.gone = err
	}
	return false, 0
}

// messageAfter finds a prompt line that only messages of the system follow.
func (r *reader) messageAfter(body []byte) (end int, ok bool) {
	from := max(0, len(body)-4096)
	from += bytes.IndexByte(body[from:], '\n') + 1
	if len(body) <= 4096 {
		from = 0
	}
	if tail := body[from:]; !r.prompt.Varies() && !bytes.Contains(tail, []byte(r.prompt.Text)) && bytes.IndexByte(tail, 0) < 0 && bytes.IndexByte(tail, '\b') < 0 && bytes.IndexByte(tail, 0x1b) < 0 {
		return 0, false // nothing that cleaning could turn into a prompt
	}
	at, found := -1, false
	for pos := from; pos < len(body); {
		next := len(body)
		if i := bytes.IndexByte(body[pos:], '\n'); i >= 0 {
			next = pos + i + 1
		}
		line := strings.TrimRight(strings.TrimRight(transcript.CleanText(body[pos:next]), "\n"), " ")
		rest, isp := r.prompt.Behind(line)
		switch {
		case isp && (rest == "" || screen.SyslogLine.MatchString(rest)):
			if !found {
				at = pos
			}
			found = found || rest != ""
		case at >= 0 && screen.SyslogLine.MatchString(line):
			found = true
		case line != "":
			at, found = -1, false
		}
		pos = next
	}
	return at, at >= 0 && found
}

// giveBack adds bytes that came before an echo to the answer before it.
func (r *reader) giveBack(pre []byte) {
	if len(pre) == 0 || len(r.t.Records) == 0 {
		return
	}
	prev := &r.t.Records[len(r.t.Records)-1]
	old := len(prev.Raw)
	prev.Raw = append(prev.Raw[:old:old], pre...)
	if !r.unexplained(pre) || prev.Kind == transcript.Login {
		return
	}
	prev.BodyEnd = len(prev.Raw)
	line, at := screen.LastLine(prev.Raw)
	if r.prompt.IsOwn(line) && at >= old {
		prev.BodyEnd = trimEngine(prev.Raw, prev.BodyStart, at)
	}
	if prev.Kind != transcript.Command {
		return
	}
	note, state := fmt.Sprintf("%d bytes came after what looked like the end and were put back", len(pre)), transcript.Healed
	switch {
	case r.typeAhead:
		note, state = "bytes came after what looked like the end, and this device does not show to which command they belong", transcript.Truncated
		if len(r.t.Records) > 1 {
			before := &r.t.Records[len(r.t.Records)-2]
			if before.Kind == transcript.Command && before.State.Whole() {
				before.State, before.Notes = transcript.Truncated, append(before.Notes, "its end may stand in the next answer")
			}
		}
	case prev.State != transcript.Complete:
		state = prev.State
	}
	if prev.State == transcript.Rejected && screen.Refusal(prev.Body()) == "" {
		state = transcript.Healed
	}
	prev.State, prev.Notes = state, append(prev.Notes, note)
}

// unexplained reports whether bytes between an answer and the next echo hold
// more than prompts and messages of the system.
func (r *reader) unexplained(pre []byte) bool {
	for line := range strings.SplitSeq(transcript.CleanText(pre), "\n") {
		line = strings.TrimSpace(line)
		if rest, ok := r.prompt.Behind(line); ok {
			line = strings.TrimSpace(rest)
		}
		if line != "" && !screen.SyslogLine.MatchString(line) && !screen.RoutingEngine.MatchString(line) {
			return true
		}
	}
	return false
}

// answered closes the record of q.
func (r *reader) answered(q *question, o outcome) transcript.State {
	var paged, wiped int
	r.raw, q.end, paged, wiped = screen.Settled(r.raw, q.cuts, q.end)
	q.cutBytes += wiped
	rec := transcript.Record{Kind: transcript.Command, Command: q.cmd, Sent: []byte(q.cmd + "\n"), BodyStart: min(q.body, len(r.raw)), BodyEnd: len(r.raw), State: stateOf(o), Notes: q.notes}
	if o == done {
		rec.BodyEnd = trimEngine(r.raw, rec.BodyStart, max(rec.BodyStart, q.end))
	}
	if paged > 0 {
		rec.Notes = append(rec.Notes, fmt.Sprintf("%d pager prompts were answered and cut out, %d bytes", paged, q.cutBytes))
	}
	switch why := screen.Refusal(r.raw[rec.BodyStart:rec.BodyEnd]); {
	case r.dropped > 0 || len(r.raw) > r.limit+screen.MaxPrompt:
		rec.State, rec.BodyEnd = transcript.TooBig, min(rec.BodyEnd, r.limit)
		rec.Notes = append(rec.Notes, fmt.Sprintf("the answer is larger than %d bytes; %d bytes were not kept", r.limit, r.dropped))
	case o != done:
	case q.lost:
		rec.State = transcript.Truncated
		rec.Notes = append(rec.Notes, "the device did not echo the command: this may be the end of the answer before")
	case why != "":
		rec.State = transcript.Rejected
		rec.Notes = append(rec.Notes, "refused: "+why)
	case paged > 0:
		rec.State = transcript.Paged
	case q.healed:
		rec.State = transcript.Healed
	}
	r.record(rec)
	return rec.State
}

// trimEngine moves the end of an answer before the line that Junos prints over
// its prompt ({master:0}).
func trimEngine(raw []byte, start, end int) int {
	body := raw[start:min(end, len(raw))]
	cut := bytes.TrimRight(body, "\r\n")
	line, at := screen.LastLine(cut)
	if screen.RoutingEngine.MatchString(line) {
		return start + at
	}
	return end
}
