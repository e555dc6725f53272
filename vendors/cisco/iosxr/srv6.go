package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readSRv6 reads `show segment-routing srv6 manager`. One SID takes several
// resources, so what is used is the maximum less what is free, not the number
// of SIDs; thresholds are counts of what is free [xr:2.2].
func readSRv6(s *textscan.Scan, r *fact.Reading) {
	block, rest := "", false
	var limit, free fact.Figure
	emit := func(l textscan.Line) {
		m, a := limit.Get()
		f, b := free.Get()
		if !a || !b || f > m {
			return
		}
		row := fact.Table{Name: "srv6-sid", Resource: fact.SRv6SID, Scope: fact.System(), Unit: fact.UnitSIDs, CapKind: fact.CapFixed, Line: l.No}
		if block != "" {
			row.Name, row.Scope, row.Unit = "srv6-sid/block", fact.Scope{Kind: fact.ScopeBlock, Index: block}, fact.UnitSIDCount
		}
		row.Cap, row.Used = limit, fact.Derived(m-f, free.Span, "maximum - free")
		r.Tables = append(r.Tables, row)
		limit, free = fact.Figure{}, fact.Figure{}
	}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		key, v, pair := textscan.KeyValue(l, ":")
		switch {
		case t == "":
			continue
		case rest || t == "Platform Capabilities:":
			rest = true // what the platform can do: nothing is counted there
		case strings.HasPrefix(t, "Block "):
			block, limit, free = strings.TrimSuffix(t[len("Block "):], ":"), fact.Figure{}, fact.Figure{}
		case pair && (key == "Max SID resources" || key == "Max SIDs"):
			limit = leading(s, l, v)
			emit(l)
		case pair && key == "Number of free SID resources":
			free = leading(s, l, v)
			emit(l)
		case pair && srv6Known(key):
		default:
			continue
		}
		r.Recognised = true
		s.Claim(l)
	}
}

// srv6Known are the other lines of the format.
func srv6Known(key string) bool {
	switch key {
	case "Parameters", "SRv6 Enabled", "SRv6 Operational Mode", "Micro-segment", "Base", "SID Base Block", "Encapsulation", "Source Address",
		"Configured", "Default", "Hop-Limit", "Traffic-class", "Summary", "Number of Locators", "Number of SIDs", "OOR", "Status",
		"Thresholds", "Thresholds (resources)", "History", "Platform Capabilities", "SRv6", "TILFA", "Microloop-Avoidance",
		"Endpoint behaviors", "Headend behaviors", "Security rules", "Counters", "Signaled parameters", "Configurable parameters",
		"Srv6 Encap", "Default value", "Max-SL", "Max-End-Pop-SRH", "Max-H-Insert", "Max-H-Encap", "Max-End-D":
		return true
	}
	return false
}
