package ios

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readSDM reads `show sdm prefer` of every Catalyst and of the routers that have
// templates (ios:0 sections 3, 6.3 and 7):
//
//	number of IPv4 unicast routes:    8K                        Catalyst 2k/3k
//	L3 Multicast entries*:   32768  (current) - 16384  (proposed)      UADP
//	FIB Host Route           131072                             Silicon One
//
// A named template (`show sdm prefer vlan`) is what could be, not what is: its
// rows carry no cap. "(current) - (proposed)" with equal numbers is not pending.
func readSDM(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	p := sdmReader{named: namesTemplate(s.Command)}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		if t := l.Trim(); t != "" {
			p.line(s, l, t, r)
		}
	}
	p.settle(s, r)
}

type sdmReader struct {
	named   bool // the command names a template: active is not said
	shown   fact.Setting
	whatIf  string // the template whose numbers are shown though it does not run
	bare    bool   // rows without a colon (Silicon One)
	scale   bool   // below "Resource scale information"
	current bool   // numbers of the active template were shown
	pending bool
}

// namesTemplate reports whether the command asked for one template by name.
func namesTemplate(command string) bool {
	bare, _, _ := strings.Cut(command, "|")
	f := strings.Fields(bare)
	return len(f) > 3 && !strings.EqualFold(f[3], "current")
}

func (p *sdmReader) line(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) {
	switch {
	case strings.Contains(t, "urrent template is "):
		_, after, _ := strings.Cut(t, "template is ")
		p.template(s, l, templateName(after), r)
	case strings.HasPrefix(t, "This is the ") && strings.Contains(t, " template"):
		r.Family = familyCat9kUADP
		p.template(s, l, templateName(t[len("This is the "):]), r)
	case strings.HasPrefix(t, `"`) && strings.Contains(t, `" template`):
		p.whatIf, r.Recognised = quoted(t), true
	case strings.HasPrefix(t, "On next reload, template will be "):
		p.next(s, l, templateName(t[len("On next reload, template will be "):]), r)
	case strings.HasPrefix(t, "Feature-Name"):
		p.bare, r.Recognised, r.Family = true, true, familyCat9kS1
	case strings.HasPrefix(t, "Resource scale information"):
		p.scale = true
	case strings.HasPrefix(t, "Resource-Programmed:"):
		if n := len(r.Tables); n > 0 {
			r.Tables[n-1].Notes = append(r.Tables[n-1].Notes, "programmed in "+strings.TrimSpace(t[len("Resource-Programmed:"):]))
		}
	case sdmProse(t):
	default:
		if !p.row(s, l, r) {
			return
		}
	}
	s.Claim(l)
}

// The families an SDM answer alone can prove; a chassis that is named wins.
const (
	familyCat9kUADP = "cat9k-uadp"
	familyCat9kS1   = "cat9k-s1"
)

// sdmProse reports the sentences around the numbers.
func sdmProse(t string) bool {
	for _, p := range []string{
		"The selected template", "the switch to support", "Showing SDM Template", "(*)", "(**)", "The proposed values",
		"These numbers are typical", "Some features such as", "so only half", "Ipv4/Ipv6 Direct and Indirect", "* values can",
	} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return strings.Contains(t, " routed interfaces and ") && strings.Contains(t, "VLANs") || strings.HasPrefix(t, "show sdm") || strings.Contains(t, "#")
}

// templateName strips quotes of any kind, the article and the word template.
func templateName(t string) string {
	const quotes = "\"'`“”‘’"
	t = strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "the ")), ".")
	t = strings.TrimSpace(strings.TrimSuffix(t, "template"))
	return strings.TrimSpace(strings.Trim(t, quotes))
}

// template notes the template that is shown, which runs unless the command
// named one.
func (p *sdmReader) template(s *textscan.Scan, l textscan.Line, name string, r *fact.Reading) {
	r.Recognised = true
	span := s.SpanOf(l, name)
	if p.named {
		set(&p.shown, name, span)
		if !strings.EqualFold(name, "custom") { // that one shows what runs and what is proposed
			p.whatIf = name
		}
		return
	}
	p.current = true
	set(&r.Carve.Active, name, span)
	r.Flag(fact.FlagActiveTemplate, name, span)
}

func (p *sdmReader) next(s *textscan.Scan, l textscan.Line, name string, r *fact.Reading) {
	span := s.SpanOf(l, name)
	p.pending = true
	set(&r.Carve.Configured, name, span)
	set(&r.Carve.AfterReload, name, span)
	r.Flag(fact.FlagPendingTemplate, name, span)
	r.Pending = append(r.Pending, fact.Change{What: "SDM template", From: r.Carve.Active.Text, To: name, Span: span})
}

// row reads one line of numbers; false where it is none.
func (p *sdmReader) row(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	name, v, ok := p.split(l)
	if !ok {
		return false
	}
	if short, legacy := strings.CutPrefix(name, "number of "); legacy {
		name = short
		if strings.Contains(name, "mac addresses") {
			r.Family = famCat3k2k
		}
	}
	name = strings.TrimSuffix(strings.TrimSpace(name), "*")
	row := fact.Table{Name: strings.TrimSpace(name), Scope: fact.System(), Unit: fact.UnitEntries, CapKind: fact.CapTemplate, Line: l.No}
	row.Resource = sdmResource(row.Name)
	if p.bare && row.Resource == ResourceOverflow {
		row.Resource = fact.FibLPM // on Silicon One it is the scale of LPM (ios:7)
	}
	p.numbers(s, l, v, &row, r)
	if !row.Cap.Known() && len(row.Notes) == 0 {
		return false
	}
	if p.scale {
		row.Resource, row.CapKind = resFibPool, fact.CapPool
		if row.Name == "EM" {
			row.Resource = fact.FibLEM
		}
	}
	r.Tables = append(r.Tables, row)
	return true
}

// split gives the name and the tokens behind it.
func (p *sdmReader) split(l textscan.Line) (name string, v []textscan.Token, ok bool) {
	if i := strings.IndexByte(l.Text, ':'); i > 0 && !p.bare {
		return strings.TrimSpace(l.Text[:i]), tokensFrom(l, i+1), true
	}
	if !p.bare && !p.scale {
		return "", nil, false
	}
	// The name ends at the first number: copies lose the wide gap before it.
	f := textscan.Fields(l, nil)
	for i := 1; i < len(f); i++ {
		if textscan.IsNumber(f[i].Text) {
			return strings.TrimSpace(l.Text[:f[i].Lo]), tokensFrom(l, f[i].Lo), true
		}
	}
	return "", nil, false
}

// tokensFrom splits what stands behind byte at of l.
func tokensFrom(l textscan.Line, at int) []textscan.Token {
	rest := l
	rest.Text = l.Text[at:]
	f := textscan.Fields(rest, nil)
	for i := range f {
		f[i].Lo, f[i].Hi = f[i].Lo+at, f[i].Hi+at
	}
	return f
}

// numbers reads "8K", "4094 (**)" or "32768 (current) - 16384 (proposed)".
func (p *sdmReader) numbers(s *textscan.Scan, l textscan.Line, v []textscan.Token, row *fact.Table, r *fact.Reading) {
	if len(v) == 0 {
		return
	}
	n := Kilo(s, l, v[0])
	if !n.Known() {
		return
	}
	if p.whatIf != "" {
		row.CapKind = fact.CapUnknown
		row.WhatIf, row.Template = n, p.whatIf
		row.Notes = append(row.Notes, "in template "+p.whatIf+": "+n.String())
		return
	}
	row.Cap = n
	for i := 1; i+1 < len(v); i++ {
		if v[i].Text != "-" {
			continue
		}
		if next := Kilo(s, l, v[i+1]); next.Known() {
			row.Configured, row.Pending = next, next
			p.compare(row, r)
		}
		return
	}
	if strings.Contains(l.Text, "(**)") {
		row.Notes = append(row.Notes, "scale of the SDM library, not a reservation")
	}
}

// compare notes a pending change where the two numbers differ.
func (p *sdmReader) compare(row *fact.Table, r *fact.Reading) {
	now, _ := row.Cap.Get()
	then, _ := row.Pending.Get()
	if now == then {
		return
	}
	p.pending = true
	r.Pending = append(r.Pending, fact.Change{What: row.Name, From: row.Cap.String(), To: row.Pending.String(), Span: row.Pending.Span})
}

// settle says what the whole answer shows: something pending, or that nothing is.
func (p *sdmReader) settle(s *textscan.Scan, r *fact.Reading) {
	if !r.Recognised {
		return
	}
	whole := !s.Truncated && !r.Filtered && len(r.Tables) > 0
	switch {
	case p.pending:
		r.PendingKnown = fact.Yes
		set(&r.Carve.Configured, p.shown.Text, p.shown.Span)
		set(&r.Carve.AfterReload, p.shown.Text, p.shown.Span)
		r.Flag(fact.FlagPendingReload, true, r.Pending[0].Span)
	case whole:
		if p.current || p.named && p.whatIf == "" {
			r.PendingKnown = fact.No
		}
		r.Flag(fact.FlagPendingReload, false, fact.Span{})
	}
}

// Kilo reads a number that may end in K.
func Kilo(s *textscan.Scan, l textscan.Line, t textscan.Token) fact.Figure {
	v, ok := textscan.Kilo(t.Text)
	if !ok {
		return fact.Figure{}
	}
	return fact.Read(v, s.Span(l, t.Lo, t.Hi))
}

// ResourceOverflow is the TCAM that takes routes the hash has no place for.
const ResourceOverflow fact.Resource = "fib.overflow"

// sdmResource names what a template row divides.
func sdmResource(name string) fact.Resource {
	n := strings.ToLower(name)
	has := func(part string) bool { return strings.Contains(n, part) }
	switch {
	case has("overflow shared unicast routes"):
		return ResourceOverflow
	case has("shared unicast routes"):
		return fact.FibShared
	case has("directly"):
		if has("ipv6") {
			return fact.HostIPv6
		}
		return fact.HostIPv4
	case has("fib host route"):
		return fact.HostIPv4
	case has("access control"), has(" ace"), has("acl"):
		return fact.ACL
	case has("ipv6 unicast"), has("indirect ipv6"):
		return fact.FibIPv6
	case has("ipv4 unicast"), has("indirect"):
		return fact.FibIPv4
	case has("multicast"):
		return fact.FibMcast
	case has("mac address"):
		return fact.MAC
	case has("mpls label"):
		return fact.FibMPLS
	case has("vpn routes"):
		return resFibVPN
	case has("adjacency"):
		return fact.Adjacency
	case has("netflow"), has("flow in"), has("flow out"):
		return fact.Netflow
	}
	return fact.OtherResource
}
