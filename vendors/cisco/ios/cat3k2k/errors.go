package cat3k2k

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readTCAMErrors reads `show platform tcam errors` of the Catalyst 3k: counters
// of the consistency checker since boot.
func readTCAMErrors(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	sum, rows := 0.0, 0
	var at fact.Span
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "TCAM Memory Consistency") || strings.HasPrefix(t, "TCAM Space") || textscan.IsRule(l) {
			r.Recognised = r.Recognised || strings.HasPrefix(t, "TCAM")
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if n := len(f); n >= 6 && textscan.IsNumber(f[n-5].Text) {
			if fig := s.Figure(l, f[n-1]); fig.Known() {
				v, _ := fig.Get()
				sum += v
				rows++
				if v > 0 || at.IsZero() {
					at = fig.Span
				}
				s.Claim(l)
			}
		}
	}
	if rows > 0 && !s.Truncated && !r.Filtered {
		r.Flag("failures", sum, at)
	}
}
