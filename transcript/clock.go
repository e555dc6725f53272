package transcript

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// stampForms are the ways in which terminal programs write the time before a
// line. A day and month in figures alone are read day first only where dots
// stand between; with slashes nobody can tell.
var stampForms = []string{
	"2006-01-02 15:04:05", "2006/01/02 15:04:05", "2006.01.02 15:04:05", "02.01.2006 15:04:05", "Jan _2 2006 15:04:05", "Mon Jan _2 2006 15:04:05",
}

// stampTime reads a time stamp, zero where it has no year or may mean two days.
// A stamp without a zone is taken for UTC.
func stampTime(s string) time.Time {
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10] + " " + s[11:]
	}
	s = strings.NewReplacer("_", " ", ",", ".").Replace(s)
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "UTC", "Z")), " ")
	s = strings.TrimSuffix(s, "Z")
	for _, zone := range []string{"", "Z07:00", " Z07:00", "-0700"} {
		for _, form := range stampForms {
			if t, err := time.Parse(form+zone, strings.TrimSpace(s)); err == nil {
				return t.UTC()
			}
		}
	}
	return time.Time{}
}

// ByFileTime is what Session["clock"] says where no clock stands in a capture:
// its time is that of the file.
const ByFileTime = "the file's own time"

// Unordered is the key of Session under which a transcript that was put together of
// several files names those, one a line, of which nobody knows which is newer.
const Unordered = "unordered"

// skew is how far a clock inside a capture may run ahead of the file's time: a
// zone that is not known, and a day.
const skew = 38 * time.Hour

// silent is how long a device may say nothing to its log before that speaks
// against the time of the file.
const silent = 30 * 24 * time.Hour

var (
	// showClock is the answer to show clock (IOS, XE, XR, NX-OS) and what `terminal
	// exec prompt timestamp` prints: 10:11:12.123 UTC Mon Jan 6 2020. A star before
	// it says that the clock was never set (ios:1).
	showClock = lazyregexp.New(`^(?:Time source is [\w ]+, )?([*.]?)(\d\d:\d\d:\d\d)(?:\.\d+)? \S+ [A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{4})\s*$`)
	// stampXR stands above the answers of IOS XR, mostly without a year
	// (xr:3).
	stampXR = lazyregexp.New(`^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?:\.\d+)?(?: \S+)?(?: (\d{4}))?\s*$`)
	// stampJunos is what set cli timestamp of Junos puts above an answer.
	stampJunos = lazyregexp.New(`^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d)$`)
	// timeNX stands at the head of show running-config of NX-OS.
	timeNX = lazyregexp.New(`^!Time: [A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$`)
	// currentTime is a line of show system uptime of Junos.
	currentTime = lazyregexp.New(`^\s*Current time: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)`)
	// headTime is what terminal programs write at the head of a log.
	headTime = lazyregexp.New(`(?:PuTTY log (\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d)|Script started on (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))`)
	// messageTime is the time at the head of a log message.
	messageTime = lazyregexp.New(`^[*.:]?(?:\d+: )?[*.]?(?:[\w/]+:)?(?:(\d{4}) )?([A-Z][a-z]{2}) +(\d{1,2}) (?:(\d{4}) )?(\d\d:\d\d:\d\d)`)
)

// Date finds when a capture was made: from the clocks inside it, else from when
// its file was written (zero = not known), and gives its records their times. A
// clock inside always wins: files are copied and checked out. One that runs ahead
// of the file's time is not believed.
func (t *Transcript) Date(file time.Time) {
	if !t.Recorded.IsZero() {
		return
	}
	d := dating{t: t, file: file}
	for i := range t.Records {
		d.record(&t.Records[i])
	}
	switch {
	case !d.now.IsZero():
		t.Recorded = d.now
	case !d.said.IsZero() && (file.IsZero() || file.Sub(d.said) > silent):
		t.Recorded, d.by = d.said, "the newest message of its log"
	case !file.IsZero():
		t.Recorded, d.by = file, ByFileTime
	default:
		return
	}
	if t.Session == nil {
		t.Session = map[string]string{}
	}
	t.Session["clock"] = d.by
}

// dating walks the records of a capture with the latest time that was seen.
type dating struct {
	t    *Transcript
	file time.Time
	now  time.Time // by a clock
	by   string    // which
	sure time.Time // by a clock that says the year
	said time.Time // by the newest message of the device's log
}

// record takes the clocks of one record, and gives it its time.
func (d *dating) record(r *Record) {
	if !r.Start.IsZero() {
		d.see(r.Start, "the time stamps of the terminal", true)
	}
	body := r.Body()
	for n := 0; n < 4 && len(body) > 0; n++ { // clocks stand at the head of an answer
		end, next := lineEnd(body, 0)
		d.line(strings.TrimRight(CleanText(body[:end]), " "), r)
		body = body[next:]
	}
	if r.Kind == Command && isLogQuestion(r.Command) {
		d.newest(r.Body())
	}
	if r.Start.IsZero() {
		r.Start = d.now
	}
}

// line looks for a clock in one line.
func (d *dating) line(line string, r *Record) {
	if len(line) < 15 || len(line) > 160 {
		return
	}
	if m := showClock.FindStringSubmatch(line); m != nil {
		if m[1] != "*" {
			d.see(d.day(m[5], m[3], m[4], m[2], ""), "the clock of the device", true)
		}
		return
	}
	if m := stampXR.FindStringSubmatch(line); m != nil {
		d.see(d.day(m[5], m[2], m[3], m[4], m[1]), "the clock of the device", m[5] != "")
		return
	}
	if m := stampJunos.FindStringSubmatch(line); m != nil {
		d.see(d.day("", m[1], strings.TrimSpace(m[2]), m[3], ""), "the clock of the device", false)
		return
	}
	if m := timeNX.FindStringSubmatch(line); m != nil && r.Kind == Command {
		d.see(d.day(m[4], m[1], m[2], m[3], ""), "the clock of the device", true)
		return
	}
	if m := currentTime.FindStringSubmatch(line); m != nil {
		d.see(stampTime(m[1]), "the clock of the device", true)
		return
	}
	if r.Kind != Loose {
		return
	}
	if m := headTime.FindStringSubmatch(line); m != nil {
		d.see(stampTime(m[1]+m[2]), "the head of the terminal's log", true)
	} else if isMessage(line) && !strings.HasPrefix(line, "*") {
		d.see(d.message(line), "its log messages", false)
	}
}

// see notes the time of a clock that can be right. The first one that says its year
// stands above all that did not: their year was guessed.
func (d *dating) see(at time.Time, by string, dated bool) {
	if at.IsZero() || at.Year() < 2000 || !d.file.IsZero() && at.After(d.file.Add(skew)) {
		return
	}
	if first := dated && d.sure.IsZero(); first || !at.Before(d.now) {
		d.now, d.by = at, by
	}
	if dated {
		d.sure = at
	}
}

// newest notes the time of the last message of a log that was shown whole.
func (d *dating) newest(log []byte) {
	log = bytes.TrimRight(log[max(0, len(log)-4096):], " \r\n")
	at := d.message(CleanText(log[bytes.LastIndexByte(log, '\n')+1:]))
	if !at.IsZero() && at.Year() >= 2000 && at.After(d.said) && (d.file.IsZero() || !at.After(d.file.Add(skew))) {
		d.said = at
	}
}

// isLogQuestion reports whether a command shows the whole log, its end last.
func isLogQuestion(cmd string) bool {
	w := strings.Fields(cmd)
	return !strings.Contains(cmd, "|") && (len(w) > 1 && strings.HasPrefix("logging", w[1]) && len(w[1]) > 2 || len(w) == 3 && w[1] == "log" && w[2] == "messages")
}

// message gives the time at the head of a log message.
func (d *dating) message(line string) time.Time {
	m := messageTime.FindStringSubmatch(line)
	if m == nil {
		return time.Time{}
	}
	return d.day(m[1]+m[4], m[2], m[3], m[5], "")
}

// near is the time without a year that lies next to the clock that says its year.
func (d *dating) near(month, day, clock string) time.Time {
	var best time.Time
	for y := d.sure.Year() - 1; y <= d.sure.Year()+1; y++ {
		at, err := time.Parse("2006 Jan 2 15:04:05", strconv.Itoa(y)+" "+month+" "+day+" "+clock)
		if err == nil && (best.IsZero() || at.Sub(d.sure).Abs() < best.Sub(d.sure).Abs()) {
			best = at
		}
	}
	return best
}

// day makes a time of its parts. Where the year is missing it is the latest that
// is not after the file's time, and in which the day was that day of the week;
// without a time of the file it is not known.
func (d *dating) day(year, month, day, clock, weekday string) time.Time {
	if year != "" {
		at, _ := time.Parse("2006 Jan 2 15:04:05", year+" "+month+" "+day+" "+clock)
		return at
	}
	if !d.sure.IsZero() {
		return d.near(month, day, clock)
	}
	if d.file.IsZero() {
		return time.Time{}
	}
	for y := d.file.Add(skew).Year(); y > d.file.Year()-12; y-- {
		at, err := time.Parse("2006 Jan 2 15:04:05", strconv.Itoa(y)+" "+month+" "+day+" "+clock)
		if err == nil && !at.After(d.file.Add(skew)) && (weekday == "" || at.Format("Mon") == weekday) {
			return at
		}
	}
	return time.Time{}
}
