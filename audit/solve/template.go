package solve

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
)

// Templates chooses the named division (SDM template, UFT profile) of a family
// that holds need, resource -> entries, and gives the tightest of these the most
// room. Only profiles of the class count, and only what the catalog has seen; a
// profile that does not say what it gives a resource in need is not taken.
// active is the template in use: it is kept where nothing else is better.
func Templates(f *catalog.Family, class, active string, need map[string]float64) Result {
	var best *catalog.Profile
	r := Result{Outcome: Unknown}
	proven := true
	for i := range f.Profiles {
		p := &f.Profiles[i]
		if p.Class != "" && p.Class != class {
			continue
		}
		why, sure := misfit(p, need)
		if why != "" {
			proven = proven && sure
			r.Rejected = append(r.Rejected, Rejected{p.Name, why})
			continue
		}
		if best == nil || ratio(p, need) > ratio(best, need) || ratio(p, need) == ratio(best, need) && same(p.Name, active) {
			best = p
		}
	}
	switch {
	case best != nil:
		return r.take(f, best, active, need)
	case len(r.Rejected) == 0:
		r.Reason = "the catalog has no proven template of this class"
	case proven:
		r.Outcome = Infeasible
		r.Reason = "none of the " + comma(len(r.Rejected)) + " templates holds it: " + reasons(r.Rejected)
	default:
		r.Reason = "no template is known to hold it: " + reasons(r.Rejected)
	}
	return r
}

func same(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// misfit says why p does not hold need, "" where it does; sure is false where it
// is only not known.
func misfit(p *catalog.Profile, need map[string]float64) (why string, sure bool) {
	if p.Grade == "unverified" {
		return "its figures are not proven", false
	}
	if p.Removed != "" {
		return "removed in " + p.Removed, true
	}
	for _, res := range slices.Sorted(maps.Keys(need)) {
		n := need[res]
		if n <= 0 {
			continue
		}
		have, ok := p.Caps[res]
		switch {
		case !ok:
			why = fmt.Sprintf("what it gives %s is not known", res)
		case have < n:
			return fmt.Sprintf("%s: needs %s, it gives %s", res, comma(int(math.Ceil(n))), comma(int(have))), true
		}
	}
	return why, why == ""
}

// ratio is capacity over need of the tightest resource.
func ratio(p *catalog.Profile, need map[string]float64) float64 {
	tight := math.Inf(1)
	for res, n := range need {
		if n > 0 {
			tight = min(tight, p.Caps[res]/n)
		}
	}
	return tight
}

func (r Result) take(f *catalog.Family, p *catalog.Profile, active string, need map[string]float64) Result {
	r.Outcome, r.Knob, r.Source, r.Caps = Feasible, p.Knob, p.Source, p.Caps
	var fits []string
	for _, res := range slices.Sorted(maps.Keys(need)) {
		if need[res] > 0 {
			fits = append(fits, fmt.Sprintf("%s needs %s of %s", res, comma(int(math.Ceil(need[res]))), comma(int(p.Caps[res]))))
		}
	}
	r.Reason = fmt.Sprintf("template %q: %s", p.Name, strings.Join(fits, ", "))
	if p.Trades != "" {
		r.Reason += "; it takes " + p.Trades
	}
	if same(p.Name, active) {
		r.Keep = true
		return r
	}
	r.lines(f, p.Name)
	r.Predict = []string{fmt.Sprintf("the active template is %q", p.Name)}
	return r
}

func reasons(list []Rejected) string {
	var b []string
	for _, x := range list {
		b = append(b, x.Name+": "+x.Why)
	}
	return strings.Join(b, "; ")
}

// lines fills the template's name into the catalog's commands. Where they ask
// for more than a name, or are not proven, none is given.
func (r *Result) lines(f *catalog.Family, name string) {
	c := f.Change(r.Knob)
	if c == nil || c.Grade == "unverified" {
		r.Reason += "; the lines to enter are not known"
		return
	}
	fill := strings.NewReplacer("{template}", name, "{profile}", name, "{name}", name)
	for _, line := range c.Commands {
		if line = fill.Replace(line); strings.ContainsAny(line, "{}") {
			r.Commands, r.Reason = nil, r.Reason+"; the lines to enter are not known"
			return
		}
		r.Commands = append(r.Commands, line)
	}
	for _, line := range c.Rollback {
		r.Undo = append(r.Undo, fill.Replace(line))
	}
}
