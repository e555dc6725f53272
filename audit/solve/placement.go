package solve

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Place says in which memory a route lies, by the length of its prefix.
type Place struct {
	Lengths map[int]string // prefix length -> memory
	Rest    string         // the memory of all other lengths; "" = unknown
}

// at names the memory of one length.
func (p Place) at(length int) string {
	if m, ok := p.Lengths[length]; ok {
		return m
	}
	return p.Rest
}

// Scheme is the placement that one profile gives: domain/iosxr.md 2.1.2, where
// the arithmetic was within 30 entries of what the hardware held.
type Scheme struct {
	Name   string   // "host-optimized (default)"
	Knob   string   // the name of the catalog's change; "" = the default
	Lines  []string // configuration lines that select it
	V4, V6 Place
	Labels string // the memory of MPLS labels and MAC addresses
	Source string
}

// Memory is one memory of a forwarding chip.
type Memory struct {
	Capacity float64 // entries
	// Plan is the share that may be planned with: 0.95 for a hash, which refuses
	// inserts before it is full (domain/iosxr.md 7 rule 3); 1 else.
	Plan float64
	Note string // "lowest estimate seen", where the capacity floats
	// Soft: the capacity is an estimate or a scale that was tested, no wall. Only
	// a need of several times as much proves that it does not fit.
	Soft bool
}

// softProof is how many times a soft capacity must be exceeded to prove anything.
// On one silicon LPM estimates were seen from 239,664 to 551,346, a factor of
// 2.3 (domain/iosxr.md 2.1.3).
const softProof = 3

// Routes is what must be placed: routes per prefix length, and labels and MAC
// addresses together.
type Routes struct {
	V4, V6 []float64
	Labels float64
}

// Load gives the entries that each memory takes under a scheme.
func (s *Scheme) Load(r Routes) map[string]float64 {
	out := map[string]float64{}
	for length, n := range r.V4 {
		out[s.V4.at(length)] += n
	}
	for length, n := range r.V6 {
		out[s.V6.at(length)] += n
	}
	if r.Labels > 0 {
		out[s.Labels] += r.Labels
	}
	for m, n := range out {
		if n == 0 {
			delete(out, m)
		}
	}
	return out
}

// Placement chooses the scheme that holds routes, grown by reserve, and gives
// the fullest memory the most room. active names the scheme in use, "" where it
// is not known; it is kept where it holds them too.
func Placement(schemes []Scheme, active string, memories map[string]Memory, routes Routes, reserve float64) Result {
	r := Result{Outcome: Unknown, Reason: "no placement of this card is known"}
	var best *Scheme
	room, proven := 0.0, len(schemes) > 0
	for i := range schemes {
		s := &schemes[i]
		load := s.Load(routes)
		why, known := crowded(load, memories, reserve)
		if why != "" {
			proven = proven && known
			r.Rejected = append(r.Rejected, Rejected{s.Name, why})
			continue
		}
		n := spare(load, memories)
		if s.Name == active {
			n = math.Inf(1)
		}
		if best == nil || n > room {
			best, room = s, n
		}
	}
	switch {
	case best != nil:
		r.place(best, active, memories, routes)
	case proven:
		r.Outcome, r.Reason = Infeasible, "no profile holds it: "+reasons(r.Rejected)+worse(schemes, active, memories, routes)
	case len(r.Rejected) > 0:
		r.Reason = "no profile is known to hold it: " + reasons(r.Rejected)
	}
	return r
}

// worse names the schemes under which the fullest memory would overflow by more
// than it does now: somebody will be tempted to try them.
func worse(schemes []Scheme, active string, memories map[string]Memory, routes Routes) string {
	now := slices.IndexFunc(schemes, func(s Scheme) bool { return s.Name == active })
	if now < 0 {
		return ""
	}
	limit := spare(schemes[now].Load(routes), memories)
	out := ""
	for i := range schemes {
		if spare(schemes[i].Load(routes), memories) < limit {
			out += "; " + schemes[i].Name + " makes it worse"
		}
	}
	return out
}

// crowded says which memory does not hold its load, "" where all do; known is
// false where the capacity of one is not known.
func crowded(load map[string]float64, memories map[string]Memory, reserve float64) (why string, known bool) {
	for _, name := range slices.Sorted(maps.Keys(load)) {
		m, ok := memories[name]
		need := load[name] * (1 + reserve)
		switch {
		case name == "" || !ok || m.Capacity <= 0:
			if why == "" {
				why = fmt.Sprintf("the capacity of %q is not known", name)
			}
		case need > m.Capacity*m.Plan:
			return fmt.Sprintf("%s needs %s with reserve, %s can be planned with", name, comma(int(math.Ceil(need))), m.words()), !m.Soft || need > softProof*m.Capacity
		}
	}
	return why, why == ""
}

func (m Memory) words() string {
	s := comma(int(m.Capacity * m.Plan))
	if m.Plan < 1 {
		s += fmt.Sprintf(" (%.0f %% of %s)", m.Plan*100, comma(int(m.Capacity)))
	}
	if m.Note != "" {
		s += " (" + m.Note + ")"
	}
	return s
}

// spare is capacity over load of the fullest memory.
func spare(load map[string]float64, memories map[string]Memory) float64 {
	tight := math.Inf(1)
	for name, n := range load {
		tight = min(tight, memories[name].Capacity*memories[name].Plan/n)
	}
	return tight
}

func (r *Result) place(s *Scheme, active string, memories map[string]Memory, routes Routes) {
	load := s.Load(routes)
	r.Outcome, r.Knob, r.Source, r.Keep = Feasible, s.Knob, s.Source, s.Name == active
	r.Caps = map[string]float64{}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(load)) {
		m := memories[name]
		r.Caps[name] = m.Capacity
		part := fmt.Sprintf("%s %s of %s (%.0f %%)", name, comma(int(load[name])), comma(int(m.Capacity)), 100*load[name]/m.Capacity)
		if m.Note != "" {
			part += " " + m.Note
		}
		parts = append(parts, part)
		r.Predict = append(r.Predict, fmt.Sprintf("%s: about %s in use", name, comma(int(load[name]))))
	}
	r.Reason = s.Name + ": " + strings.Join(parts, ", ")
	if !r.Keep {
		r.Commands = s.Lines
		for _, line := range s.Lines {
			r.Undo = append(r.Undo, "no "+line)
		}
	}
}
