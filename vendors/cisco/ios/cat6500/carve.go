package cat6500

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// block is the grain of the carve: the regions of 72-bit entries together take
// whole blocks of 16k cells, though the display keeps the number that was asked
// for (lines-ios:2.1, five data points).
const block = 16 * 1024

// leastMPLS is what an MPLS region counts that nobody configured: it gets what is
// left in the blocks of IPv4 (lines-ios:2.1: 16k beside 768k, 2k beside
// 750k).
const leastMPLS = 1024

// ceilBlock rounds entries up to whole blocks.
func ceilBlock(entries float64) float64 {
	n := float64(int64(entries / block))
	if n*block < entries {
		n++
	}
	return n * block
}

// silicon works out how many cells the TCAM has, and with it the limit of every
// region: all cells for it alone. What the box runs proves it; part numbers only
// let infer it, by the least capable engine (ios:2.1).
func (c *carved) silicon() {
	c.carved()
	if c.cells == 0 {
		c.widened()
	}
	if c.cells == 0 {
		c.byEngines()
	}
	if c.cells == 0 {
		return
	}
	for i := range c.d.Tables {
		t := &c.d.Tables[i]
		if t.Ledger && t.Pool == ios.PoolFIB && t.Cost > 0 {
			t.Max = fact.Derived(c.cells/t.Cost, fact.Span{}, fmt.Sprintf("%.0f cells of the TCAM (%s) / %.0f per entry", c.cells, c.proof, t.Cost))
		}
	}
	c.d.Tables = append(c.d.Tables, fact.Table{
		Name: "FIB TCAM cells", Resource: resFibCells, Scope: fact.System(), Unit: fact.UnitCells72, Pool: ios.PoolFIB, CapKind: fact.CapFixed, Cost: 1,
		Max: fact.Derived(c.cells, fact.Span{}, c.proof), Notes: []string{"all regions of the carve together"},
	})
}

// carved proves the size by the carve equation: whole blocks for the 72-bit
// regions together, twice the entries for the others.
func (c *carved) carved() {
	var single, double float64
	var terms []string
	for _, i := range c.regions {
		t := &c.d.Tables[i]
		v, ok := t.Cap.Get()
		if !ok || t.Cost == 0 || !c.complete(t.Output) {
			return
		}
		if t.Cost == 1 {
			single += v
		} else {
			double += v * t.Cost
		}
		terms = append(terms, fmt.Sprintf("%.0fk × %.0f", v/1024, t.Cost))
	}
	c.accept(ceilBlock(single)+double, "carve equation: "+strings.Join(terms, " + "))
}

func (c *carved) complete(output int) bool {
	return output < 0 || output >= len(c.d.Outputs) || c.d.Outputs[output].Complete()
}

// accept takes a sum for the size where it is one a PFC has.
func (c *carved) accept(sum float64, proof string) {
	for _, l := range c.family.Limits {
		if l.Pool == ios.PoolFIB && l.Value == sum {
			c.cells, c.proof = sum, proof
			return
		}
	}
}

// widened proves the size by the rows of `show platform hardware capacity`.
func (c *carved) widened() {
	a, b := c.wide[72], c.wide[144]
	if a < 0 {
		return
	}
	n, _ := c.d.Tables[a].Cap.Get()
	if c.wide[288] >= 0 {
		c.cells, c.proof = n, "72-bit view of the whole TCAM, as printed"
		if most := c.largest(); most > 0 && n > most {
			c.cells, c.proof = most, "the largest TCAM of the family"
		}
		return
	}
	if b < 0 {
		return
	}
	m, _ := c.d.Tables[b].Cap.Get()
	c.accept(n+2*m, fmt.Sprintf("72-bit region %.0f + 2 × 144-bit region %.0f", n, m))
}

// largest is the largest size that a PFC has.
func (c *carved) largest() (most float64) {
	for _, l := range c.family.Limits {
		if l.Pool == ios.PoolFIB {
			most = max(most, l.Value)
		}
	}
	return most
}

// byEngines infers the size from the part numbers: the least engine bounds the
// chassis. Engines whose size the catalog does not vouch for leave it unknown.
func (c *carved) byEngines() {
	least, pid := 0.0, ""
	for _, e := range c.d.Identity.Engines {
		known, ok := c.family.Engine(e.PID)
		size := 0.0
		for _, l := range c.family.Limits {
			if ok && l.Class == known.Class && l.Pool == ios.PoolFIB && l.Grade.Confirmed() {
				size = l.Value
			}
		}
		if size == 0 {
			return
		}
		if least == 0 || size < least {
			least, pid = size, e.PID
		}
	}
	if least > 0 {
		c.cells, c.proof = least, "inferred from "+pid+", the least engine of the chassis"
	}
}

// configured compares what the configuration asks for with what runs.
func (c *carved) configured() {
	c.startup()
	c.lost()
	for _, i := range c.config {
		want := c.d.Tables[i].Configured
		if at := c.region(c.d.Tables[i].Resource); at >= 0 {
			t := &c.d.Tables[at]
			if !t.Configured.Known() {
				t.Configured = want
			}
			c.differs(t.Name, t.Cap, want, t)
			continue
		}
		switch {
		case c.d.Tables[i].Resource == fact.FibIPv6, c.d.Tables[i].Resource == fact.FibMcastIPv4:
			c.sharedRegion(want)
		case len(c.regions) > 0:
			c.differs(c.d.Tables[i].Name, fact.Figure{}, want, &c.d.Tables[i])
		case c.wide[72] >= 0 && c.wide[288] < 0:
			c.fingerprint(i, want)
		}
	}
}

// startup takes the lines of the startup configuration for what is configured
// where the running one was not shown whole; else a difference between the two
// says that something is not saved.
func (c *carved) startup() {
	saved := map[string]string{}
	run, whole := ios.WholeConfig(c.d, "running-config")
	c.config = slices.DeleteFunc(c.config, func(i int) bool {
		t := &c.d.Tables[i]
		if !slices.Contains(t.Notes, ios.StartupNote) {
			return false
		}
		saved[t.Name] = t.Configured.String()
		return whole || slices.ContainsFunc(c.config, func(j int) bool { return c.d.Tables[j].Name == t.Name && len(c.d.Tables[j].Notes) == 0 })
	})
	if _, both := ios.WholeConfig(c.d, "startup-config"); !whole || !both {
		return
	}
	asked := map[string]string{}
	for _, i := range c.config {
		asked[c.d.Tables[i].Name] = c.d.Tables[i].Configured.String()
	}
	if !maps.Equal(asked, saved) {
		c.d.Boot.Unsaved, c.d.Boot.UnsavedSpan = fact.Yes, fact.Span{Output: int32(run), Line: 1}
	}
}

// lost tells of regions that run and that the whole configuration no longer asks
// for: a reload brings the factory's back.
func (c *carved) lost() {
	if len(c.regions) == 0 || c.allDefault() || len(c.d.Pending) > 0 {
		return
	}
	if _, whole := ios.WholeConfig(c.d, "running-config"); !whole {
		return
	}
	if len(c.config) > 0 {
		c.lostRegions()
		return
	}
	first := &c.d.Tables[c.regions[0]]
	to := fact.Setting{Text: "factory default", Grade: fact.Inferred, Span: first.Cap.Span, Note: "the running configuration has no mls cef maximum-routes"}
	c.d.Carve.Configured, c.d.Carve.AfterReload = c.d.Carve.Configured.Or(to), c.d.Carve.AfterReload.Or(to)
	c.d.Pending = append(c.d.Pending, fact.Change{What: "FIB carve", From: c.text(func(t *fact.Table) fact.Figure { return t.Cap }), To: to.Text, Span: to.Span})
	c.d.PendingKnown = fact.Yes
}

// lostRegions is lost where other regions are still configured.
func (c *carved) lostRegions() {
	for _, i := range c.regions {
		t := &c.d.Tables[i]
		asked := func(j int) bool { return c.d.Tables[j].Resource == t.Resource }
		if t.Resource != fact.FibIPv4 && t.Resource != fact.FibMPLS || slices.Contains(t.Notes, "default") || slices.ContainsFunc(c.config, asked) {
			continue
		}
		c.d.Pending = append(c.d.Pending, fact.Change{What: t.Name + " carve", From: t.Cap.String(), To: "not configured any more", Span: t.Cap.Span})
		c.d.PendingKnown = fact.Yes
	}
}

// sharedRegion looks for a configured IPv6 or multicast size in the region that
// both share. How the device shows it once it runs has not been seen: a size
// that is not found there is no proof of a pending change, and no proof of none.
func (c *carved) sharedRegion(want fact.Figure) {
	at := c.region(fact.FibIPv6Mcast)
	if at >= 0 && c.d.Tables[at].Cap.String() == want.String() {
		return
	}
	if c.d.PendingKnown == fact.No {
		c.d.PendingKnown = fact.Unknown
	}
}

func (c *carved) region(resource fact.Resource) int {
	for _, i := range c.regions {
		if c.d.Tables[i].Resource == resource {
			return i
		}
	}
	return -1
}

// differs notes that a reload would change a region, unless the device said so
// already.
func (c *carved) differs(name string, now, want fact.Figure, t *fact.Table) {
	have, ok := now.Get()
	then, _ := want.Get()
	if ok && have == then || t.Pending.Known() {
		return
	}
	t.Pending = want
	said := func(p fact.Change) bool { return p.What == name+" carve" && p.To == want.String() }
	if slices.ContainsFunc(c.d.Pending, said) {
		return
	}
	c.d.Pending = append(c.d.Pending, fact.Change{What: name + " carve", From: regionNow(now), To: want.String(), Span: want.Span})
	c.d.PendingKnown = fact.Yes
}

// regionNow says how large a region is now; one that shares another's has no size
// of its own.
func regionNow(now fact.Figure) string {
	if !now.Known() {
		return "no allocation of its own"
	}
	return now.String()
}

// fingerprint tells from the 72-bit total whether the configured IPv4 region is
// the one that runs, with what is configured or left for MPLS beside it.
func (c *carved) fingerprint(i int, want fact.Figure) {
	if c.d.Tables[i].Resource != fact.FibIPv4 {
		return
	}
	row := &c.d.Tables[c.wide[72]]
	total, ok := row.Cap.Get()
	ip, _ := want.Get()
	mpls := float64(leastMPLS)
	for _, j := range c.config {
		if c.d.Tables[j].Resource == fact.FibMPLS {
			mpls, _ = c.d.Tables[j].Configured.Get()
		}
	}
	if !ok {
		return
	}
	if total == ceilBlock(ip+mpls) {
		c.d.Carve.Active = c.d.Carve.Active.Or(fact.Setting{Text: "IPv4 " + want.String(), Grade: fact.Fingerprinted, Span: row.Cap.Span, Note: "the 72-bit total is the configured region in whole blocks"})
		if c.d.PendingKnown == fact.Unknown {
			c.d.PendingKnown = fact.No
		}
		return
	}
	c.differs("IPv4", fact.Figure{}, want, &c.d.Tables[i])
}

// settings resolves the three states of the carve.
func (c *carved) settings() {
	set := &c.d.Carve
	switch {
	case len(c.regions) > 0:
		first := &c.d.Tables[c.regions[0]]
		set.Active = set.Active.Or(fact.Setting{Text: c.text(func(t *fact.Table) fact.Figure { return t.Cap }), Grade: fact.Reported, Span: first.Cap.Span})
		set.Default = c.allDefault()
	case c.wide[288] >= 0:
		set.Active = set.Active.Or(fact.Setting{Text: "one pool shared by all protocols", Grade: fact.Fingerprinted, Span: c.d.Tables[c.wide[288]].Cap.Span, Note: "three widths of the same cells are printed"})
	case c.wide[72] >= 0 && c.wide[144] >= 0:
		c.widthSetting(set)
	}
	if c.d.PendingKnown == fact.Yes {
		then := c.text(func(t *fact.Table) fact.Figure { return t.Pending.Or(t.Cap) })
		if len(c.d.Pending) > 0 {
			then = strings.Trim(then, ", ")
			set.AfterReload = set.AfterReload.Or(fact.Setting{Text: c.pendingText(then), Grade: fact.Inferred, Span: c.d.Pending[0].Span, Note: "what the device or its configuration shows for the next reload"})
		}
		set.Configured = set.Configured.Or(set.AfterReload)
		return
	}
	if c.d.PendingKnown == fact.No {
		set.Configured = set.Configured.Or(set.Active)
		set.AfterReload = set.AfterReload.Or(set.Active)
	}
}

func (c *carved) pendingText(regions string) string {
	if regions != "" {
		return regions
	}
	parts := make([]string, 0, len(c.d.Pending))
	for _, p := range c.d.Pending {
		parts = append(parts, p.What+" "+p.To)
	}
	return strings.Join(parts, ", ")
}

// text writes the regions as the device does: "IPv4 450k, MPLS 384k".
func (c *carved) text(of func(*fact.Table) fact.Figure) string {
	parts := make([]string, 0, len(c.regions))
	rows := append([]int{}, c.regions...)
	for _, i := range c.config {
		if c.d.Tables[i].Pending.Known() {
			rows = append(rows, i)
		}
	}
	for _, i := range rows {
		t := &c.d.Tables[i]
		if v, ok := of(t).Get(); ok {
			parts = append(parts, fmt.Sprintf("%s %sk", t.Name, fact.Read(v/1024, fact.Span{})))
		}
	}
	return strings.Join(parts, ", ")
}

func (c *carved) allDefault() bool {
	for _, i := range c.regions {
		if len(c.d.Tables[i].Notes) == 0 || c.d.Tables[i].Notes[0] != "default" {
			return false
		}
	}
	return c.complete(c.d.Tables[c.regions[0]].Output)
}

// widthSetting fingerprints the carve by its two totals; those of the factory
// (catalog) mean that nothing was configured, or exactly that.
func (c *carved) widthSetting(set *fact.Carve) {
	a, b := &c.d.Tables[c.wide[72]], &c.d.Tables[c.wide[144]]
	n, _ := a.Cap.Get()
	m, _ := b.Cap.Get()
	set.Active = set.Active.Or(fact.Setting{
		Text:  fmt.Sprintf("IPv4 + MPLS %.0fk, IPv6 + IP Multicast %.0fk", n/1024, m/1024),
		Grade: fact.Fingerprinted, Span: a.Cap.Span, Note: "totals of show platform hardware capacity",
	})
	for _, p := range c.family.Profiles {
		if p.Default && p.Caps[fact.FibIPv4MPLS] == n && p.Caps[fact.FibIPv6Mcast] == m && n > 0 {
			set.Default = true
		}
	}
}

// The classes of the catalog that are asked for by name.
const (
	classPFC3 catalog.Class = "pfc3"
)

// The memories that only this package counts.
const (
	resFibCells fact.Resource = "fib.cells"
)
