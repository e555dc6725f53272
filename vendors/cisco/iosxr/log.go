package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readLogging reads `show logging`: the messages that prove an overflow or an
// outstanding reload, by mnemonic [xr 5]. Other messages are known and left. A
// filter that let no line through is an answer too: there is no such line.
func readLogging(s *textscan.Scan, r *fact.Reading) {
	r.Recognised = r.Filtered && !s.Truncated && len(s.Unread()) == 0
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case logLine(s, r, l, t, false):
			r.Recognised = true
			s.Claim(l)
		case logNoise(t):
			r.Recognised = true
			s.Claim(l)
		}
	}
}

func logNoise(t string) bool {
	for _, h := range []string{"Syslog logging:", "Console logging:", "Monitor logging:", "Trap logging:", "Buffer logging:", "Log Buffer", "Logging to "} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	return false
}

// logLine reads one message "%FACILITY-…-SEVERITY-MNEMONIC : text". now says
// that the line stands in a session, where what it asks for is outstanding; in a
// log it may be years old.
func logLine(s *textscan.Scan, r *fact.Reading, l textscan.Line, t string, now bool) bool {
	i := strings.IndexByte(t, '%')
	if i < 0 {
		return false
	}
	mnemonic, text, _ := strings.Cut(t[i+1:], ":")
	mnemonic = strings.TrimSpace(mnemonic)
	if strings.Count(mnemonic, "-") < 2 || strings.ContainsAny(mnemonic, " \t") {
		return false
	}
	span := s.Span(l, l.Indent(), len(l.Text))
	switch {
	case strings.HasSuffix(mnemonic, "HW_MODULE_PROFILE_CHASSIS_CFG_CHANGED"):
		reloadWanted(r, text, span, now)
	case overflowMnemonic(mnemonic, text) != "":
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.OverflowLog, Resource: "", Scope: logScope(t), Raised: fact.Yes, Latched: true,
			Severity: overflowMnemonic(mnemonic, text), Text: strings.TrimSpace(t[i:]), Span: span,
		})
	case strings.HasSuffix(mnemonic, "BGP-3-NOMEM_RESET"), strings.HasSuffix(mnemonic, "BGP-3-NOMSGCHUNK"):
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.OverflowLog, Resource: fact.Memory, Scope: logScope(t), Raised: fact.Yes, Latched: true, Text: strings.TrimSpace(t[i:]), Span: span,
		})
	}
	return true
}

// overflowMnemonic knows the messages of overflow: "red" where memory ran out,
// "yellow" where it is running low, "" for any other. Those of DNX were not found
// under an exact name, so that OOR with the word of the state counts [xr 5].
func overflowMnemonic(mnemonic, text string) string {
	switch {
	case strings.HasSuffix(mnemonic, "FIB-4-RSRC_LOW"), strings.HasSuffix(mnemonic, "FIB-2-OOR"), strings.HasSuffix(mnemonic, "FIB-2-OOR_TBL"):
		return "red" // "Only route deletes will be handled", "has run out of"
	case strings.HasSuffix(mnemonic, "LOW_CEF_MEM"):
		return "yellow"
	case !strings.Contains(mnemonic, "OOR"):
		return ""
	case strings.Contains(text, "Red"):
		return "red"
	case strings.Contains(text, "Yellow"):
		return "yellow"
	}
	return ""
}

// logScope gives the node that a message is from: "LC/0/2/CPU0:Dec  6 …".
func logScope(t string) fact.Scope {
	head, _, ok := strings.Cut(t, ":")
	if _, n, found := strings.Cut(head, "/"); ok && found && isNode(n) && !strings.Contains(n, " ") {
		return nodeScope(node(n))
	}
	return fact.System()
}

// reloadWanted reads `Hw-module profile config changed for "route scale lpm
// high", do chassis reload`. The name in it is not that of the command [xr 0.9].
func reloadWanted(r *fact.Reading, text string, span fact.Span, now bool) {
	what := "hw-module profile"
	if _, name, ok := strings.Cut(text, `"`); ok {
		name, _, _ = strings.Cut(name, `"`)
		what = name
	}
	r.Flag("profile_change_logged", what, span)
	if !now || len(r.Pending) > 0 {
		return
	}
	r.PendingKnown = fact.Yes
	r.Flag("pending_reload", true, span)
	r.Pending = append(r.Pending, fact.Change{What: "hw-module profile", To: what, Span: span})
}
