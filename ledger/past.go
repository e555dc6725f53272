package ledger

import (
	"fmt"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Memory names a row over time.
type Memory struct {
	Resource fact.Resource
	Name     string
	Unit     fact.Unit
	Instance string
}

// MemoryOf gives the name of a row.
func MemoryOf(p *Pool) Memory { return Memory{p.Resource, p.Name, p.Unit, p.Scope.String()} }

// Basis is what a date rests on.
type Basis string

// The bases of a date.
const (
	ByPast   Basis = "past"   // the device's own readings
	ByTables Basis = "tables" // the growth of the tables of the internet
)

// Forecast is when one memory is full: by the device's own past, by the tables of the
// internet, and which of the two counts.
type Forecast struct {
	Runway solve.Runway
	Basis  Basis
	Reason string // why this basis
	Own    *Estimate
	Tables *Estimate
}

// Estimate is one way to reckon when a memory is full.
type Estimate struct {
	Runway   solve.Runway
	Year     solve.Band // entries per year
	Days     int        // of past behind it; 0 for the tables
	Readings int
}

// shortPast is how long a past must be to put a date off that the tables of the
// internet give: a shorter one may bring it nearer only. It is how soon a full memory
// is critical.
const shortPast = 90 * 24 * time.Hour

// fit finds how the memories of the device grow by its own past, today's reading
// included. What was read later than today's is not looked at.
func (v *View) fit() {
	v.pasts = map[Memory]solve.Past{}
	at := v.Measured()
	for i := range v.Rows {
		r := &v.Rows[i]
		readings := v.Terms.Past[MemoryOf(&r.Pool)]
		used, known := r.Used.Get()
		if !known || !Wall(r.Kind) || r.Unit == fact.UnitPercent || len(readings) == 0 {
			continue
		}
		n := 0
		for n < len(readings) && readings[n].At.Before(at.Add(-time.Minute)) {
			n++
		}
		size, _ := r.Capacity.Get()
		all := slices.Concat(readings[:n], []solve.Reading{{At: at, Booted: v.Terms.Booted, Used: used, Cap: size}})
		if past, ok := solve.PastGrowth(solve.Samples(all)); ok {
			past.Level = max(past.Level, used) // a jump may stay
			v.pasts[MemoryOf(&r.Pool)] = past
		}
	}
}

// Forecast gives when a row is full; ok is false where its capacity is no hardware limit or its
// growth is not known.
func (v *View) Forecast(r *Row) (f Forecast, ok bool) {
	used, u := r.Used.Get()
	capacity, k := r.Capacity.Get()
	if !u || !k || !Wall(r.Kind) || r.Unverified || r.Unit == fact.UnitPercent {
		return f, false
	}
	if r.Kind == fact.CapHashed {
		capacity *= v.Terms.HashedFull
	}
	if year, known := v.yearOf(r); known {
		f.Tables = &Estimate{Runway: solve.RunsOut(v.Measured(), used, capacity, year), Year: year}
	}
	if past, known := v.pasts[MemoryOf(&r.Pool)]; known {
		f.Own = &Estimate{Runway: past.RunsOut(capacity), Year: past.Band(1), Days: int(past.To.Sub(past.From).Hours() / 24), Readings: past.Samples}
	}
	return f.choose(v.full(r))
}

// choose takes the device's own past where there is one that may be believed.
func (f Forecast) choose(full bool) (Forecast, bool) {
	switch {
	case f.Own == nil && f.Tables == nil:
		return f, false
	case f.Own == nil:
		f.Basis, f.Reason = ByTables, "less than 14 days of its own past"
	case f.Tables == nil:
		f.Basis, f.Reason = ByPast, fmt.Sprintf("%d days of its own past; the tables of the internet say nothing of it", f.Own.Days)
	case full && sooner(f.Tables.Runway, f.Own.Runway):
		f.Basis, f.Reason = ByTables, "it is full: its own past shows only what fitted"
	case time.Duration(f.Own.Days)*24*time.Hour < shortPast && sooner(f.Tables.Runway, f.Own.Runway):
		f.Basis, f.Reason = ByTables, fmt.Sprintf("%d days of its own past are too few to put the date off", f.Own.Days)
	default:
		f.Basis, f.Reason = ByPast, fmt.Sprintf("%d days of its own past", f.Own.Days)
	}
	f.Runway = f.chosen().Runway
	return f, true
}

func (f *Forecast) chosen() *Estimate {
	if f.Basis == ByPast {
		return f.Own
	}
	return f.Tables
}

// Year gives the growth that the date rests on, in entries per year.
func (f *Forecast) Year() solve.Band { return f.chosen().Year }

// sooner reports whether a is full before b, by the middle of its band.
func sooner(a, b solve.Runway) bool {
	return !a.Median.IsZero() && (b.Median.IsZero() || a.Median.Before(b.Median))
}

// Runway gives when a row is full; ok is false where its capacity is no hardware limit or
// its growth is not known.
func (v *View) Runway(r *Row) (solve.Runway, bool) {
	f, ok := v.Forecast(r)
	return f.Runway, ok
}
