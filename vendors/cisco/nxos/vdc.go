package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readVDC reads `show vdc resource detail`: a line per resource, then a row per
// VDC. u4route-mem and its kin are the RIB's shared memory in MB, a cap of its
// own beside the forwarding memory [nxos:2.8].
func readVDC(s *textscan.Scan, r *fact.Reading) {
	v := vdc{s: s, r: r}
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		v.line(l)
	}
}

type vdc struct {
	s        *textscan.Scan
	r        *fact.Reading
	resource string // as printed
	total    fact.Figure
	buf      []textscan.Token
}

func (v *vdc) line(l textscan.Line) {
	v.buf = textscan.Fields(l, v.buf)
	b := v.buf
	switch n := len(b); {
	case n == 0:
		return
	case n == 11 && b[2].Text == "used" && b[10].Text == "total":
		v.resource, v.total = b[0].Text, Number(v.s, l, b[9])
		v.r.Recognised = true
	case textscan.IsRule(l) || n >= 2 && b[0].Text == "Vdc" && b[1].Text == "Min":
	case v.resource != "" && n == 6:
		v.row(l, b)
	default:
		return
	}
	v.s.Claim(l)
}

func (v *vdc) row(l textscan.Line, b []textscan.Token) {
	limit := Number(v.s, l, b[2])
	row := fact.Table{
		Name: v.resource, Resource: vdcResource(v.resource), Scope: fact.Scope{Kind: fact.ScopeVDC, Index: b[0].Text}, Unit: vdcUnit(v.resource),
		Used: Number(v.s, l, b[3]), Cap: limit, Configured: limit, Max: v.total, CapKind: fact.CapCarve, Line: l.No,
	}
	if row.Unit == fact.UnitMB {
		row.CapKind = fact.CapBytes
	}
	v.r.Tables = append(v.r.Tables, row)
}

func vdcUnit(name string) fact.Unit {
	if strings.HasSuffix(name, "route-mem") {
		return fact.UnitMB
	}
	return fact.UnitEntries
}

// vdcResource: the RIB's memory has names of its own, all else is evidence.
func vdcResource(name string) fact.Resource {
	switch name {
	case "u4route-mem":
		return ribMem4
	case "u6route-mem":
		return ribMem6
	case "m4route-mem":
		return resRIBMemMcastIPv4
	case "m6route-mem":
		return resRIBMemMcastIPv6
	}
	return fact.Resource("vdc." + name)
}

// The memory of the unicast RIB.
const (
	ribMem4 fact.Resource = "rib.mem.ipv4"
	ribMem6 fact.Resource = "rib.mem.ipv6"
)

// readRedundancy reads `show [system] redundancy status`.
func readRedundancy(s *textscan.Scan, r *fact.Reading) {
	other := false
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		t := l.Trim()
		key, val, kv := textscan.KeyValue(l, ":")
		switch {
		case t == "":
			continue
		case textscan.IsRule(l), t == "Redundancy mode":
		case strings.HasPrefix(t, "This supervisor"):
			other = false
		case strings.HasPrefix(t, "Other supervisor"):
			other = true
			r.Recognised = true
		case kv:
			if !redundancyLine(s, r, l, key, val, other) {
				continue
			}
		default:
			continue
		}
		s.Claim(l)
	}
}

func redundancyLine(s *textscan.Scan, r *fact.Reading, l textscan.Line, key string, val textscan.Token, other bool) bool {
	set := fact.Setting{Text: val.Text, Grade: fact.Reported, Span: s.Span(l, val.Lo, val.Hi)}
	switch key {
	case "operational":
		r.Redundancy.Mode = set
		r.Recognised = true
	case "Supervisor state":
		if other {
			r.Redundancy.Standby, r.Redundancy.Span = set, set.Span
			r.Redundancy.Ready = fact.TriOf(strings.EqualFold(val.Text, "HA standby"))
		}
	case "Kernel uptime":
		r.Identity.Uptime = val.Text
		setSpan(&r.Identity, "uptime", set.Span)
	case "administrative", "Redundancy state", "Internal state", "System start time", "System uptime", "Active supervisor uptime":
	default:
		return false
	}
	return true
}

// readUptime reads `show system uptime`: the lines that end `show system redundancy
// status`.
func readUptime(s *textscan.Scan, r *fact.Reading) {
	readRedundancy(s, r)
	r.Recognised = r.Recognised || r.Identity.Uptime != ""
}
