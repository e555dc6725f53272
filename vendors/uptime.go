package vendors

import (
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// cameBack adds a reload of the device where its uptime went back between two
// answers and the session shows none. When between the two it was is not known:
// what was said up to the second one is of before.
func (r *replay) cameBack() {
	last, at := time.Duration(-1), 0
	for i := range r.steps {
		up, slack, ok := runs(r.steps[i].reading.Identity.Uptime)
		if !ok || r.d.Outputs[i].Part != "" {
			continue
		}
		if up+slack < last && !r.reloadedBetween(at, i) {
			before := at
			r.d.Events = append(r.d.Events, fact.Event{
				Kind: fact.Reloaded, Scope: fact.System(), Output: i, After: &before, Span: r.steps[i].reading.Identity.Spans["uptime"],
				Text: "it was reloaded: its uptime is " + r.steps[i].reading.Identity.Uptime + ", and was longer before",
			})
		}
		last, at = up, i
	}
	slices.SortStableFunc(r.d.Events, func(a, b fact.Event) int { return a.Output - b.Output })
}

// reloadedBetween reports whether the log shows why an uptime went back: a reload
// of the device, or another processor that speaks since.
func (r *replay) reloadedBetween(from, to int) bool {
	return slices.ContainsFunc(r.d.Events, func(e fact.Event) bool {
		return e.Kind == fact.Reloaded && (e.Whole() || e.Scope.Kind == fact.ScopeSupervisor || e.Scope.Kind == fact.ScopeRP || e.Scope.Kind == fact.ScopeRE) && e.Output >= from && e.Output <= to
	})
}

// runs reads how long a device runs: "3 weeks, 1 day", or "booted 2026-11-24
// 11:20:00 UTC (1d 00:10 ago)", counted to a day far off. slack is what a clock that
// is set moves the second one.
func runs(text string) (d, slack time.Duration, ok bool) {
	since, booted := strings.CutPrefix(text, "booted ")
	if !booted {
		d, ok = uptime(text)
		return d, 0, ok
	}
	f := strings.Fields(since)
	if len(f) < 2 {
		return 0, 0, false
	}
	t, err := time.Parse("2006-01-02 15:04:05", f[0]+" "+f[1])
	return farOff().Sub(t), 2 * time.Minute, err == nil
}

// Booted gives since when a device runs that said uptime at a time; the clock of a
// device that prints the date itself is taken for UTC.
func Booted(uptime string, at time.Time) (time.Time, bool) {
	d, _, ok := runs(uptime)
	switch {
	case !ok || at.IsZero():
		return time.Time{}, false
	case strings.HasPrefix(uptime, "booted "):
		return farOff().Add(-d), true
	}
	return at.Add(-d), true
}

// farOff is the day to which the time since a boot is counted.
func farOff() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

// uptime reads "3 years, 11 weeks, 1 day, 22 hours, 13 minutes"; ok is false for
// anything else.
func uptime(text string) (d time.Duration, ok bool) {
	const day = 24 * time.Hour
	units := map[string]time.Duration{"year": 365 * day, "week": 7 * day, "day": day, "hour": time.Hour, "minute": time.Minute, "second": time.Second}
	f := strings.Fields(strings.ReplaceAll(text, ",", " "))
	if len(f) == 0 || len(f)%2 != 0 {
		return 0, false
	}
	for i := 0; i < len(f); i += 2 {
		n, number := textscan.Number(f[i])
		unit, known := units[strings.TrimSuffix(strings.TrimSuffix(f[i+1], "(s)"), "s")]
		if !number || !known {
			return 0, false
		}
		d += time.Duration(n) * unit
	}
	return d, true
}
