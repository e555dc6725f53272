package iosxe

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readPlatformResources reads `show platform resources`. The same label (DRAM)
// stands under a route processor, an ESP and its QFP: the last title line tells
// which; indentation does not (copies lose it). Max 0 is absent.
func readPlatformResources(s *textscan.Scan, r *fact.Reading) {
	p := resourceReader{scope: fact.System()}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasPrefix(t, "**State Acronym"), textscan.IsRule(l), strings.HasPrefix(t, "show "):
			s.Claim(l)
		case strings.HasPrefix(t, "Resource") && strings.Contains(t, "Usage"):
			r.Recognised = true
			s.Claim(l)
		default:
			if p.line(s, l, r) {
				s.Claim(l)
			}
		}
	}
}

type resourceReader struct {
	scope fact.Scope
	slot  string
	f     []textscan.Token
}

func (p *resourceReader) line(s *textscan.Scan, l textscan.Line, r *fact.Reading) bool {
	p.f = textscan.Fields(l, p.f)
	n := len(p.f)
	last := p.f[n-1]
	if len(last.Text) != 1 || !strings.Contains("HWC", last.Text) {
		return false
	}
	if n < 5 || !strings.HasSuffix(p.f[n-2].Text, "%") {
		p.title(strings.TrimSpace(l.Text[:last.Lo]))
		return true
	}
	row := fact.Table{Name: strings.TrimSpace(l.Text[:p.f[n-5].Lo]), Resource: fact.Memory, Scope: p.scope, CapKind: fact.CapBytes, State: last.Text, Line: l.No}
	if row.Name == "" {
		return false
	}
	row.Notes = []string{"warning at " + p.f[n-3].Text + ", critical at " + p.f[n-2].Text}
	p.figures(s, l, p.f[n-5], p.f[n-4], &row)
	if !row.Used.Known() {
		return false
	}
	p.resource(&row)
	r.Tables = append(r.Tables, row)
	return true
}

// title takes "RP0 (ok, active)", "ESP0(ok, active)", "QFP", "SIP0".
func (p *resourceReader) title(t string) {
	if t == "QFP" {
		p.scope = fact.Scope{Kind: fact.ScopeQFP, Node: p.slot}
		return
	}
	name, _, _ := strings.Cut(t, "(")
	p.slot = strings.TrimSpace(name)
	p.scope = fact.Scope{Kind: fact.ScopeSlot, Node: p.slot}
}

// figures reads usage "4200MB(26%)" and max "15803MB", or "3.05%" and "100%".
func (p *resourceReader) figures(s *textscan.Scan, l textscan.Line, usage, limit textscan.Token, row *fact.Table) {
	used, unit := measured(s, l, usage)
	row.Unit = fact.Unit(unit)
	if unit == "%" {
		row.Unit, row.CapKind, row.Used = fact.UnitPercent, fact.CapPercent, used
		row.Cap = fact.Derived(100, used.Span, "percent")
		return
	}
	row.Used = used
	row.Cap, _ = measured(s, l, limit)
	if v, _ := row.Cap.Get(); v == 0 {
		row.Cap = fact.Figure{}
	}
	if i := strings.IndexByte(usage.Text, '('); i > 0 {
		pct := textscan.Token{Lo: usage.Lo + i + 1, Hi: usage.Hi}
		pct.Text = strings.TrimSuffix(l.Text[pct.Lo:pct.Hi], "%)")
		pct.Hi = pct.Lo + len(pct.Text)
		row.Percent = s.Figure(l, pct)
	}
}

// measured reads the number at the start of a token and the unit behind it.
func measured(s *textscan.Scan, l textscan.Line, t textscan.Token) (fact.Figure, string) {
	end := 0
	for end < len(t.Text) && (t.Text[end] >= '0' && t.Text[end] <= '9' || t.Text[end] == '.') {
		end++
	}
	unit, _, _ := strings.Cut(t.Text[end:], "(")
	return s.Figure(l, textscan.Token{Text: t.Text[:end], Lo: t.Lo, Hi: t.Lo + end}), unit
}

func (p *resourceReader) resource(row *fact.Table) {
	switch {
	case row.Scope.Kind == fact.ScopeQFP && row.Name == "DRAM":
		row.Resource = fact.FibMemory
	case row.Name == "TCAM":
		row.Resource, row.CapKind = fact.ACL, fact.CapFixed
	case strings.HasPrefix(row.Name, "CPU"), strings.HasPrefix(row.Name, "Crypto"), row.Name == "Control Processor":
		row.Resource = resLoad
	case row.Name != "DRAM":
		row.Resource = fact.OtherResource
	}
}

// readControlProcessor reads the memory table of `show platform software status
// control-processor brief`.
func readControlProcessor(s *textscan.Scan, r *fact.Reading) {
	table := ""
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Load Average"), strings.HasPrefix(t, "Memory ("), strings.HasPrefix(t, "CPU Utilization"):
			table, _, _ = strings.Cut(t, " ")
			r.Recognised = true
			s.Claim(l)
			continue
		case strings.HasPrefix(t, "Slot ") || textscan.IsRule(l):
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		switch {
		case table == "Memory":
			addControlMemory(s, l, f, r)
		case table != "" && textscan.IsNumber(f[len(f)-1].Text):
			s.Claim(l)
		}
	}
}

// addControlMemory reads "1-RP0 Healthy 4010000 2553084 (64%) 1456916 (36%) …".
func addControlMemory(s *textscan.Scan, l textscan.Line, f []textscan.Token, r *fact.Reading) {
	if len(f) < 4 {
		return
	}
	total, used := s.Figure(l, f[2]), s.Figure(l, f[3])
	if !total.Known() || !used.Known() {
		return
	}
	s.Claim(l)
	r.Tables = append(r.Tables, fact.Table{
		Name: "control processor memory", Resource: fact.Memory, Scope: fact.Scope{Kind: fact.ScopeSlot, Node: f[0].Text}, Unit: fact.UnitKB,
		Used: used, Cap: total, Max: total, CapKind: fact.CapBytes, State: f[1].Text, Line: l.No,
	})
}

// readPlatform reads `show platform`: chassis and slots.
func readPlatform(s *textscan.Scan, r *fact.Reading) {
	table := ""
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Chassis type:"):
			_, v, _ := textscan.KeyValue(l, ":")
			span := s.Span(l, v.Lo, v.Hi)
			r.Identity.Model = v.Text
			r.Identity.Spans = map[string]fact.Span{"model": span}
			r.Flag(fact.FlagChassis, v.Text, span)
			r.Recognised = true
			s.Claim(l)
			continue
		case strings.HasPrefix(t, "Slot ") || strings.HasPrefix(t, "Switch "):
			table, r.Recognised = "cpld", true
			if strings.Contains(t, "Insert time") || strings.Contains(t, "Model") {
				table = "slots"
			}
			s.Claim(l)
			continue
		case textscan.IsRule(l), strings.HasPrefix(t, "--- show"):
			s.Claim(l)
			continue
		}
		if table == "" {
			continue
		}
		if c := textscan.Columns(l, nil); len(c) >= 2 {
			s.Claim(l)
			if table == "slots" && len(c) >= 3 {
				addSlot(s, l, c, r)
			}
		}
	}
}

// addSlot reads "R0   ASR1000-RP2   ok, active   00:33:53"; an empty slot has no
// type.
func addSlot(s *textscan.Scan, l textscan.Line, c []textscan.Token, r *fact.Reading) {
	p := fact.Part{Slot: c[0].Text, Name: "slot " + c[0].Text, Span: s.Span(l, c[1].Lo, c[1].Hi)}
	if len(c) >= 4 {
		p.PID, p.State = c[1].Text, c[2].Text
	} else {
		p.State = c[1].Text
	}
	r.Identity.Parts = append(r.Identity.Parts, p)
}
