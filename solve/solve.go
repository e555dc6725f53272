// Package solve looks for the smallest valid change of a router's forwarding
// memory that holds a given demand, or proves that there is none.
//
// What goes in: how the memory is divided now, what each family of routes needs
// (entries, reserve included), and the catalog's placement or profiles. What
// comes out: a Result with the configuration lines a person may enter, the
// figures the device will print afterwards, and the arithmetic. It also says how
// fast the tables of the internet grow and when a memory that grows with them is
// full, in straight lines only: every exponential forecast of these tables overshot
// (operators:4.4). The package does no I/O and imports neither audit nor a
// vendor: it knows numbers, not devices.
package solve

import (
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Outcome says what a search ended with.
type Outcome string

// The outcomes.
const (
	Feasible      Outcome = "feasible"
	Infeasible    Outcome = "infeasible"     // proven: no setting of this knob holds the demand
	NotApplicable Outcome = "not-applicable" // the memory has no knob
	Unknown       Outcome = "unknown"        // a number the search needs is not known
)

// Rejected is a setting that was looked at and not taken.
type Rejected struct {
	Name string `json:"name"`
	Why  string `json:"why"`
	// Proven: the reason rests on figures that are walls; else it is only not known
	// to hold.
	Proven bool `json:"-"`
}

// Result is the answer of a solver.
type Result struct {
	Outcome  Outcome
	Keep     bool                      // feasible as it is divided now: nothing to enter
	Name     string                    // the setting that is taken
	Knob     string                    // the name of the catalog's Change
	Commands []string                  // configuration lines in order
	Undo     []string                  // lines that take them back
	Predict  []string                  // what the device prints after the reload
	Caps     map[fact.Resource]float64 // resource -> entries after the change
	Reason   string                    // the arithmetic, in words
	Source   string
	Lasts    string    // how long it lasts, in words
	Until    time.Time // when it is full; zero = no date
	Takes    string    // what it takes from others
	Soft     bool      // it rests on capacities that are no hardware limits
	Others   []Other   // valid settings that were not taken, best first
	Rejected []Rejected
}

// wholeNumber is v as a whole number, v ≥ 0; what no memory could hold is cut to a number
// that none holds either.
func wholeNumber(v float64) int { return int(min(v, 1<<50)) }

// comma writes a whole number with thousands separators: 1,368.
func comma(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return sign + b.String()
}
