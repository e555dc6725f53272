package dnx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/release"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
)

// The words for the division of an NL12k TCAM, those of the catalog's profiles.
const (
	nlWhole  = "whole"
	nlACL20  = "acl-prefix 20 percent"
	nlScale  = "scaledisable"
	internet = "internet-optimized"
)

// Carve resolves the three states of the profile. No command of these
// routers prints the active one: it is recognised by where the routes lie, or
// by the size of the external TCAM [xr:3.4].
func Carve(d *fact.Device, c *iosxr.Config) {
	switch {
	case base(d):
		d.Carve.Active = d.Carve.Active.Or(placementFingerprint(d))
		baseConfigured(d, c)
		d.Carve.Default = d.Carve.Active.Text == HostOptimized
	case hasClass(d, classNLETCAM):
		d.Carve.Active = d.Carve.Active.Or(sizeFingerprint(d))
		nlConfigured(d, c)
		d.Carve.Default = d.Carve.Active.Known() && d.Carve.Active.Text == nlDefault(d.Identity.Version)
	}
	Outstanding(d, c, "hw-module fib/tcam profile", "fib ipv4 scale", "tcam fib ipv4 scaledisable", "tcam acl-prefix")
}

// base reports whether the router has cards without external TCAM, which the
// host-optimized knob is about. Without part numbers it has none where no NPU
// printed an external TCAM of any size.
func base(d *fact.Device) bool {
	if len(d.Identity.Engines) > 0 {
		return hasClass(d, classSmallLPM) || hasClass(d, classLargeLPM)
	}
	for i := range d.Tables {
		if c, ok := d.Tables[i].Cap.Get(); ok && c > 0 && d.Tables[i].Resource == fact.FibETCAMv4 {
			return false
		}
	}
	return true
}

func hasClass(d *fact.Device, class catalog.Class) bool {
	for _, e := range d.Identity.Engines {
		if c, _, _ := iosxr.EngineOf(e.PID); c.Class == class {
			return true
		}
	}
	return false
}

// fingerprintMin is how many /24 there must be before their place tells
// anything.
const fingerprintMin = 1000

// placementFingerprint compares the /24 of the histogram with what lies in the
// LEM [xr:3.4]: /24 and /32 there is host-optimized, /32 alone is
// host-optimized-disable. Cards that disagree give nothing.
func placementFingerprint(d *fact.Device) fact.Setting {
	var out fact.Setting
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Name != "iproute" || t.PartOf != "lem" || !iosxr.FromResources(d, t) {
			continue
		}
		s := placed(d, t)
		switch {
		case !s.Known():
		case !out.Known():
			out = s
		case out.Text != s.Text:
			return fact.Setting{}
		}
	}
	return out
}

func placed(d *fact.Device, t *fact.Table) fact.Setting {
	h, ok := histogram(d, t.Scope.Node)
	seen, known := t.Used.Get()
	if !ok || !known || len(h.Counts) < 33 || h.Counts[24] < fingerprintMin {
		return fact.Setting{}
	}
	class := iosxr.ClassOf(d, t.Scope.Node)
	if class != "" && !baseClass(class) {
		return fact.Setting{} // an external TCAM holds the /24, whatever the profile
	}
	// The count of refused inserts does not say which memory refused them.
	most := seen + refusedIn(d, t.Scope)
	later, dated := release.AtLeast(d.Identity.Version, "7.3.1")
	fits := profilesOf(h.Counts, seen, most, class, dated && later)
	if len(fits) != 1 {
		return fact.Setting{}
	}
	n24, n32 := h.Counts[24], h.Counts[32]
	return fact.Setting{
		Text: fits[0], Grade: fact.Fingerprinted, Span: t.Used.Span,
		Note: fmt.Sprintf("LEM iproute is %.0f, with what was refused at most %.0f; /24 + /32 are %.0f, /32 alone %.0f", seen, most, n24+n32, n32),
	}
}

// profilesOf gives the profiles under which the LEM was asked to hold from least
// to most of the IPv4 routes: least are there, and what was refused may have
// been meant for it or for the LPM. removed: the release has no
// internet-optimized any more [xr:0.8]. Without the part number of the card only
// host-optimized is told, since it may be a card with external TCAM.
func profilesOf(counts []float64, least, most float64, class catalog.Class, removed bool) []string {
	n24, n32, n23 := counts[24], counts[32], counts[23]
	optimized := n24 + n32
	var out []string
	if least <= optimized*1.02 && most >= optimized*0.98 {
		out = append(out, HostOptimized)
	}
	if class == "" {
		if most > optimized*1.02 {
			return nil
		}
		return out
	}
	if least <= n32+0.05*n24 {
		out = append(out, HostOptimizedDisable)
	}
	if !removed && most > optimized*1.02 && least <= optimized+2*n23+counts[20] {
		out = append(out, internet)
	}
	return out
}

// baseClass: the cards without external TCAM, which the host-optimized knob is
// about.
func baseClass(class catalog.Class) bool { return class == classSmallLPM || class == classLargeLPM }

// histogram gives the IPv4 prefix lengths of a node, else those of the device.
func histogram(d *fact.Device, n string) (fact.Histogram, bool) {
	best, found := fact.Histogram{}, false
	for _, h := range d.Histograms {
		if h.AFI == "ipv4" && (h.Node == n || h.Node == "") && (!found || h.Source == "dpa" && best.Source != "dpa") {
			best, found = h, true
		}
	}
	return best, found
}

// refusedIn is how many IPv4 routes an NPU refused: they are in the histogram
// and not in the LEM.
func refusedIn(d *fact.Device, scope fact.Scope) float64 {
	n := 0.0
	for _, e := range d.Exceptions {
		if e.Kind == fact.InsertFailures && e.Resource == fact.FibIPv4 && e.Scope == scope {
			v, _ := e.Count.Get()
			n = max(n, v)
		}
	}
	return n
}

// baseConfigured says what the configuration asks for, and what of it counts:
// from 7.3.1 on internet-optimized is shown and ignored [xr:0.8].
func baseConfigured(d *fact.Device, c *iosxr.Config) {
	lines, span := c.Lines, c.Span
	note := strings.Join(lines, "; ")
	byLine := func(text string) fact.Setting {
		return fact.Setting{Text: text, Grade: fact.Reported, Span: span, Note: note}
	}
	byDefault := fact.Setting{Text: HostOptimized, Grade: fact.Inferred, Span: span, Note: "no such hw-module line in the configuration: the default"}
	switch {
	case slices.Contains(lines, lineHostOptimizedDisable):
		d.Carve.Configured = byLine(HostOptimizedDisable)
		d.Carve.AfterReload = d.Carve.Configured
	case slices.Contains(lines, internetOpt):
		d.Carve.Configured = byLine(internet)
		switch later, known := release.AtLeast(d.Identity.Version, "7.3.1"); {
		case known && later:
			d.Carve.Configured.Note = "the release ignores this line (removed in 7.3.1): " + note
			byDefault.Note = d.Carve.Configured.Note
			d.Carve.AfterReload = byDefault
		case known:
			d.Carve.AfterReload = d.Carve.Configured
		}
	case c.Without("fib ipv4 scale"):
		d.Carve.Configured, d.Carve.AfterReload = byDefault, byDefault
	}
}

// sizeFingerprint knows the division of an NL12k TCAM by its size [xr:3.4].
func sizeFingerprint(d *fact.Device) fact.Setting {
	var out fact.Setting
	for i := range d.Tables {
		t := &d.Tables[i]
		c, ok := t.Cap.Get()
		if !ok || t.Name != "ext_tcam_ipv4" || !iosxr.FromResources(d, t) {
			continue
		}
		text := map[float64]string{iosxr.ETCAMWhole: nlWhole, iosxr.ETCAMACLCarve: nlACL20, iosxr.ETCAMScaleDisable: nlScale}[c]
		switch {
		case text == "":
		case out.Known() && out.Text != text:
			return fact.Setting{}
		default:
			out = fact.Setting{Text: text, Grade: fact.Fingerprinted, Span: t.Cap.Span, Note: "only this division gives this size"}
		}
	}
	return out
}

func nlConfigured(d *fact.Device, c *iosxr.Config) {
	lines, span := c.Lines, c.Span
	set := func(text string, grade fact.Grade, note string) {
		d.Carve.Configured = fact.Setting{Text: text, Grade: grade, Span: span, Note: note}
		d.Carve.AfterReload = d.Carve.Configured
	}
	for _, l := range lines {
		switch {
		case l == lineScaleDisable:
			set(nlScale, fact.Reported, l)
			return
		case strings.HasPrefix(l, lineACLPercent+" "):
			text := "acl-prefix " + strings.TrimPrefix(l, lineACLPercent+" ") + " percent"
			if text == "acl-prefix 0 percent" {
				text = nlWhole
			}
			set(text, fact.Reported, l)
			return
		case strings.HasPrefix(l, "hw-module profile tcam fib "):
			return // shares by prefix length: what they give is not known
		}
	}
	if def := nlDefault(d.Identity.Version); def != "" && c.Without("tcam acl-prefix") && c.Without("tcam fib ipv4 scaledisable") {
		set(def, fact.Inferred, "no such hw-module line in the configuration: the default of the release")
	}
}

// nlDefault is the division of a release: 20 % for ACLs in 6.2.x, 6.3.1 and
// 6.3.15, none from 6.3.2 on [xr:2.1.5]; "" where it is not known.
func nlDefault(version string) string {
	if strings.HasPrefix(version, "6.2.") || version == "6.3.1" || version == "6.3.15" {
		return nlACL20
	}
	if later, known := release.AtLeast(version, "6.3.2"); known && later {
		return nlWhole
	}
	return ""
}

// Outstanding says whether the profile that will run after the next reload is
// another than the one that runs, and then the lines of keys that were entered wait
// no more on their own. Where only one of the two is known, it is not.
func Outstanding(d *fact.Device, c *iosxr.Config, what string, keys ...string) {
	a, b := d.Carve.Active, d.Carve.AfterReload
	if !a.Known() || !b.Known() {
		return
	}
	entered := slices.ContainsFunc(c.Waits, func(w iosxr.Wait) bool { return slices.Contains(keys, w.Key) })
	switch {
	case strings.EqualFold(a.Text, b.Text):
		c.Settle(keys...)
	case !entered:
		d.Pending = append(d.Pending, fact.Change{What: what, From: a.Text, To: b.Text, Span: b.Span})
		d.PendingKnown = fact.Yes
	}
}
