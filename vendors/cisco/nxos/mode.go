package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readRoutingMode reads `show system routing mode`: the one place where NX-OS
// says configured and applied apart [nxos:0.2, nxos:3.1]. The display names are not
// the words of the configuration; they are only compared with each other.
func readRoutingMode(s *textscan.Scan, r *fact.Reading) {
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		key, val, ok := textscan.KeyValue(l, ":")
		if !ok || val.Text == "" {
			continue
		}
		set := fact.Setting{Text: val.Text, Grade: fact.Reported, Span: s.Span(l, val.Lo, val.Hi)}
		switch strings.ToLower(key) {
		case "configured system routing mode":
			r.Carve.Configured = set
			r.Flag(fact.FlagConfiguredProfile, val.Text, set.Span)
		case "applied system routing mode":
			r.Carve.Active = set
			r.Carve.Default = strings.Contains(strings.ToLower(val.Text), "default")
			r.Flag(fact.FlagActiveProfile, val.Text, set.Span)
		default:
			continue
		}
		r.Recognised = true
		s.Claim(l)
	}
	finishRoutingMode(r)
}

// finishRoutingMode compares the two where both were printed.
func finishRoutingMode(r *fact.Reading) {
	c, a := r.Carve.Configured, r.Carve.Active
	if !c.Known() {
		return
	}
	r.Carve.AfterReload = fact.Setting{Text: c.Text, Grade: fact.Inferred, Span: c.Span, Note: "the configured mode, if it is saved to startup-config"}
	if !a.Known() {
		return
	}
	pending := c.Text != a.Text
	r.Flag(fact.FlagPendingReload, pending, c.Span)
	r.PendingKnown = fact.TriOf(pending)
	if pending {
		r.Pending = append(r.Pending, fact.Change{What: "system routing mode", From: a.Text, To: c.Text, Span: c.Span})
	}
}

// readReloadPending reads `show system config reload-pending`: a heading, a
// rule, the numbered commands that wait, a rule. Two rules with nothing between
// them say that nothing waits [nxos:0.4].
func readReloadPending(s *textscan.Scan, r *fact.Reading) {
	rules := 0
	var span fact.Span
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		t := l.Trim()
		switch {
		case strings.HasPrefix(strings.ToLower(t), "following config commands require"):
			r.Recognised = true
			span = s.SpanOf(l, t)
		case r.Recognised && textscan.IsRule(l):
			rules++
		case rules == 1 && t != "" && !s.Claimed(l):
			what := strings.TrimLeft(t, "0123456789 \t")
			r.Pending = append(r.Pending, fact.Change{What: what, Span: s.SpanOf(l, what)})
		default:
			continue
		}
		s.Claim(l)
	}
	switch {
	case len(r.Pending) > 0:
		r.PendingKnown = fact.Yes
		r.Flag(fact.FlagPendingReload, true, r.Pending[0].Span)
	case rules >= 2 && !s.Truncated && !r.Filtered:
		r.PendingKnown = fact.No
		r.Flag(fact.FlagPendingReload, false, span)
	}
}
