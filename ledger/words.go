package ledger

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/words"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// Amount puts a row's numbers into words. Where the device gives only a
// percentage, or an estimate, it does not make a number of routes of it.
func Amount(r *Row) string {
	used, _ := r.Used.Get()
	capacity, _ := r.Capacity.Get()
	load, ok := r.Load()
	switch {
	case r.Kind == fact.CapPercent || r.Unit == fact.UnitPercent:
		return Percent(used/100) + " used (the device gives a percentage, not a number of routes)"
	case r.Kind == fact.CapGuaranteed:
		return fmt.Sprintf("%s used, %s guaranteed", Count(used), Count(capacity)) + printedFree(r)
	case !ok:
		return "used or capacity unknown"
	case Soft(r.Kind):
		return fmt.Sprintf("%s %s used, about %s of an estimated %s", Count(used), r.Unit, Percent(load), Count(capacity))
	}
	left, _ := r.Left()
	share, _ := r.FreeShare()
	return fmt.Sprintf("%s of %s %s used, %s (%s) free", Count(used), Count(capacity), r.Unit, Count(left), Percent(share))
}

func printedFree(r *Row) string {
	if left, ok := r.Left(); ok && r.FreePrinted() {
		return ", " + Count(left) + " free as printed"
	}
	return ""
}

// Count writes a number with thousands separators: 374,036; halves keep one
// decimal.
func Count(v float64) string {
	return words.Thousands(math.Round(v*10) / 10)
}

// Percent writes a share of one with one decimal: 0.0488 is "4.9 %". What is
// not quite nothing, or not quite all, does not round to it.
func Percent(share float64) string {
	v := share * 100
	s := fmt.Sprintf("%.1f", v)
	switch {
	case s == "0.0" && v > 0:
		s = "less than 0.1"
	case s == "100.0" && v < 100:
		s = "more than 99.9"
	case s == "0.0":
		s = "0"
	case s == "100.0":
		s = "100"
	}
	return s + " %"
}

// RunwayWords says when a memory is full.
func RunwayWords(w solve.Runway) string {
	month := func(t time.Time) string {
		if t.IsZero() {
			return "much later"
		}
		return t.Format("2006-01")
	}
	if w.Low.IsZero() {
		return fmt.Sprintf("not in sight: more than %d years", solve.Far)
	}
	if month(w.Low) == month(w.High) {
		return "full about " + month(w.Median)
	}
	return fmt.Sprintf("full about %s (between %s and %s)", month(w.Median), month(w.Low), month(w.High))
}

// Where names a row and the instance it is about: "lem (0/0/CPU0 npu 1)".
func Where(name string, scope fact.Scope) string {
	if s := scope.String(); s != "" {
		return name + " (" + s + ")"
	}
	return name
}

// ResourceName gives the words for a resource, as they stand in messages.
func ResourceName(resource fact.Resource) string {
	names := map[fact.Resource]string{
		fact.FibIPv4: "IPv4 routes", fact.FibIPv6: "IPv6 routes", fact.FibMPLS: "MPLS labels",
		fact.FibMcastIPv4: "IPv4 multicast routes", fact.FibMcastIPv6: "IPv6 multicast routes",
		fact.FibLEM: "exact-match memory (LEM)", fact.FibLPM: "longest-prefix memory (LPM)",
		fact.FibShared: "routes", fact.FibMemory: "forwarding memory", fact.FibIPv4MPLS: "IPv4 routes and MPLS labels",
		fact.FibIPv6Mcast: "IPv6 and multicast routes", fact.FibETCAMv4: "external TCAM for IPv4", fact.FibETCAMv6: "external TCAM for IPv6",
		fact.Adjacency: "adjacencies", fact.NextHop: "next hops", "": "forwarding memory",
	}
	if n, ok := names[resource]; ok {
		return n
	}
	return string(resource)
}

// EngineNames names engines with their slots.
func EngineNames(list []fact.Engine) string {
	var names []string
	for _, e := range list {
		name := strings.TrimSpace(e.PID)
		if e.Slot != "" {
			name += " (slot " + e.Slot + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// HasWord reports whether a word of letters stands in a text, whatever its case.
func HasWord(text, word string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if w == word {
			return true
		}
	}
	return false
}

// Cells says what a shared pool holds, and how long.
func (v *View) Cells(r *Row) string {
	used, _ := r.Used.Get()
	capacity, ok := r.Capacity.Get()
	if !ok {
		return ""
	}
	s := "; it needs " + Count(used) + " cells of " + Count(capacity)
	if w, known := v.Runway(r); known {
		s += ", " + RunwayWords(w)
	}
	return s
}

// Quoted appends what the device said.
func Quoted(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	return `: "` + text + `"`
}

// ModelWords appends the model, where it is known.
func ModelWords(d *fact.Device) string {
	if d.Identity.Model == "" {
		return ""
	}
	return " (" + d.Identity.Model + ")"
}

// HoldsNot words why what waits must not be reloaded into.
func HoldsNot(why string) string {
	if strings.Contains(why, "not known") || strings.Contains(why, "was not ") {
		return "whether it is large enough is not known (" + why + ")"
	}
	return "it is too small (" + why + ")"
}
