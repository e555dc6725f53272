package dnx

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// Routes is what a DNX chip must place: routes per prefix length with their
// growth, and labels and MAC addresses together.
type Routes struct {
	V4, V6         []float64
	Grow4, Grow6   growth
	Labels         float64
	Reserve, Least float64 // shares kept free where a growth is not known
}

// growth is how a histogram grows.
type growth struct {
	Year, Shock float64 // entries a year, and those that may come at once
	// Tail is the share of the growth that is of TailLen, 24 or 48: chips that
	// place routes by length fill unevenly.
	Tail    float64
	TailLen int
	Known   bool
}

// placedAs is a growth whose tail lies in one length.
func placedAs(g ledger.Growth, tail int) growth {
	return growth{Year: g.PerYear().Mid, Shock: g.Line.Shock * g.Copies, Tail: g.Line.Tail, TailLen: tail, Known: g.Known}
}

// demand spreads a histogram over memories by at.
func (r *Routes) demand(out map[fact.Resource]solve.Demand, counts []float64, g growth, at func(length int) fact.Resource) {
	total, rest := 0.0, 0.0
	for length, n := range counts {
		total += n
		if length != g.TailLen {
			rest += n
		}
	}
	for length, n := range counts {
		if n == 0 {
			continue
		}
		d := solve.Demand{Now: n, Spare: n * r.Reserve, Least: n * r.Least}
		if g.Known {
			share := (1 - g.Tail) * n / max(rest, 1)
			if length == g.TailLen {
				share = g.Tail
			}
			shock := g.Shock * n / total
			d = solve.Demand{Now: n, Dated: true, Year: g.Year * share, Spare: shock, Least: shock}
		}
		out[at(length)] = out[at(length)].Add(d)
	}
}

// Loads gives what each memory must hold under a placement.
func (r *Routes) Loads(p *placement) map[fact.Resource]solve.Demand {
	out := map[fact.Resource]solve.Demand{}
	r.demand(out, r.V4, r.Grow4, p.V4At)
	r.demand(out, r.V6, r.Grow6, p.V6At)
	if r.Labels > 0 {
		out[fact.FibLEM] = out[fact.FibLEM].Add(solve.Demand{Now: r.Labels, Spare: r.Labels * r.Reserve, Least: r.Labels * r.Least})
	}
	return out
}

// placementName is what a placement is called where it has no word of its own.
func placementName(p *placement) string {
	if p.Carve == "" {
		return p.ID
	}
	return p.Carve
}

// candidatesOf makes the candidates of a class of cards. memories are the
// capacities under every placement that does not bring its own; active names the
// one in use, whose lines must go where another one does not have them.
func candidatesOf(class catalog.Class, active string, memories map[fact.Resource]solve.Memory, r Routes) []solve.Candidate {
	var out []solve.Candidate
	list := placementsOf(class)
	now := slices.IndexFunc(list, func(p placement) bool { return solve.Same(placementName(&p), active) })
	for _, p := range list {
		c := solve.Candidate{Name: placementName(&p), Knob: p.Knob, Caps: maps.Clone(memories), Load: r.Loads(&p), Takes: p.Takes, Source: p.Source}
		for _, name := range slices.Sorted(maps.Keys(p.Caps)) {
			c.Caps[name] = solve.Memory{Capacity: p.Caps[name]}
		}
		if !p.Verified {
			c.Unproven = "it might hold it, but where the routes lie under it was held against no capture"
		}
		var was placement
		if now >= 0 {
			was = list[now]
		}
		c.Lines, c.Undo = turn(was, p), turn(p, was)
		out = append(out, c)
	}
	return out
}

// turn gives the lines that lead from one placement to another. A line of the
// same knob is replaced by entering the other.
func turn(from, to placement) []string {
	var out []string
	for _, line := range from.Lines {
		if !slices.Contains(to.Lines, line) && (from.Knob != to.Knob || len(to.Lines) == 0 || !strings.HasPrefix(line, to.Knob)) {
			out = append(out, "no "+line)
		}
	}
	for _, line := range to.Lines {
		if !slices.Contains(from.Lines, line) {
			out = append(out, line)
		}
	}
	return out
}

// onClass adds to c the memories of one class of cards: what o gives and loads there,
// under the name of the class.
func onClass(c *solve.Candidate, class catalog.Class, o solve.Candidate) {
	of := " of " + fact.Resource(class)
	for name, d := range o.Load {
		c.Load[name+of] = d
	}
	for name, m := range o.Caps {
		c.Caps[name+of] = m
	}
}

// External reports whether the cards of a class have an external TCAM.
func External(class catalog.Class) bool {
	return class == classNLETCAM || class == classOPETCAM || class == classJ2ETCAM
}

// choose gives the placement that holds the routes, and says which other ones
// would make it worse: somebody will be tempted to try them.
func choose(candidates []solve.Candidate, active string, routes Routes, u solve.Until) solve.Result {
	r := solve.Choose(candidates, active, u)
	now := slices.IndexFunc(candidates, func(c solve.Candidate) bool { return solve.Same(c.Name, active) })
	if r.Outcome == solve.Feasible || now < 0 {
		return r
	}
	limit := tightness(&candidates[now])
	for i := range candidates {
		if c := &candidates[i]; i != now && tightness(c) < limit {
			r.Reason += "; " + c.Name + " makes it worse"
		}
	}
	if r.Outcome == solve.Infeasible {
		r.Reason += help(candidates, routes)
	}
	return r
}

// help says how many of the IPv4 routes would fit under the best placement that is
// proven, and what the labels take.
func help(candidates []solve.Candidate, r Routes) string {
	best, share := "", 0.0
	for i := range candidates {
		if c := &candidates[i]; c.Unproven == "" && tightness(c) > share {
			best, share = c.Name, tightness(c)
		}
	}
	if best == "" || share >= 1 {
		return ""
	}
	total := 0.0
	for _, n := range r.V4 {
		total += n
	}
	s := fmt.Sprintf("; under %s about %s of its %s IPv4 routes would fit today: filter to fewer and a default route, or replace the card", best, words.Thousands(float64(int(total*share)/1000*1000)), words.Thousands(math.Floor(total)))
	if r.Labels > 0.05*total {
		s += fmt.Sprintf("; labels and MAC addresses take %s entries: one label per VRF instead of one per prefix frees most of them", words.Thousands(math.Floor(r.Labels)))
	}
	return s
}

// tightness is capacity over load of the fullest memory.
func tightness(c *solve.Candidate) float64 {
	tight := math.Inf(1)
	for name, d := range c.Load {
		if m, ok := c.Caps[name]; ok && d.Now > 0 {
			tight = min(tight, m.Room()/d.Now)
		}
	}
	return tight
}
