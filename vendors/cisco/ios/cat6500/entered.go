package cat6500

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// carveKey names what a line of the carve sets; its words may be cut short.
func carveKey(line string) (key string, ok bool) {
	if line == ios.Replaced {
		return ios.Replaced, true
	}
	w := strings.Fields(strings.ToLower(line))
	if len(w) < 4 || !ios.Word("mls", w[0], 3) || !ios.Word("cef", w[1], 1) || !ios.Word("maximum-routes", w[2], 1) {
		return "", false
	}
	for _, k := range []string{"ip", "ipv6", "ip-multicast", "mpls"} {
		if w[3] == k || len(w[3]) > 2 && strings.HasPrefix(k, w[3]) {
			return k, true
		}
	}
	return "", false
}

// entered takes the lines of the carve that were entered in the session and wait
// for a reload; what the device showed after them stands above them.
func (c *carved) entered() {
	var lines []vendors.Stood
	for _, s := range vendors.Standing(c.d, vendors.Rules{Key: carveKey}) {
		run, whole := ios.WholeConfig(c.d, "running-config")
		switch {
		case ios.LaterThan(c.d, s.Output, "mls-cef-maximum-routes") || whole && run > s.Output:
		case s.Key == ios.Replaced:
			c.d.PendingKnown = fact.Unknown
		default:
			lines = append(lines, s)
		}
	}
	if len(lines) == 0 {
		return
	}
	asked := c.asked()
	for _, s := range lines {
		f := strings.Fields(s.Line)
		if k, ok := textscan.Number(f[len(f)-1]); ok && !s.No {
			asked[s.Key] = k
		} else {
			delete(asked, s.Key)
		}
	}
	c.waits(asked, lines)
}

// asked gives what is configured now, keyword -> k: the regions that are not
// marked as default, and what the configuration shows.
func (c *carved) asked() map[string]float64 {
	words := map[fact.Resource]string{fact.FibIPv4: "ip", fact.FibMPLS: "mpls", fact.FibIPv6: "ipv6", fact.FibMcastIPv4: "ip-multicast"}
	out := map[string]float64{}
	for _, i := range c.regions {
		t := &c.d.Tables[i]
		if w := words[t.Resource]; w != "" && (len(t.Notes) == 0 || t.Notes[0] != "default") {
			n, _ := t.Cap.Get()
			out[w] = n / 1024
		}
	}
	for _, i := range c.config {
		t := &c.d.Tables[i]
		n, _ := t.Configured.Get()
		out[words[t.Resource]] = n / 1024
	}
	return out
}

// waits notes the division after the reload, with its sizes where the equation
// gives them.
func (c *carved) waits(asked map[string]float64, lines []vendors.Stood) {
	span := lines[len(lines)-1].Span
	for _, s := range lines {
		text := "mls cef maximum-routes " + strings.Join(strings.Fields(s.Line)[3:], " ")
		if s.No {
			text = "no " + text
		}
		if now := c.region(map[string]fact.Resource{"ip": fact.FibIPv4, "mpls": fact.FibMPLS}[s.Key]); now >= 0 && c.d.Tables[now].Cap.String() == fact.Read(asked[s.Key]*1024, span).String() && !s.No {
			continue // it runs
		}
		c.d.Pending = append(c.d.Pending, fact.Change{What: "FIB carve", From: c.now(), To: text, Span: s.Span})
		c.d.PendingKnown = fact.Yes
	}
	if c.d.PendingKnown != fact.Yes {
		return
	}
	for _, r := range predicted(c.cells/1024, asked) {
		row := c.then(r.resource, r.name)
		row.Configured = fact.Derived(r.k*1024, span, "entered in the session; "+r.why)
		row.Pending = row.Configured
	}
}

// now writes the division that runs.
func (c *carved) now() string {
	return c.text(func(t *fact.Table) fact.Figure { return t.Cap })
}

// then gives the row of a region, adding one without a size of today where IPv4
// and MPLS share theirs.
func (c *carved) then(resource fact.Resource, name string) *fact.Table {
	if at := c.region(resource); at >= 0 {
		return &c.d.Tables[at]
	}
	for _, i := range c.config {
		if c.d.Tables[i].Resource == resource {
			return &c.d.Tables[i]
		}
	}
	c.d.Tables = append(c.d.Tables, fact.Table{Name: name, Resource: resource, Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapCarve, Pool: ios.PoolFIB, Output: len(c.d.Outputs) - 1, Line: 1})
	c.config = append(c.config, len(c.d.Tables)-1)
	return &c.d.Tables[len(c.d.Tables)-1]
}

// size is a region after the reload, in k entries.
type size struct {
	resource fact.Resource
	name     string
	k        float64
	why      string
}

// predicted gives the regions of a chip of kCells that is asked for these sizes
// (lines-ios:2.1): nothing where the chip is not known, or where the
// equation does not say.
func predicted(kCells float64, asked map[string]float64) []size {
	_, v6 := asked["ipv6"]
	_, mcast := asked["ip-multicast"]
	ip, v4 := asked["ip"]
	labels, mpls := asked["mpls"]
	switch {
	case kCells == 0 || v6 || mcast || mpls && !v4:
		return nil
	case !v4 && kCells == 1024:
		return factory(512, 256)
	case !v4:
		return factory(192, 32)
	}
	rest := kCells - ip - max(1, labels)
	if rest < 0 {
		return nil
	}
	double := float64(int(rest/2)/8) * 8
	why := fmt.Sprintf("floor8((%.0f - ip - mpls) / 2) for IPv6 and multicast", kCells)
	if !mpls {
		labels = kCells - 2*double - ip
	}
	return []size{
		{fact.FibIPv4, "IPv4", ip, why}, {fact.FibMPLS, "MPLS", labels, why}, {fact.FibIPv6Mcast, "IPv6 + IP Multicast", double, why},
	}
}

func factory(single, double float64) []size {
	return []size{{fact.FibIPv4MPLS, "IPv4 + MPLS", single, "the factory default"}, {fact.FibIPv6Mcast, "IPv6 + IP Multicast", double, "the factory default"}}
}
