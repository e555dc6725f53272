package cat6500

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// disagree is the share of a region by which two answers about it may differ:
// routes come and go between two questions.
const disagree = 0.05

// worse gives the larger of two counts of a region, and notes where they cannot
// both be true.
func (c *carved) worse(t *fact.Table, counted, printed fact.Figure) fact.Figure {
	a, known := counted.Get()
	b, also := printed.Get()
	size, _ := t.Cap.Get()
	switch {
	case !known:
		return printed
	case !also:
		return counted
	case math.Abs(a-b) > disagree*size:
		c.contradicted(t.Resource, fmt.Sprintf("`show mls cef summary` counts %.0f routes, `show platform hardware capacity` %.0f", a, b), printed.Span)
	}
	if a > b {
		return counted
	}
	return printed
}

func (c *carved) contradicted(resource fact.Resource, why string, span fact.Span) {
	c.d.Flags = append(c.d.Flags, fact.Flag{Key: fact.FlagContradicted, About: string(resource), Value: why, Span: span})
}

// totals compares the regions with the totals of `show platform hardware
// capacity`: the same cells (lines-ios:2.1).
func (c *carved) totals() {
	var single float64
	for _, i := range c.regions {
		t := &c.d.Tables[i]
		if v, ok := t.Cap.Get(); ok && t.Cost == 1 {
			single += v
		}
	}
	i := c.wide[72]
	if i < 0 || single == 0 || c.wide[288] >= 0 {
		return
	}
	t := &c.d.Tables[i]
	if total, ok := t.Cap.Get(); ok && total != ceilBlock(single) {
		c.contradicted(fact.FibIPv4MPLS, fmt.Sprintf("`show mls cef maximum-routes` divides %.0fk for IPv4 and MPLS, `show platform hardware capacity` prints %.0fk", ceilBlock(single)/1024, total/1024), t.Cap.Span)
	}
	split := c.region(fact.FibIPv4)
	if split >= 0 {
		both := *t
		c.worse(&both, c.sum([]fact.Resource{fact.FibIPv4, fact.FibMPLS}, resourceEoM), t.Used)
	}
}

// Vital: the regions with what is in them, the latched statement, and what waits;
// of a Sup2T its one pool. The engines hold the same routes: one answer is for all,
// and the least of them bounds the chassis.
func (platform) Vital(d *fact.Device) []vendors.Vital {
	out := cat6500Room(d)
	if !onePool(d) {
		out = append(out,
			vendors.Vital{Kind: fact.Overflow, Name: "FIB exception state", Ask: []string{"show mls cef exception status", "show mls cef exception"}, Known: exceptionKnown(d)},
			vendors.Vital{Kind: fact.Settled, Name: "changes pending a reload", Ask: []string{"show mls cef maximum-routes"}, Known: d.PendingKnown != fact.Unknown})
	} else {
		// The command is known by its name only (ios:2.3): where a box has
		// it, it must be understood.
		ask := []string{"show platform hardware cef exception status", "show platform hardware cef exception"}
		out = append(out, vendors.Vital{Kind: fact.Overflow, Name: "FIB exception state", Ask: ask, Known: exceptionKnown(d), Spare: !answeredTo(d, ask)})
		out = append(out, maximaEntered(d)...)
	}
	return append(append(out, listedEngines(d)), downEngines(d)...)
}

// listedEngines is which engines run. Where a log never asked, the one that
// printed numbers is taken for all.
func listedEngines(d *fact.Device) vendors.Vital {
	v := vendors.Vital{Kind: fact.Engines, Name: "forwarding engines", Ask: []string{"show module"}, Spare: d.Session.Transport == "log"}
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if o.Current() && !o.Loose && o.Part == "" && vendors.Match("show module", o.Command) > 0 {
			v.Known, v.Spare = v.Known || o.Parser == "module", false
		}
	}
	return v
}

// onePool reports a PFC4, by its engines, its image or its rows.
func onePool(d *fact.Device) bool {
	for i := range d.Tables {
		if d.Tables[i].Resource == fact.FibShared && d.Tables[i].CapKind == fact.CapPool {
			return true
		}
	}
	return isPFC4(d.Identity)
}

// cat6500Room asks for each region: the one of IPv4 and MPLS, or both of their own,
// and the one of IPv6 and multicast.
func cat6500Room(d *fact.Device) []vendors.Vital {
	if onePool(d) {
		return []vendors.Vital{room6500(d, "FIB TCAM", []string{"show platform hardware capacity forwarding", "show platform hardware capacity"}, fact.FibShared)}
	}
	ask := []string{"show mls cef summary", "show mls cef maximum-routes", "show platform hardware capacity forwarding", "show platform hardware capacity"}
	if !hasRow(d, func(t *fact.Table) bool { return t.Ledger && t.Pool == ios.PoolFIB && t.Cap.Known() }) {
		ask[0], ask[1] = ask[1], ask[0]
	}
	out := []vendors.Vital{room6500(d, "FIB TCAM region of IPv4 and MPLS", ask, fact.FibIPv4MPLS)}
	if hasRow(d, func(t *fact.Table) bool { return t.Resource == fact.FibIPv4 && t.Pool == ios.PoolFIB && t.Cap.Known() }) {
		out = []vendors.Vital{room6500(d, "FIB TCAM region of IPv4", ask, fact.FibIPv4), room6500(d, "FIB TCAM region of MPLS", ask, fact.FibMPLS)}
	}
	return append(out, room6500(d, "FIB TCAM region of IPv6 and multicast", ask, fact.FibIPv6Mcast))
}

func room6500(d *fact.Device, name string, ask []string, resource fact.Resource) vendors.Vital {
	v := vendors.Vital{Kind: fact.Room, Name: name, Ask: ask}
	v.Known = hasRow(d, func(t *fact.Table) bool { return t.Resource == resource && vendors.HasRoom(t) })
	for _, f := range d.Flags {
		about := fact.Resource(f.About)
		if f.Key == fact.FlagContradicted && (about == resource || about == fact.FibIPv4MPLS && (resource == fact.FibIPv4 || resource == fact.FibMPLS)) {
			v.Wrong = fmt.Sprint(f.Value)
		}
	}
	return v
}

// maximaEntered asks what a line did that gives a protocol of a PFC4 a maximum: no
// document says whether it acts at once (lines-ios:2.4).
func maximaEntered(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	key := func(line string) (string, bool) {
		w := strings.Fields(strings.ToLower(line))
		at := slices.IndexFunc(w, func(s string) bool { return ios.Word("maximum-routes", s, 3) })
		return line, at > 1 && ios.Word("platform", w[0], 4) && ios.Word("cef", w[at-1], 2)
	}
	for _, s := range vendors.Standing(d, vendors.Rules{Key: key}) {
		out = append(out, vendors.Vital{
			Kind: fact.Beside, Name: "what `" + s.Line + "` changed", Ask: []string{"show platform hardware cef maximum-routes"},
			Known: ios.LaterThan(d, s.Output, "cef-maximum-routes"),
		})
	}
	return out
}

func hasRow(d *fact.Device, is func(t *fact.Table) bool) bool {
	for i := range d.Tables {
		if is(&d.Tables[i]) {
			return true
		}
	}
	return false
}

// exceptionKnown reports whether the device said it of every protocol: IPv4, IPv6
// and MPLS are printed together (ios:2.3).
func exceptionKnown(d *fact.Device) bool {
	said := map[fact.Resource]bool{}
	for _, e := range d.Exceptions {
		if e.Kind == fact.ExceptionState && e.Raised != fact.Unknown {
			said[e.Resource] = true
		}
	}
	return said[fact.FibIPv4] && said[fact.FibIPv6] && said[fact.FibMPLS]
}

// answeredTo reports whether the device has a command: it was asked, and not
// refused.
func answeredTo(d *fact.Device, ask []string) bool {
	for i := range d.Outputs {
		o := &d.Outputs[i]
		for _, a := range ask {
			if o.Current() && !o.Loose && o.State != "rejected" && vendors.Match(a, o.Command) > 0 {
				return true
			}
		}
	}
	return false
}

// downEngines are modules with an engine that do not run: what they hold is not
// asked, and said.
func downEngines(d *fact.Device) []vendors.Vital {
	var out []vendors.Vital
	for _, p := range d.Identity.Parts {
		if p.State == "" || strings.EqualFold(p.State, "ok") || !hasEngine(d, p.Slot) || !strings.HasPrefix(p.Name, "module ") {
			continue
		}
		out = append(out, vendors.Vital{Kind: fact.Engines, Name: "forwarding engine (" + p.State + ")", Engine: "module " + p.Slot, Ask: []string{"show module"}, Down: true})
	}
	return out
}

func hasEngine(d *fact.Device, slot string) bool {
	for _, e := range d.Identity.Engines {
		if e.Slot == slot {
			return true
		}
	}
	return false
}
