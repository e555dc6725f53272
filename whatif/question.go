// Package whatif says which routers fall where the tables of the internet are of another
// size, at which size each falls, and what the smallest change is that lasts.
//
// What goes in: verdicts and a Question. What comes out: an Answer, to the number the
// same for the command and the screens. A Fleet is built once from verdicts; Ask costs
// milliseconds for a hundred thousand devices and computes no change, Answer.Fix looks for
// the changes of those that fall. The package is pure: it reads no clock and opens nothing.
package whatif

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/solve"
)

// Question is what is asked. Zero fields ask nothing: the table stays as it was on the
// day a device was read. IPv4, IPv6, Grow and Leak may come together; with Date the
// tables and the memories are those of that day, and a Leak comes on top.
type Question struct {
	IPv4 float64   // routes in the table of the internet
	IPv6 float64   //
	Grow float64   // both tables by this share: 0.1
	Leak float64   // so many IPv4 routes come at once, and go again
	Date time.Time // by the forecast of each memory
}

// Empty reports whether nothing is asked.
func (q *Question) Empty() bool {
	return q.IPv4 == 0 && q.IPv6 == 0 && q.Grow == 0 && q.Leak == 0 && q.Date.IsZero()
}

// Check says what is wrong with a question, nil = nothing.
func (q *Question) Check(now time.Time) error {
	sized := q.IPv4 != 0 || q.IPv6 != 0 || q.Grow != 0
	switch {
	case q.Empty():
		return errors.New("nothing is asked: a size (ipv4, ipv6), a date, a leak or a growth")
	case !q.Date.IsZero() && sized:
		return errors.New("a date has its own sizes: leave ipv4, ipv6 and grow away")
	case !q.Date.IsZero() && !q.Date.After(now):
		return fmt.Errorf("%s has passed", q.Date.Format("2006-01-02"))
	case q.Grow != 0 && (q.IPv4 != 0 || q.IPv6 != 0):
		return errors.New("a growth beside sizes: give one of them")
	case q.IPv4 < 0 || q.IPv6 < 0 || q.Leak < 0 || q.Grow < 0:
		return errors.New("a size, a leak or a growth below zero")
	}
	return nil
}

// most is beyond any table that a router of today could hold.
const most = 1e9

// Size reads a number of routes: 1250000, 1.25M, 300k; also with thousands separators.
func Size(s string) (float64, error) {
	text := strings.ToLower(strings.NewReplacer(",", "", "_", "", " ", "").Replace(s))
	factor := 1.0
	for suffix, f := range map[string]float64{"k": 1e3, "m": 1e6} {
		if rest, ok := strings.CutSuffix(text, suffix); ok {
			text, factor = rest, f
			break
		}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || v < 0 || v*factor > most {
		return 0, fmt.Errorf("%q is no number of routes like 1250000, 1.25M or 300k", s)
	}
	return math.Round(v * factor), nil
}

// Share reads a growth: 10%, or 0.1.
func Share(s string) (float64, error) {
	text, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		v /= 100
	}
	if err != nil || math.IsNaN(v) || v < 0 || v > 100 {
		return 0, fmt.Errorf("%q is no growth like 10%%", s)
	}
	return v, nil
}

// Sizes are those of both tables.
type Sizes struct {
	IPv4 float64 `json:"ipv4"`
	IPv6 float64 `json:"ipv6"`
}

// sized is asked where sizes or a leak are: what nobody asks of stays as it was.
func (q *Question) sized(from, asked Sizes) Sizes {
	to := Sizes{from.IPv4 + q.Leak, from.IPv6}
	if q.IPv4 > 0 {
		to.IPv4 = asked.IPv4
	}
	if q.IPv6 > 0 {
		to.IPv6 = asked.IPv6
	}
	return to
}

// asked gives the tables that a question is about, for a device that was read when they
// were of the sizes from.
func (q *Question) asked(from Sizes, model *solve.Model) Sizes {
	to := from
	switch {
	case !q.Date.IsZero():
		to = Sizes{model.Entries(model.IPv4, q.Date), model.Entries(model.IPv6, q.Date)}
	case q.Grow > 0:
		to = Sizes{from.IPv4 * (1 + q.Grow), from.IPv6 * (1 + q.Grow)}
	default:
		if q.IPv4 > 0 {
			to.IPv4 = q.IPv4
		}
		if q.IPv6 > 0 {
			to.IPv6 = q.IPv6
		}
	}
	to.IPv4 += q.Leak
	return to
}
