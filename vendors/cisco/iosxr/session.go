package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readSession reads what a terminal shows around a change: the notice that a
// line prints when it is entered ("you must manually reload the chassis"), a
// commit that was rejected, the answers of a reload, log messages [xr:4, xr:5]. What
// it flags says nothing of the device: what waits follows from the events. It
// also stands in for commands that no other parser knows, and says so where there
// is nothing of the kind.
func readSession(s *textscan.Scan, r *fact.Reading) {
	help := strings.HasSuffix(s.Command, "?") || hasFold(s.Command, "help ")
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if t == "" || s.Claimed(l) {
			continue
		}
		if c := afterPrompt(t); c != "" {
			help = strings.HasSuffix(c, "?")
		}
		if configured(afterPrompt(t)) || notice(s, r, l, t) || sessionLine(r, l, help) {
			r.Recognised = true
			s.Claim(l)
		}
	}
	vendors.ReadMessages(messages(), s, r)
	if !r.Recognised {
		r.Why = `no parser knows the command "` + strings.Join(commandWords(s.Command), " ") + `"`
	}
}

// configured reports whether a command enters an hw-module line.
func configured(command string) bool {
	command = strings.TrimPrefix(command, "no ")
	return strings.HasPrefix(command, "hw-module ") && !strings.HasSuffix(command, "?") && !strings.HasPrefix(command, "hw-module location")
}

// afterPrompt cuts "RP/0/RP0/CPU0:pe1(config)#" from a line.
func afterPrompt(t string) string {
	if !strings.HasPrefix(t, "RP/") && !strings.HasPrefix(t, "sysadmin-vm:") {
		return ""
	}
	if i := strings.IndexByte(t, '#'); i >= 0 {
		return strings.TrimSpace(t[i+1:])
	}
	return ""
}

// notice reads "In order to activate this new scale, you must manually reload
// the chassis/all line cards", of whatever profile.
func notice(s *textscan.Scan, r *fact.Reading, l textscan.Line, t string) bool {
	if !isNotice(t) || strings.HasPrefix(t, "RP/") {
		return false
	}
	r.Flag(fact.FlagPendingReload, true, s.Span(l, l.Indent(), len(l.Text)))
	return true
}

// sessionLine knows the other lines of such a session.
func sessionLine(r *fact.Reading, l textscan.Line, help bool) bool {
	t := l.Trim()
	if help && helpLine(l.Text) {
		return true
	}
	for _, h := range []string{
		"% Failed to commit", "!! SEMANTIC ERRORS", "!!% ", "Proceed with reload?", "Reload hardware module ?",
		"Reload node ?", "result Card graceful", "result Rack graceful", "root connected from",
	} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	if strings.HasPrefix(t, "!!") || t == "!" || t == "end" || strings.HasPrefix(t, "interface ") || strings.HasPrefix(l.Text, " ipv") {
		return r.Recognised
	}
	if c := afterPrompt(t); c != "" || strings.HasSuffix(t, "#") && strings.HasPrefix(t, "RP/") {
		r.Recognised = r.Recognised || strings.HasPrefix(c, "hw-module ") || strings.HasPrefix(c, "reload")
		return true
	}
	return strings.HasPrefix(t, "sysadmin-vm:")
}

// helpLine reads one choice of a question-mark help: "  ipv4  Configure ipv4
// protocol", "  -cr-".
func helpLine(text string) bool {
	if !strings.HasPrefix(text, "  ") {
		return false
	}
	word, what, ok := strings.Cut(strings.TrimSpace(text), "  ")
	return !strings.Contains(word, " ") && (ok && strings.TrimSpace(what) != "" || strings.HasSuffix(word, "cr-") || word == "<cr>")
}
