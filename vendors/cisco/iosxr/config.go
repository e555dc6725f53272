package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// parserConfig is the parser of the running configuration.
const parserConfig = "show-running-config"

// nothingSet is the answer about a part of the configuration that holds nothing.
const nothingSet = "% No such configuration item(s)"

// readConfig reads `show running-config`, whole or filtered: the hw-module
// lines. An empty answer to `… | include hw-module` means that all is default
// [xr:3.1]; a configuration that still shows a line whose option was removed
// may be a lie [xr:0.8], which Platform.Parse decides with the release.
func readConfig(s *textscan.Scan, r *fact.Reading) {
	var lines []string
	var span fact.Span
	var banner textscan.Banner
	filled, building := 0, strings.Contains(s.Text(), "Building configuration")
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if t == "" || s.Claimed(l) {
			continue
		}
		if strings.EqualFold(t, nothingSet) {
			building = true
			s.Claim(l)
			continue
		}
		filled++
		switch {
		case banner.Inside(s, l):
			s.Claim(l)
		case strings.HasPrefix(t, "hw-module "):
			if lines = append(lines, t); span.IsZero() {
				span = s.Span(l, l.Indent(), len(l.Text))
			}
			s.Claim(l)
		case strings.HasPrefix(t, "oor hw "):
			s.Claim(l)
		case strings.HasPrefix(t, "hostname "):
			r.Identity.Hostname = strings.TrimSpace(t[len("hostname "):])
			s.Claim(l)
		default:
			s.Claim(l) // other configuration: none of headroom's business
		}
	}
	all := showsAll(s)
	r.Recognised = len(lines) > 0 || building || filled > 0 && strings.Contains(s.Text(), "!! ") || all && filled == 0
	if !r.Recognised {
		return
	}
	if len(lines) > 0 {
		r.Flag(fact.FlagHwModule, strings.Join(lines, "; "), span)
	}
	if all && (filled == len(lines) || !r.Filtered) {
		name := fact.FlagHwModuleAll
		if hasFold(strings.TrimSpace(s.Command), "admin ") {
			name = fact.FlagHwModuleAdmin
		}
		r.Flag(name, true, firstLine(s))
	}
}

// showsAll reports whether the answer would show every hw-module line: it came
// whole, and its filter, if any, is the beginning of "hw-module".
func showsAll(s *textscan.Scan) bool {
	if s.Truncated {
		return false
	}
	_, filter := vendors.SplitPipe(s.Command)
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(filter, `"`, "")))
	w := commandWords(strings.ToLower(s.Command))
	section := len(w) > 0 && w[len(w)-1] == "hw-module"
	switch {
	case section:
		return filter == ""
	case len(words) == 0:
		return len(w) <= 2 || len(w) == 3 && w[0] == "admin"
	case len(words) == 2 && strings.HasPrefix("include", words[0]):
		p := strings.TrimPrefix(words[1], "^")
		return len(p) > 1 && strings.HasPrefix("hw-module", p)
	}
	return false
}

// firstLine is the evidence for something that the whole answer says.
func firstLine(s *textscan.Scan) fact.Span {
	for _, l := range s.Lines() {
		if !l.Blank() {
			return s.Span(l, l.Indent(), len(l.Text))
		}
	}
	return fact.Span{}
}
