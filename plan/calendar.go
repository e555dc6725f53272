package plan

import (
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/inventory"
)

// lookahead is how far windows are looked for; what finds no place in it is not
// planned, and the plan says so.
const lookahead = 400 * 24 * time.Hour

// slot is one occurrence of a window.
type slot struct{ from, to time.Time }

func (s slot) overlaps(from, to time.Time) bool { return s.from.Before(to) && from.Before(s.to) }

// frozen gives the freeze that a slot falls into at a site, nil where none does.
func frozen(freezes []inventory.Freeze, s slot, site string) *inventory.Freeze {
	for i := range freezes {
		f := &freezes[i]
		if !s.overlaps(f.From, f.To) {
			continue
		}
		if len(f.Sites) == 0 {
			return f
		}
		for _, at := range f.Sites {
			if at == site || site == "" { // a device of unknown site may be there
				return f
			}
		}
	}
	return nil
}

// calendar gives the occurrences of a window that start after now, in its own
// time zone: a window at 02:00 is at 02:00 in summer and in winter.
func calendar(w inventory.Window, now time.Time) ([]slot, error) {
	loc, err := time.LoadLocation(w.Zone)
	if err != nil {
		return nil, fmt.Errorf("window %s: zone %q: %w", w.Name, w.Zone, err)
	}
	from, err := time.Parse("15:04", w.From)
	if err != nil {
		return nil, fmt.Errorf("window %s: from %q: %w", w.Name, w.From, err)
	}
	to, err := time.Parse("15:04", w.To)
	if err != nil {
		return nil, fmt.Errorf("window %s: to %q: %w", w.Name, w.To, err)
	}
	var out []slot
	local := now.In(loc)
	for day := 0; day <= int(lookahead/(24*time.Hour)); day++ {
		start := time.Date(local.Year(), local.Month(), local.Day()+day, from.Hour(), from.Minute(), 0, 0, loc)
		if !on(w.Days, start.Weekday()) || start.Before(now) {
			continue
		}
		next := 0
		if !to.After(from) {
			next = 1
		}
		end := time.Date(local.Year(), local.Month(), local.Day()+day+next, to.Hour(), to.Minute(), 0, 0, loc)
		if end.After(start) { // the hour that a change of the clock leaves out
			out = append(out, slot{start, end})
		}
	}
	return out, nil
}

func on(days []time.Weekday, day time.Weekday) bool {
	for _, d := range days {
		if d == day {
			return true
		}
	}
	return len(days) == 0
}
