package dnx

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// placement says which memory of a DNX router (NCS 5500, NCS 5700) holds the
// routes of each prefix length, under one profile. With it the use of every
// memory follows from the histogram of prefix lengths: predicted and seen differ
// by 30 entries at most in every verified pair of captures
// (xr:2.1.2, xr:2.1.4; iosxr-placement.json).
type placement struct {
	ID      string
	Classes []catalog.Class // classes of engines it is legal for
	// Knob is the catalog's change that gives it, "" = the default; Lines are its
	// lines in full.
	Knob  string
	Lines []string
	// Carve is the word that fact.Carve uses for it.
	Carve string
	// V4 and V6 name the memory per prefix length, and the one of all others.
	V4, V6           map[int]fact.Resource
	V4Other, V6Other fact.Resource
	// Caps are capacities that come with it, resource -> entries.
	Caps map[fact.Resource]float64
	// Takes is what it takes from others.
	Takes string
	// Verified: predictions were held against a capture.
	Verified bool
	Source   string
}

// V4At names the memory of IPv4 prefixes of a length.
func (p *placement) V4At(length int) fact.Resource { return place(p.V4, p.V4Other, length) }

// V6At names the memory of IPv6 prefixes of a length.
func (p *placement) V6At(length int) fact.Resource { return place(p.V6, p.V6Other, length) }

func place(by map[int]fact.Resource, other fact.Resource, length int) fact.Resource {
	if m, ok := by[length]; ok {
		return m
	}
	return other
}

// The words for the division of the memory of a base card (no external TCAM).
const (
	HostOptimized        = "host-optimized (default)"
	HostOptimizedDisable = "host-optimized-disable"
)

// The lines that divide the memory: xr:4.
const (
	lineHostOptimizedDisable = "hw-module fib ipv4 scale host-optimized-disable"
	lineV6Disable            = "hw-module fib ipv6 scale internet-optimized-disable"
	lineACLPercent           = "hw-module profile tcam acl-prefix percent"
	lineScaleDisable         = "hw-module tcam fib ipv4 scaledisable"
)

// placements lists the placements that are known, the default of a class before
// its alternatives.
func placements() []placement {
	lem, lpm := fact.FibLEM, fact.FibLPM
	base, nl := []catalog.Class{classSmallLPM, classLargeLPM}, []catalog.Class{classNLETCAM}
	both, hosts, v6 := map[int]fact.Resource{32: lem, 24: lem}, map[int]fact.Resource{32: lem}, map[int]fact.Resource{48: lem}
	const seen = "xr:2.1.2, xr:2.1.4 [V]"
	const unseen = "xr:2.1.2 [V: the rule]; iosxr-placement.json: held against no capture"
	const carves = "xr:2.1.2, xr:2.1.5, xr:3.4 [V]"
	etcam := func(n float64) map[fact.Resource]float64 { return map[fact.Resource]float64{fact.FibETCAMv4: n} }
	return []placement{
		{ID: "base-default", Classes: base, Carve: HostOptimized, Verified: true, V4: both, V4Other: lpm, V6: v6, V6Other: lpm, Source: seen},
		{
			ID: "base-host-optimized-disable", Classes: base, Carve: HostOptimizedDisable, Verified: true,
			Knob: lineHostOptimizedDisable, Lines: []string{lineHostOptimizedDisable}, V4: hosts, V4Other: lpm, V6: v6, V6Other: lpm,
			Source: seen + "; the vendor's guide of profiles does not recommend it for NCS-55A1-24H and -48Q6H, its author used it on a 24H whose LEM was full (lines-xr:1)",
		},
		{
			ID: "base-v6-disable", Classes: base, Carve: "IPv6 internet-optimized-disable",
			Knob: lineV6Disable, Lines: []string{lineV6Disable}, V4: both, V4Other: lpm, V6Other: lpm, Source: unseen,
		},
		{
			ID: "base-both-disable", Classes: base, Carve: "host-optimized-disable with IPv6 internet-optimized-disable",
			Knob: lineHostOptimizedDisable, Lines: []string{lineHostOptimizedDisable, lineV6Disable}, V4: hosts, V4Other: lpm, V6Other: lpm, Source: unseen,
		},
		{
			ID: "nl-whole", Classes: nl, Carve: "whole", Verified: true, V4: hosts, V4Other: fact.FibETCAMv4, V6: v6, V6Other: lpm,
			Knob: lineACLPercent, Lines: []string{lineACLPercent + " 0"}, Caps: etcam(2048000), Takes: "the room of hybrid ACLs", Source: carves,
		},
		{
			ID: "nl-acl-20", Classes: nl, Carve: "acl-prefix 20 percent", Verified: true, V4: hosts, V4Other: fact.FibETCAMv4, V6: v6, V6Other: lpm,
			Knob: lineACLPercent, Lines: []string{lineACLPercent + " 20"}, Caps: etcam(1638400), Source: carves,
		},
		{
			ID: "nl-scaledisable", Classes: nl, Carve: "scaledisable", Verified: true, V4: hosts, V4Other: fact.FibETCAMv4, V6: v6, V6Other: lpm,
			Knob: lineScaleDisable, Lines: []string{lineScaleDisable}, Caps: etcam(1024000), Source: carves,
		},
		{
			ID: "op-etcam", Classes: []catalog.Class{classOPETCAM}, V4Other: fact.FibETCAMv4, V6Other: fact.FibETCAMv6, Verified: true,
			Source: seen + ", release 6.3.2 and later",
		},
		{ID: "j2-base", Classes: []catalog.Class{classJ2}, V4Other: lpm, V6Other: lpm, Verified: true, Source: "xr:2.1.4, xr:2.2 [V]"},
		{
			ID: "j2-etcam", Classes: []catalog.Class{classJ2ETCAM}, V4Other: fact.FibETCAMv4, V6Other: fact.FibETCAMv6, Verified: true,
			Source: "xr:2.2 [V]; iosxr-placement.json j2-etcam",
		},
	}
}

// placementsOf lists the legal placements of a class of engines, the default
// first; none for a class that is not known.
func placementsOf(class catalog.Class) []placement {
	var out []placement
	for _, p := range placements() {
		for _, c := range p.Classes {
			if c == class {
				out = append(out, p)
			}
		}
	}
	return out
}
