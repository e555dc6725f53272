package iosxr

import (
	"embed"
	"strings"
	"sync"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// messageLists are the messages of the rooms and those that several families print.
//
//go:embed messages.csv */messages.csv
var messageLists embed.FS

// messages are the log messages that bear on forwarding memory. A test loads the
// list.
var messages = sync.OnceValue(func() []vendors.Message {
	list, err := vendors.LoadMessages(messageLists, lineCard)
	if err != nil {
		return nil
	}
	return list
})

// lineCard is the card that a message is from: "LC/0/2/CPU0:Dec  6 …".
func lineCard(text string) fact.Scope {
	head, _, ok := strings.Cut(text, ":")
	if node, lc := strings.CutPrefix(head, "LC/"); ok && lc && !strings.ContainsAny(node, " \t") {
		return fact.Scope{Kind: fact.ScopeNode, Node: node}
	}
	return fact.System()
}

// readLogging reads `show logging`: the messages that prove an overflow or an
// outstanding reload [xr:5]. Other messages are known and left. A filter that let
// no line through is an answer too: there is no such line.
func readLogging(s *textscan.Scan, r *fact.Reading) {
	r.Recognised = r.Filtered && !s.Truncated && len(s.Unread()) == 0
	vendors.ReadMessages(messages(), s, r)
	for _, l := range s.Lines() {
		if t := l.Trim(); logNoise(t) || isMessage(t) {
			r.Recognised = true
			s.Claim(l)
		}
	}
	profileLogged(r)
}

func logNoise(t string) bool {
	for _, h := range []string{"Syslog logging:", "Console logging:", "Monitor logging:", "Trap logging:", "Buffer logging:", "Log Buffer", "Logging to "} {
		if strings.HasPrefix(t, h) {
			return true
		}
	}
	return false
}

// isMessage reports whether a line holds "%FACILITY-…-SEVERITY-MNEMONIC".
func isMessage(t string) bool {
	_, rest, ok := strings.Cut(t, "%")
	mnemonic, _, _ := strings.Cut(rest, ":")
	mnemonic = strings.TrimSpace(mnemonic)
	return ok && strings.Count(mnemonic, "-") >= 2 && !strings.ContainsAny(mnemonic, " \t")
}

// profileLogged turns what waits by a line of the log into a flag: the line may be
// older than the last reload. Its name of the profile is not that of the command
// [xr:0.9].
func profileLogged(r *fact.Reading) {
	for _, p := range r.Pending {
		what := "hw-module profile"
		if _, name, ok := strings.Cut(p.To, `"`); ok {
			what, _, _ = strings.Cut(name, `"`)
		}
		r.Flag(fact.FlagProfileLogged, what, p.Span)
	}
	r.Pending, r.PendingKnown = nil, fact.Unknown
}
