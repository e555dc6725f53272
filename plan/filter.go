package plan

import (
	"fmt"
	"math"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/solve"
)

// RouteFilter is a part of the tables that fits.
type RouteFilter struct {
	Lengths  map[string]string `json:"lengths"` // family -> the longest prefix that is kept: "/22"
	Routes   float64           `json:"routes"`
	Capacity float64           `json:"capacity"`
	Used     float64           `json:"used"`            // of the capacity, in its unit
	Memory   string            `json:"memory"`          // the one that is fullest then
	Lasts    string            `json:"lasts,omitempty"` // the month in which the reserve may be used up; "" = in no sight
	Basis    string            `json:"basis"`           // whose lengths: device or world
	Lines    []string          `json:"lines,omitempty"` // a pattern with names in capitals to fill in
}

// filters are the one that is advised and the next longer one.
func filters(a *audit.FilterAdvice) []RouteFilter {
	if a == nil || a.Best == nil {
		return nil
	}
	best := routeFilter(a, &a.Best.Cut)
	if len(a.Patterns) > 0 {
		best.Lines = a.Patterns[0].Lines
	}
	out := []RouteFilter{best}
	if a.Best.Next != nil {
		out = append(out, routeFilter(a, a.Best.Next))
	}
	return out
}

func routeFilter(a *audit.FilterAdvice, c *solve.Cut) RouteFilter {
	f := RouteFilter{Lengths: map[string]string{}, Routes: math.Round(c.Routes4 + c.Routes6), Capacity: c.Capacity, Used: math.Round(c.Cells), Memory: c.Room, Basis: "world"}
	if a.Device {
		f.Basis = "device"
	}
	for family, length := range map[string]int{"ipv4": c.IPv4, "ipv6": c.IPv6} {
		if length > 0 {
			f.Lengths[family] = fmt.Sprintf("/%d", length)
		}
	}
	if !c.Edge.Low.IsZero() {
		f.Lasts = c.Edge.Low.Format("2006-01")
	}
	return f
}

// keeps says out of what a pattern keeps routes.
func keeps(where string) string {
	switch where {
	case "rib":
		return "out of RIB and FIB; BGP keeps and advertises them"
	case "fib":
		return "out of the FIB only; the RIB keeps and advertises them"
	}
	return "out of BGP, and so out of RIB and FIB"
}

// filter writes what fits, what goes before, and each way to do it. The lines are
// patterns: a person fills in the names, and they are no command of a step.
func (w *work) filter() {
	a := w.v.Filter
	if a == nil {
		return
	}
	for i, words := range a.Words {
		step := Step{Phase: Do, Why: words}
		if i == 0 {
			step.Source = a.Source
		}
		w.add(step)
	}
	if len(a.Patterns) == 0 {
		return
	}
	for i, words := range a.Order {
		w.add(Step{Phase: Do, Why: fmt.Sprintf("before the filter, %d: %s", i+1, words), Source: a.Source})
	}
	for _, p := range a.Patterns {
		words := "a pattern, the names in capitals are to be filled in; it keeps routes " + keeps(p.Keeps)
		if p.Warns != "" {
			words += ": " + p.Warns
		}
		w.add(Step{Phase: Do, Why: words, Pattern: p.Lines, Unproven: p.Unverified, Source: p.Source})
	}
	for _, words := range a.Loses {
		w.add(Step{Phase: Do, Why: "what is lost: " + words, Source: a.Source})
	}
	for _, command := range a.Patterns[0].Shows {
		w.add(Step{Phase: Do, Command: command, Why: after(a), Source: a.Patterns[0].Source})
	}
}

// after is what must hold when a neighbour is filtered.
func after(a *audit.FilterAdvice) string {
	if a.Best == nil {
		return "after each neighbour: no more routes than were counted on"
	}
	return "after each neighbour: the default is there, and as many routes as were counted on"
}
