package solve

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Candidate is one setting of a knob, with what it would give and what would lie
// where.
type Candidate struct {
	Name  string
	Knob  string // the name of the catalog's change; "" = nothing to enter
	Lines []string
	Undo  []string
	Caps  map[fact.Resource]Memory // what it gives each memory that is named
	Load  map[fact.Resource]Demand // what each memory would have to hold
	Takes string                   // what it takes from others, in words
	// Refused says why it cannot be had at all; Unproven that its figures are
	// not facts.
	Refused, Unproven string
	Predict           []string // what the device prints after the reload
	Source            string
}

// Other is a valid setting that was not taken.
type Other struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until,omitzero"` // zero = no date
	Lasts string    `json:"lasts"`
	Takes string    `json:"takes,omitempty"`
	Lines []string  `json:"lines,omitempty"`
}

// fit is how one candidate holds the demand.
type fit struct {
	*Candidate
	years float64       // +Inf = no date
	tight fact.Resource // the memory that is full first
	spare float64       // capacity over load of the fullest memory
	taken float64       // share of other memories that it takes away
	dated bool          // the demand of the memory that is full first has a date
	soft  bool          // some capacity is no hardware limit
}

// Choose gives the candidate that holds its load, changes least and lasts to the
// horizon; where none lasts so long, the one that lasts longest. active names the
// one in use, "" where it is not known: it is kept where it lasts. Every other one
// is in Others with its date, or in Rejected with the reason. Infeasible is only
// said where every candidate was refused by figures that are walls, or where the
// active one cannot be bettered.
func Choose(candidates []Candidate, active string, u Until) Result {
	r := Result{Outcome: Unknown, Reason: "no setting is known"}
	var fits []fit
	proven := len(candidates) > 0
	now := slices.IndexFunc(candidates, func(c Candidate) bool { return Same(c.Name, active) })
	for i := range candidates {
		c := &candidates[i]
		f, why, sure := u.fit(c)
		if why != "" {
			proven, r.Soft = proven && sure, r.Soft || f.soft
			r.Rejected = append(r.Rejected, Rejected{c.Name, why, sure})
			continue
		}
		if now >= 0 {
			f.taken, f.Takes = taken(&candidates[now], c)
		}
		fits = append(fits, f)
	}
	slices.SortStableFunc(fits, func(a, b fit) int { return u.better(a, b, active) })
	switch {
	case len(fits) > 0:
		u.take(&r, fits, active)
		if r.Outcome == Infeasible && !proven {
			r.Outcome, r.Reason = Unknown, "nothing is known to last longer: "+strings.TrimPrefix(r.Reason, asWellAsCanBe)+"; "+reasons(r.Rejected)
		}
	case proven:
		r.Outcome, r.Reason = Infeasible, "no setting holds it: "+reasons(r.Rejected)
	case len(r.Rejected) > 0:
		r.Reason = "no setting is known to hold it: " + reasons(r.Rejected)
	}
	return r
}

// fit computes how a candidate holds its load; why is "" where it does, and sure
// where the reason against it rests on figures that are walls.
func (u Until) fit(c *Candidate) (f fit, why string, sure bool) {
	f = fit{Candidate: c, years: math.Inf(1), spare: math.Inf(1), dated: true}
	if c.Refused != "" {
		return f, c.Refused, true
	}
	unknown := ""
	for _, name := range slices.Sorted(maps.Keys(c.Load)) {
		d, m := c.Load[name], c.Caps[name]
		if d.None() {
			continue
		}
		if _, ok := c.Caps[name]; !ok || name == "" {
			unknown = fmt.Sprintf("what it gives %s is not known", Short(name))
			continue
		}
		years := u.lasts(d, m)
		if least := d.Now + d.Least; least > m.Room() || years < u.Worth {
			need := least
			if d.Dated {
				need = max(least, d.At(u.Worth))
			}
			f.soft = m.Soft
			return f, fmt.Sprintf("%s needs %s with reserve, %s can be planned with", Short(name), comma(wholeNumber(math.Ceil(need))), m.words()), !m.Soft || need > m.proof()
		}
		if years < f.years || f.tight == "" {
			f.years, f.tight, f.dated = years, name, d.Dated
		}
		f.spare, f.soft = min(f.spare, m.Room()/max(d.Now, 1)), f.soft || m.Soft
	}
	if unknown == "" && c.Unproven != "" {
		unknown = c.Unproven
	}
	return f, unknown, false
}

// taken gives the share of memories that c takes away against the active setting,
// all shares added up, and says which.
func taken(active, c *Candidate) (share float64, words string) {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(active.Caps)) {
		was, is := active.Caps[name].Capacity, c.Caps[name].Capacity
		if _, told := c.Caps[name]; told && is < was {
			share += (was - is) / was
			list = append(list, fmt.Sprintf("%s from %s to %s", Short(name), comma(wholeNumber(was)), comma(wholeNumber(is))))
		}
	}
	if c.Takes != "" && share == 0 {
		share = 0.001 // something that is not counted here
	}
	if words = strings.Join(list, ", "); c.Takes != "" && words != "" {
		words += "; "
	}
	return share, words + c.Takes
}

// better orders fits, the one to take first.
func (u Until) better(a, b fit, active string) int {
	la, lb := min(a.years, u.Years), min(b.years, u.Years)
	keep := func(f fit) int {
		if Same(f.Name, active) {
			return -1
		}
		return 0
	}
	switch {
	case la != lb:
		return compare(lb, la)
	case u.Roomiest && a.spare != b.spare:
		return compare(b.spare, a.spare)
	case !u.Roomiest && keep(a) != keep(b):
		return keep(a) - keep(b)
	case !u.Roomiest && a.taken != b.taken:
		return compare(a.taken, b.taken)
	case !u.Roomiest && a.toEnter() != b.toEnter():
		return a.toEnter() - b.toEnter()
	case a.years != b.years:
		return compare(b.years, a.years)
	case a.spare != b.spare:
		return compare(b.spare, a.spare)
	}
	return keep(a) - keep(b)
}

// toEnter is how many lines lead to a candidate; lines that nobody knows are more
// than any.
func (f fit) toEnter() int {
	if len(f.Lines) == 0 && f.Knob != "" {
		return math.MaxInt32
	}
	return len(f.Lines)
}

// Holds reports whether a candidate holds its load to the horizon.
func (u Until) Holds(c *Candidate) bool {
	f, why, _ := u.fit(c)
	return why == "" && f.years >= u.Years
}

// Took gives the result for a candidate that a search of the caller's own took, with
// the others beside it, in their order; Unknown where it does not hold its load. What
// it takes from others is counted against the one in use.
func Took(active, c *Candidate, others []Candidate, u Until) Result {
	f, why, _ := u.fit(c)
	if why != "" {
		return Result{Outcome: Unknown, Knob: c.Knob, Reason: why}
	}
	_, f.Takes = taken(active, c)
	r, fits := Result{}, []fit{f}
	for i := range others {
		o, why, sure := u.fit(&others[i])
		if why != "" {
			r.Rejected = append(r.Rejected, Rejected{o.Name, why, sure})
			continue
		}
		_, o.Takes = taken(active, o.Candidate)
		fits = append(fits, o)
	}
	u.take(&r, fits, "")
	return r
}

func compare(a, b float64) int {
	if a < b {
		return -1
	}
	return 1
}

// asWellAsCanBe goes before the arithmetic of an active setting that is kept
// though it does not last.
const asWellAsCanBe = "it is divided as well as it can be: "

// take writes the best fit into the result and the others beside it.
func (u Until) take(r *Result, fits []fit, active string) {
	f := fits[0]
	r.Outcome, r.Knob, r.Source, r.Keep = Feasible, f.Knob, f.Source, Same(f.Name, active)
	r.Name, r.Until, r.Lasts, r.Takes, r.Soft = f.Name, u.date(f), u.words(f), f.Takes, f.soft
	r.Caps = map[fact.Resource]float64{}
	for name, m := range f.Caps {
		r.Caps[name] = m.Capacity
	}
	r.Reason = fmt.Sprintf("%s: %s; %s", f.Name, f.holds(), r.Lasts)
	if f.Takes != "" {
		r.Reason += "; what it costs: " + f.Takes
	}
	if !r.Keep {
		r.Commands, r.Undo, r.Predict = f.Lines, f.Undo, f.predict()
		if len(r.Commands) == 0 && f.Knob != "" {
			r.Reason += "; the lines to enter are not known"
		}
	}
	for _, o := range fits[1:] {
		r.Others = append(r.Others, Other{o.Name, u.date(o), u.words(o), o.Takes, o.Lines})
	}
	if r.Keep && f.years < u.Years {
		// It would be critical before the horizon, and nothing lasts longer.
		r.Outcome, r.Reason = Infeasible, asWellAsCanBe+r.Reason
	}
}

// holds is the arithmetic: what each memory has in use of what it gets.
func (f fit) holds() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(f.Load)) {
		d, m := f.Load[name], f.Caps[name]
		if d.None() {
			continue
		}
		part := fmt.Sprintf("%s %s of %s (%.0f %%)", Short(name), comma(wholeNumber(d.Now)), comma(wholeNumber(m.Capacity)), 100*d.Now/m.Capacity)
		if m.Note != "" {
			part += " " + m.Note
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// predict gives what the device prints afterwards: the candidate's own lines, or
// what will lie in each memory.
func (f fit) predict() []string {
	if len(f.Predict) > 0 {
		return f.Predict
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(f.Load)) {
		if d := f.Load[name]; !d.None() {
			out = append(out, fmt.Sprintf("%s: about %s in use of %s", Short(name), comma(wholeNumber(d.Now)), comma(wholeNumber(f.Caps[name].Capacity))))
		}
	}
	return out
}

func (u Until) date(f fit) time.Time {
	if math.IsInf(f.years, 1) || !f.dated {
		return time.Time{}
	}
	return Date(u.Now, f.years)
}

// words says how long a fit lasts.
func (u Until) words(f fit) string {
	at := u.date(f)
	switch {
	case !at.IsZero():
		return "lasts until " + at.Format("2006-01") + ", when " + Short(f.tight) + " is full"
	case f.dated && f.tight != "" && math.IsInf(f.years, 1):
		return "it holds that, and nothing grows"
	case f.dated && f.tight != "":
		return fmt.Sprintf("lasts more than %d years", Far)
	case f.tight == "":
		return "nothing lies in it"
	}
	d := f.Load[f.tight]
	reserve := d.Least
	if math.IsInf(f.years, 1) {
		reserve = d.Spare
	}
	return fmt.Sprintf("holds today's use and %.0f %% more; how fast %s grows is not known", 100*reserve/max(d.Now, 1), Short(f.tight))
}

// Short is a memory's name without our prefix.
func Short(name fact.Resource) string { return name.InFIB() }

// Same reports whether two names are one setting.
func Same(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

func reasons(list []Rejected) string {
	var b []string
	for _, x := range list {
		b = append(b, x.Name+": "+x.Why)
	}
	return strings.Join(b, "; ")
}
