package n9k

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos/nexus"
)

// regions proposes to grow the fullest ACL region of a Nexus 9000 that is nearly
// full, where no table of routes is; nil where none is.
func (c box) regions() *solve.Proposal {
	full := c.fullRegion()
	if full == nil || slices.ContainsFunc(c.Rows, func(r ledger.Row) bool { return c.Level(&r) != ledger.Ample }) {
		return nil
	}
	if name := c.FlagText(fact.FlagServiceTemplate); name != "" {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Knob: nexus.RegionKnob, Reason: "the regions come from template " + name + ", which is in service: lines of regions alone are not the way (lines-xr:6)"}, full.Resource)
	}
	key := c.regionKey(full)
	used, _ := full.Used.Get()
	active, _ := full.Cap.Get()
	pools := c.regionPools()
	if len(pools) == 0 {
		return c.Proposal(solve.Result{Outcome: solve.Unknown, Knob: nexus.RegionKnob, Reason: "how large the ACL TCAM of this part number is, and how it is divided, is not known"}, full.Resource)
	}
	now := c.configuredRegions()
	r := growRegion(pools, now, key, int(used*(1+c.Terms.Reserve)), c.Terms.Reserve)
	p := c.Proposal(r, full.Resource)
	if i := slices.IndexFunc(now, func(x region) bool { return x.Key == key }); r.Keep && i >= 0 && float64(now[i].Size) > active {
		p.Action = solve.Reload
		p.Reason = fmt.Sprintf("it is configured already and waits for the reload: region %s from %s to %s", key, ledger.Count(active), ledger.Count(float64(now[i].Size)))
	}
	if p.Action == solve.CarveReload {
		p.Before = append(p.Before, regionChecks(r.Takes)...)
	}
	if p.Action == solve.Filter {
		p.Action = solve.Investigate // fewer lines of an access list, not fewer routes
	}
	return p
}

// regionChecks asks for the use once more where regions shrink, and whether what is
// configured is what runs: the sizes that were read are those of the next reload.
func regionChecks(takes string) []solve.Check {
	list := []solve.Check{{
		Command: "show hardware access-list tcam region", Expect: "the sizes that this proposal starts from",
		Why: "each line is checked against the sum of all as it is entered",
	}}
	if takes != "" {
		list = append(list, solve.Check{
			Command: "show hardware access-list resource utilization", Expect: "in use no more than was read: " + takes,
			Why: "an access list that no longer fits its region is gone after the reload",
		})
	}
	return list
}

// fullRegion gives the fullest region with less free than the policy warns at.
func (c box) fullRegion() *fact.Table {
	var most *fact.Table
	load := 1 - c.Terms.WarnFree
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		used, u := t.Used.Get()
		size, s := t.Cap.Get()
		if u && s && size > 0 && used/size >= load && c.regionKey(t) != "" {
			most, load = t, used/size
		}
	}
	return most
}

// regionKey is the word of the command line for a row of `show hardware
// access-list resource utilization`; "" where no output proves it. It is proven by
// a capture (nxos:0.2, nxos:2.3: default ing-racl and egr-racl 1792), or by
// the switch itself, which gives one region the same name and the same size in
// `show hardware access-list tcam region`.
func (c box) regionKey(t *fact.Table) string {
	seen := map[string]string{"Ingress RACL": "ing-racl", "Egress RACL": "egr-racl", "Ingress PACL": "ing-ifacl"}
	if key := seen[t.Name]; key != "" || t.Resource != fact.ACL && t.Resource != fact.QoS {
		return key
	}
	size, known := t.Cap.Get()
	key := ""
	for i := range c.Device.Tables {
		o := &c.Device.Tables[i]
		label, word := nexus.RegionWords(o)
		if n, ok := o.Configured.Get(); !known || !ok || n != size || word == "" || !sameRegion(label, t.Name) {
			continue
		}
		if key != "" && key != word {
			return "" // two regions of one name
		}
		key = word
	}
	return key
}

// sameRegion compares the names of two outputs, of which one leaves the direction
// of ingress out: "IPV4 RACL" and "Ingress IPv4 RACL".
func sameRegion(a, b string) bool {
	plain := func(s string) string { return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "ingress ") }
	return plain(a) == plain(b)
}

// configuredRegions gives the regions of the next reload with what is in use of
// them, -1 where that is not known.
func (c box) configuredRegions() []region {
	var out []region
	use := c.regionUse()
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		label, key := nexus.RegionWords(t)
		size, ok := t.Configured.Get()
		if !ok || label == "" || key == "" && !strings.Contains(label, " ") {
			continue // a line of the configuration, which the other output repeats
		}
		r := region{Key: key, Size: int(size), Used: -1, Wide: t.Cost == 2, In: []string{direction(label, key)}}
		if key == "" {
			r.Key = label // it cannot be entered
		} else if n, known := use[key]; known {
			r.Used = n
		}
		if r.Wide {
			r.Word = "double-wide"
		}
		r.Step, r.Fixed = regionRules(key)
		if c.GenOne() {
			r.Step = 0
			r.Wide = r.Wide || genOneWide(label, key)
			if strings.Contains(key, "vacl") {
				r.In = []string{"ingress", "egress"} // nxos:4.2 [S TAC 119032]
			}
		}
		out = append(out, r)
	}
	return out
}

// regionRules are what the guide says of single regions: the supervisor's traffic
// never gives (512 at least in ingress, 256 in egress), and a few regions of Cloud
// Scale come in steps of 512 (lines-xr:6 [doc SEC, VX]).
func regionRules(key string) (step int, fixed bool) {
	switch key {
	case "ing-sup", "egr-sup":
		return 0, true
	case "span", "ing-flow-redirect":
		return 512, false
	}
	return 0, false
}

// direction names the pool of a region. The regions of the second chip of a
// switch with extra ports are in none of these (nxos:2.2).
func direction(label, key string) string {
	switch {
	case strings.HasPrefix(key, "ns-"), strings.HasPrefix(key, "rp-"):
		return "the second chip"
	case strings.Contains(label, "Egress"), strings.HasPrefix(key, "egr-"), strings.HasPrefix(key, "e-"):
		return "egress"
	}
	return "ingress"
}

// genOneWide reports whether an entry of a region takes two cells of a first
// generation's TCAM without the output saying so: IPv6, QoS, MAC, CoPP and system
// (nxos:4.2 [S TAC 119032]; in egress the system region takes one, or
// the regions of a real output would be more than the pool).
func genOneWide(label, key string) bool {
	name := strings.ToLower(label + " " + key)
	return slices.ContainsFunc([]string{"ipv6", "qos", "mac", "copp", "ingress system"}, func(word string) bool { return strings.Contains(name, word) })
}

// regionUse is what the fullest instance has in use of each region that is known.
func (c box) regionUse() map[string]int {
	most := map[string]int{}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Used.Get(); ok {
			if key := c.regionKey(t); key != "" {
				most[key] = max(most[key], int(n))
			}
		}
	}
	return most
}

// regionPools is the ACL TCAM of both directions, by the part number.
func (c box) regionPools() (pools regionPools) {
	if c.GenOne() {
		return regionPools{genOneIngress(), genOneEgress()}
	}
	for _, l := range c.Family.Limits {
		name, acl := strings.CutPrefix(l.Pool, "acl.")
		if acl && l.Grade.Confirmed() && slices.Contains(c.generations(), l.Class) {
			pools = append(pools, regionPool{Name: name, Cells: int(l.Value), Source: l.Source})
		}
	}
	return pools
}

// generations gives the classes and generations of the engines, which the limits
// of the ACL TCAM and the scale that was tested are told by.
func (c box) generations() []catalog.Class {
	out := c.Silicon()
	for _, e := range c.Device.Identity.Engines {
		if known, ok := c.Family.Engine(e.PID); ok && known.Grade.Confirmed() {
			out = ledger.Extend(out, catalog.Class(known.Generation))
		}
	}
	return out
}
