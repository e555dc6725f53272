package dnx

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// dpaReader reads `show dpa resources TABLE`: the prefix lengths and the
// counters per NPU. "Actual" counts in software: inserts that the hardware
// refused are in it [xr:0.3, xr:3.1].
type dpaReader struct {
	s        *textscan.Scan
	r        *fact.Reading
	node     string
	table    string
	headLine textscan.Line
	heading  bool
	afi      string
	stride   int // numbers behind a prefix length: 1 = actual, 2 = actual and capacity
	counts   []float64
	first    fact.Span
	gap      bool // a line that is none of it stands behind a length
	broken   bool // and a length behind that: somebody left lines out
	npus     []string
	inUse    fact.Figure
	notes    []string
	buf      []textscan.Token
}

func readDPA(s *textscan.Scan, r *fact.Reading) {
	d := dpaReader{s: s, r: r, node: iosxr.Location(s.Command), stride: 1, buf: make([]textscan.Token, 0, 16)}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if d.line(l, l.Trim()) {
			s.Claim(l)
		}
	}
	d.finish()
}

func (d *dpaReader) line(l textscan.Line, t string) bool {
	switch {
	case t == "":
		return false
	case t[0] == '"':
		return d.head(l, t)
	case textscan.IsRule(l):
		return true
	case strings.Contains(t, "Prefix len distribution"):
		d.afi = "ipv4"
		if strings.Contains(t, "IPv6") {
			d.afi = "ipv6"
		}
		return true
	case strings.HasPrefix(t, "Prefix ") && strings.Contains(t, "Actual"):
		if d.stride = 1; strings.Contains(t, "Capacity") {
			d.stride = 2
		}
		return true
	case t[0] == '/':
		return d.lengths(l)
	}
	d.gap = d.gap || len(d.counts) > 0
	return d.counter(l, t)
}

// head reads `"iproute" OFA Table (Id: 37, Scope: Global)`.
func (d *dpaReader) head(l textscan.Line, t string) bool {
	name, rest, ok := strings.Cut(t[1:], `"`)
	if !ok || !strings.Contains(rest, "Table (Id") {
		return false
	}
	d.finish()
	*d = dpaReader{s: d.s, r: d.r, node: d.node, stride: 1, buf: d.buf, table: name, heading: true, headLine: l}
	d.r.Recognised = true
	return true
}

// lengths reads "/24  665574   /25  144".
func (d *dpaReader) lengths(l textscan.Line) bool {
	f := textscan.Fields(l, d.buf)
	d.buf = f
	if len(f) < 2 || len(f)%(d.stride+1) != 0 {
		return false
	}
	for i := 0; i+d.stride < len(f); i += d.stride + 1 {
		n, ok := textscan.Number(f[i].Text[1:])
		v, known := textscan.Number(f[i+1].Text)
		if f[i].Text[0] != '/' || !ok || !known || n > 128 {
			return false
		}
		for len(d.counts) <= int(n) {
			d.counts = append(d.counts, 0)
		}
		d.counts[int(n)] = v
		if d.first.IsZero() {
			d.first = d.s.Span(l, f[i+1].Lo, f[i+1].Hi)
		}
	}
	d.r.Recognised = true
	d.broken = d.broken || d.gap
	return true
}

// wholeLengths reports whether the distribution came whole: down to the longest
// prefix, in one piece, and through no filter.
func (d *dpaReader) wholeLengths() bool {
	longest := 32
	if d.afi == "ipv6" {
		longest = 128
	}
	return len(d.counts) == longest+1 && !d.broken && !d.r.Filtered
}

// counter reads "Create Server API Err: 4777   4777", one column per NPU.
func (d *dpaReader) counter(l textscan.Line, t string) bool {
	key, v, ok := textscan.KeyValue(l, ":")
	if !ok {
		return dpaTitle(t)
	}
	if key == "NPU ID" {
		d.npus = d.npus[:0]
		for _, w := range strings.Fields(v.Text) {
			d.npus = append(d.npus, strings.TrimPrefix(w, "NPU-"))
		}
		return true
	}
	refusal, known := dpaCounter(key)
	if !known {
		return false
	}
	f := textscan.Fields(l, d.buf)
	d.buf = f
	col := 0
	for _, tok := range f {
		if tok.Lo < v.Lo {
			continue
		}
		n := d.s.Figure(l, tok)
		if key == "In Use" {
			d.use(n)
		}
		if refusal {
			d.refused(l, key, n, col)
		}
		col++
	}
	return true
}

// use keeps the highest of the NPUs: tables that are not global live on one.
func (d *dpaReader) use(n fact.Figure) {
	v, ok := n.Get()
	if old, known := d.inUse.Get(); ok && (!known || v > old) {
		d.inUse = n
	}
}

// refused notes inserts that the hardware did not take. They are counted since
// boot. In tables that hold no routes they are evidence only.
func (d *dpaReader) refused(l textscan.Line, key string, n fact.Figure, col int) {
	v, ok := n.Get()
	if !ok || v == 0 {
		return
	}
	resource, routes := dpaResource(d.table)
	npu := ""
	if col < len(d.npus) {
		npu = d.npus[col]
	}
	text := d.table + " " + key + ": " + n.String()
	if !routes {
		d.notes = append(d.notes, text)
		return
	}
	d.r.Exceptions = append(d.r.Exceptions, fact.Exception{
		Kind: fact.InsertFailures, Resource: resource, Scope: iosxr.NPUScope(d.node, npu), Raised: fact.Yes, Latched: true,
		Count: n, Text: text, Span: d.s.Span(l, l.Indent(), len(l.Text)),
	})
}

// dpaCounter knows the counters and which of them are refused inserts.
func dpaCounter(key string) (refusal, known bool) {
	switch strings.TrimSuffix(strings.ToLower(key), " failures") {
	case "create server api err", "update server api err", "hw", "no memory in db":
		return true, true
	case "in use", "total", "success", "create requests", "delete requests", "update requests", "eod requests",
		"resolve", "not found in db", "exists in db", "reserve resources", "release resources", "update resources",
		"delete server api err", "get requests", "update skipped", "retry attempts", "recovered from error", "errors from bwalk":
		return false, true
	}
	return false, false
}

func dpaTitle(t string) bool {
	switch t {
	case "Create Requests", "Delete Requests", "Update Requests", "EOD Requests", "Errors", "Backwalk Stats":
		return true
	}
	return strings.HasPrefix(t, "OFA Infra Stats") || strings.HasPrefix(t, "DPA Infra Stats")
}

// dpaResource names our resource for a table of the DPA, and whether its
// entries are routes or what routes need.
func dpaResource(table string) (resource fact.Resource, routes bool) {
	switch table {
	case "iproute":
		return fact.FibIPv4, true
	case "ip6route":
		return fact.FibIPv6, true
	case "mplslabel", "mplsrte":
		return fact.FibMPLS, true
	case "ipmcroute":
		return fact.FibMcastIPv4, true
	case "ip6mcroute":
		return fact.FibMcastIPv6, true
	case "ipnhgroup", "ip6nhgroup":
		return fact.NextHop, true
	case "ipnh", "ip6nh", "mplsnh":
		return fact.Adjacency, true
	}
	if strings.Contains(table, "acl") {
		return fact.ACL, false
	}
	return fact.Resource("dpa." + table), false
}

// finish makes the row of the table that was read, and its histogram. A sum is
// only formed of a distribution that came whole.
func (d *dpaReader) finish() {
	if !d.heading {
		return
	}
	resource, _ := dpaResource(d.table)
	row := fact.Table{Name: d.table, Resource: resource, Scope: iosxr.NodeScope(d.node), Unit: fact.UnitObjects, Line: d.headLine.No, Notes: d.notes}
	switch {
	case d.wholeLengths():
		h := fact.Histogram{AFI: d.afi, Node: d.node, Source: "dpa", Counts: d.counts, Span: d.first}
		d.r.Histograms = append(d.r.Histograms, h)
		row.Used = fact.Derived(h.Total(), d.first, "sum of the prefix lengths")
		row.Line = int(d.first.Line)
	case len(d.counts) == 0:
		row.Used = d.inUse
	}
	if row.Used.Known() {
		d.r.Tables = append(d.r.Tables, row)
	}
}
