package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
)

// PastScan is an invented daily scan.
type PastScan struct {
	Head     store.Scan
	Readings []store.Reading
}

// Plant is what the invented past of a device holds.
type Plant string

// What is planted.
const (
	Grows     Plant = "grows"     // 5 % of today's use a year
	Steps     Plant = "steps"     // the same, in steps of 1 %
	OneLeak   Plant = "one leak"  // the same, and 5 % more on one day, forty days ago
	Recarved  Plant = "recarved"  // the same; its caps were three quarters of today's until a reload a hundred days ago
	Unread    Plant = "unread"    // the same, with three days on which it was not read
	LeaksNow  Plant = "leaks now" // the same, and 6 % more since today
	plantRate       = 0.05
)

// Planted says what the invented past of the i-th device of a scan holds.
func Planted(i int) Plant {
	return []Plant{Grows, Steps, OneLeak, Recarved, Unread, LeaksNow}[i%6]
}

// Past invents daily scans of before today's, oldest first: each device had the
// memories that it has today, and less in them.
func Past(today []store.Reading, days int, at time.Time) []PastScan {
	out := make([]PastScan, 0, days)
	r := rand.New(rand.NewPCG(uint64(days), 13)) //nolint:gosec // the same past every time, not a secret
	for ago := days; ago > 0; ago-- {
		when := at.AddDate(0, 0, -ago)
		head := store.Scan{
			ID: when.UTC().Format("20060102T150405Z") + fmt.Sprintf("-past%04d", ago), Started: when, Finished: when.Add(time.Minute),
			Version: "demo", Source: "ssh", Planned: len(today),
		}
		scan := PastScan{Head: head}
		for i := range today {
			scan.Readings = append(scan.Readings, before(&today[i], Planted(i), ago, when, r))
		}
		out = append(out, scan)
	}
	return out
}

// before is what a device said so many days ago.
func before(today *store.Reading, plant Plant, ago int, when time.Time, r *rand.Rand) store.Reading {
	past := *today
	past.At, past.Samples = when, slices.Clone(today.Samples)
	past.RunsOut, past.Judged.RunsOut = store.RunsOut{}, ""
	past.Judged.Rules = "demo"
	if today.Judged.Cause != "" {
		return past
	}
	if plant == Unread && ago >= 10 && ago <= 12 {
		past.Judged = store.Judged{State: "FAIL", Action: "investigate", Cause: "unreachable", Rules: "demo", OS: past.Judged.OS}
		past.Samples, past.Booted = nil, time.Time{}
		return past
	}
	if plant == Recarved && !past.Booted.IsZero() {
		past.Booted = today.At.AddDate(0, 0, -recarvedAgo).Add(-time.Hour)
	}
	for !past.Booted.IsZero() && past.Booted.After(when) {
		past.Booted = past.Booted.AddDate(-2, 0, 0)
	}
	for i := range past.Samples {
		earlier(&past.Samples[i], plant, ago, r)
	}
	return past
}

const (
	leakAgo     = 40
	recarvedAgo = 100
)

// earlier makes of what a memory holds today what it held so many days ago.
func earlier(m *store.Sample, plant Plant, ago int, r *rand.Rand) {
	used, known := m.Used.Get()
	if !known || m.Unit == fact.UnitPercent || used < 1000 {
		return
	}
	if limit, ok := m.Cap.Get(); ok && plant == Recarved && ago >= recarvedAgo && m.Kind == fact.CapCarve {
		m.Cap = fact.Derived(math.Round(limit*0.75), fact.Span{}, "invented")
	}
	share := 1 - plantRate*float64(ago)/365
	switch {
	case plant == Steps:
		share = 1 - math.Ceil(plantRate*float64(ago)/365*100)/100
	case plant == OneLeak && ago == leakAgo:
		share += 0.05
	case plant == LeaksNow:
		share -= 0.06
	}
	share += 0.0004 * r.NormFloat64()
	m.Used = fact.Derived(math.Max(0, math.Round(used*share)), fact.Span{}, "invented")
}
