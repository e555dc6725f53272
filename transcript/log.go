package transcript

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// NotALogError says why data is not a terminal log, and where that shows.
type NotALogError struct {
	Line, Col int // from 1; 0 = nowhere in particular
	Msg       string
}

func (e *NotALogError) Error() string { return e.Msg }

// ReadAll takes a transcript file or a terminal log, whichever data is, and gives
// a transcript per device in it.
func ReadAll(data []byte) ([]*Transcript, error) {
	if IsTranscript(data) {
		t, err := Parse(data)
		if err != nil {
			return nil, err
		}
		return []*Transcript{t}, nil
	}
	return parseLogs(data)
}

// Read is ReadAll for data that holds one device.
func Read(data []byte) (*Transcript, error) { return single(ReadAll(data)) }

// ParseLog reads a terminal log of one device.
func ParseLog(data []byte) (*Transcript, error) { return single(parseLogs(data)) }

func single(all []*Transcript, err error) (*Transcript, error) {
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		return nil, &NotALogError{Msg: fmt.Sprintf("it holds %d devices, %s and %s among them", len(all), all[0].Device, all[1].Device)}
	}
	return all[0], nil
}

// parseLogs reads terminal logs as people paste them: a prompt with a command,
// then what the device printed. Every byte of the log is in exactly one record
// of one transcript:
//
//   - a prompt with a command behind it starts a record; the banner over it
//     ({master}, [edit]) belongs to it, an idle prompt to the record before it;
//   - prompts are those of hosts that were asked something in this log; another
//     host is another device, unless it is a new name or a part of the same one
//     (reader.place); what only looks like a prompt stays in the answer;
//   - what stands outside is loose text, or the answer to a command that is
//     echoed alone (loose.go); the sections of a tech-support file are records
//     of their own (tech.go);
//   - an answer that no prompt follows, or that was broken off, is truncated.
func parseLogs(data []byte) ([]*Transcript, error) {
	all, _, err := readLogs(data)
	return all, err
}

// readLogs is parseLogs, and gives the text that was read as well.
func readLogs(data []byte) ([]*Transcript, []byte, error) {
	data = plainBytes(data)
	if LooksBinary(data) {
		return nil, data, binaryAt(data)
	}
	if contentType.Match(bytes.TrimLeft(data[:min(len(data), 400)], "\r\n ")) { // nobody pasted it
		if all, text := backup(data, false); all != nil {
			return all, text, nil
		}
	}
	s := undress(data)
	if all, text := backup(s.data, s.reads > 0); all != nil {
		return all, text, nil
	}
	r := reader{source: s, names: map[string]place{}, engines: map[string]place{}, hosts: seen(s.marks)}
	r.read()
	if r.questions == 0 {
		return nil, data, noPromptIn(data)
	}
	out := make([]*Transcript, 0, len(r.devices))
	for _, d := range r.devices {
		out = append(out, d.t)
	}
	return out, s.data, nil
}

// device is one device of a log while it is read.
type device struct {
	t    *Transcript
	last int // the latest prompt with a name of it
	end  int // where its last record ends in the log
	from int // where its last record starts
}

// place is what a name in a prompt stands for.
type place struct {
	dev  *device
	part string
}

// reader walks the prompts of a log in order.
type reader struct {
	source
	hosts     map[string]*hostSeen
	names     map[string]place
	engines   map[string]place // by the name without -re0
	vdcs      map[string]bool  // that a line of the log names; nil = nobody looked
	devices   []*device
	cur       *device
	questions int
	ctx       Context // of the latest prompt
	said      said    // what the last commands tell of the prompts to come
	cmd       string  // of the record that is open; "" = none is
	at, body  int     // its start and that of its answer
	pos       int     // start of what no record has yet
	skip      int     // bytes of the prompt before loose text at pos
}

func (r *reader) read() {
	for i := range r.marks {
		m := &r.marks[i]
		if r.elsewhere(m) {
			r.away(m)
			continue
		}
		if r.quoted(m) {
			continue
		}
		before, idle := r.cur, r.cmd == ""
		p, ok := r.place(m, idle)
		if !ok {
			continue
		}
		if before == nil {
			before = p.dev
		}
		r.close(before, m.at, m, p.dev == before)
		r.cur, r.ctx = p.dev, Context{Host: m.Host, Part: p.part, Mode: m.Mode}
		if m.Host == "" {
			r.ctx.Host = r.cur.t.Device
		}
		r.said.at(r.ctx)
		r.open(m)
	}
	dev := r.cur
	if dev == nil {
		dev = r.device("", 0)
	}
	r.close(dev, len(r.data), nil, false)
	for _, d := range r.devices {
		if d.t.Device == "" {
			d.t.Device = ownName(d.t)
		}
	}
}

// away ends what is open where a computer's prompt stands: what follows is loose
// until a router speaks again.
func (r *reader) away(m *mark) {
	if r.cur != nil && r.cmd != "" {
		r.close(r.cur, m.at, m, false)
		r.pos, r.skip = m.at, 0
		r.said = said{}
	}
}

// open starts what stands behind an accepted prompt.
func (r *reader) open(m *mark) {
	r.cmd, r.pos, r.skip = "", m.next, 0
	switch {
	case m.rest == "":
		r.extend(r.cur, m.at, m.next)
	case isMessage(m.rest):
		r.pos, r.skip = m.at, m.start-m.at+m.n
	case strings.HasSuffix(m.rest, "^C"):
		r.add(r.cur, Record{Kind: Loose, State: Complete, Notes: []string{"typed and not entered"}}, m.at, m.next, m.next, m.next)
	default:
		r.cmd, r.at, r.body = m.rest, m.at, m.next
		r.said.entered(m.rest)
	}
}

// close ends what is open at byte end: the answer to a command, or text that no
// command printed. m is the prompt that follows, nil at the end of the log; same
// says that it is one of the same device.
func (r *reader) close(dev *device, end int, m *mark, same bool) {
	if r.cmd == "" {
		r.loose(dev, r.pos, end, m != nil)
		return
	}
	rec := Record{Kind: Command, Command: r.cmd, State: Complete, Context: r.ctx}
	stop, why := brokenOff(r.data[r.body:end])
	switch {
	case m != nil && r.said.leaves:
		stop, why = end-r.body, ""
	case m == nil:
		why = noPrompt
	case why == "" && m.pager:
		why = "it was left at the pager"
	case why == "" && !same:
		why = "the prompt of another device follows: there may have been more"
	}
	if why != "" {
		rec.State, rec.Notes = Truncated, []string{why}
	}
	if m == nil {
		stop = end - r.body
	}
	r.questions++
	r.tech(dev, rec, r.at, r.body, r.body+stop)
	r.cmd = ""
	r.loose(dev, r.body+stop, end, m != nil)
}

// add keeps a record of a device: its bytes are [at,end) of the log, its answer
// [body,stop).
func (r *reader) add(d *device, rec Record, at, body, stop, end int) {
	rec.Raw, rec.BodyStart, rec.BodyEnd = r.data[at:end:end], body-at, stop-at
	if rec.Start.IsZero() {
		rec.Start = r.when(at)
	}
	d.t.Records = append(d.t.Records, rec)
	d.from, d.end = at, end
}

// extend gives bytes that say nothing (an idle prompt, blank lines) to the record
// before them.
func (r *reader) extend(d *device, at, end int) {
	if at >= end {
		return
	}
	if n := len(d.t.Records); n > 0 && d.end == at {
		d.t.Records[n-1].Raw, d.end = r.data[d.from:end:end], end
		return
	}
	r.add(d, Record{Kind: Loose, State: Complete, Context: r.ctx}, at, at, at, end)
}

// device is the device of that name, a new one where there is none.
func (r *reader) device(host string, at int) *device {
	d := &device{t: &Transcript{Device: host, Source: "log"}, last: at}
	r.devices = append(r.devices, d)
	return d
}

var (
	messageText = lazyregexp.New(`^[*.:]?(?:\d+: )?[*.]?(?:<\d+>)?(?:[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d|\d{4} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|%[A-Z][A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-7]-|(?:RP|LC|DRP)/\d+/\w+/\w+:[A-Z][a-z]{2} +\d)`)
	lostText    = lazyregexp.New(`^(?:\[?Connection (?:to .* )?(?:closed|reset|lost|timed out)|packet_write_wait|client_loop: |Remote side unexpectedly closed|Write failed: |.*: Broken pipe$|Network error: |\[?Connection to .* closed)`)
)

// isMessage reports whether text behind a prompt is a log message that the device
// printed there.
func isMessage(s string) bool { return messageText.MatchString(s) }

// brokenOff gives where an answer stops, and why it is not whole: it was
// interrupted by a key or by the loss of the connection.
func brokenOff(body []byte) (stop int, why string) {
	tail := body[max(0, len(body)-2000):]
	if mayBeLost(tail) {
		for at := len(body) - len(tail); at < len(body); {
			end, next := lineEnd(body, at)
			if (at == 0 || body[at-1] == '\n') && lostText.MatchString(CleanText(body[at:end])) {
				return at, "the connection ended inside it"
			}
			at = next
		}
	}
	last := lastText(tail)
	if strings.HasSuffix(last, "^C") {
		return len(body), "it was interrupted with ^C"
	}
	if rest, ok := withoutPager(last); ok && rest == "" {
		return len(body), "it was left at the pager"
	}
	return len(body), ""
}

// lastText is the last line of an answer that shows anything: what a terminal
// wiped out does not.
func lastText(tail []byte) string {
	for len(tail) > 0 {
		tail = bytes.TrimRight(tail, "\r\n")
		at := bytes.LastIndexByte(tail, '\n') + 1
		if text := strings.TrimSpace(CleanText(tail[at:])); text != "" {
			return text
		}
		tail = tail[:at]
	}
	return ""
}

// mayBeLost spares nearly all answers the search for lostText.
func mayBeLost(tail []byte) bool {
	for _, w := range [...]string{"onnection ", "packet_write", "client_loop", "Remote side", "Write failed", "Broken pipe", "Network error"} {
		if bytes.Contains(tail, []byte(w)) {
			return true
		}
	}
	return false
}
