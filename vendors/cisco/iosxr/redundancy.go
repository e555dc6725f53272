package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRedundancy reads `show redundancy summary` (rows of pairs) and `show
// redundancy` (sentences) [xr:3.5]. A switchover is safe only if every pair is
// ready. Reload dates are not turned into uptimes: a clock that was set makes
// them lie.
func readRedundancy(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "" || textscan.IsRule(l):
			s.Claim(l)
		case pair(s, r, l, t), sentence(s, r, l, t):
			r.Recognised = true
			s.Claim(l)
		case strings.HasPrefix(t, "Active/Primary"), strings.HasPrefix(t, "Active Node"),
			strings.HasPrefix(t, "Redundancy information for node"), strings.HasPrefix(t, "Reload and "):
			r.Recognised = true
			s.Claim(l)
		}
	}
}

// pair reads "0/RSP0/CPU0(A)   0/RSP1/CPU0(S) (Node Ready, NSR: Ready)".
func pair(s *textscan.Scan, r *fact.Reading, l textscan.Line, t string) bool {
	f := strings.Fields(t)
	if len(f) < 2 || !isNode(f[0]) {
		return false
	}
	span := s.Span(l, l.Indent(), len(l.Text))
	if f[1] == "N/A" {
		notReady(r, span)
		set(&r.Redundancy.Standby, "none", span)
		return true
	}
	i := strings.Index(t, " (")
	if i < 0 {
		return isNode(f[1])
	}
	words := strings.Trim(t[i+1:], "()")
	if set(&r.Redundancy.Standby, words, s.SpanOf(l, words)); strings.Contains(strings.ToLower(words), "not ready") {
		notReady(r, span)
	} else if r.Redundancy.Ready == fact.Unknown && strings.Contains(words, "Ready") {
		r.Redundancy.Ready, r.Redundancy.Span = fact.Yes, span
	}
	if i := strings.Index(words, "NSR: "); i >= 0 {
		set(&r.Redundancy.Mode, words[i:], s.SpanOf(l, words[i:]))
	}
	return true
}

func set(to *fact.Setting, text string, span fact.Span) {
	if !to.Known() {
		*to = fact.Setting{Text: text, Grade: fact.Reported, Span: span}
	}
}

func notReady(r *fact.Reading, span fact.Span) {
	r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
}

// sentence reads one line of `show redundancy`.
func sentence(s *textscan.Scan, r *fact.Reading, l textscan.Line, t string) bool {
	span := s.Span(l, l.Indent(), len(l.Text))
	switch {
	case strings.HasPrefix(t, "Standby node in "):
		switch {
		case strings.HasSuffix(t, " is ready"):
			set(&r.Redundancy.Standby, "ready", span)
			if r.Redundancy.Ready == fact.Unknown {
				r.Redundancy.Ready, r.Redundancy.Span = fact.Yes, span
			}
		case strings.Contains(t, " is not ready"):
			set(&r.Redundancy.Standby, "not ready", span)
			notReady(r, span)
		case strings.Contains(t, " NSR-"):
			set(&r.Redundancy.Mode, t[strings.Index(t, "NSR-"):], span)
		}
		return true
	case strings.HasPrefix(t, "No partner"), strings.HasPrefix(t, "Node has no"):
		set(&r.Redundancy.Standby, "none", span)
		notReady(r, span)
		return true
	case strings.HasPrefix(t, "Node ") && strings.Contains(t, " role"),
		strings.HasPrefix(t, "Partner node"), strings.HasPrefix(t, "Active node "), strings.HasPrefix(t, "Standby node "),
		strings.Contains(t, " reloaded "), strings.HasPrefix(t, "There have been "), strings.HasPrefix(t, "Last switch-over"):
		return true
	case strings.Contains(t, "ACTIVE") || strings.Contains(t, "STANDBY"), strings.HasPrefix(t, "Group"), strings.HasPrefix(t, "Process Group"):
		return r.Recognised
	}
	// "Details" of process groups: "  dsc   0/RP0/CPU0   0/RP1/CPU0   Ready"
	f := strings.Fields(t)
	return r.Recognised && len(f) >= 3 && isNode(f[1])
}
