package asr9000

import (
	"fmt"
	"slices"

	"github.com/headroom-audit/headroom/catalog"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// tridentDefault is how many prefixes a Trident card holds under the default scale
// profile, at most: xr:2.4 [V cisco.com 116999].
const tridentDefault = 512 * 1024

// propose speaks of the scale profile, which divides the search memory of
// Trident cards. No command that was seen tells which one is active or how full
// the memory is (xr:2.4, xr:3.3), and what l3 and l3xl hold is proven by
// nothing: it says what CEF counts, names the knob, and proposes nothing.
func (c box) propose() *solve.Proposal {
	p := c.Told()
	p.Resources = []fact.Resource{fact.FibMemory, fact.FibIPv4, fact.FibIPv6}
	v4, v6, counted := c.RouteCounts()
	if !slices.Contains(c.Silicon(), classTrident) {
		return p
	}
	if !counted {
		p.Reason = "how many routes its Trident cards must hold is not known: `show cef summary` and `show cef ipv6 summary`; " + p.Reason
		return p
	}
	fits := "which the 512k of the default profile hold, as far as an IPv6 route takes one entry"
	if v4+v6 > tridentDefault {
		fits = "more than the 512k of the default profile"
	}
	p.Reason = fmt.Sprintf("its Trident cards have %s IPv4 and %s IPv6 routes to hold, %s; %s", ledger.Count(v4), ledger.Count(v6), fits, p.Reason)
	for _, name := range c.scaleProfiles() {
		p.Rejected = append(p.Rejected, solve.Rejected{Name: name, Why: "how many routes it gives is proven by nothing; it takes MAC addresses"})
	}
	return p
}

// scaleProfiles are those that give routes more: the models of 64-bit XR from 7.5.1
// on have no l3 (lines-xr:0, lines-xr:3).
func (c box) scaleProfiles() []string {
	if c.Situation.Flavour == "exr" && ledger.AtLeast(c.Device.Identity.Version, "7.5.1") {
		return []string{"l3xl"}
	}
	return []string{"l3", "l3xl"}
}

// The classes of the catalog that are asked for by name.
const (
	classTrident catalog.Class = "trident"
)
