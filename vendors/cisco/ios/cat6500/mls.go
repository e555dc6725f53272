package cat6500

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// regionResource names what a region of the FIB TCAM holds, as
// `show mls cef maximum-routes` and the rows of `show mls cef summary` call it.
func regionResource(name string) fact.Resource {
	switch n := strings.ToLower(name); n {
	case "ipv4 + mpls":
		return fact.FibIPv4MPLS
	case "ipv6 + ip multicast", "ipv6 + ipv4 multicast":
		return fact.FibIPv6Mcast
	case "ipv4", "ipv4 unicast routes":
		return fact.FibIPv4
	case "ipv6", "ipv6 unicast routes":
		return fact.FibIPv6
	case "mpls", "mpls routes":
		return fact.FibMPLS
	case "ipv4 multicast routes", "ipv4 mcast", "ip multicast", "ipv4 multicast":
		return fact.FibMcastIPv4
	case "ipv6 multicast routes", "ipv6 mcast", "ipv6 multicast":
		return fact.FibMcastIPv6
	case "eom", "eom routes":
		return resourceEoM
	}
	return fact.FibOther
}

// resourceEoM is Ethernet over MPLS: 72-bit cells of the 6500/7600.
const resourceEoM fact.Resource = "fib.eom"

// readMaxRoutes reads `show mls cef maximum-routes`: blocks of "name - 192k
// (default)" under titles that end in ":-" or ":". The first block is what the
// hardware runs; a later one is what it will run, under whatever title
// (ios:2.3: no real capture of the later blocks is known to us).
func readMaxRoutes(s *textscan.Scan, r *fact.Reading) {
	blocks := 0
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case textscan.IsRule(l):
			s.Claim(l)
		case strings.HasPrefix(t, "FIB TCAM maximum routes"):
			r.Recognised = true
			s.Claim(l)
		case strings.HasSuffix(t, ":-") || strings.HasSuffix(t, ":"):
			blocks++
			s.Claim(l)
		default:
			readRegion(s, l, max(1, blocks), r)
		}
	}
	r.Recognised = r.Recognised || len(r.Tables) > 0
	pendingRegions(s, r)
}

// readMaxima reads `show platform hardware cef maximum-routes` of a Sup2T: what a
// protocol may take of the one pool, where that is limited. Its layout is taken to
// be that of the older command; no real output was seen (ios:2.3).
func readMaxima(s *textscan.Scan, r *fact.Reading) {
	readMaxRoutes(s, r)
	for i := range r.Tables {
		r.Tables[i].Pool, r.Tables[i].Name = "", r.Tables[i].Name+maximum
	}
	for i := range r.Pending {
		r.Pending[i].What = strings.Replace(r.Pending[i].What, " carve", " maximum", 1)
	}
}

// maximum ends the names of the rows that limit a protocol within a pool.
const maximum = " (at most)"

// readRegion reads " IPv4 + MPLS         - 192k (default)".
func readRegion(s *textscan.Scan, l textscan.Line, block int, r *fact.Reading) {
	i, f := 0, textscan.Fields(l, nil)
	for i < len(f) && f[i].Text != "-" {
		i++
	}
	if i == 0 || i+1 >= len(f) {
		return
	}
	name := strings.TrimSpace(l.Text[:f[i].Lo])
	f = f[i+1:]
	n := ios.Kilo(s, l, f[0])
	if !n.Known() {
		return
	}
	s.Claim(l)
	byDefault := strings.Contains(l.Text[f[0].Hi:], "(default)")
	if block > 1 {
		row := findRegion(r, name)
		row.Configured, row.Pending = n, n
		return
	}
	row := fact.Table{
		Name: name, Resource: regionResource(name), Scope: fact.System(), Unit: fact.UnitEntries,
		Cap: n, CapKind: fact.CapCarve, Pool: ios.PoolFIB, Line: l.No,
	}
	if byDefault {
		row.Notes = []string{"default"}
	}
	r.Tables = append(r.Tables, row)
}

// findRegion gives the row of that name, adding one without a cap where the
// active carve has no such region.
func findRegion(r *fact.Reading, name string) *fact.Table {
	for i := range r.Tables {
		if r.Tables[i].Name == name {
			return &r.Tables[i]
		}
	}
	r.Tables = append(r.Tables, fact.Table{Name: name, Resource: regionResource(name), Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapCarve, Pool: ios.PoolFIB})
	return &r.Tables[len(r.Tables)-1]
}

// pendingRegions compares the blocks: only different numbers are pending.
func pendingRegions(s *textscan.Scan, r *fact.Reading) {
	for i := range r.Tables {
		t := &r.Tables[i]
		then, ok := t.Pending.Get()
		now, was := t.Cap.Get()
		if ok && (!was || now != then) {
			r.Pending = append(r.Pending, fact.Change{What: t.Name + " carve", From: regionNow(t.Cap), To: t.Pending.String(), Span: t.Pending.Span})
		}
		if t.Line == 0 {
			t.Line = int(t.Pending.Span.Line)
		}
	}
	switch {
	case len(r.Pending) > 0:
		r.PendingKnown = fact.Yes
		r.Flag(fact.FlagPendingReload, true, r.Pending[0].Span)
	case len(r.Tables) > 0 && !s.Truncated && !r.Filtered:
		r.PendingKnown = fact.No
		r.Flag(fact.FlagPendingReload, false, fact.Span{})
	}
}

// readMLSSummary reads `show mls cef summary`. The printed total may differ
// from the sum of its rows by a few: it is no row of its own.
func readMLSSummary(s *textscan.Scan, r *fact.Reading) {
	var total fact.Figure
	var sum float64
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		name, tok, ok := textscan.KeyValue(l, ":")
		if !ok || !strings.HasSuffix(strings.ToLower(name), "routes") {
			continue
		}
		n := entries(s, l, tok, name, r)
		if !n.Known() {
			continue
		}
		r.Recognised = true
		s.Claim(l)
		v, _ := n.Get()
		if ios.HasFold(name, "total") {
			total = n
			continue
		}
		sum += v
		r.Tables = append(r.Tables, fact.Table{Name: name, Resource: regionResource(name), Scope: fact.System(), Unit: fact.UnitEntries, Used: n, Line: l.No})
	}
	if v, ok := total.Get(); ok && !r.Filtered && !s.Truncated && v > sum+disagree*max(v, sum) {
		for _, region := range []fact.Resource{fact.FibIPv4MPLS, fact.FibIPv6Mcast} {
			r.FlagOf(fact.FlagContradicted, string(region), fmt.Sprintf("`show mls cef summary` prints a total of %.0f routes, and its rows add up to %.0f", v, sum), total.Span)
		}
	}
}

// entries reads a number of entries. One that is not whole ("524.161") is written
// in a way that nobody knows, and is not believed.
func entries(s *textscan.Scan, l textscan.Line, t textscan.Token, name string, r *fact.Reading) fact.Figure {
	n := s.Figure(l, t)
	v, ok := n.Get()
	if !ok && !strings.ContainsAny(t.Text, "0123456789") || ok && v == math.Trunc(v) && !strings.Contains(t.Text, ".") {
		return n
	}
	r.Recognised = true
	s.Claim(l)
	r.Flag(fact.FlagImplausible, name+": "+t.Text+" is no number of entries", s.Span(l, t.Lo, t.Hi))
	return fact.Figure{}
}

// readMLSException reads "Current IPv4 FIB exception state = TRUE". The state
// stays TRUE until a reload, whatever became of its cause (ios:2.2).
func readMLSException(s *textscan.Scan, r *fact.Reading) {
	raised, known := false, 0
	var at fact.Span
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		key, v, ok := textscan.KeyValue(l, "=")
		rest, is := strings.CutSuffix(key, " FIB exception state")
		yes := strings.EqualFold(v.Text, "TRUE")
		if !ok || !is || !yes && !strings.EqualFold(v.Text, "FALSE") {
			continue
		}
		s.Claim(l)
		r.Recognised = true
		known++
		af := strings.TrimPrefix(rest, "Current ")
		span := s.Span(l, v.Lo, v.Hi)
		if yes || at.IsZero() {
			at = span
		}
		raised = raised || yes
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.ExceptionState, Resource: regionResource(af), Scope: fact.System(),
			Raised: fact.TriOf(yes), Latched: true, Text: l.Trim(), Span: span,
		})
	}
	if known > 0 && (raised || !s.Truncated && !r.Filtered) {
		r.Flag(fact.FlagExceptionState, raised, at)
	}
}
