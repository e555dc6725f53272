package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readForwardingSummary reads `show forwarding ipv4|ipv6 route summary | json`.
// route_count is a list of four without names, [updates, inserts, deletes,
// routes]: the last is the count, which the sum of routes_per_mask proves
// [nxos:3.2]. Where that sum says otherwise the count is unknown.
func readForwardingSummary(s *textscan.Scan, r *fact.Reading) {
	doc := Document(s, r)
	if doc == nil {
		r.Why = "only the JSON form of this command is known: no text capture has been seen"
		return
	}
	afi := afiOf(s.Command)
	vrf := ""
	WalkInstances(doc, "", "", func(n *textscan.Node, module, _ string) {
		if v := firstChild(n, "vrf_name_out", "vrfname"); v != "" {
			vrf = v
		}
		if n.Name != "ROW_path" || n.Child("route_count") == nil || s.Truncated {
			return
		}
		pathRow(r, n, afi, module, vrf)
	})
}

func firstChild(n *textscan.Node, names ...string) string {
	for _, name := range names {
		if v := n.Child(name).Value(); v != "" {
			return v
		}
	}
	return ""
}

func afiOf(command string) string {
	if strings.Contains(command, "ipv6") {
		return "ipv6"
	}
	return "ipv4"
}

func pathRow(r *fact.Reading, n *textscan.Node, afi, module, vrf string) {
	counts := n.All("route_count")
	used := FigureOf(counts[len(counts)-1])
	row := fact.Table{Name: afi + " routes of the module, VRF " + vrf, Resource: fact.Resource("cef." + afi), Scope: moduleScope(module), Unit: fact.UnitPrefixes, Line: int(counts[len(counts)-1].Span.Line)}
	hist, whole := masks(n, afi)
	hist.Node = module
	total := hist.Total()
	v, _ := used.Get()
	switch {
	case whole && v == total:
		row.Used = used
		if vrf == "default" {
			r.Histograms = append(r.Histograms, hist)
		}
	case len(counts) == 1 && !whole:
		row.Used = used
	case len(counts) == 4 && !whole:
		row.Used = used
		row.Notes = []string{"the last of four counters; no list of masks to prove it"}
	default:
		row.Notes = []string{"the counters and the routes per mask do not agree: not taken"}
	}
	r.Tables = append(r.Tables, row)
	r.Recognised = true
}

// masks reads mask_length and routes_per_mask; ok is false where they are
// missing or do not pair.
func masks(n *textscan.Node, afi string) (h fact.Histogram, ok bool) {
	length, count := n.All("mask_length"), n.All("routes_per_mask")
	h = fact.Histogram{AFI: afi, Source: "cef", Span: n.Span}
	bits := 33
	if afi == "ipv6" {
		bits = 129
	}
	if len(length) == 0 || len(length) != len(count) {
		return h, false
	}
	h.Counts = make([]float64, bits)
	for i := range length {
		at, ok1 := textscan.Number(length[i].Text)
		v, ok2 := textscan.Number(count[i].Text)
		if !ok1 || !ok2 || at < 0 || int(at) >= bits {
			return h, false
		}
		h.Counts[int(at)] += v
	}
	return h, true
}

// readInternalSummary reads `show system internal forwarding ip|ipv6 route
// summary` of N3K and N5K: maxima and totals, with or without a blank before
// the colon. The /65 to /127 table of N3K is counted and its size not printed
// [nxos:2.5, nxos:2.7].
func readInternalSummary(s *textscan.Scan, r *fact.Reading) {
	sum := internalSummary{s: s, r: r, afi: afiOf(s.Command)}
	var buf []textscan.Token
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		key, val, ok := textscan.KeyValue(l, ":")
		if !ok {
			if t := strings.ToLower(l.Trim()); strings.HasSuffix(t, "routes summary") || t != "" && textscan.IsRule(l) {
				s.Claim(l)
			}
			continue
		}
		buf = textscan.Fields(textscan.Line{Text: val.Text}, buf)
		if len(buf) != 1 {
			continue
		}
		if fig := Number(s, l, val); fig.Known() && sum.add(l, key, fig) {
			s.Claim(l)
			r.Recognised = true
		}
	}
	sum.finish()
}

// internalSummary pairs the totals with the maxima of their table.
type internalSummary struct {
	s               *textscan.Scan
	r               *fact.Reading
	afi             string
	maxHost, maxLPM fact.Figure
}

func (i *internalSummary) add(l textscan.Line, key string, fig fact.Figure) bool {
	k := strings.ToLower(key)
	host := strings.Contains(k, "host")
	switch {
	case strings.HasPrefix(k, "max") && host:
		i.maxHost = fig
		return true
	case strings.HasPrefix(k, "max") && strings.Contains(k, "lpm"):
		i.maxLPM = fig
		return true
	case !strings.HasPrefix(k, "total"):
		return false
	}
	row := fact.Table{Name: key, Scope: fact.System(), Unit: fact.UnitEntries, Used: fig, CapKind: fact.CapFixed, Line: l.No}
	switch {
	case host:
		row.Resource, row.Pool = fact.Resource("host."+i.afi), "host"
	case strings.Contains(k, "> /64"):
		row.Resource, row.Pool = LongPrefixes, "lpm-128"
	default:
		row.Resource, row.Pool = fact.Resource("fib."+i.afi), "lpm"
	}
	i.r.Tables = append(i.r.Tables, row)
	return true
}

// LongPrefixes is the small table of IPv6 prefixes from /65 to /127 of N3K.
const LongPrefixes = fact.FibIPv6LPM128

func (i *internalSummary) finish() {
	for j := range i.r.Tables {
		switch row := &i.r.Tables[j]; row.Pool {
		case "host":
			row.Cap = NonZero(i.maxHost)
		case "lpm":
			row.Cap = NonZero(i.maxLPM)
		}
	}
}

// readRouteSummary reads `show ip route summary`, text or JSON: routes in
// software, evidence of demand.
func readRouteSummary(s *textscan.Scan, r *fact.Reading) {
	afi := "ipv4"
	if strings.Contains(s.Command, "ipv6") {
		afi = "ipv6"
	}
	if doc := Document(s, r); doc != nil {
		routeSummaryJSON(doc, r, afi)
		return
	}
	vrf := ""
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		t := l.Trim()
		switch {
		case strings.Contains(t, "Route Table for VRF "), strings.Contains(t, "Routing Table for VRF "): // IPv6 says it otherwise
			vrf = strings.Trim(lastWord(t), `"`)
			r.Recognised = true
		case strings.HasPrefix(t, "Total number of routes:"):
			_, val, _ := textscan.KeyValue(l, ":")
			r.Tables = append(r.Tables, ribRow(afi, vrf, Number(s, l, val), l.No))
			r.Recognised = true
		case strings.HasPrefix(t, "Total number of paths:"):
		default:
			continue
		}
		s.Claim(l)
	}
}

func ribRow(afi, vrf string, used fact.Figure, line int) fact.Table {
	return fact.Table{Name: afi + " routes in VRF " + vrf, Resource: fact.Resource("rib." + afi), Scope: fact.System(), Unit: fact.UnitPrefixes, Used: used, Line: line}
}

func routeSummaryJSON(doc *textscan.Node, r *fact.Reading, afi string) {
	for _, vrf := range rows(doc, "ROW_vrf") {
		name := firstChild(vrf, "vrf-name-out", "vrf_name_out")
		for _, n := range rows(vrf, "ROW_summary") {
			routes := n.Child("routes")
			if routes == nil {
				continue
			}
			r.Tables = append(r.Tables, ribRow(afi, name, FigureOf(routes), int(routes.Span.Line)))
			r.Recognised = true
		}
	}
}
