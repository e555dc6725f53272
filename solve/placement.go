package solve

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Routes is what a DNX chip must place: routes per prefix length with their
// growth, and labels and MAC addresses together.
type Routes struct {
	V4, V6         []float64
	Grow4, Grow6   Growth
	Labels         float64
	Reserve, Least float64 // shares kept free where a growth is not known
}

// Growth is how a histogram grows.
type Growth struct {
	Year, Shock float64 // entries a year, and those that may come at once
	// Tail is the share of the growth that is of TailLen, 24 or 48: chips that
	// place routes by length fill unevenly.
	Tail    float64
	TailLen int
	Known   bool
}

// demand spreads a histogram over memories by at.
func (r *Routes) demand(out map[fact.Resource]Demand, counts []float64, g Growth, at func(length int) fact.Resource) {
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
		d := Demand{Now: n, Spare: n * r.Reserve, Least: n * r.Least}
		if g.Known {
			share := (1 - g.Tail) * n / max(rest, 1)
			if length == g.TailLen {
				share = g.Tail
			}
			shock := g.Shock * n / total
			d = Demand{Now: n, Dated: true, Year: g.Year * share, Spare: shock, Least: shock}
		}
		out[at(length)] = out[at(length)].Add(d)
	}
}

// Loads gives what each memory must hold under a placement.
func (r *Routes) Loads(p *catalog.Placement) map[fact.Resource]Demand {
	out := map[fact.Resource]Demand{}
	r.demand(out, r.V4, r.Grow4, p.V4At)
	r.demand(out, r.V6, r.Grow6, p.V6At)
	if r.Labels > 0 {
		out[fact.FibLEM] = out[fact.FibLEM].Add(Demand{Now: r.Labels, Spare: r.Labels * r.Reserve, Least: r.Labels * r.Least})
	}
	return out
}

// PlacementName is what a placement is called where it has no word of its own.
func PlacementName(p *catalog.Placement) string {
	if p.Carve == "" {
		return p.ID
	}
	return p.Carve
}

// Placements makes the candidates of a class of cards. memories are the
// capacities under every placement that does not bring its own; active names the
// one in use, whose lines must go where another one does not have them.
func Placements(class catalog.Class, active string, memories map[fact.Resource]Memory, r Routes) []Candidate {
	var out []Candidate
	list := catalog.PlacementsOf(class)
	now := slices.IndexFunc(list, func(p catalog.Placement) bool { return Same(PlacementName(&p), active) })
	for _, p := range list {
		c := Candidate{Name: PlacementName(&p), Knob: p.Knob, Caps: maps.Clone(memories), Load: r.Loads(&p), Takes: p.Takes, Source: p.Source}
		for _, name := range slices.Sorted(maps.Keys(p.Caps)) {
			c.Caps[name] = Memory{Capacity: p.Caps[name]}
		}
		if !p.Verified {
			c.Unproven = "it might hold it, but where the routes lie under it was held against no capture"
		}
		var was catalog.Placement
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
func turn(from, to catalog.Placement) []string {
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

// OnClass makes c about the memories of one class of cards: what o gives and loads
// there stands under the name of the class.
func OnClass(c *Candidate, class catalog.Class, o Candidate) {
	caps, load := map[fact.Resource]Memory{}, map[fact.Resource]Demand{}
	for name, m := range c.Caps {
		if classed(name) {
			caps[name] = m
		}
	}
	for name, d := range c.Load {
		if classed(name) {
			load[name] = d
		}
	}
	for name, d := range o.Load {
		load[ofClass(name, class)] = d
	}
	for name, m := range o.Caps {
		caps[ofClass(name, class)] = m
	}
	c.Caps, c.Load = caps, load
}

// ofClass names a memory of the cards of one class; classed reports whether a name is
// of that kind.
func ofClass(memory fact.Resource, class catalog.Class) fact.Resource {
	return memory + classOf + fact.Resource(class)
}

func classed(memory fact.Resource) bool { return strings.Contains(string(memory), classOf) }

const classOf = " of "

// Place chooses the placement that holds the routes, and says which other ones
// would make it worse: somebody will be tempted to try them.
func Place(candidates []Candidate, active string, routes Routes, u Until) Result {
	r := Choose(candidates, active, u)
	now := slices.IndexFunc(candidates, func(c Candidate) bool { return Same(c.Name, active) })
	if r.Outcome == Feasible || now < 0 {
		return r
	}
	limit := tightness(&candidates[now])
	for i := range candidates {
		if c := &candidates[i]; i != now && tightness(c) < limit {
			r.Reason += "; " + c.Name + " makes it worse"
		}
	}
	if r.Outcome == Infeasible {
		r.Reason += help(candidates, routes)
	}
	return r
}

// help says how many of the IPv4 routes would fit under the best placement that is
// proven, and what the labels take.
func help(candidates []Candidate, r Routes) string {
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
func tightness(c *Candidate) float64 {
	tight := math.Inf(1)
	for name, d := range c.Load {
		if m, ok := c.Caps[name]; ok && d.Now > 0 {
			tight = min(tight, m.Room()/d.Now)
		}
	}
	return tight
}
