package transcript

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// aloneCommand is a line that holds a command and no prompt: a message of the log
// stood on the prompt, or a paste starts behind it.
var aloneCommand = lazyregexp.New(`^(?i:(?:do |run |admin )?(?:show|sho|sh)) +[a-z][\w\-./]*(?: +[\w\-./:|"^*,\[\]]+){0,8} *$`)

// loose keeps the text [at,end) that stands outside any exchange: blank lines go
// to the record before, a command that is echoed alone makes an exchange of what
// follows, the sections of a tech-support file are records. ends: a prompt
// follows.
func (r *reader) loose(d *device, at, end int, ends bool) {
	text := r.data[at:end]
	if len(bytes.TrimSpace(text)) == 0 {
		r.extend(d, at, end)
		return
	}
	rec := Record{Kind: Loose, State: Complete, Context: r.ctx}
	from, body := at, min(at+r.skip, end)
	r.skip = 0
	for pos := at; pos < end; {
		stop, next := lineEnd(r.data[:end], pos)
		if cmd := commandAlone(r.data[pos:stop]); cmd != "" {
			r.piece(d, rec, from, body, pos)
			rec = Record{Kind: Command, Command: cmd, State: Complete, Context: r.ctx, Notes: []string{"its command stands on a line without a prompt"}}
			from, body = pos, next
			r.questions++
		}
		pos = next
	}
	if !ends {
		rec.State = Truncated
		rec.Notes = append(rec.Notes, noPrompt)
	}
	r.piece(d, rec, from, body, end)
}

// noPrompt is why the last answer of a log may lack something.
const noPrompt = "the log ends without a prompt: there may have been more"

// piece keeps one part of loose text.
func (r *reader) piece(d *device, rec Record, from, body, end int) {
	switch {
	case from >= end:
	case rec.Kind == Loose && len(bytes.TrimSpace(r.data[body:end])) == 0:
		r.extend(d, from, end)
	default:
		r.tech(d, rec, from, body, end)
	}
}

// commandAlone gives the command that a line is, "" where it is something else.
func commandAlone(line []byte) string {
	if len(line) < 6 || len(line) > 160 || !bytes.ContainsAny(line[:1], "SsDdRrAa") {
		return ""
	}
	text := strings.TrimSpace(CleanText(line))
	if !aloneCommand.MatchString(text) {
		return ""
	}
	return text
}
