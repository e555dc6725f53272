package solve

import (
	"math"
	"time"
)

// Year is the year of these rates.
const Year = time.Duration(365.25 * 24 * float64(time.Hour))

// Band is a figure with its bounds: of rates in entries per year, Low is the
// slowest growth that was observed, High the fastest.
type Band struct{ Low, Mid, High float64 }

// Scale multiplies the band by a factor ≥ 0.
func (b Band) Scale(f float64) Band { return Band{b.Low * f, b.Mid * f, b.High * f} }

// Add adds two bands that move together, as the tables do.
func (b Band) Add(o Band) Band { return Band{b.Low + o.Low, b.Mid + o.Mid, b.High + o.High} }

// Trend is the growth of one table of the default-free zone.
type Trend struct {
	Entries float64 // at the model's anchor
	Year    Band    // entries per year
	Shock   float64 // entries that may come within minutes, and go again: leaks
	// Tail is the share of the growth that is of the longest common prefix, /24
	// or /48: chips that place routes by length fill unevenly.
	Tail float64
}

// Model is the size and the growth of both tables.
type Model struct {
	Anchor time.Time
	IPv4   Trend
	IPv6   Trend
	Source string
}

// DefaultModel is the model of the catalog's day. Sizes, slopes and shocks:
// operators:4.5 (anchor 2026-07-12; the slopes are the extremes and the
// middle of what was observed) and 4.3 (leaks of 15,000 to 22,000 routes). Tails:
// measured on whole tables by length, 2019 to 2024 (IPv4) and 2021 to 2024 (IPv6):
// filter:1.3; unions of 2023 to 2026 give 0.85 for /24.
func DefaultModel() Model {
	return Model{
		Anchor: time.Date(2026, 7, 12, 0, 0, 0, 0, time.UTC),
		IPv4:   Trend{Entries: 1_064_295, Year: Band{20_000, 48_500, 65_000}, Shock: 25_000, Tail: 0.78},
		IPv6:   Trend{Entries: 256_046, Year: Band{15_000, 27_000, 45_000}, Shock: 5_000, Tail: 0.45},
		Source: "operators:4.5: linear, anchor 2026-07-12",
	}
}

// Entries gives the size of a table of the model at a time, by its middle rate.
func (m Model) Entries(l Trend, at time.Time) float64 {
	return max(0, l.Entries+l.Year.Mid*at.Sub(m.Anchor).Hours()/Year.Hours())
}

// Runway is when a memory is full: Low with the fastest growth, High with the
// slowest. A zero time is more than Far years away.
type Runway struct{ Low, Median, High time.Time }

// Far is the number of years beyond which no date is given: it is not in sight.
const Far = 10

// RunsOut gives when used entries reach capacity at a rate per year. Where
// nothing grows all its dates are zero.
func RunsOut(now time.Time, used, capacity float64, rate Band) Runway {
	at := func(year float64) time.Time { return Date(now, Years(used, capacity, year)) }
	return Runway{Low: at(rate.High), Median: at(rate.Mid), High: at(rate.Low)}
}

// Years gives how many years it takes from used to capacity; 0 where it is
// passed, +Inf where it never is.
func Years(used, capacity, year float64) float64 {
	switch {
	case used > capacity:
		return 0
	case year <= 0:
		return math.Inf(1)
	}
	return (capacity - used) / year
}

// Date is now and so many years; the zero time where that is beyond Far.
func Date(now time.Time, years float64) time.Time {
	if years > Far {
		return time.Time{}
	}
	return now.Add(time.Duration(years * float64(Year)))
}
