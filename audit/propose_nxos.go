package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit/solve"
	"github.com/headroom-audit/headroom/fact"
)

// proposeNXOS asks what divides the memory of a Nexus: a routing mode or template
// by name, the forwarding mode of a 3500, the ACL regions of a 9000; or says what
// the catalog knows where nothing does.
func proposeNXOS(c *Case) *Proposal {
	if p := c.regions(); p != nil {
		return p
	}
	if c.Device.Family == "n3500" {
		return proposeForwardingMode(c)
	}
	if class := c.class(); c.counted(class) && !c.tcamBinds() {
		return proposeTemplate(c)
	}
	p := c.told()
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == fact.CapPool && routes(r.Resource) {
			p.Reason += c.cells(r)
			break
		}
	}
	return p
}

// tcamBinds reports whether the TCAM beside the trie is what is nearly full: it
// takes what the trie's pattern does not, and no mode is known to size it.
func (c *Case) tcamBinds() bool {
	return slices.ContainsFunc(c.Rows, func(r Row) bool {
		return (r.Resource == fact.FibTCAMv4 || r.Resource == fact.FibTCAMv6) && (c.full(&r) || c.near(&r) != OK)
	})
}

// counted reports whether the templates of a class divide a memory whose use is
// known as a number.
func (c *Case) counted(class string) bool {
	divided := divides(c.Family, class)
	return slices.ContainsFunc(c.Rows, func(r Row) bool {
		_, ok := c.inUse(r.Resource)
		return ok && divided[r.Resource]
	})
}

// regionKeys are the words of the command line for the rows of `show hardware
// access-list resource utilization`, as far as an output proves them
// (domain/nxos.md 0.2, 2.3: default ing-racl and egr-racl 1792).
func regionKeys() map[string]string {
	return map[string]string{"Ingress RACL": "ing-racl", "Egress RACL": "egr-racl", "Ingress PACL": "ing-ifacl"}
}

// regions proposes to grow the fullest ACL region of a Nexus 9000 that is nearly
// full, where no table of routes is; nil where none is.
func (c *Case) regions() *Proposal {
	full := c.fullRegion()
	if full == nil || c.Device.Family != "n9k" || slices.ContainsFunc(c.Rows, func(r Row) bool { return c.full(&r) || c.near(&r) != OK }) {
		return nil
	}
	key := regionKeys()[full.Name]
	used, _ := full.Used.Get()
	pool, ok := c.regionPool(key)
	if !ok {
		return c.proposal(solve.Result{Outcome: solve.Unknown, Knob: regionKnob, Reason: "how large the ACL TCAM of this part number is, and how it is sliced, is not known"}, full.Resource)
	}
	r := solve.GrowRegion(pool, c.configuredRegions(key), key, int(used*(1+c.Policy.Reserve)), c.Policy.Reserve)
	return c.proposal(r, full.Resource)
}

const regionKnob = "hardware access-list tcam region"

// fullRegion gives the fullest region with less free than the policy warns at.
func (c *Case) fullRegion() *fact.Table {
	var most *fact.Table
	load := 1 - c.Policy.WarnFree
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		used, u := t.Used.Get()
		size, s := t.Cap.Get()
		if regionKeys()[t.Name] != "" && u && s && size > 0 && used/size >= load {
			most, load = t, used/size
		}
	}
	return most
}

// configuredRegions gives the regions of the direction of key with what is in use
// of them, -1 where that is not known.
func (c *Case) configuredRegions(key string) []solve.Region {
	var out []solve.Region
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		_, inside, bracket := strings.Cut(t.Name, "[")
		word := strings.TrimSuffix(inside, "]")
		size, ok := t.Configured.Get()
		if !ok || t.Pool != "acl-tcam" || egress(t.Name) != egress(key) {
			continue
		}
		if !bracket {
			word = strings.TrimSpace(t.Name) // "Ingress System" has no word: it can not be entered
		}
		r := solve.Region{Key: word, Size: int(size), Used: c.regionUse(word)}
		if t.Cost == 2 {
			r.Wide, r.Word = true, "double-wide"
		}
		out = append(out, r)
	}
	return out
}

func egress(name string) bool {
	return strings.Contains(name, "Egress") || strings.HasPrefix(name, "egr-") || strings.HasPrefix(name, "e-")
}

// regionUse is what the fullest instance has in use of a region, -1 = not known.
func (c *Case) regionUse(key string) int {
	most := -1
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Used.Get(); ok && regionKeys()[t.Name] == key {
			most = max(most, int(n))
		}
	}
	return most
}

// regionPool is the ACL TCAM of a direction, by the part number.
func (c *Case) regionPool(key string) (solve.RegionPool, bool) {
	name := "acl.ingress"
	if egress(key) {
		name = "acl.egress"
	}
	for _, l := range c.Family.Limits {
		if l.Pool == name && l.Grade != "unverified" && slices.Contains(c.generations(), l.Class) {
			return solve.RegionPool{Name: strings.TrimPrefix(name, "acl."), Cells: int(l.Value), Source: l.Source}, true
		}
	}
	return solve.RegionPool{}, false
}

// generations gives the classes and generations of the engines, which the limits
// of the ACL TCAM are told by.
func (c *Case) generations() []string {
	out := c.silicon()
	for _, e := range c.Device.Identity.Engines {
		if known, ok := c.Family.Engine(e.PID); ok && known.Grade != "unverified" {
			out = extend(out, known.Generation)
		}
	}
	return out
}

// The memory of a Nexus 3500 in normal mode, and the step it is divided by:
// domain/nxos.md 2.6 [S capture, DME, YANG: each at most 28672]; that both sizes
// add up to it is inferred [I].
const (
	forwardingTotal = 32768
	forwardingStep  = 4096
)

// proposeForwardingMode divides the table of a Nexus 3500 between IPv4 routes and
// multicast. No command that tells its use is known, so the routes are those of
// the routing table, and a division that takes from multicast is not proposed
// where nobody knows what multicast holds.
func proposeForwardingMode(c *Case) *Proposal {
	about := []string{fact.FibIPv4, fact.FibMcastIPv4}
	need := map[string]solve.Demand{}
	for resource, from := range map[string][]string{fact.FibIPv4: {fact.FibIPv4, fact.RIBIPv4}, fact.FibMcastIPv4: {fact.FibMcastIPv4}} {
		for _, name := range from {
			if n, ok := c.inUse(name); ok {
				need[resource] = c.demandOf(fact.FibIPv4, n)
				break
			}
		}
	}
	now, ok := c.sizeOf(fact.FibIPv4)
	if _, known := need[fact.FibIPv4]; !known || !ok {
		return c.told()
	}
	candidates, active := forwardingModes(need, now)
	p := c.proposal(solve.Choose(candidates, active, c.until()), about...)
	if p.Feasible && p.Action != None {
		p.Reason += "; that both sizes add up to 32,768 is inferred from one output"
	}
	return p
}

// forwardingModes lists the divisions in steps that leave nothing idle; active is
// the name of the one that gives IPv4 now entries.
func forwardingModes(need map[string]solve.Demand, now float64) (list []solve.Candidate, active string) {
	name := func(lpm int) string {
		return fmt.Sprintf("normal lpm-entry %d mcast-entry %d", lpm, forwardingTotal-lpm)
	}
	active = name(int(now))
	for lpm := forwardingStep; lpm < forwardingTotal; lpm += forwardingStep {
		c := solve.Candidate{
			Name: name(lpm), Knob: "hardware profile forwarding-mode", Load: need,
			Lines: []string{"hardware profile forwarding-mode " + name(lpm)}, Undo: []string{"hardware profile forwarding-mode " + active},
			Caps:    map[string]solve.Memory{fact.FibIPv4: {Capacity: float64(lpm)}, fact.FibMcastIPv4: {Capacity: float64(forwardingTotal - lpm)}},
			Predict: []string{fmt.Sprintf("unicast IPv4 size     = %d", lpm), fmt.Sprintf("multicast size        = %d", forwardingTotal-lpm)},
			Source:  "domain/nxos.md 2.6, 4.3 [S capture, YANG; the sum I]",
		}
		if _, known := need[fact.FibMcastIPv4]; !known && float64(lpm) > now {
			c.Unproven = fmt.Sprintf("it would hold the routes and take multicast to %d: how many multicast routes there are is not known", forwardingTotal-lpm)
		}
		list = append(list, c)
	}
	return list, active
}

// sizeOf is the size that a table has now, whether or not its use is known.
func (c *Case) sizeOf(resource string) (float64, bool) {
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if n, ok := t.Cap.Get(); ok && t.Resource == resource {
			return n, true
		}
	}
	return 0, false
}
