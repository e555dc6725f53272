package catalog

import "github.com/headroom-audit/headroom/fact"

// Placement says which memory of a DNX router (NCS 5500, NCS 5700) holds the
// routes of each prefix length, under one profile. With it the use of every
// memory follows from the histogram of prefix lengths: predicted and seen differ
// by 30 entries at most in every verified pair of captures
// (domain/iosxr.md 2.1.2, 2.1.4; iosxr-placement.json).
type Placement struct {
	ID      string
	Classes []string // classes of engines it is legal for
	// Knob is the configuration line that gives it, "" = the default.
	Knob string
	// Carve is the word that fact.Carve uses for it.
	Carve string
	// V4 and V6 name the memory per prefix length, and the one of all others.
	V4, V6           map[int]string
	V4Other, V6Other string
	// Verified: predictions were held against a capture.
	Verified bool
	Source   string
}

// The words for the division of the memory of a base card (no external TCAM).
const (
	HostOptimized        = "host-optimized (default)"
	HostOptimizedDisable = "host-optimized-disable"
)

// Placements lists the placements that are known, the default of a class before
// its alternatives.
func Placements() []Placement {
	lem, lpm := fact.FibLEM, fact.FibLPM
	base := []string{"small-lpm", "large-lpm"}
	return []Placement{
		{
			ID: "base-default", Classes: base, Carve: HostOptimized, Verified: true,
			V4: map[int]string{32: lem, 24: lem}, V4Other: lpm, V6: map[int]string{48: lem}, V6Other: lpm,
			Source: "domain/iosxr.md 2.1.2, 2.1.4 [V]",
		},
		{
			ID: "base-host-optimized-disable", Classes: base, Carve: HostOptimizedDisable, Verified: true,
			Knob: "hw-module fib ipv4 scale host-optimized-disable",
			V4:   map[int]string{32: lem}, V4Other: lpm, V6: map[int]string{48: lem}, V6Other: lpm,
			Source: "domain/iosxr.md 2.1.2, 2.1.4 [V]",
		},
		{
			ID: "nl-etcam", Classes: []string{"nl-etcam"}, Verified: true,
			V4: map[int]string{32: lem}, V4Other: fact.FibETCAMv4, V6: map[int]string{48: lem}, V6Other: lpm,
			Source: "domain/iosxr.md 2.1.2, 2.1.4 [V]",
		},
		{
			ID: "op-etcam", Classes: []string{"op-etcam"}, V4Other: fact.FibETCAMv4, V6Other: fact.FibETCAMv6, Verified: true,
			Source: "domain/iosxr.md 2.1.2, 2.1.4 [V], release 6.3.2 and later",
		},
		{
			ID: "j2-base", Classes: []string{"j2"}, V4Other: lpm, V6Other: lpm, Verified: true,
			Source: "domain/iosxr.md 2.1.4, 2.2 [V]",
		},
		{
			ID: "j2-etcam", Classes: []string{"j2-etcam"}, V4Other: fact.FibETCAMv4, V6Other: fact.FibETCAMv6, Verified: true,
			Source: "domain/iosxr.md 2.2 [V]; iosxr-placement.json j2-etcam",
		},
	}
}

// PlacementsOf lists the legal placements of a class of engines, the default
// first; none for a class that is not known.
func PlacementsOf(class string) []Placement {
	var out []Placement
	for _, p := range Placements() {
		for _, c := range p.Classes {
			if c == class {
				out = append(out, p)
			}
		}
	}
	return out
}

// Load gives the entries that the routes of two histograms (counts per prefix
// length) take in each memory, by resource. Labels and MAC addresses, which lie
// in the LEM everywhere, are the caller's to add.
func (p Placement) Load(v4, v6 []float64) map[string]float64 {
	out := map[string]float64{}
	place(out, v4, p.V4, p.V4Other)
	place(out, v6, p.V6, p.V6Other)
	return out
}

func place(out map[string]float64, counts []float64, by map[int]string, other string) {
	for length, n := range counts {
		memory, ok := by[length]
		if !ok {
			memory = other
		}
		if n > 0 && memory != "" {
			out[memory] += n
		}
	}
}

// Place is Load of the placement with that id; ok is false where there is none.
func Place(id string, v4, v6 []float64) (load map[string]float64, ok bool) {
	for _, p := range Placements() {
		if p.ID == id {
			return p.Load(v4, v6), true
		}
	}
	return nil, false
}
