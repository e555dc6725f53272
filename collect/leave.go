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
