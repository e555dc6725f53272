package nxos

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

// messages are the log messages that bear on forwarding memory; a test holds that
// the lists can be read.
var messages = sync.OnceValue(func() []vendors.Message {
	list, err := vendors.LoadMessages(messageLists, module)
	if err != nil {
		panic("vendors/nxos: " + err.Error())
	}
	return list
})

// module is the module that a message names: "%IPFIB-SLOT3-2-…".
func module(text string) fact.Scope {
	if _, rest, ok := strings.Cut(text, "-SLOT"); ok {
		if no, _, ok := strings.Cut(rest, "-"); ok && no != "" && strings.Trim(no, "0123456789") == "" {
			return fact.Scope{Kind: fact.ScopeModule, Index: no}
		}
	}
	return fact.System()
}

// readLogging reads a log: the messages of the list, and what they tell. Any other
// message is claimed: it is nothing that headroom judges.
func readLogging(list []vendors.Message) func(s *textscan.Scan, r *fact.Reading) {
	return func(s *textscan.Scan, r *fact.Reading) {
		vendors.ReadMessages(list, s, r)
		for _, l := range s.Lines() {
			if isLogHeader(l.Trim()) {
				s.Claim(l)
			}
		}
		r.Recognised = r.Recognised || emptyAnswer(s, r)
		for _, e := range r.Exceptions {
			if e.Raised == fact.Yes && strings.Contains(e.Text, "EXHAUSTION") {
				r.Flag(fact.FlagOverflow, true, e.Span)
				return
			}
		}
	}
}

// emptyAnswer reports whether a filter let no line through: the device answered
// that there is no such line.
func emptyAnswer(s *textscan.Scan, r *fact.Reading) bool {
	return r.Filtered && !s.Truncated && len(s.Unread()) == 0
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
