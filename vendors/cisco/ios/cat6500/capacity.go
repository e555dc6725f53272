package cat6500

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCapacity reads `show platform hardware capacity [forwarding|pfc]`: blocks
// "… usage:  Total  Used  %Used" with rows below. TABs may stand between the
// columns. A printed 1 % may be 5 of 262144: percentages are evidence only.
func readCapacity(s *textscan.Scan, r *fact.Reading) {
	p := capacityReader{}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" && p.line(s, l, t, r) {
			s.Claim(l)
		}
	}
}

type capacityReader struct {
	usage  string // "FIB TCAM", "Adjacency" …: the title of the block
	detail bool
	module bool // rows begin with a module number
	f      []textscan.Token
}

func (p *capacityReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) bool {
	switch {
	case strings.HasSuffix(t, "Resources") || strings.HasSuffix(t, "Resources:"):
		p.usage, p.detail, p.module = "", false, false
		r.Recognised = r.Recognised || strings.Contains(t, "Forwarding")
		return true
	case strings.Contains(t, "operating mode:"):
		return true
	case strings.HasPrefix(t, "detail:"):
		p.detail = true
		return true
	}
	if title, cols, ok := strings.Cut(t, " usage:"); ok && strings.Contains(cols, "Used") {
		p.usage, p.detail = title, false
		p.module = strings.Contains(cols, "Module")
		r.Recognised = true
		return true
	}
	if p.usage == "" {
		return false
	}
	p.f = textscan.Fields(l, p.f)
	return p.row(s, l, r)
}

// row reads "name Total Used %Used", in a detail block "name Used %Used".
func (p *capacityReader) row(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	n := len(p.f)
	if n < 2 || !strings.HasSuffix(p.f[n-1].Text, "%") {
		return false
	}
	pct := p.f[n-1]
	pct.Hi--
	pct.Text = strings.TrimSuffix(pct.Text, "%")
	row := fact.Table{Scope: fact.System(), Unit: fact.UnitEntries, Line: l.No, Percent: s.Figure(l, pct), Used: s.Figure(l, p.f[n-2])}
	at := n - 2
	if !p.detail {
		if n < 3 {
			return false
		}
		at = n - 3
		row.Cap = s.Figure(l, p.f[at])
	}
	if !row.Used.Known() || !p.detail && !row.Cap.Known() {
		return false
	}
	for _, t := range p.f[at : n-1] {
		if strings.Contains(t.Text, ".") {
			entries(s, l, t, l.Trim(), r)
			return true
		}
	}
	p.name(l, at, &row)
	r.Tables = append(r.Tables, row)
	return true
}

func (p *capacityReader) name(l textscan.Line, at int, row *fact.Table) {
	name := strings.TrimSpace(l.Text[:p.f[at].Lo])
	switch {
	case p.module:
		row.Name = p.usage
		row.Scope = fact.Scope{Kind: fact.ScopeModule, Node: p.f[0].Text}
	case name == "":
		row.Name = p.usage
	default:
		row.Name = name
	}
	switch u := strings.ToLower(p.usage); {
	case strings.Contains(u, "fib tcam") && p.detail:
		row.Resource, row.PartOf = regionResource(row.Name), "FIB TCAM"
	case strings.Contains(u, "fib tcam"):
		width, _, _ := strings.Cut(name, " ")
		row.Unit, row.CapKind, row.Pool = fact.Unit(width+"-bit entries"), fact.CapCarve, ios.PoolFIB
		row.Resource = map[string]fact.Resource{"72": fact.FibIPv4MPLS, "144": fact.FibIPv6Mcast, "288": fact.FibMcastIPv6}[width]
		if row.Resource == "" {
			row.Resource, row.Unit = fact.FibOther, fact.UnitEntries
		}
	case strings.Contains(u, "adjacency"):
		row.Resource, row.CapKind = fact.Adjacency, fact.CapFixed
	case strings.Contains(u, "mac table"):
		row.Resource, row.CapKind = fact.MAC, fact.CapHashed
	default:
		row.Resource = fact.OtherResource
	}
}

// readResourceLevel reads the percent-only watermarks of a Sup2T:
//
//	Stats region size for alloc: 444160
//	Stats_WM 95% 80% 97%
//
// The region sizes leave out what is reserved, so that the percentage is not of
// the whole: it gives a state, never a number of entries left.
func readResourceLevel(s *textscan.Scan, r *fact.Reading) {
	sizes := map[string]fact.Figure{}
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if key, v, ok := textscan.KeyValue(l, ":"); ok && strings.HasSuffix(key, "region size for alloc") {
			sizes[strings.ToLower(ios.FirstWord(key))] = s.Figure(l, v)
			s.Claim(l)
			continue
		}
		if ios.HasFold(t, "Watermarks apply") || strings.HasSuffix(t, "watermarks:") || ios.HasFold(t, "Type") || textscan.IsRule(l) {
			r.Recognised = r.Recognised || strings.HasSuffix(t, "watermarks:")
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if len(f) == 4 && strings.HasSuffix(f[0].Text, "_WM") && strings.HasSuffix(f[3].Text, "%") {
			readLevel(s, l, f, sizes, r)
		}
	}
}

func readLevel(s *textscan.Scan, l textscan.Line, f []textscan.Token, sizes map[string]fact.Figure, r *fact.Reading) {
	kind := strings.TrimSuffix(f[0].Text, "_WM")
	pct := func(t textscan.Token) fact.Figure {
		t.Hi = t.Lo + len(strings.TrimSuffix(t.Text, "%"))
		t.Text = l.Text[t.Lo:t.Hi]
		return s.Figure(l, t)
	}
	use := pct(f[3])
	if !use.Known() {
		return
	}
	s.Claim(l)
	r.Recognised = true
	row := fact.Table{
		Name: "Adjacency " + kind + " region", Resource: fact.Adjacency, Scope: fact.System(),
		Unit: fact.UnitEntries, Cap: sizes[strings.ToLower(kind)], Percent: use, CapKind: fact.CapPercent, Line: l.No,
		Notes: []string{"only a percentage of what can be allocated is printed"},
	}
	red, ok := pct(f[1]).Get()
	now, _ := use.Get()
	if ok && now >= red {
		row.State = "over the red watermark"
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.WatermarkBreached, Resource: fact.Adjacency, Scope: fact.System(), Raised: fact.Yes, Severity: "red", Text: l.Trim(), Span: use.Span,
		})
	}
	r.Tables = append(r.Tables, row)
}
