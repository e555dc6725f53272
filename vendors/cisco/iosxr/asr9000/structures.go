package asr9000

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCEFPlatform reads `show cef platform resource` of an ASR 9000: one uCode
// structure after the other [xr:2.4, xr:3.3]. A leaf structure is one of several:
// its maximum is not "the" capacity for routes, so the rows are evidence.
func readCEFPlatform(s *textscan.Scan, r *fact.Reading) {
	loc, np, name := iosxr.Location(s.Command), "", ""
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "Node:"):
			loc = iosxr.Node(strings.TrimSpace(t[len("Node:"):]))
		case strings.HasPrefix(t, "NP:") && strings.Contains(t, "struct"):
			np, name = structName(t)
			r.Recognised = true
		case strings.HasPrefix(t, "Used Entries:") && name != "":
			structRow(s, r, l, name, fact.Scope{Kind: fact.ScopeNP, Node: loc, Index: np})
		case strings.HasSuffix(t, "usage is same on all NPs"), textscan.IsRule(l):
		default:
			continue
		}
		s.Claim(l)
	}
}

// structName reads "NP: 0  struct 23: IPV4_LEAF_P      (maps to ucode stru = 54)".
func structName(t string) (np, name string) {
	f := strings.Fields(t)
	if len(f) < 5 {
		return "", ""
	}
	return f[1], f[4]
}

// structRow reads "Used Entries: 550 Max Entries: 1048576".
func structRow(s *textscan.Scan, r *fact.Reading, l textscan.Line, name string, scope fact.Scope) {
	row := fact.Table{Name: name, Resource: fact.Resource("np." + name), Scope: scope, Unit: fact.UnitEntries, CapKind: fact.CapFixed, Line: l.No}
	f := textscan.Fields(l, nil)
	for i := 2; i < len(f); i++ {
		switch {
		case f[i-2].Text == "Used":
			row.Used = s.Figure(l, f[i])
		case f[i-2].Text == "Max":
			row.Cap = s.Figure(l, f[i])
		}
	}
	r.Tables = append(r.Tables, row)
}
