package iosxe

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readFedRoutes reads `show platform software fed … ip|ipv6 route summary`:
// entries in software and per device in hardware, then counters since boot.
// "add npd oor" counts routes that hardware had no room for; it stays after they
// are gone (ios:7), so that it proves the past and not the present.
func readFedRoutes(s *textscan.Scan, r *fact.Reading) {
	var failed *fact.Exception
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
		case strings.HasPrefix(t, "Total number of "):
			readFibCount(s, l, r)
		case strings.HasSuffix(t, "SUMMARY"), strings.HasSuffix(t, "updates:"), strings.HasSuffix(t, "Stats:"), strings.HasPrefix(t, "show "), strings.HasSuffix(t, ":"):
			s.Claim(l)
		default:
			name, v, ok := textscan.KeyValue(l, ":")
			n := s.Figure(l, v)
			if !ok || !n.Known() {
				continue
			}
			s.Claim(l)
			r.Recognised = true
			if count, _ := n.Get(); count > 0 && strings.HasSuffix(strings.ToLower(name), " oor") && strings.Contains(name, "route") {
				r.Exceptions = append(r.Exceptions, fact.Exception{
					Kind: fact.InsertFailures, Resource: fedFamily(name), Scope: fact.System(), Raised: fact.Yes, Latched: true, Count: n, Text: t, Span: n.Span,
				})
				failed = &r.Exceptions[len(r.Exceptions)-1]
			}
		}
	}
	if failed != nil {
		r.Flag(fact.FlagExceptionState, "latched_counter", failed.Span)
	}
}

func fedFamily(name string) fact.Resource {
	if strings.Contains(name, "v6") {
		return fact.FibIPv6
	}
	return fact.FibIPv4
}

// readFibCount reads "Total number of v4 fib LPM hw entries for device:0 = 5".
func readFibCount(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	what, v, ok := textscan.KeyValue(l, "=")
	n := s.Figure(l, v)
	if !ok || !n.Known() {
		return
	}
	s.Claim(l)
	r.Recognised = true
	what = strings.TrimPrefix(what, "Total number of ")
	scope := fact.System()
	if name, device, per := strings.Cut(what, " for device:"); per {
		what = name
		scope = fact.Scope{Kind: fact.ScopeASIC, Index: strings.TrimSpace(device)}
	}
	row := fact.Table{Name: what, Resource: fedFamily(what), Scope: scope, Unit: fact.UnitEntries, Used: n, Line: l.No}
	switch {
	case strings.Contains(what, " EM ") && strings.Contains(what, "v6"):
		row.Resource = fact.HostIPv6
	case strings.Contains(what, " EM "):
		row.Resource = fact.HostIPv4
	case strings.Contains(what, " sw ") && strings.Contains(what, "v6"):
		row.Resource = fact.CEFIPv6
	case strings.Contains(what, " sw "):
		row.Resource = fact.CEFIPv4
	}
	r.Tables = append(r.Tables, row)
}
