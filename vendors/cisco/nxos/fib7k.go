package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// FibPool is the memory that all route types of a Nexus 7000 module share,
// counted in 72-bit physical entries [nxos:2.1].
const FibPool = "fib-tcam-72b"

// fibBlock gathers the rows of one instance, whose regions draw on one pool.
type fibBlock struct {
	open    bool
	line    textscan.Line
	members []int // rows of m.r.Tables that wait for their region's total
	used    []fact.Figure
	totals  []fact.Figure
	free    fact.Figure // spare physical entries, printed as alternatives
}

// fibRow reads a route type or, in the F2 layout, a region's totals below its
// members: "IPv4 Unicast: 9275/9275 34", "17861/17861 65 27136/27136"; the M1
// layout has both on one line.
func (m *memory) fibRow(l textscan.Line) bool {
	colon := strings.IndexByte(l.Text, ':')
	if colon < 0 {
		return m.regionTotal(l)
	}
	name := strings.TrimSpace(l.Text[:colon])
	i := 0
	for i < len(m.buf) && m.buf[i].Lo <= colon {
		i++
	}
	vals := m.buf[i:]
	if len(vals) != 2 && len(vals) != 5 || !isPair(vals[0].Text) {
		return false
	}
	log, phys := m.pair(l, vals[0])
	cells := cellsOf(name, log, phys)
	m.fib.open, m.fib.line = true, l
	m.fib.used = append(m.fib.used, phys)
	row := m.add(l, fact.Table{
		Name: name, Resource: fibResource(name), Used: log, Percent: Number(m.s, l, vals[1]),
		CapKind: fact.CapEstimate, Pool: FibPool, Cost: cells,
	})
	m.r.Family = "n7k"
	if len(vals) == 5 {
		row.Cap, phys = m.pair(l, vals[4])
		m.fib.totals = append(m.fib.totals, phys)
		return true
	}
	m.fib.members = append(m.fib.members, len(m.r.Tables)-1)
	return true
}

// regionTotal gives the members of a region its size.
func (m *memory) regionTotal(l textscan.Line) bool {
	if len(m.buf) != 3 || !isPair(m.buf[0].Text) || !isPair(m.buf[2].Text) || len(m.fib.members) == 0 {
		return false
	}
	total, phys := m.pair(l, m.buf[2])
	for _, i := range m.fib.members {
		m.r.Tables[i].Cap = total
	}
	m.fib.totals = append(m.fib.totals, phys)
	m.fib.members = m.fib.members[:0]
	return true
}

// freeRow reads the numbers below "Free Logical Entries IPV4 ucast or …": they
// are one free quantity in three readings (n·1 = n·2 = n·4) and never a sum.
func (m *memory) freeRow(l textscan.Line) bool {
	if len(m.buf) != 3 {
		return false
	}
	var v [3]float64
	for i := range v {
		n, ok := textscan.Number(m.buf[i].Text)
		if !ok {
			return false
		}
		v[i] = n
	}
	if v[1]*2 == v[0] && v[2]*4 == v[0] { // one quantity, or it is not what we think
		m.fib.free = Number(m.s, l, m.buf[0])
	}
	return true
}

// closeFIB ends the block of one instance with a row for the pool: the route
// types together against what the pool holds. A cut or filtered answer gives
// none: a region may be missing from the sum.
func (m *memory) closeFIB() {
	b := m.fib
	m.fib = fibBlock{}
	if !b.open || m.s.Truncated || m.r.Filtered || len(b.members) > 0 {
		return
	}
	used := Sum("sum of the physical entries in use", b.used...)
	capacity, kind := Sum("sum of the regions' physical entries", b.totals...), fact.CapPool
	if b.free.Known() {
		capacity = Sum("physical entries in use + free", used, b.free)
	}
	if v, ok := capacity.Get(); !ok || v == 0 || !used.Known() {
		return
	}
	m.add(b.line, fact.Table{
		Name: "FIB TCAM", Resource: fact.FibShared, Unit: fact.UnitEntries72, Used: used, Cap: capacity, CapKind: kind, Pool: FibPool, Cost: 1,
		Notes: LendNote(b.free),
	})
}

// LendNote says what the regions mean. Blocks outside a region are lent where
// the device prints them as free; where it does not, nothing shows that.
func LendNote(free fact.Figure) []string {
	if free.Known() {
		return []string{"the device lends free blocks between the regions"}
	}
	return []string{"this output does not show whether regions lend blocks to each other"}
}

// isPair reports whether t is "logical/physical".
func isPair(t string) bool {
	a, b, ok := strings.Cut(t, "/")
	return ok && textscan.IsNumber(a) && textscan.IsNumber(b)
}

// pair reads "195/390".
func (m *memory) pair(l textscan.Line, t textscan.Token) (log, phys fact.Figure) {
	i := strings.IndexByte(t.Text, '/')
	if i < 0 {
		return log, phys
	}
	return Number(m.s, l, textscan.Token{Text: t.Text[:i], Lo: t.Lo, Hi: t.Lo + i}),
		Number(m.s, l, textscan.Token{Text: t.Text[i+1:], Lo: t.Lo + i + 1, Hi: t.Hi})
}

// cellsOf gives the physical entries one logical entry takes: what the row
// itself shows, else the vector both captures agree on (IPv4 unicast and FCoE 1,
// IPv4 multicast and IPv6 unicast 2, IPv6 multicast 4) [nxos:2.1]. 0 = unknown.
func cellsOf(name string, log, phys fact.Figure) float64 {
	a, ok := log.Get()
	b, ok2 := phys.Get()
	if ok && ok2 && a > 0 && b >= a {
		return b / a
	}
	switch fibResource(name) {
	case fact.FibIPv4, resFCoE:
		return 1
	case fact.FibMcastIPv4, fact.FibIPv6:
		return 2
	case fact.FibMcastIPv6:
		return 4
	}
	return 0
}

// fibResource names a route type of the Nexus 7000.
func fibResource(name string) fact.Resource {
	n := strings.ToLower(name)
	v6, mcast := strings.Contains(n, "ipv6"), strings.Contains(n, "mcast") || strings.Contains(n, "multicast")
	switch {
	case strings.Contains(n, "l2vpn") && mcast:
		return resL2VPNMcast
	case strings.Contains(n, "l2vpn"):
		return resL2VPN
	case strings.Contains(n, "fcoe"):
		return resFCoE
	case strings.Contains(n, "mpls"):
		return fact.FibMPLS
	case v6 && mcast:
		return fact.FibMcastIPv6
	case mcast:
		return fact.FibMcastIPv4
	case strings.Contains(n, "linklocal"):
		return resHostIPv6LinkLocal
	case v6:
		return fact.FibIPv6
	case strings.Contains(n, "ipv4"):
		return fact.FibIPv4
	}
	return fact.FibOther
}
