package yaml

import (
	"strings"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	_ "time/tzdata" // zones must be the same on every machine that reads the file

	"github.com/headroom-audit/headroom/internal/query"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

const clockPattern = `^([01][0-9]|2[0-3]):[0-5][0-9]$`

var clock = lazyregexp.New(clockPattern)

func dayNames() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

func (l *loader) window(w fileWindow) inventory.Window {
	out := inventory.Window{Name: w.name.s, From: w.From.s, To: w.To.s, Zone: w.Zone.s}
	l.clock("from", w.From)
	l.clock("to", w.To)
	l.zone(w.Zone)
	if w.From.at.set() && w.To.at.set() && w.From.s == w.To.s {
		l.add(w.To.at, "", "the window ends when it starts")
	}
	for _, t := range w.Days.list {
		if day, ok := weekday(t.s); ok {
			out.Days = append(out.Days, day)
			continue
		}
		l.oneOf("day", t, dayNames())
	}
	if w.Days.at.set() && len(w.Days.list) == 0 {
		l.add(w.Days.at, "", "the window has no days")
	}
	return out
}

func weekday(s string) (time.Weekday, bool) {
	for i, name := range dayNames() {
		if s == name {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

func (l *loader) clock(what string, t text) {
	if t.at.set() && !clock.MatchString(t.s) {
		l.add(t.at, `write "02:00" (00:00 to 23:59)`, "%s %q is no time of day", what, t.s)
	}
}

// zone reads an IANA time zone; "Local" is refused, since it means something
// else on every machine.
func (l *loader) zone(t text) *time.Location {
	if !t.at.set() {
		return nil
	}
	loc, err := time.LoadLocation(t.s)
	if err != nil || t.s == "Local" {
		hint := "an IANA name such as Europe/Berlin or UTC"
		if near := query.Nearest(t.s, commonZones()); near != "" {
			hint = `did you mean "` + near + `"?`
		}
		l.add(t.at, hint, "there is no time zone %q", t.s)
		return nil
	}
	return loc
}

// commonZones are offered where a zone is misspelt.
func commonZones() []string {
	return strings.Fields("UTC Europe/London Europe/Paris Europe/Berlin Europe/Amsterdam Europe/Zurich Europe/Vienna Europe/Madrid Europe/Rome " +
		"Europe/Stockholm Europe/Warsaw Europe/Moscow America/New_York America/Chicago America/Denver America/Los_Angeles America/Sao_Paulo " +
		"America/Toronto Asia/Tokyo Asia/Singapore Asia/Hong_Kong Asia/Kolkata Asia/Dubai Australia/Sydney Africa/Johannesburg Pacific/Auckland")
}

func (l *loader) freeze(f fileFreeze) inventory.Freeze {
	loc := l.zone(f.Zone)
	out := inventory.Freeze{Reason: f.Reason.s}
	from, _, okFrom := l.moment("from", f.From, f.Zone, loc)
	to, whole, okTo := l.moment("to", f.To, f.Zone, loc)
	if whole {
		to = to.AddDate(0, 0, 1)
	}
	if okFrom && okTo && !to.After(from) {
		l.add(f.To.at, "", "the freeze ends before it starts")
	}
	for _, t := range f.Sites.list {
		if l.refers("site", t, l.sites) {
			out.Sites = append(out.Sites, t.s)
		}
	}
	out.From, out.To = from, to
	return out
}

// moment reads a date, or a date and time. whole = a day without time. A text
// without offset needs the zone.
func (l *loader) moment(what string, t, zone text, loc *time.Location) (when time.Time, whole, ok bool) {
	if !t.at.set() {
		return when, false, false
	}
	if when, err := time.Parse(time.RFC3339, t.s); err == nil {
		return when, false, true
	}
	in := loc
	if in == nil {
		in = time.UTC
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02T15:04"} {
		when, err := time.ParseInLocation(layout, t.s, in)
		if err != nil {
			continue
		}
		if !zone.at.set() {
			l.add(t.at, "add zone: Europe/Berlin, or write 2026-12-20T18:00:00+01:00", "%s has no time zone", what)
			return when, false, false
		}
		return when, layout == "2006-01-02", loc != nil
	}
	l.add(t.at, `write 2026-12-20, "2026-12-20 18:00" or 2026-12-20T18:00:00+01:00`, "%s %q is no date", what, t.s)
	return when, false, false
}
