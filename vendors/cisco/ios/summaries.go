package ios

import (
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCEFSummary reads `show ip cef summary` and `show ipv6 cef summary`: the
// software FIB per VRF. Old releases print "180434 routes, … peak 179402" (the
// peak may lag behind), newer ones "98288 prefixes (98288/0 fwd/non-fwd)".
func readCEFSummary(s *textscan.Scan, r *fact.Reading) {
	resource := fact.CEFIPv4
	if strings.Contains(strings.ToLower(s.Command), "ipv6") {
		resource = fact.CEFIPv6
	}
	vrf := ""
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		f = textscan.Fields(l, f)
		if len(f) == 0 {
			continue
		}
		switch {
		case len(f) == 2 && f[0].Text == "VRF":
			vrf = f[1].Text
		case len(f) >= 2 && (f[1].Text == "prefixes" || f[1].Text == "routes,") && textscan.IsNumber(f[0].Text):
			row := fact.Table{Name: "routes", Resource: resource, Scope: vrfScope(vrf), Unit: fact.UnitEntries, Used: s.Figure(l, f[0]), Line: l.No}
			if n := len(f); f[n-2].Text == "peak" {
				row.Peak = s.Figure(l, f[n-1])
			}
			r.Tables = append(r.Tables, row)
			r.Recognised = true
		case CEFProse(l.Trim()):
			r.Recognised = r.Recognised || strings.Contains(l.Text, "CEF is ") || strings.Contains(l.Text, "CEF with")
		default:
			if !ResourceRow(s, l, f, r) {
				continue
			}
		}
		s.Claim(l)
	}
}

// CEFProse reports the known lines around the count.
func CEFProse(t string) bool {
	for _, p := range []string{
		"IPv4 CEF is", "IPv6 CEF is", "IP CEF with", "IP Distributed CEF", "Table id", "Database epoch", "Table epoch",
		"universal per-destination", "Resolution Timer", "Tree summary", "short mask protection", "Transient memory",
		"Hardware resource allocation", "Green (Normal)", "Slot HW Resource",
	} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	for _, p := range []string{
		"instant recursive resolutions", "load sharing elements", "in-place/", "bytes allocated to the FIB", "CEF resets",
		"stride pattern", " leaves, ", "revisions of existing leaves", "refcounts",
	} {
		if strings.Contains(t, p) {
			return true
		}
	}
	return false
}

func vrfScope(vrf string) fact.Scope {
	if vrf == "" {
		return fact.System()
	}
	return fact.Scope{Kind: fact.ScopeVRF, Index: vrf}
}

// readRouteSummary reads `show ip route summary` and `show ipv6 route summary`.
// The routes of a table are Networks + Subnets of its Total row; newer releases
// put a column Replicates between.
func readRouteSummary(s *textscan.Scan, r *fact.Reading) {
	p := routeReader{scope: fact.System()}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" && p.line(s, l, t, r) {
			s.Claim(l)
		}
	}
}

type routeReader struct {
	scope   fact.Scope
	ipv6    bool
	subnets bool // the table has a column Subnets
	columns bool // a title was seen
	f       []textscan.Token
}

func (p *routeReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) bool {
	switch {
	case strings.HasPrefix(t, "IP routing table name is "), strings.HasPrefix(t, "IPv6 routing table name is "):
		p.ipv6 = strings.HasPrefix(t, "IPv6")
		_, name, _ := strings.Cut(t, "name is ")
		name, _, _ = strings.Cut(FirstWord(name), "(")
		p.scope = vrfScope(name)
		r.Recognised = true
	case strings.HasPrefix(t, "Route Source"):
		p.columns, p.subnets, r.Recognised = true, strings.Contains(t, "Subnets"), true
	case strings.HasPrefix(t, "/"):
		return p.histogram(s, l, r)
	case strings.HasPrefix(t, "IP routing table max"), strings.HasPrefix(t, "IPv6 routing table"), strings.HasPrefix(t, "Removing Queue"), strings.HasPrefix(t, "Number of prefixes"):
	default:
		p.f = textscan.Fields(l, p.f)
		if p.columns && p.f[0].Text == "Total" {
			return p.total(s, l, r)
		}
		return p.columns && (textscan.IsNumber(p.f[len(p.f)-1].Text) || strings.HasSuffix(p.f[0].Text, ":"))
	}
	return true
}

func (p *routeReader) total(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	if len(p.f) < 3 {
		return false
	}
	row := fact.Table{Name: "routes", Resource: fact.RIBIPv4, Scope: p.scope, Unit: fact.UnitEntries, Line: l.No}
	if p.ipv6 {
		row.Resource = fact.RIBIPv6
	}
	row.Used = s.Figure(l, p.f[1])
	if p.subnets {
		nets, ok := textscan.Number(p.f[1].Text)
		subs, ok2 := textscan.Number(p.f[2].Text)
		if !ok || !ok2 {
			return false
		}
		row.Used = fact.Derived(nets+subs, s.Span(l, p.f[1].Lo, p.f[2].Hi), "networks + subnets")
	}
	if !row.Used.Known() {
		return false
	}
	r.Tables = append(r.Tables, row)
	return true
}

// histogram reads "/8: 1, /64: 8, /128: 517".
func (p *routeReader) histogram(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	size := 33
	afi := "ipv4"
	if p.ipv6 {
		size, afi = 129, "ipv6"
	}
	h := fact.Histogram{AFI: afi, Source: "route", Counts: make([]float64, size), Span: s.SpanOf(l, l.Trim())}
	for _, part := range strings.Split(l.Trim(), ",") {
		length, count, ok := strings.Cut(strings.TrimSpace(part), ":")
		at, err := strconv.Atoi(strings.TrimPrefix(length, "/"))
		n, known := textscan.Number(strings.TrimSpace(count))
		if !ok || err != nil || !known || at < 0 || at >= size {
			return false
		}
		h.Counts[at] = n
	}
	if !s.Truncated {
		r.Histograms = append(r.Histograms, h)
	}
	return true
}

// readLabelSummary reads "9 total labels".
func readLabelSummary(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		f = textscan.Fields(l, f)
		if len(f) == 3 && strings.HasPrefix(l.Trim()[len(f[0].Text):], " total label") && textscan.IsNumber(f[0].Text) {
			r.Tables = append(r.Tables, fact.Table{Name: "mpls labels", Resource: fact.LabelResource, Scope: fact.System(), Unit: fact.UnitEntries, Used: s.Figure(l, f[0]), Line: l.No})
			r.Recognised = true
			s.Claim(l)
		}
	}
}

// ResourceRow reads slot, a name that may hold blanks, percent in use, alert.
func ResourceRow(s *textscan.Scan, l textscan.Line, f []textscan.Token, r *fact.Reading) bool {
	n := len(f)
	if n < 4 || len(f[n-1].Text) != 1 || !strings.Contains("GYR", f[n-1].Text) || !textscan.IsNumber(f[0].Text) {
		return false
	}
	use := s.Figure(l, f[n-2])
	if v, ok := use.Get(); !ok || v > 100 {
		return false
	}
	row := fact.Table{
		Name: strings.TrimSpace(l.Text[f[1].Lo:f[n-2].Lo]), Resource: fact.FibMemory, Scope: fact.Scope{Kind: fact.ScopeSlot, Node: f[0].Text},
		Unit: fact.UnitPercent, Used: use, CapKind: fact.CapPercent, State: map[string]string{"G": "Green", "Y": "Yellow", "R": "Red"}[f[n-1].Text], Line: l.No,
	}
	row.Cap = fact.Derived(100, use.Span, "percent of the resource")
	r.Tables = append(r.Tables, row)
	if row.State != "Green" {
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.OutOfResource, Resource: fact.FibMemory, Scope: row.Scope, Raised: fact.Yes, Severity: strings.ToLower(row.State), Text: l.Trim(), Span: use.Span,
		})
	}
	r.Recognised = true
	return true
}
