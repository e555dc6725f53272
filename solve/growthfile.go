package solve

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ReadGrowth reads a table of the growth of a routing table as potaroo publishes it:
// per line the seconds since 1970 and the number of entries. What can not be (no two
// numbers, no entries, a day that has not come) is named with its line and passed over.
func ReadGrowth(text string, now time.Time) ([]Sample, []error) {
	var out []Sample
	var bad []error
	for i, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		s, err := growthLine(f, now)
		if err != nil {
			bad = append(bad, fmt.Errorf("line %d: %w", i+1, err))
			continue
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Sample) int { return a.At.Compare(b.At) })
	return out, bad
}

func growthLine(f []string, now time.Time) (s Sample, err error) {
	if len(f) < 2 {
		return s, errors.New("not two columns, epoch and entries")
	}
	epoch, err := strconv.ParseFloat(f[0], 64)
	entries, err2 := strconv.ParseFloat(f[1], 64)
	switch {
	case err != nil || err2 != nil || math.IsNaN(epoch) || math.Abs(epoch) > 1e11:
		return s, errors.New("not two numbers, epoch and entries")
	case !(entries > 0) || math.IsInf(entries, 0):
		return s, fmt.Errorf("%s entries", f[1])
	}
	s = Sample{At: time.Unix(int64(epoch), 0).UTC(), Used: entries}
	if s.At.After(now) {
		return s, fmt.Errorf("%s has not come yet", s.At.Format("2006-01-02"))
	}
	return s, nil
}

// FromGrowth fits a table of growth, and gives the trend with the day it is of.
func FromGrowth(samples []Sample, old Trend) (Trend, time.Time, error) {
	past, ok := PastGrowth(samples)
	if !ok {
		return old, time.Time{}, errors.New("it needs three lines over 14 days at least")
	}
	t := old
	t.Entries, t.Year = past.Level, past.Band(1)
	t.Year.Low = max(0, t.Year.Low)
	return t, past.To, nil
}

// WithIPv4 gives the model with another trend of IPv4 from a day on; the table of
// IPv6 is carried to that day.
func (m Model) WithIPv4(t Trend, at time.Time, source string) Model {
	m.IPv6.Entries = m.Entries(m.IPv6, at)
	m.IPv4, m.Anchor, m.Source = t, at, source
	return m
}

// WithIPv6 is WithIPv4 for the other table.
func (m Model) WithIPv6(t Trend, at time.Time, source string) Model {
	m.IPv4.Entries = m.Entries(m.IPv4, at)
	m.IPv6, m.Anchor, m.Source = t, at, source
	return m
}

// Aged gives the model as it is to be believed on a day: over a year old its band is
// wider, by the root of its age in whole days, as the band of every forecast here.
func (m Model) Aged(now time.Time) Model {
	age := math.Floor(now.Sub(m.Anchor).Hours()/24) * 24 / Year.Hours()
	if age <= 1 {
		return m
	}
	wide := func(b Band) Band {
		k := math.Sqrt(age)
		return Band{max(0, b.Mid-k*(b.Mid-b.Low)), b.Mid, b.Mid + k*(b.High-b.Mid)}
	}
	m.IPv4.Year, m.IPv6.Year = wide(m.IPv4.Year), wide(m.IPv6.Year)
	return m
}
