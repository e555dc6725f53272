package fleet

import (
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
)

// Out is when the first memory of a device is full.
type Out struct {
	Low, Median, High time.Time // zero = not in sight
	Now               bool      // it is full
	Known             bool
	Pool              safeterm.Text // which memory; "" = not named
}

// outOf reads a verdict. A device that is full needs no date, and one that
// tells nothing has none: unknown is not "not in sight".
func outOf(v *audit.Verdict) Out {
	if v.State == audit.Over {
		o := Out{Now: true, Known: true}
		if len(v.Pools) > 0 {
			o.Pool = safeterm.CleanLine(v.Pools[0].Name)
		}
		return o
	}
	r := v.RunsOut
	if r == nil {
		return Out{}
	}
	return Out{Low: r.Low, Median: r.Median, High: r.High, Known: true, Pool: safeterm.CleanLine(r.Pool)}
}

// Days gives how many days are left, by the median; 0 = full now. false = not
// known. Not in sight counts as the end of what is reckoned with.
func (o Out) Days(now time.Time) (float64, bool) {
	switch {
	case !o.Known:
		return 0, false
	case o.Now:
		return 0, true
	case o.Median.IsZero():
		return far, true
	}
	return max(0, o.Median.Sub(now).Hours()/24), true
}

// far is in days what counts as not in sight.
const far = 36500

// order is the place of o among others: dates first, then what nobody knows, then
// what is not in sight. Less knowledge never looks healthier.
func (o Out) order(now time.Time) float64 {
	const unknown, beyond = 1e6, 2e6
	days, known := o.Days(now)
	switch {
	case !known:
		return unknown
	case o.Median.IsZero() && !o.Low.IsZero():
		low, _ := Out{Known: true, Median: o.Low}.Days(now)
		if low <= 10*365 {
			return unknown - 1e5 + low
		}
		return beyond
	case days > 10*365:
		return beyond
	}
	return days
}

// In says how long it lasts in at most six cells: now, 9 d, 3 mo, 2 y, >10 y, ?.
func (o Out) In(now time.Time) safeterm.Text {
	days, known := o.Days(now)
	switch {
	case !known:
		return "?"
	case o.Now || days < 1:
		return "now"
	case o.Median.IsZero() && !o.Low.IsZero():
		low, _ := Out{Known: true, Median: o.Low}.Days(now)
		return ">" + span(low)
	case days > 10*365:
		return ">10 y"
	}
	return span(days)
}

func span(days float64) safeterm.Text {
	switch {
	case days < 60:
		return safeterm.Sprintf("%d d", int(days))
	case days < 2*365:
		return safeterm.Sprintf("%d mo", int(days/30.4))
	}
	return safeterm.Sprintf("%d y", int(min(10, days/365)))
}

// Words says it in a sentence.
func (o Out) Words() safeterm.Text {
	day := func(t time.Time) string { return t.Format("2006-01") }
	switch {
	case !o.Known:
		return "not known: no memory tells how it grows"
	case o.Now:
		return "now: it is full"
	case o.Low.IsZero():
		return "not in sight"
	case o.Median.IsZero():
		return safeterm.Sprintf("not before %s", day(o.Low))
	case o.High.IsZero():
		return safeterm.Sprintf("about %s (from %s on; it may last much longer)", day(o.Median), day(o.Low))
	case day(o.Low) == day(o.High):
		return safeterm.Sprintf("about %s", day(o.Median))
	}
	return safeterm.Sprintf("about %s (between %s and %s)", day(o.Median), day(o.Low), day(o.High))
}
