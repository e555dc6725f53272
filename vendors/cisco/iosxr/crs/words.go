package crs

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readCEFWords reads `show cef resource`: words per data type, no numbers. No
// answer was seen, only the words of its YANG model (GREEN, YELLOW, RED) [xr:3.3],
// so that the reading is unverified.
func readCEFWords(s *textscan.Scan, r *fact.Reading) {
	scope := iosxr.NodeScope(iosxr.Location(s.Command))
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		f := strings.Fields(t)
		if len(f) < 2 {
			continue
		}
		word := f[len(f)-1]
		if iosxr.Rank(word) == 0 {
			continue
		}
		name := strings.TrimRight(strings.TrimSpace(strings.TrimSuffix(t, word)), ": ")
		r.Recognised = true
		r.Tables = append(r.Tables, fact.Table{
			Name: name, Resource: resCefResource, Scope: scope, Unit: fact.UnitState, CapKind: fact.CapState, State: word, Line: l.No,
		})
		s.Claim(l)
	}
}

// The memories that only this package counts.
const (
	resCefResource fact.Resource = "cef.resource"
)
