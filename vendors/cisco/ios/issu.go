package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readISSU reads `show issu state [detail]` in its three forms:
//
//	Current ISSU Status: In Progress … Current state : Added state     Catalyst 9000
//	Slot being modified: R1 … Last operation: runversion                ASR 1000
//	ISSU State = Run Version                                            4500, 6500
//
// (ios:1; genieparser iosxe and c9500 show_issu; Catalyst 4500 guide
// 15(02)SG p. 5-16 for the states). Until an upgrade is committed a reload breaks
// into it, `acceptversion` included: it only stops the timer.
func readISSU(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case issuState(s, l, t, r):
			r.Recognised = true
			s.Claim(l)
		case textscan.IsRule(l), strings.HasPrefix(t, "System Check"), strings.HasPrefix(t, "---"), strings.HasPrefix(t, "Finished "), strings.HasPrefix(t, "show "):
			s.Claim(l)
		case r.Recognised:
			issuDetail(s, l)
		}
	}
}

// issuState takes the lines that say whether an upgrade is under way.
func issuState(s *textscan.Scan, l textscan.Line, t string, r *fact.Reading) bool {
	low := strings.ToLower(t)
	switch {
	case strings.Contains(low, "no issu operation is in progress"):
		r.Flag(fact.FlagISSU, false, s.SpanOf(l, t))
	case strings.HasPrefix(low, "current issu status:"):
		_, v, _ := textscan.KeyValue(l, ":")
		if !idleISSU(v.Text) {
			r.Flag(fact.FlagISSU, true, s.Span(l, v.Lo, v.Hi))
		}
	case strings.HasPrefix(low, "issu state"):
		_, v, ok := textscan.KeyValue(l, "=")
		if !ok {
			return false
		}
		r.Flag(fact.FlagISSU, !idleISSU(v.Text), s.Span(l, v.Lo, v.Hi))
	case strings.HasPrefix(low, "slot being modified"), strings.Contains(low, "issu operation is in progress"), strings.Contains(low, "operation in progress"),
		strings.HasPrefix(low, "operation type") && strings.Contains(low, "issu"):
		r.Flag(fact.FlagISSU, true, s.SpanOf(l, t))
	case strings.HasPrefix(low, "slot = "), strings.HasPrefix(low, "previous issu operation"), strings.HasPrefix(low, "current state"), strings.HasPrefix(low, "last operation"):
	default:
		return false
	}
	return true
}

// idleISSU reports the states between two upgrades: Init, Disabled (the standby is
// resetting, or there is none), Enabled.
func idleISSU(state string) bool {
	switch strings.ToLower(strings.TrimSpace(state)) {
	case "init", "initialized", "disabled", "enabled", "n/a", "none":
		return true
	}
	return false
}

func issuDetail(s *textscan.Scan, l textscan.Line) {
	c := textscan.Columns(l, nil)
	_, _, pair := textscan.KeyValue(l, ":")
	_, _, set := textscan.KeyValue(l, "=")
	if len(c) == 2 || pair || set || strings.HasSuffix(l.Trim(), ":") {
		s.Claim(l)
	}
}

// readInstall reads `show install summary` and its kin: a package in state U
// (activated and not committed) or D (deactivated and not committed), and a running
// timer, mean that a reload falls back to the software before (ios:1).
func readInstall(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "[") && strings.Contains(t, "Package(s) Information"):
			r.Recognised = true
			s.Claim(l)
		case strings.HasPrefix(t, "Auto abort timer:"):
			r.Recognised = true
			if _, v, _ := textscan.KeyValue(l, ":"); strings.HasPrefix(strings.ToLower(v.Text), "active") {
				r.Flag(fact.FlagInstallUncommitted, true, s.Span(l, v.Lo, v.Hi))
			}
			s.Claim(l)
		case textscan.IsRule(l), strings.HasPrefix(t, "State (St):"), strings.HasPrefix(t, "C - Activated"), strings.HasPrefix(t, "Type "), strings.HasPrefix(t, "show "):
			s.Claim(l)
		default:
			f = textscan.Fields(l, f)
			if len(f) < 3 || len(f[1].Text) != 1 || !strings.Contains("IUCD", f[1].Text) {
				continue
			}
			s.Claim(l)
			r.Recognised = true
			if f[1].Text == "U" || f[1].Text == "D" {
				r.Flag(fact.FlagInstallUncommitted, true, s.Span(l, f[1].Lo, f[1].Hi))
			}
		}
	}
}
