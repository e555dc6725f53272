package dnx

import (
	"math"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// lengths makes a histogram; rest goes to /22 (IPv4) or /44 (IPv6), which no
// placement treats apart.
func lengths(by map[int]float64, other int, rest float64) []float64 {
	h := make([]float64, 129)
	for l, n := range by {
		h[l] = n
	}
	h[other] += rest
	return h
}

// load adds up what the routes of two histograms take in each memory.
func load(id string, v4, v6 []float64) (held map[fact.Resource]float64, ok bool) {
	held = map[fact.Resource]float64{}
	for _, p := range placements() {
		if p.ID != id {
			continue
		}
		for length, n := range v4 {
			held[p.V4At(length)] += n
		}
		for length, n := range v6 {
			held[p.V6At(length)] += n
		}
		ok = true
	}
	return held, ok
}

// The pairs of prediction and capture of xr:2.1.4: what the NPU held
// was never more than 30 entries away.
func TestPlacementPredictsWhatWasSeen(t *testing.T) {
	for _, c := range []struct {
		name, id string
		v4, v6   []float64
		memory   fact.Resource
		seen     float64
	}{
		{"NCS-55A1-24H default, 2019 feed", "base-default", lengths(map[int]float64{24: 445773, 32: 9495}, 22, 373480), lengths(map[int]float64{48: 35009}, 44, 0), fact.FibLEM, 490272},
		{"NCS-55A1-24H default, 2019 feed, LPM", "base-default", lengths(map[int]float64{24: 445773, 32: 9495}, 22, 373480), lengths(map[int]float64{48: 35009}, 44, 0), fact.FibLPM, 373479},
		{"host-optimized-disable, LEM", "base-host-optimized-disable", lengths(map[int]float64{24: 665574, 32: 9496}, 22, 387806), lengths(map[int]float64{48: 111348}, 44, 0), fact.FibLEM, 120841},
		{"host-optimized-disable, LPM", "base-host-optimized-disable", lengths(map[int]float64{24: 665574, 32: 9496}, 22, 387806), lengths(map[int]float64{48: 111348}, 44, 0), fact.FibLPM, 1053378},
		{"NC55-24H12F-SE, external TCAM", "nl-whole", lengths(nil, 22, 1176451), lengths(nil, 44, 55927), fact.FibETCAMv4, 1176451},
		{"NC55-24H12F-SE, LPM", "nl-whole", lengths(nil, 22, 1176451), lengths(nil, 44, 55927), fact.FibLPM, 55927},
		{"NC55-36X100G-A-SE, IPv4", "op-etcam", lengths(nil, 24, 1186472), lengths(nil, 48, 58908), fact.FibETCAMv4, 1186457},
		{"NC55-36X100G-A-SE, IPv6", "op-etcam", lengths(nil, 24, 1186472), lengths(nil, 48, 58908), fact.FibETCAMv6, 58878},
	} {
		t.Run(c.name, func(t *testing.T) {
			held, ok := load(c.id, c.v4, c.v6)
			if !ok || math.Abs(held[c.memory]-c.seen) > 30 {
				t.Errorf("%s: predicted %v, seen %v", c.memory, held[c.memory], c.seen)
			}
		})
	}
}

// The overflow of 2024: the demand fits the number of entries, and a hash still
// refused 4,777 of them (xr:0.2).
func TestPlacementDemandOfTheOverflow(t *testing.T) {
	held, _ := load("base-default", lengths(map[int]float64{24: 665574, 32: 9496}, 22, 387806), lengths(map[int]float64{48: 111348}, 44, 0))
	if held[fact.FibLEM] != 786418 {
		t.Errorf("LEM demand %v, want 786418", held[fact.FibLEM])
	}
}

// No route is lost or counted twice.
func TestPlacementKeepsEveryRoute(t *testing.T) {
	v4, v6 := make([]float64, 33), make([]float64, 129)
	total := 0.0
	for i := range v4 {
		v4[i] = float64(i * 7)
		total += v4[i]
	}
	for i := range v6 {
		v6[i] = float64(i * 3)
		total += v6[i]
	}
	for _, p := range placements() {
		sum := 0.0
		held, _ := load(p.ID, v4, v6)
		for _, n := range held {
			sum += n
		}
		if sum != total || held[""] != 0 {
			t.Errorf("%s holds %v of %v routes", p.ID, sum, total)
		}
		if p.Source == "" || len(p.Classes) == 0 {
			t.Errorf("%s has no source or class", p.ID)
		}
	}
}

func TestPlacementsOf(t *testing.T) {
	if p := placementsOf("large-lpm"); len(p) != 4 || p[0].Knob != "" || p[1].Knob == "" {
		t.Errorf("%+v", p)
	}
	if placementsOf("") != nil || placementsOf("nobody") != nil {
		t.Error("a class that is not known has placements")
	}
}
