package transcript

import (
	"bytes"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// sectionRule matches the lines that divide a tech-support file: dashes (IOS,
// XE, XR), plus signs (XR), backticks (NX-OS), "CMD:" with the time (newer XE,
// ios:1).
var sectionRule = lazyregexp.New("^(?:CMD: '((?:show|dir|more) [^']+)' +\\d\\d:\\d\\d:\\d\\d .*|[-+*=]{4,} *((?:show|sh|admin|display|dir|remote command) [^-+*=].*?) *(?:\\[[^\\]]*\\])? *[-+*=]{4,}|`((?:show|dir|attach|slot) [^`]+)`) *$")

// sectionOf gives the command whose answer follows behind the line, "" where it
// is no rule.
func sectionOf(line []byte) string {
	if len(line) < 8 || len(line) > 250 {
		return ""
	}
	switch line[0] {
	case '-', '+', '*', '=':
		if bytes.IndexByte(line, ' ') < 0 && bytes.IndexByte(line, 's') < 0 {
			return ""
		}
	case '`', 'C':
	default:
		return ""
	}
	m := sectionRule.FindStringSubmatch(CleanText(trimCR(line)))
	if m == nil {
		return ""
	}
	return strings.TrimSpace(strings.Join(m[1:], ""))
}

// sectionTime is the time in the rule of a section, zero where it has none.
func sectionTime(line []byte) time.Time {
	_, clock, _ := bytes.Cut(line, []byte("' "))
	m := showClock.FindStringSubmatch(strings.TrimSpace(CleanText(trimCR(clock))))
	if m == nil {
		return time.Time{}
	}
	at, _ := time.Parse("2006 Jan 2 15:04:05", m[5]+" "+m[3]+" "+m[4]+" "+m[2])
	return at
}

// tech keeps a record, and each section of a tech-support file that its answer
// holds as a record of its own.
func (r *reader) tech(d *device, rec Record, at, body, end int) {
	if rec.Kind == Command && !asksTech(rec.Command) {
		r.add(d, rec, at, body, end, end)
		return
	}
	piece := rec
	piece.State, piece.Notes = Complete, nil
	for pos, first := body, true; pos < end; {
		stop, next := lineEnd(r.data[:end], pos)
		if cmd := sectionOf(r.data[pos:stop]); cmd != "" {
			if !first || len(bytes.TrimSpace(r.data[body:pos])) > 0 { // blank lines over the first rule go with it
				r.add(d, piece, at, body, pos, pos)
				at = pos
			}
			piece = Record{Kind: Command, Command: cmd, State: Complete, Context: rec.Context, Start: sectionTime(r.data[pos:stop])}
			body, first = next, false
			r.questions++
		}
		pos = next
	}
	if piece.Kind != Loose {
		piece.State, piece.Notes = rec.State, rec.Notes
	}
	r.add(d, piece, at, body, end, end)
}

// asksTech reports whether a command prints the answers to many.
func asksTech(cmd string) bool {
	return strings.Contains(cmd, "tech") || strings.Contains(cmd, "support") || strings.HasPrefix(cmd, "request support")
}

// ownNames are how a device names itself in its answers.
var ownNames = lazyregexp.New(`(?m)^(?:hostname "?([\w.\-]+)"?|([\w.\-]+) uptime is |  ?Device name: ([\w.\-]+)|Hostname: ([\w.\-]+)|\s*host-name "?([\w.\-]+)"?;|switchname ([\w.\-]+)|set (?:groups \S+ )?system host-name ([\w.\-]+))`)

// ownName gives the name of a device whose prompt nobody saw, from its own
// answers about itself.
func ownName(t *Transcript) string {
	for i := range t.Records {
		rec := &t.Records[i]
		if rec.Kind != Command || !strings.Contains(rec.Command, "ver") && !strings.Contains(rec.Command, "conf") && !strings.Contains(rec.Command, "run") {
			continue
		}
		if m := ownNames.FindStringSubmatch(rec.Text()); m != nil {
			return strings.Join(m[1:], "")
		}
	}
	return ""
}
