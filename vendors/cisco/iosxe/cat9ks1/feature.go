package cat9ks1

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readSDMFeature reads `show platform software fed … sdm feature` of Silicon
// One. The column Max is the peak since boot, not a capacity; a capacity is
// between Reserved and Capped Max. The title repeats every five rows. AllocFail
// above 0 proves that a feature ran over.
func readSDMFeature(s *textscan.Scan, r *fact.Reading) {
	r.Tables = slices.Grow(r.Tables, min(len(s.Lines()), 1024)) // about a row a line
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "NPI SDM Feature Table"), strings.HasPrefix(t, "Feature Name"):
			r.Recognised = true
			s.Claim(l)
			continue
		case textscan.IsRule(l), strings.HasPrefix(t, "show "):
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if n := len(f); n >= 9 && r.Recognised && textscan.IsNumber(f[n-8].Text) {
			addFeature(s, l, f, r)
		}
	}
}

// addFeature reads name, Reserved, Used, %Used, Max, AllocFail, Capped Max,
// Asic, Slice from the right.
func addFeature(s *textscan.Scan, l textscan.Line, f []textscan.Token, r *fact.Reading) {
	n := len(f)
	row := fact.Table{
		Name: strings.TrimSpace(l.Text[:f[n-8].Lo]), Scope: fact.Scope{Kind: fact.ScopeSlice, Node: "asic " + f[n-2].Text, Index: f[n-1].Text}, Unit: fact.UnitEntries,
		Used: s.Figure(l, f[n-7]), Percent: s.Figure(l, f[n-6]), Peak: s.Figure(l, f[n-5]), Failures: s.Figure(l, f[n-4]), Cap: s.Figure(l, f[n-3]),
		CapKind: fact.CapTemplate, Line: l.No, Notes: []string{"reserved " + f[n-8].Text},
	}
	if !row.Used.Known() || !row.Cap.Known() {
		return
	}
	if v, _ := row.Cap.Get(); v == 0 { // no cap was programmed: absent, not full
		row.Cap = fact.Figure{}
	}
	s.Claim(l)
	switch n := strings.ToLower(row.Name); {
	case strings.Contains(n, "host route"):
		row.Resource = fact.HostIPv4
	case strings.Contains(n, "mpls label"):
		row.Resource = fact.FibMPLS
	case strings.Contains(n, "mac entry"):
		row.Resource = fact.MAC
	case strings.Contains(n, "acl"):
		row.Resource = fact.ACL
	default:
		row.Resource = fact.OtherResource
	}
	r.Tables = append(r.Tables, row)
	if v, _ := row.Failures.Get(); v > 0 {
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.InsertFailures, Resource: row.Resource, Scope: row.Scope, Raised: fact.Yes, Latched: true, Count: row.Failures, Text: l.Trim(), Span: row.Failures.Span,
		})
	}
}
