package ledger

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// WithPast is the growth of a resource as the forecast of its memory has it: by the
// device's own past where that counts, so that a change that is proposed lasts as long
// as the forecast says.
func WithPast(v *View, g Growth, resource fact.Resource) Growth {
	g.Own = Pace(v, resource)
	return g
}

// Pace is how fast the entries of a resource grow by the device's own past, in its
// fullest memory; nil where the forecast does not take it, or it is too little to plan by:
// a memory that is full shows only what fitted, unless that is more than the tables tell,
// and a past of less than 90 days or of a few readings must ask for more than the tables
// or the reserve do: it may have its date from its level, and not from its rate.
func Pace(v *View, resource fact.Resource) *Estimate {
	r := fullest(v, resource)
	if r == nil {
		return nil
	}
	f, ok := v.Forecast(r)
	if !ok || f.Basis != ByPast {
		return nil
	}
	load, _ := r.Load()
	fitted := v.full(r) || load >= AllThatFitted
	if fitted && f.Tables == nil || (fitted || f.Own.short()) && f.Tables != nil && f.Tables.Year.Mid > f.Own.Year.Mid {
		return nil
	}
	used, _ := r.Used.Get()
	years := v.Terms.Horizon.Hours() / solve.Year.Hours()
	if f.Tables == nil && f.Own.short() && f.Own.Year.Mid*years <= used*v.Terms.Reserve {
		return nil
	}
	return f.Own
}

// AllThatFitted is the load from which a memory may hold what fitted, and not all that
// there is.
const AllThatFitted = 0.98

// fewReadings are too few to plan by: less than one a month of a year.
const fewReadings = 10

func (e *Estimate) short() bool {
	return time.Duration(e.Days)*24*time.Hour < shortPast || e.Readings < fewReadings
}

// fullest is the row of a resource, or of a region that it shares, with most in use.
func fullest(v *View, resource fact.Resource) (most *Row) {
	with := []fact.Resource{resource}
	switch resource {
	case fact.FibIPv4:
		with = append(with, fact.FibIPv4MPLS)
	case fact.FibIPv6:
		with = append(with, fact.FibIPv6Mcast)
	}
	n := math.Inf(-1)
	for i := range v.Rows {
		r := &v.Rows[i]
		if used, ok := r.Used.Get(); ok && used > n && slices.Contains(with, r.Resource) && len(r.Tables) == 1 {
			most, n = r, used
		}
	}
	return most
}

// Reckoned says how fast the memories of a change grow where that was reckoned by the
// device's own past; "" where none was, or none grows.
func Reckoned(v *View, resources []fact.Resource) string {
	told := map[*Row]bool{}
	var rates []string
	days := math.MaxInt
	for _, resource := range resources {
		r, e := fullest(v, resource), Pace(v, resource)
		if e == nil || told[r] || math.Abs(e.Year.Mid) < 0.5 {
			continue
		}
		told[r], days = true, min(days, e.Days)
		rates = append(rates, solve.Short(r.Resource)+" "+Signed(e.Year.Mid))
	}
	if len(rates) == 0 {
		return ""
	}
	return fmt.Sprintf("reckoned by %d days of its own past: %s a year", days, strings.Join(rates, ", "))
}

// Signed writes a rate with its sign, to three digits.
func Signed(v float64) string {
	sign := "+"
	if v < 0 {
		sign, v = "-", -v
	}
	step := 1.0
	for v/step >= 1000 {
		step *= 10
	}
	return sign + Count(math.Floor(v/step+0.5)*step)
}
