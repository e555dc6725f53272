package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readLogging reads the lines of the log that speak of forwarding memory:
// %FACILITY(-SLOTn)-SEVERITY-MNEMONIC, where the colon may be missing and the
// mnemonic may hold lower case [nxos 5]. Any other message is claimed: it is
// nothing that headroom judges. A log line outlives its cause, so what it shows
// is latched; a later line that clears it lowers it.
func readLogging(s *textscan.Scan, r *fact.Reading) {
	r.Recognised = emptyAnswer(s, r)
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		m, ok := parseMessage(l)
		if !ok {
			if isLogHeader(l.Trim()) {
				s.Claim(l)
			}
			continue
		}
		r.Recognised = true
		s.Claim(l)
		m.judge(s, l, r)
	}
	for _, e := range r.Exceptions {
		if e.Raised == fact.Yes && strings.Contains(e.Text, "EXHAUSTION") {
			r.Flag("overflow", true, e.Span)
			return
		}
	}
}

// emptyAnswer reports whether a filter let no line through: the device answered
// that there is no such line.
func emptyAnswer(s *textscan.Scan, r *fact.Reading) bool {
	return r.Filtered && !s.Truncated && len(s.Unread()) == 0
}

// message is one syslog line taken apart.
type message struct {
	facility, slot, mnemonic, text string
	lo                             int // where the message starts in the line
}

// parseMessage finds "%IPFIB-SLOT1-2-FIB_X: text" in a line.
func parseMessage(l textscan.Line) (m message, ok bool) {
	at := strings.IndexByte(l.Text, '%')
	for at >= 0 {
		if m, ok = messageAt(l.Text, at); ok {
			return m, true
		}
		next := strings.IndexByte(l.Text[at+1:], '%')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return message{}, false
}

func messageAt(t string, at int) (m message, ok bool) {
	head, rest, _ := strings.Cut(t[at+1:], " ")
	head = strings.TrimSuffix(head, ":")
	parts := strings.Split(head, "-")
	if len(parts) < 3 || parts[0] == "" || parts[0][0] < 'A' || parts[0][0] > 'Z' {
		return m, false
	}
	m = message{facility: parts[0], text: strings.TrimSpace(rest), lo: at}
	i := 1
	for i < len(parts)-1 && (len(parts[i]) != 1 || parts[i][0] < '0' || parts[i][0] > '7') {
		if s, ok := strings.CutPrefix(parts[i], "SLOT"); ok {
			m.slot = s
		}
		i++
	}
	if i >= len(parts)-1 {
		return m, false
	}
	m.mnemonic = strings.Join(parts[i+1:], "-")
	return m, true
}

// isLogHeader knows the lines above the messages of `show logging`.
func isLogHeader(t string) bool {
	for _, p := range []string{"Logging console:", "Logging monitor:", "Logging linecard:", "Logging timestamp:", "Logging server:", "Logging logfile:", "Logging source-interface", "Name -", "Facility", "---"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// judge turns a message into evidence of overflow, where it is one.
func (m *message) judge(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	switch {
	case strings.Contains(m.mnemonic, "RESOURCE_EXCEP_CLRD"):
		m.cleared(s, l, r)
	case strings.Contains(m.mnemonic, "FIB_TCAM_RESOURCE_EXHAUSTION"):
		m.raise(s, l, r, fact.OverflowLog, exhausted(m.mnemonic+" "+m.text))
	case strings.Contains(m.mnemonic, "ROUTE_CONSISTENCY_CHECKER_FAIL"):
		// The RIB and the hardware differ, for whatever reason: no proof of overflow.
		r.Flag("route_consistency_failed", m.mnemonic, s.Span(l, m.lo, len(l.Text)))
	case m.facility == "M2FIB" && strings.Contains(m.text, "Table is Full"):
		m.raise(s, l, r, fact.OverflowLog, fact.MAC)
	case m.facility == "ACLQOS" || m.facility == "ACLMGR" || strings.Contains(m.mnemonic, "ACL_MISSING"):
		// ACL memory and missing ACL regions: shown, never an overflow of routes.
		r.Flag("acl_event", m.mnemonic, s.Span(l, m.lo, len(l.Text)))
	}
}

func (m *message) raise(s *textscan.Scan, l textscan.Line, r *fact.Reading, kind fact.ExceptionKind, resource string) {
	r.Exceptions = append(r.Exceptions, fact.Exception{
		Kind: kind, Resource: resource, Scope: moduleScope(m.slot), Raised: fact.Yes, Latched: true,
		Text: l.Text[m.lo:], Span: s.Span(l, m.lo, len(l.Text)),
	})
}

// cleared notes that the device took its exception back. Only the last word
// counts, and it names no table: the exhaustions above it are history.
func (m *message) cleared(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	for i := len(r.Exceptions) - 1; i >= 0 && r.Exceptions[i].Raised == fact.Yes; i-- {
		if strings.Contains(r.Exceptions[i].Text, "EXHAUSTION") {
			r.Exceptions[i].Raised = fact.No
		}
	}
	r.Flag("overflow_cleared", true, s.Span(l, m.lo, len(l.Text)))
}

// exhausted names the table of an exhaustion message.
func exhausted(t string) string {
	u := strings.ToUpper(t)
	switch {
	case strings.Contains(u, "LPM_128") || strings.Contains(u, "LPM-128"):
		return lpm128
	case strings.Contains(u, "IPV6"):
		return fact.FibIPv6
	case strings.Contains(u, "IPV4"):
		return fact.FibIPv4
	}
	return fact.FibLPM
}
