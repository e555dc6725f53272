package ios

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// ReadCAM reads "CAM Utilization for ASIC" in its three layouts
// (ios:3 and ios:6.3):
//
//	IPv4 unicast routes:   784/6272    12/26         masks/values, Catalyst 2k/3k
//	Unicast MAC addresses  32768/1024  1223/21       hash/TCAM, 3850 and 16.x
//	IP Route Table  EM/LPM  I  212992  648  0.30% …  Codes: EM …, Catalyst 9000
//
// In the first the pair is masks and values of one table, in the second two
// tables; neither is "max/allocated".
func ReadCAM(s *textscan.Scan, r *fact.Reading) {
	p := camReader{scope: fact.Scope{Kind: fact.ScopeASIC, Node: StackMember(s.Command)}}
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // nearly every line is a row
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" {
			p.line(s, l, t, r)
		}
	}
}

// StackMember gives the member that a fed command asks, "switch standby" or
// "switch 2"; "" for the active one and where there is no stack.
func StackMember(command string) string {
	f := strings.Fields(strings.ToLower(command))
	for i := 0; i+1 < len(f); i++ {
		if f[i] == "switch" && f[i+1] != "active" {
			return "switch " + f[i+1]
		}
		if f[i] == "fed" && f[i+1] == "standby" {
			return "switch standby"
		}
	}
	return ""
}

type camReader struct {
	scope  fact.Scope
	masks  bool     // first layout
	cols   []string // names of the columns behind Dir in the third
	name   string   // table of the last row of the third layout, for its parts
	wrap   textscan.Line
	wrapOn bool
	known  map[string]fact.Resource // what the names hold
	hashed bool                     // a row EM/LPM of routes was seen: their TCAM is the overflow
	f      []textscan.Token
}

func (p *camReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	switch {
	case strings.HasPrefix(t, "CAM Utilization for ASIC"):
		p.asic(t)
		p.masks = strings.Contains(t, "#")
		r.Recognised = true
		if p.masks {
			r.Family = famCat3k2k
		}
	case strings.HasPrefix(t, "Masks/Values"):
		p.masks = true
	case strings.HasPrefix(t, "Table") && strings.Contains(t, "Subtype"):
		p.header(l)
		r.Recognised, r.Family = true, familyCat9kUADP
	case strings.HasPrefix(t, "Table") && strings.Contains(t, "Max Values"):
		p.masks, p.cols = false, nil
	case strings.HasPrefix(t, "Codes:"), textscan.IsRule(l), strings.HasPrefix(t, "Note: Allocation of TCAM"),
		strings.HasPrefix(t, "a complex algorithm"), strings.HasPrefix(t, "to provide an abstract"), strings.HasPrefix(t, "show "):
	default:
		if !p.row(s, l, r) {
			return
		}
	}
	s.Claim(l)
}

// asic takes the number of "ASIC# 0" or "ASIC  [0]".
func (p *camReader) asic(t string) {
	rest := strings.TrimLeft(t[len("CAM Utilization for ASIC"):], "# [")
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	p.scope.Index = rest[:end]
}

func (p *camReader) header(l textscan.Line) {
	p.f = textscan.Fields(l, p.f)
	first := len(p.f)
	for first > 0 && p.f[first-1].Text != "Dir" {
		first--
	}
	p.cols = p.cols[:0]
	for _, t := range p.f[first:] {
		p.cols = append(p.cols, column(t.Text))
	}
}

// column is the title of a column in lower case.
func column(title string) string {
	for _, c := range wideColumns {
		if strings.EqualFold(c, title) {
			return c
		}
	}
	return strings.ToLower(title)
}

func (p *camReader) row(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	if len(p.cols) == 0 && p.untitled(l) {
		r.Recognised, r.Family = true, familyCat9kUADP
	}
	if len(p.cols) > 0 {
		return p.wide(s, l, r)
	}
	p.f = textscan.Fields(l, p.f)
	n := len(p.f)
	if n < 3 || textscan.IsNumber(p.f[n-3].Text) {
		return false // a number before the pair: not a row of two columns
	}
	name := strings.TrimSuffix(strings.TrimSpace(l.Text[:p.f[n-2].Lo]), ":")
	maxA, maxB, ok := slashed(p.f[n-2])
	usedA, usedB, ok2 := slashed(p.f[n-1])
	if !ok || !ok2 || name == "" {
		return false
	}
	row := fact.Table{Name: name, Resource: camResource(name, ""), Scope: p.scope, Unit: fact.UnitEntries, CapKind: fact.CapTemplate, Line: l.No}
	switch {
	case p.masks: // the values are the entries; their masks limit them elsewhere
		row.Cap, row.Used = s.Figure(l, maxB), s.Figure(l, usedB)
		r.Tables = append(r.Tables, row)
	case maxA == maxB:
		row.Cap, row.Used = s.Figure(l, maxA), s.Figure(l, usedA)
		row.Notes = []string{"TCAM"}
		r.Tables = append(r.Tables, row)
	default:
		em, tcam := row, row
		em.Name, tcam.Name = name+" EM", name+" TCAM"
		em.Resource, tcam.Resource = camResource(name, "EM"), camResource(name, "TCAM")
		em.Cap, em.Used, em.Notes, em.CapKind = s.Figure(l, maxA), s.Figure(l, usedA), []string{"EM"}, fact.CapHashed
		tcam.Cap, tcam.Used, tcam.Notes = s.Figure(l, maxB), s.Figure(l, usedB), []string{"TCAM"}
		r.Tables = append(r.Tables, em, tcam)
	}
	return true
}

// wideColumns are those of the third layout behind Dir, as every title of it
// has them (ios:6.3).
var wideColumns = [...]string{"max", "used", "%used", "v4", "v6", "mpls", "other"}

// untitled takes the columns of the third layout for a row whose title is
// missing (a filter, a copy in parts); only this layout has a Dir and a percentage third behind it.
func (p *camReader) untitled(l textscan.Line) bool {
	p.f = textscan.Fields(l, p.f)
	n := len(p.f) - len(wideColumns)
	if n < 3 || !strings.HasSuffix(p.f[n+2].Text, "%") {
		return false
	}
	switch p.f[n-1].Text {
	case "I", "O", "IO", "NA":
		p.cols = append(p.cols[:0], wideColumns[:]...)
		return true
	}
	return false
}

// slashed splits "32768/1024"; a lone number is both halves.
func slashed(t textscan.Token) (a, b textscan.Token, ok bool) {
	i := strings.IndexByte(t.Text, '/')
	if i < 0 {
		return t, t, textscan.IsNumber(t.Text)
	}
	a = textscan.Token{Text: t.Text[:i], Lo: t.Lo, Hi: t.Lo + i}
	b = textscan.Token{Text: t.Text[i+1:], Lo: t.Lo + i + 1, Hi: t.Hi}
	return a, b, textscan.IsNumber(a.Text) && textscan.IsNumber(b.Text)
}

// wide reads a row of the third layout. A name that is too long stands on a
// line of its own before the rest; I and O rows below an IO pool have neither
// name nor Max: they are shares of the pool.
func (p *camReader) wide(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	p.f = textscan.Fields(l, p.f)
	dir := p.direction()
	if dir < 1 {
		return p.wrapped(l)
	}
	nums := p.f[dir+1:]
	name := strings.TrimSpace(l.Text[:p.f[dir-1].Lo])
	if p.wrapOn {
		name, p.wrapOn = strings.TrimSpace(p.wrap.Trim()+" "+name), false
		s.Claim(p.wrap)
	}
	sub := p.f[dir-1].Text
	row := r.AddTable()
	row.Scope, row.Unit, row.CapKind, row.Line = p.scope, fact.UnitEntries, fact.CapTemplate, l.No
	row.Notes = []string{sub, dirNote(p.f[dir].Text)}
	if strings.HasPrefix(sub, "EM") || sub == "LPM" {
		row.CapKind = fact.CapHashed
	}
	missing := len(p.cols) - len(nums) // 1 = no Max: a share of the pool above
	for i, t := range nums {
		p.figure(s, l, p.cols[i+missing], t, row)
	}
	if name == "" || missing == 1 {
		row.Name, row.PartOf = p.name+" share "+p.f[dir].Text, p.name
	} else {
		row.Name = camName(name, sub, p.f[dir].Text)
		p.name = row.Name
	}
	row.Resource = p.resource(row.Name, sub)
	p.parts(nums, missing, row, r)
	if row.Resource == fact.FibShared {
		p.hashed = p.hashed || sub != "TCAM"
		if sub == "TCAM" && p.hashed {
			row.Resource = ResourceOverflow // the hash holds the routes (UADP 3)
		}
	}
	if row.Resource == fact.FibShared || row.Resource == fact.HostIPv4 || row.Resource == ResourceOverflow {
		p.families(s, l, nums, missing, row.Name, r)
	}
	return true
}

// camName tells the rows of one table apart, as the columns Subtype and Dir do:
// "IP Route Table EM/LPM", "QOS ACL Ipv4 TCAM O".
func camName(table, sub, dir string) string {
	if dir == "I" || dir == "NA" {
		return table + " " + sub
	}
	return table + " " + sub + " " + dir
}

// dirNote says which way a table looks.
func dirNote(dir string) string {
	switch dir {
	case "I":
		return "dir I"
	case "O":
		return "dir O"
	case "IO":
		return "dir IO"
	}
	return "dir " + dir
}

// resource remembers what camResource said: every ASIC repeats the same rows.
func (p *camReader) resource(name, sub string) fact.Resource {
	res, ok := p.known[name]
	if !ok {
		res = camResource(name, sub)
		if p.known == nil {
			p.known = make(map[string]fact.Resource, 32)
		}
		p.known[name] = res
	}
	return res
}

// direction finds the Dir column (I, O, IO, NA): exactly as many numbers stand
// behind it as the title has columns, or one fewer. -1 = not a row.
func (p *camReader) direction() int {
	for i, t := range p.f {
		switch t.Text {
		case "I", "O", "IO", "NA":
			n := len(p.f) - i - 1
			if i > 0 && (n == len(p.cols) || n == len(p.cols)-1) && textscan.IsNumber(p.f[len(p.f)-1].Text) {
				return i
			}
		}
	}
	return -1
}

// wrapped keeps a line of words for the row below it; it is claimed with that
// row.
func (p *camReader) wrapped(l textscan.Line) bool {
	for _, t := range p.f {
		if textscan.IsNumber(t.Text) {
			return false
		}
	}
	p.wrap, p.wrapOn = l, true
	return false
}

func (p *camReader) figure(s *textscan.Scan, l textscan.Line, col string, t textscan.Token, row *fact.Table) {
	switch col {
	case "max":
		row.Cap = s.Figure(l, t)
	case "used":
		row.Used = s.Figure(l, t)
	case "%used":
		t.Hi = t.Lo + len(strings.TrimSuffix(t.Text, "%"))
		t.Text = l.Text[t.Lo:t.Hi]
		row.Percent = s.Figure(l, t)
	}
}

// parts compares what is in use of a table with the protocols that it is divided
// into, which add up to it in every capture (ios:6.3). Where they do not,
// what is in use is not known.
func (p *camReader) parts(nums []textscan.Token, missing int, row *fact.Table, r *fact.Reading) {
	used, ok := row.Used.Get()
	most, sized := row.Cap.Get()
	if !ok || !sized || len(nums)+missing != len(p.cols) {
		return
	}
	sum, all := 0.0, 0
	for i, t := range nums {
		switch p.cols[i+missing] {
		case "v4", "v6", "mpls", "other":
			v, known := textscan.Number(t.Text)
			if known {
				all++
			}
			sum += v
		}
	}
	if all == 4 && math.Abs(sum-used) > partsApart*most {
		r.Flag(fact.FlagImplausible, fmt.Sprintf("%s: %.0f in use, and the protocols add up to %.0f", row.Name, used, sum), row.Used.Span)
		row.Used = fact.Figure{}
	}
}

// partsApart is the share of a table by which its parts may miss their sum.
const partsApart = 0.02

// families adds what of a route table is IPv4, IPv6 and MPLS: shares of the row.
func (p *camReader) families(s *textscan.Scan, l textscan.Line, nums []textscan.Token, missing int, of string, r *fact.Reading) {
	for i, t := range nums {
		var resource fact.Resource
		switch p.cols[i+missing] {
		case "v4":
			resource = fact.FibIPv4
		case "v6":
			resource = fact.FibIPv6
		case "mpls":
			resource = fact.FibMPLS
		default:
			continue
		}
		r.Tables = append(r.Tables, fact.Table{
			Name: of + " " + strings.ToUpper(p.cols[i+missing]), PartOf: of, Resource: resource,
			Scope: p.scope, Unit: fact.UnitEntries, Used: s.Figure(l, t), Line: l.No,
		})
	}
}

// camResource names what a CAM table holds. On UADP2 the EM half of the route
// table has the hosts and the TCAM half the shorter prefixes; a row "EM/LPM"
// holds both (ios:6.2).
func camResource(name, sub string) fact.Resource {
	n := strings.ToLower(name)
	has := func(part string) bool { return strings.Contains(n, part) }
	switch {
	case has("ip route table"), has("directly or indirectly connected routes"):
		if sub == "EM" {
			return fact.HostIPv4
		}
		return fact.FibShared
	case has("acl"), has("access control"), has(" ace"):
		return fact.ACL
	case has("unicast"), has("multicast"), has("mac addr"):
		return sdmResource(strings.Replace(n, "indirectly", "indirect", 1))
	case has("label"):
		return resSGTVPN
	}
	return fact.OtherResource
}

// The memories that only this package counts.
const (
	resFibPool fact.Resource = "fib.pool"
	resFibVPN  fact.Resource = "fib.vpn"
	resSGTVPN  fact.Resource = "sgt+vpn"
)
