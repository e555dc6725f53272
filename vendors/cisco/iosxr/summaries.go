package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCEFSummary reads `show cef [ipv6] summary`: the count of routes and the
// distribution of prefix lengths, which every XR router has [xr:3.1].
func readCEFSummary(s *textscan.Scan, r *fact.Reading) {
	c := cefReader{s: s, r: r, afi: "ipv4", vrf: "default", buf: make([]textscan.Token, 0, 16)}
	if strings.Contains(strings.ToLower(s.Command), "ipv6") {
		c.afi = "ipv6"
	}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if c.line(l, l.Trim()) {
			s.Claim(l)
		}
	}
	c.finish()
}

type cefReader struct {
	s       *textscan.Scan
	r       *fact.Reading
	afi     string
	vrf     string
	node    string
	counts  []float64
	first   fact.Span
	unicast bool
	ended   bool
	buf     []textscan.Token
}

func (c *cefReader) line(l textscan.Line, t string) bool {
	switch {
	case t == "":
		return false
	case strings.Contains(t, "CEF with switching"):
		c.finish()
		c.r.Recognised = true
		if strings.HasPrefix(t, "IPv6") {
			c.afi = "ipv6"
		}
		if _, n, ok := strings.Cut(t, " for "); ok {
			c.node = cefNode(n)
		}
	case strings.HasPrefix(t, "Vrfname "):
		c.vrf, _, _ = strings.Cut(t[len("Vrfname "):], ",")
	case strings.Contains(t, " routes, ") && strings.Contains(t, "unresolved"):
		c.total(l)
	case strings.HasPrefix(t, "unicast:"):
		c.unicast = true
		return c.lengths(l)
	case strings.HasPrefix(t, "broadcast:"), strings.HasPrefix(t, "multicast:"):
		c.unicast, c.ended = false, true
	case strings.IndexByte("0123456789", t[0]) >= 0 && strings.Contains(t, " /"):
		return c.lengths(l)
	default:
		return cefNoise(t)
	}
	return true
}

func cefNoise(t string) bool {
	for _, h := range []string{"Router ID is", "Load balancing:", "Tableid ", "Prefix masklen distribution", "0x"} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	return strings.Contains(t, " rib, ") || strings.Contains(t, "load sharing elements") || strings.Contains(t, "next hops") || strings.Contains(t, "incomplete")
}

// cefNode turns node0_RP0_CPU0 into 0/RP0/CPU0.
func cefNode(t string) string {
	t = strings.TrimSpace(t)
	if !strings.HasPrefix(t, "node") {
		return t
	}
	return strings.ReplaceAll(t[len("node"):], "_", "/")
}

// total reads "1017271 routes, 0 protected, 0 reresolve, …".
func (c *cefReader) total(l textscan.Line) {
	c.buf = textscan.Fields(l, c.buf)
	n := c.s.Figure(l, c.buf[0])
	if !n.Known() {
		return
	}
	resource := fact.CEFIPv4
	if c.afi == "ipv6" {
		resource = fact.CEFIPv6
	}
	c.r.Recognised = true
	c.r.Tables = append(c.r.Tables, fact.Table{
		Name: "cef/" + c.afi, Resource: resource, Scope: vrfScope(c.vrf), Unit: fact.UnitRoutes, Used: n, Line: l.No,
	})
}

// vrfScope is the scope of a count in one VRF; the default one is the device.
func vrfScope(vrf string) fact.Scope {
	if vrf == "" || vrf == "default" {
		return fact.System()
	}
	return fact.Scope{Kind: fact.ScopeVRF, Index: vrf}
}

// lengths reads "13797 /32, 262 /31, …": the count stands before the length.
func (c *cefReader) lengths(l textscan.Line) bool {
	if !c.unicast {
		return true
	}
	c.buf = textscan.Fields(l, c.buf)
	for i := 0; i+1 < len(c.buf); i++ {
		w := strings.TrimSuffix(c.buf[i+1].Text, ",")
		if len(w) < 2 || w[0] != '/' {
			continue
		}
		n, ok := textscan.Number(w[1:])
		v, known := textscan.Number(c.buf[i].Text)
		if !ok || !known || n > 128 {
			return false
		}
		for len(c.counts) <= int(n) {
			c.counts = append(c.counts, 0)
		}
		c.counts[int(n)] = v
		if c.first.IsZero() {
			c.first = c.s.Span(l, c.buf[i].Lo, c.buf[i].Hi)
		}
	}
	return true
}

// finish keeps the histogram of the default VRF, where it came whole.
func (c *cefReader) finish() {
	if len(c.counts) > 0 && !c.r.Filtered && (c.ended || !c.s.Truncated) && c.vrf == "default" {
		c.r.Histograms = append(c.r.Histograms, fact.Histogram{AFI: c.afi, Source: "cef", Counts: c.counts, Span: c.first})
	}
	c.counts, c.first, c.unicast, c.ended = nil, fact.Span{}, false, false
}

// readRouteSummary reads `show route … summary`: one Total per address family
// and VRF [xr:3.1].
func readRouteSummary(s *textscan.Scan, r *fact.Reading) {
	afi, vrf := routeAsked(s.Command)
	buf := make([]textscan.Token, 0, 8)
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		buf = textscan.Fields(l, buf)
		switch {
		case len(buf) == 0:
			continue
		case strings.HasPrefix(t, "Route Source") && strings.Contains(t, "Routes"):
			r.Recognised = true
		case strings.HasPrefix(t, "VRF: "):
			vrf = strings.TrimSpace(t[len("VRF: "):])
		case strings.HasPrefix(t, "IPv") && strings.HasSuffix(t, ":"):
			afi = strings.ToLower(strings.TrimSuffix(t, ":"))
		case textscan.IsRule(l):
		case !routeRow(buf):
			continue
		case buf[0].Text == "Total":
			r.Tables = append(r.Tables, fact.Table{
				Name: "rib/" + afi, Resource: ribResource(afi), Scope: vrfScope(vrf), Unit: fact.UnitRoutes, Used: s.Figure(l, buf[1]), Line: l.No,
			})
		}
		s.Claim(l)
	}
}

// routeRow reports whether a line ends in four numbers.
func routeRow(f []textscan.Token) bool {
	if len(f) < 5 {
		return false
	}
	for _, t := range f[len(f)-4:] {
		if !textscan.IsNumber(t.Text) {
			return false
		}
	}
	return true
}

// routeAsked gives address family and VRF of the command.
func routeAsked(command string) (afi, vrf string) {
	w := commandWords(strings.ToLower(command))
	afi, sub := "ipv4", "unicast"
	for i, t := range w {
		switch {
		case t == "ipv6":
			afi = "ipv6"
		case t == "multicast":
			sub = "multicast"
		case t == "vrf" && i+1 < len(w):
			vrf = commandWords(command)[i+1]
		}
	}
	return afi + " " + sub, vrf
}

func ribResource(afi string) fact.Resource {
	switch afi {
	case "ipv4 unicast":
		return fact.RIBIPv4
	case "ipv6 unicast":
		return fact.RIBIPv6
	}
	return fact.Resource("rib." + strings.ReplaceAll(afi, " ", "."))
}

// readBGPScale reads `show bgp scale`: prefixes per address family.
func readBGPScale(s *textscan.Scan, r *fact.Reading) {
	vrf := ""
	buf := make([]textscan.Token, 0, 12)
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		buf = textscan.Fields(l, buf)
		switch {
		case len(buf) == 0:
			continue
		case strings.HasPrefix(t, "VRF: "):
			vrf = strings.TrimSpace(t[len("VRF: "):])
		case strings.HasPrefix(t, "Address-Family"):
			r.Recognised = true
		case strings.HasPrefix(t, "Neighbors Configured"), strings.HasPrefix(t, "Memory "), strings.HasPrefix(t, "Total"), textscan.IsRule(l):
		case len(buf) >= 4 && (strings.HasPrefix(t, "IPv") || strings.HasPrefix(t, "VPN") || strings.HasPrefix(t, "L2VPN")):
			bgpRow(s, r, l, buf, vrf)
		default:
			continue
		}
		s.Claim(l)
	}
}

// bgpRow reads "IPv4 Unicast  1017385  24373748  1017385  143.60MB  …".
func bgpRow(s *textscan.Scan, r *fact.Reading, l textscan.Line, f []textscan.Token, vrf string) {
	for i := 1; i < len(f); i++ {
		n := s.Figure(l, f[i])
		if !n.Known() {
			continue
		}
		name := strings.ToLower(l.Text[f[0].Lo:f[i-1].Hi])
		r.Tables = append(r.Tables, fact.Table{
			Name: "bgp/" + name, Resource: fact.Resource("bgp." + strings.ReplaceAll(name, " ", ".")), Scope: vrfScope(vrf), Unit: fact.UnitPrefixes, Used: n, Line: l.No,
		})
		return
	}
}
