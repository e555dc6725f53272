// Package calendar reads windows and freezes from a calendar in iCalendar (inv:ics).
//
// What goes in: a file or an address. What comes out: an event that comes every week is
// a maintenance window, called by its summary; one that comes once is a freeze. A time
// whose zone is not known covers that time everywhere. What is not understood is a
// warning: a freeze that is not seen would let a router be reloaded.
package calendar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
	"github.com/headroom-audit/headroom/internal/rest"
	"github.com/headroom-audit/headroom/inventory"
)

// Source is a calendar. It has no devices.
type Source struct{ Options rest.Options }

// Name is what it is called.
func (Source) Name() string { return "calendar" }

// Title says what it reads.
func (Source) Title() string { return "the windows and freezes of a calendar" }

// About says what is read.
func (Source) About() string {
	return "An event that comes every week is a window, one that comes once a freeze."
}

// Preset is empty.
func (Source) Preset() string { return "" }

// Takes are what it reads of a query.
func (Source) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantCA, inventory.WantFilter}
}

// maxEvents bounds a calendar.
const maxEvents = 20_000

// Read gives the windows and freezes.
func (s Source) Read(ctx context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := s.raw(ctx, q, here)
	if err != nil {
		return nil, err
	}
	return parse(q.Place, raw, q.Filter)
}

func (s Source) raw(ctx context.Context, q inventory.Query, here inventory.Here) ([]byte, error) {
	if !strings.Contains(q.Place, "://") {
		return here.Open(q.Place)
	}
	o := s.Options
	if q.CA != "" {
		ca, err := here.Open(q.CA)
		if err != nil {
			return nil, fmt.Errorf("ca: %w", err)
		}
		o.CA = ca
	}
	u, err := url.Parse(q.Place)
	if err != nil {
		return nil, errors.New("the address is no URL")
	}
	c, err := rest.New(u.Scheme+"://"+u.Host, o)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Raw(ctx, u.Path, u.Query())
}

// property is one line: name, parameters, value.
type property struct {
	params map[string]string
	value  string
}

type event struct {
	line  int
	props map[string]property
}

// parse reads a calendar.
func parse(place string, raw []byte, filter []string) (*inventory.Inventory, error) {
	events, zone, err := read(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	inv := &inventory.Inventory{Path: place, Windows: map[string]inventory.Window{}}
	for _, e := range events {
		if e.props["STATUS"].value == "CANCELLED" || !wanted(e, filter) {
			continue
		}
		if err := take(inv, e, zone); err != nil {
			inv.Warnings = append(inv.Warnings, fmt.Sprintf("%s:%d: the event %q is not understood: %v", place, e.line, e.summary(), err))
		}
	}
	return inv, nil
}

// wanted reports whether the summary or the categories hold one of the words.
func wanted(e event, filter []string) bool {
	text := strings.ToLower(e.summary() + " " + e.props["CATEGORIES"].value)
	return len(filter) == 0 || slices.ContainsFunc(filter, func(f string) bool { return strings.Contains(text, strings.ToLower(f)) })
}

// read gives the events, and the zone of times that have none of their own.
func read(raw []byte) (events []event, zone string, err error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("BEGIN:VCALENDAR")) {
		return nil, "", errors.New("this is no calendar: it does not begin with BEGIN:VCALENDAR")
	}
	var now *event
	n, nested := 0, 0
	for _, l := range unfold(raw) {
		n = l.line
		name, p, ok := split(l.text)
		switch {
		case !ok:
		case name == "BEGIN" && p.value == "VEVENT":
			now = &event{line: n, props: map[string]property{}}
		case name == "BEGIN" && now != nil:
			nested++
		case name == "END" && nested > 0:
			nested--
		case name == "END" && p.value == "VEVENT" && now != nil:
			if events = append(events, *now); len(events) > maxEvents {
				return nil, "", fmt.Errorf("more than %d events", maxEvents)
			}
			now = nil
		case name == "X-WR-TIMEZONE":
			zone = p.value
		case now != nil && nested == 0:
			now.props[name] = p
		}
	}
	if now != nil || !bytes.HasSuffix(bytes.TrimSpace(raw), []byte("END:VCALENDAR")) {
		return nil, "", fmt.Errorf("line %d: the calendar ends in the middle", n)
	}
	return events, zone, nil
}

type textLine struct {
	text string
	line int
}

// unfold joins lines that begin with a blank to the one before.
func unfold(raw []byte) []textLine {
	var out []textLine
	n := 0
	for line := range bytes.Lines(raw) {
		n++
		s := strings.TrimRight(string(line), "\r\n")
		if len(out) > 0 && len(s) > 0 && (s[0] == ' ' || s[0] == '\t') {
			out[len(out)-1].text += s[1:]
			continue
		}
		out = append(out, textLine{s, n})
	}
	return out
}

// split takes NAME;PARAM=VALUE:VALUE apart.
func split(s string) (name string, p property, ok bool) {
	head, value, ok := strings.Cut(s, ":")
	parts := strings.Split(head, ";")
	p = property{map[string]string{}, value}
	for _, part := range parts[1:] {
		k, v, _ := strings.Cut(part, "=")
		p.params[strings.ToUpper(k)] = strings.Trim(v, `"`)
	}
	return strings.ToUpper(parts[0]), p, ok
}

func (e event) summary() string {
	s := strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ", `\\`, `\`).Replace(e.props["SUMMARY"].value)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80]) + "…"
	}
	return s
}

// moment is a time of an event.
type moment struct {
	at    time.Time
	zone  string // IANA name; "" = not known
	whole bool   // a day
}

// when reads DTSTART or DTEND.
func when(p property, preset string) (moment, error) {
	m := moment{zone: p.params["TZID"]}
	layout, value := "20060102T150405", p.value
	switch {
	case strings.HasSuffix(value, "Z"):
		value, m.zone = strings.TrimSuffix(value, "Z"), "UTC"
	case len(value) == 8:
		layout, m.whole = "20060102", true
		fallthrough
	case m.zone == "":
		m.zone = preset
	}
	loc, err := time.LoadLocation(m.zone)
	if err != nil || m.zone == "" || m.zone == "Local" {
		loc, m.zone = time.UTC, ""
	}
	m.at, err = time.ParseInLocation(layout, value, loc)
	if err != nil {
		return m, fmt.Errorf("%q is no time", p.value)
	}
	return m, nil
}

// take makes a window or a freeze of an event.
func take(inv *inventory.Inventory, e event, zone string) error {
	from, err := when(e.props["DTSTART"], zone)
	if err != nil {
		return err
	}
	to, err := end(e, from, zone)
	if err != nil {
		return err
	}
	if !to.at.After(from.at) {
		return errors.New("it ends when it begins")
	}
	for _, name := range []string{"EXDATE", "RDATE", "RECURRENCE-ID"} {
		if _, ok := e.props[name]; ok {
			return fmt.Errorf("%s is not read", name)
		}
	}
	rule, again := e.props["RRULE"]
	if again {
		return weekly(inv, e, rule.value, from, to)
	}
	f := inventory.Freeze{From: from.at, To: to.at, Reason: e.summary()}
	if from.zone == "" { // that time everywhere: zones reach from UTC-12 to UTC+14
		f.From = f.From.Add(-14 * time.Hour)
	}
	if to.zone == "" {
		f.To = f.To.Add(12 * time.Hour)
	}
	inv.Freezes = append(inv.Freezes, f)
	return nil
}

var duration = lazyregexp.New(`^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)?$`)

// end is DTEND, or the start and DURATION, or the day.
func end(e event, from moment, zone string) (moment, error) {
	if p, ok := e.props["DTEND"]; ok {
		return when(p, zone)
	}
	to := from
	p, ok := e.props["DURATION"]
	m := duration.FindStringSubmatch(p.value)
	switch {
	case ok && m == nil:
		return to, fmt.Errorf("DURATION %q is not read", p.value)
	case ok:
		for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
			n, _ := strconv.Atoi(m[i+1])
			to.at = to.at.Add(time.Duration(n) * unit)
		}
	case from.whole:
		to.at = to.at.AddDate(0, 0, 1)
	}
	return to, nil
}

var unfit = lazyregexp.New(`[^A-Za-z0-9._@+-]+`)

// weekly makes a window of an event that comes every week without an end.
func weekly(inv *inventory.Inventory, e event, rule string, from, to moment) error {
	parts := map[string]string{}
	for part := range strings.SplitSeq(strings.ToUpper(rule), ";") {
		k, v, _ := strings.Cut(part, "=")
		parts[k] = v
	}
	days := parts["BYDAY"]
	daily := parts["FREQ"] == "DAILY" && days == ""
	for k, v := range parts {
		if k != "FREQ" && k != "BYDAY" && k != "WKST" && !(k == "INTERVAL" && v == "1") {
			return fmt.Errorf("the rule %s=%s is not read", k, v)
		}
	}
	name := strings.Trim(unfit.ReplaceAllString(e.summary(), "-"), "-.@+")
	switch {
	case parts["FREQ"] != "WEEKLY" && !daily:
		return fmt.Errorf("only events of every week or day are windows, not FREQ=%s", parts["FREQ"])
	case from.zone == "" || from.whole:
		return errors.New("its zone or its time of day is not known")
	case to.at.Sub(from.at) >= 24*time.Hour:
		return errors.New("a window is shorter than a day")
	case name == "" || name == "none":
		return errors.New("it has no name")
	}
	w := inventory.Window{Name: name, From: from.at.Format("15:04"), To: to.at.In(from.at.Location()).Format("15:04"), Zone: from.zone}
	if days == "" && !daily {
		w.Days = []time.Weekday{from.at.Weekday()}
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		short := strings.ToUpper(d.String()[:2])
		if daily || slices.Contains(strings.Split(days, ","), short) {
			w.Days = append(w.Days, d)
		}
	}
	if len(w.Days) == 0 || days != "" && len(w.Days) != len(strings.Split(days, ",")) {
		return fmt.Errorf("BYDAY=%s is not read", days)
	}
	inv.Windows[name] = w
	return nil
}
