package cat6500

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// platform is the Catalyst 6500/6800 and 7600: one TCAM of 72-bit cells, carved
// into regions at boot (PFC3) or shared by all protocols (PFC4).
type platform struct{}

func (platform) Family() string { return "cat6500" }

func (platform) Title() string {
	return "Catalyst 6500/6800 and 7600 (Sup32, Sup720, RSP720, Sup2T, Sup6T)"
}

// Match goes by the chassis, else by an engine in it (ios:2.1).
func (platform) Match(id fact.Identity) bool {
	for _, p := range []string{"WS-C65", "WS-C60", "CISCO76", "C6807", "C6840", "C6816", "C6824", "C6832", "C6880"} {
		if strings.HasPrefix(strings.ToUpper(id.Model), p) {
			return true
		}
	}
	return id.Model == "" && len(id.Engines) > 0
}

// Commands are those of ios:2.3; a Sup2T has no `show mls cef`.
func (platform) Commands(id fact.Identity) []vendors.Command {
	common := []vendors.Command{
		{Text: "show module", Why: "forwarding engines: the least of them bounds the chassis"},
		{Text: "show platform hardware capacity forwarding", Why: "FIB TCAM: total and used per width", Instead: "show platform hardware capacity"},
		{Text: "show bootvar", Why: "configuration register and boot image: does a reload come back"},
		{Text: "remote command switch show bootvar", Why: "the switch processor's register: a mismatch is a reload loop", Optional: true},
		{Text: "show redundancy", Why: "is a standby supervisor ready"},
		{Text: "show running-config", Why: "the carve that was asked for, and whether it was saved", Optional: true},
		ios.Log("FIB exception messages"),
		{Text: "show ip cef summary", Why: "routes in software, for the forecast", Optional: true},
		{Text: "show ipv6 cef summary", Why: "routes in software, for the forecast", Optional: true},
	}
	if isPFC4(id) {
		return append(common,
			vendors.Command{Text: "show platform hardware cef exception status", Why: "has the FIB run over since the last reload", Optional: true},
			vendors.Command{Text: "show platform hardware cef adjacencies resource-level", Why: "adjacency region: the limit with per-vrf labels", Optional: true})
	}
	// What the engines of a 6800 are is not told by its chassis.
	unsure := strings.HasPrefix(strings.ToUpper(id.Model), "C68")
	mls := []vendors.Command{
		{Text: "show mls cef maximum-routes", Why: "the carve: active, and changes pending a reload", Optional: unsure},
		{Text: "show mls cef summary", Why: "routes in hardware per protocol", Optional: unsure},
		{Text: "show mls cef exception status", Why: "has a region run over since the last reload", Optional: unsure},
	}
	return append(mls, common...)
}

// isPFC4 reports a Sup2T, by its engines or by the name of its image.
func isPFC4(id fact.Identity) bool {
	for _, e := range id.Engines {
		if strings.Contains(e.PID, "PFC4") || strings.Contains(e.PID, "DFC4") {
			return true
		}
	}
	return strings.Contains(id.Image, "s2t54") || strings.Contains(id.Image, "c6848x")
}

// Parse joins what is used with the region it is used in, works out the size of
// the whole TCAM, and resolves the carve. Numbers stay those of the device.
func (platform) Parse(d *fact.Device) {
	c := carved{d: d, family: vendors.Catalog().Family("cat6500")}
	speakers(d)
	c.engines()
	c.sort()
	switch {
	case len(c.regions) > 0:
		c.join()
	case c.wide[288] >= 0:
		c.onePool()
	case c.wide[72] >= 0:
		c.widths()
	default:
		c.uncapped()
	}
	c.maxima()
	c.adjacency()
	c.silicon()
	c.configured()
	c.entered()
	c.settings()
	ios.Session(d)
}

// maxima judges what a Sup2T lets a protocol take, where that is less than the
// whole pool.
func (c *carved) maxima() {
	pool := 0.0
	if i := c.wide[72]; i >= 0 {
		pool, _ = c.d.Tables[i].Cap.Get()
	}
	for i := range c.d.Tables {
		t := &c.d.Tables[i]
		most, ok := t.Cap.Get()
		if cost := max(1, c.cost(t.Resource)); !ok || !strings.HasSuffix(t.Name, maximum) || pool > 0 && most*cost >= pool {
			continue
		}
		t.Ledger = true
		switch t.Resource {
		case fact.FibIPv4MPLS:
			t.Used = c.sum([]fact.Resource{fact.FibIPv4, fact.FibMPLS}, resourceEoM)
		case fact.FibIPv6Mcast:
			t.Used = c.sum([]fact.Resource{fact.FibIPv6, fact.FibMcastIPv4, fact.FibMcastIPv6})
		default:
			t.Used = c.sum([]fact.Resource{t.Resource})
		}
	}
}

// speakers gives the messages of a line card its place: "%MLSCEF-DFC4-7-…".
func speakers(d *fact.Device) {
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		_, after, ok := strings.Cut(e.Text, "-DFC")
		if slot, _, cut := strings.Cut(after, "-"); ok && cut && e.Kind == fact.OverflowLog {
			e.Scope = fact.Scope{Kind: fact.ScopeModule, Node: slot}
		}
	}
}

// adjacency puts the adjacency table into the ledger, and the percentages of a
// Sup2T's regions as percentages: the printed sizes leave out what is reserved.
func (c *carved) adjacency() {
	for i := range c.d.Tables {
		t := c.d.Tables[i]
		if t.Resource == fact.Adjacency && t.CapKind == fact.CapFixed {
			c.d.Tables[i].Ledger = true
		}
		if t.CapKind != fact.CapPercent || !t.Percent.Known() || t.Unit == fact.UnitPercent {
			continue
		}
		t.Name, t.Unit, t.Ledger = t.Name+" in percent", fact.UnitPercent, true
		t.Used, t.Cap, t.Percent = t.Percent, fact.Derived(100, t.Percent.Span, "percent of the region"), fact.Figure{}
		c.d.Tables = append(c.d.Tables, t)
	}
}

// carved works on the rows of one device by their place in d.Tables.
type carved struct {
	d       *fact.Device
	family  *catalog.Family
	regions []int                 // rows with a cap from `show mls cef maximum-routes`
	config  []int                 // rows that only the configuration asks for
	wide    map[int]int           // 72, 144, 288 -> row of `show platform hardware capacity`, -1 = none
	used    map[fact.Resource]int // resource -> row that counts its routes
	cells   float64               // 72-bit cells of the TCAM; 0 = unknown
	proof   string                // how cells is known
}

// engines completes what the part numbers say from the catalog, and leaves out
// those that two commands named.
func (c *carved) engines() {
	id := &c.d.Identity
	seen := map[string]bool{}
	var out []fact.Engine
	for _, e := range id.Engines {
		key := e.Slot + " " + e.PID
		if seen[key] {
			continue
		}
		seen[key] = true
		if known, ok := c.family.Engine(e.PID); ok {
			e.Generation, e.XL = known.Generation, known.XL
		}
		out = append(out, e)
	}
	id.Engines = out
}

func (c *carved) sort() {
	c.wide, c.used = map[int]int{72: -1, 144: -1, 288: -1}, map[fact.Resource]int{}
	for i := range c.d.Tables {
		t := &c.d.Tables[i]
		bits := t.Unit.Bits()
		_, counted := c.used[t.Resource]
		switch {
		case bits > 0:
			if at, ok := c.wide[bits]; ok && at < 0 {
				c.wide[bits] = i
			}
		case t.Pool == ios.PoolFIB && t.Cap.Known():
			c.regions = append(c.regions, i)
		case t.Pool == ios.PoolFIB && t.Configured.Known() && !t.Pending.Known():
			c.config = append(c.config, i)
		case t.Pool == "" && t.Used.Known() && !counted && isFIB6500(t.Resource):
			c.used[t.Resource] = i
		}
	}
}

func isFIB6500(resource fact.Resource) bool {
	switch resource {
	case fact.FibIPv4, fact.FibIPv6, fact.FibMPLS, fact.FibMcastIPv4, fact.FibMcastIPv6, resourceEoM:
		return true
	}
	return false
}

// cost gives the 72-bit cells of one entry of resource; 0 = not known.
func (c *carved) cost(resource fact.Resource) float64 {
	n, _ := c.family.Cost("", ios.PoolFIB, resource)
	return n
}

// sum adds what is used by some resources; unknown where a needed one is.
func (c *carved) sum(need []fact.Resource, more ...fact.Resource) fact.Figure {
	var total float64
	var terms []string
	var span fact.Span
	add := func(resource fact.Resource) bool {
		i, ok := c.used[resource]
		if !ok {
			return false
		}
		t := &c.d.Tables[i]
		v, _ := t.Used.Get()
		total += v
		terms = append(terms, t.Name+" "+t.Used.String())
		if span.IsZero() {
			span = t.Used.Span
		}
		return true
	}
	for _, n := range need {
		if !add(n) {
			return fact.Figure{}
		}
	}
	for _, m := range more {
		if !add(m) && !c.complete(c.d.Tables[c.used[need[0]]].Output) {
			return fact.Figure{} // the answer was cut before it
		}
	}
	if len(terms) == 1 {
		return fact.Read(total, span)
	}
	return fact.Derived(total, span, strings.Join(terms, " + "))
}

// share marks a counted row as contained in a region.
func (c *carved) share(region string, resources ...fact.Resource) {
	for _, r := range resources {
		if i, ok := c.used[r]; ok {
			c.d.Tables[i].PartOf = region
		}
	}
}

// join gives each carved region what is used of it.
func (c *carved) join() {
	for _, i := range c.regions {
		t := &c.d.Tables[i]
		t.Ledger, t.Cost = true, c.cost(t.Resource)
		switch t.Resource {
		case fact.FibIPv4MPLS:
			t.Used = c.worse(t, c.sum([]fact.Resource{fact.FibIPv4, fact.FibMPLS}, resourceEoM), c.widthUsed(72))
			c.share(t.Name, fact.FibIPv4, fact.FibMPLS, resourceEoM)
		case fact.FibIPv6Mcast:
			t.Used = c.worse(t, c.sum([]fact.Resource{fact.FibIPv6, fact.FibMcastIPv4, fact.FibMcastIPv6}), c.widthUsed(144))
			c.share(t.Name, fact.FibIPv6, fact.FibMcastIPv4, fact.FibMcastIPv6)
		default:
			t.Used = c.sum([]fact.Resource{t.Resource})
			c.share(t.Name, t.Resource)
		}
	}
	for _, i := range c.wide {
		if i >= 0 {
			c.d.Tables[i].Notes = append(c.d.Tables[i].Notes, "the same cells as the regions of the carve")
		}
	}
	c.totals()
}

func (c *carved) widthUsed(bits int) fact.Figure {
	if i := c.wide[bits]; i >= 0 {
		return c.d.Tables[i].Used
	}
	return fact.Figure{}
}

// widths takes the rows of `show platform hardware capacity` for the regions of
// a PFC3: there they divide the TCAM and add up.
func (c *carved) widths() {
	for _, bits := range []int{72, 144} {
		i := c.wide[bits]
		if i < 0 {
			continue
		}
		t := &c.d.Tables[i]
		// Cut before its last row, a Sup2T looks like this too.
		t.Ledger, t.Cost = c.complete(t.Output), float64(bits/72)
		if bits == 72 {
			t.Used = c.worse(t, c.sum([]fact.Resource{fact.FibIPv4, fact.FibMPLS}, resourceEoM), t.Used)
			c.share(t.Name, fact.FibIPv4, fact.FibMPLS, resourceEoM)
			t.Notes = append(t.Notes, "IPv4 and MPLS may have regions of their own: show mls cef maximum-routes tells")
		} else {
			t.Used = c.worse(t, c.sum([]fact.Resource{fact.FibIPv6, fact.FibMcastIPv4, fact.FibMcastIPv6}), t.Used)
			c.share(t.Name, fact.FibIPv6, fact.FibMcastIPv4, fact.FibMcastIPv6)
		}
	}
}

// onePool makes the ledger row of a PFC4, whose three totals are the same cells
// seen at three widths (ios:0.5): used = Σ used × width.
func (c *carved) onePool() {
	var used float64
	var terms []string
	whole := true
	for _, bits := range []int{72, 144, 288} {
		i := c.wide[bits]
		if i < 0 {
			whole = false
			continue
		}
		t := &c.d.Tables[i]
		t.CapKind, t.PartOf, t.Cost = fact.CapPool, "FIB TCAM", float64(bits/72)
		v, ok := t.Used.Get()
		whole = whole && ok
		used += v * float64(bits/72)
		terms = append(terms, fmt.Sprintf("%s × %d", t.Used, bits/72))
	}
	row := fact.Table{Name: "FIB TCAM", Resource: fact.FibShared, Scope: fact.System(), Unit: fact.UnitCells72, CapKind: fact.CapPool, Pool: ios.PoolFIB, Cost: 1, Ledger: true}
	if i := c.wide[72]; i >= 0 {
		t := &c.d.Tables[i]
		row.Cap, row.Line, row.Output = t.Cap, t.Line, t.Output
		if whole {
			row.Used = fact.Derived(used, t.Used.Span, strings.Join(terms, " + "))
		}
	}
	c.d.Tables = append(c.d.Tables, row)
}

// uncapped keeps the routes of a device that did not tell its caps in the
// ledger: they are used, of an unknown number.
func (c *carved) uncapped() {
	for _, r := range []fact.Resource{fact.FibIPv4, fact.FibMPLS, fact.FibIPv6} {
		if i, ok := c.used[r]; ok {
			t := &c.d.Tables[i]
			t.Ledger, t.Pool, t.CapKind, t.Cost = true, ios.PoolFIB, fact.CapCarve, c.cost(r)
		}
	}
}
