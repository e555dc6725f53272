package vendors

import (
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// alarm is what a message raises or lowers: a memory of a place.
type alarm struct {
	resource fact.Resource
	scope    fact.Scope
}

// lowering is the last message of one output that lowers an alarm.
type lowering struct {
	output int32
	at     int       // its place among the exceptions
	when   time.Time // zero = it has no time
}

// lowered drops the log's alarms that a later message lowers: of the same memory, or
// of all where it names none; of the same place, or of the whole device. An alarm that
// does not say which memory it means is not lowered by word of another.
func lowered(d *fact.Device) {
	lowers := map[alarm][]lowering{}
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		if e.Kind != fact.OverflowLog || e.Raised != fact.No {
			continue
		}
		key, l := alarm{e.Resource, e.Scope}, lowering{e.Span.Output, i, saidAt(e.Text)}
		if list := lowers[key]; len(list) > 0 && list[len(list)-1].output == l.output {
			list[len(list)-1] = l
			continue
		}
		lowers[key] = append(lowers[key], l)
	}
	if len(lowers) == 0 {
		return
	}
	kept := d.Exceptions[:0:0]
	for i, e := range d.Exceptions {
		over := func(a alarm) bool {
			return slices.ContainsFunc(lowers[a], func(l lowering) bool { return l.after(&e, i) })
		}
		if e.Kind == fact.OverflowLog && e.Raised == fact.Yes &&
			(over(alarm{e.Resource, e.Scope}) || over(alarm{"", e.Scope}) || over(alarm{e.Resource, fact.System()}) || over(alarm{"", fact.System()})) {
			continue
		}
		kept = append(kept, e)
	}
	d.Exceptions = kept
}

// after reports whether a message that lowers came after the i-th, which raises. In one
// answer the order of the lines counts, between two the times of the messages: a log
// may be asked twice, with two filters.
func (l lowering) after(e *fact.Exception, i int) bool {
	if raised := saidAt(e.Text); l.output != e.Span.Output && !raised.IsZero() && !l.when.IsZero() && (raised.Year() == 0) == (l.when.Year() == 0) {
		gap := l.when.Sub(raised)
		if raised.Year() == 0 && gap.Abs() > halfYear { // from December to January
			gap = -gap
		}
		return gap >= 0
	}
	return l.at > i
}

const halfYear = 183 * 24 * time.Hour

// logTime is the time of a message of Cisco, with its year where it prints one.
var logTime = lazyregexp.New(`^(?:[\w/ ]+: ?)?[*.]?(?:(\d{4}) )?([A-Z][a-z]{2}) +(\d{1,2})(?: (\d{4}))? (\d\d:\d\d:\d\d)`)

// saidAt is when a message was logged: in the year 0 where it does not say, zero
// where it has no time.
func saidAt(text string) time.Time {
	m := logTime.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}
	}
	year := m[1] + m[4]
	if year == "" {
		year = "0000"
	}
	at, _ := time.Parse("2006 Jan 2 15:04:05", strings.Join([]string{year, m[2], m[3], m[5]}, " "))
	return at
}

// zones is how far the clock of the reset and that of the log may be apart: neither
// says its zone.
const zones = 14 * time.Hour

// past marks the log's alarms of before the last reset of the device, on systems that
// keep their log over it. Only a message that says its year is dated surely enough, and
// only one that is before it in any zone: an alarm of an hour after it is of now.
func past(d *fact.Device) {
	f, ok := d.Said(fact.FlagLastReset)
	at, _ := f.Value.(string)
	reset, err := time.Parse(time.DateTime, at)
	if !ok || err != nil {
		return
	}
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		if said := saidAt(e.Text); e.Kind == fact.OverflowLog && said.Year() > 2000 && said.Before(reset.Add(-zones)) {
			e.Past = true
		}
	}
}
