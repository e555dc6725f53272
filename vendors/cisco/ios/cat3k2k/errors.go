package cat3k2k

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readTCAMErrors takes `show platform tcam errors` of the Catalyst 3k: counters of the
// consistency checker since boot, which are no sizes.
func readTCAMErrors(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		f = textscan.Fields(l, f)
		switch n := len(f); {
		case strings.HasPrefix(t, "TCAM Memory Consistency"), strings.HasPrefix(t, "TCAM Space"):
			r.Recognised = true
		case textscan.IsRule(l), n >= 6 && textscan.IsNumber(f[n-5].Text) && textscan.IsNumber(f[n-1].Text):
		default:
			continue
		}
		s.Claim(l)
	}
}
