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
		up, ok := uptime(r.steps[i].reading.Identity.Uptime)
		if !ok || r.d.Outputs[i].Part != "" {
			continue
		}
		if up < last && !r.reloadedBetween(at, i) {
			r.d.Events = append(r.d.Events, fact.Event{
				Kind: fact.Reloaded, Scope: fact.System(), Output: i, Span: r.steps[i].reading.Identity.Spans["uptime"],
				Text: "it was reloaded: its uptime is " + r.steps[i].reading.Identity.Uptime + ", and was longer before",
			})
		}
		last, at = up, i
	}
	slices.SortStableFunc(r.d.Events, func(a, b fact.Event) int { return a.Output - b.Output })
}

func (r *replay) reloadedBetween(from, to int) bool {
	return slices.ContainsFunc(r.d.Events, func(e fact.Event) bool {
		return e.Kind == fact.Reloaded && (e.Scope == fact.System() || e.Scope == fact.Scope{}) && e.Output >= from && e.Output <= to
	})
}

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
