package n3500

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readForwardingMode reads `show hardware profile forwarding-mode` of Nexus 3500:
// the mode in force and the sizes it gives [nxos:2.6].
func readForwardingMode(s *textscan.Scan, r *fact.Reading) {
	if doc := nxos.Document(s, r); doc != nil {
		for _, n := range nxos.Leaves(doc) {
			if n.Name == "forwarding-mode" {
				activeMode(r, n.Text, n.Span)
			} else if name, ok := strings.CutSuffix(n.Name, "-size"); ok {
				modeSize(r, strings.ReplaceAll(name, "-", " ")+" size", nxos.FigureOf(n), int(n.Span.Line))
			}
		}
		return
	}
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		if key, val, ok := textscan.KeyValue(l, ":"); ok && key == "forwarding-mode" {
			activeMode(r, val.Text, s.Span(l, val.Lo, val.Hi))
		} else if key, val, ok := textscan.KeyValue(l, "="); ok && strings.HasSuffix(key, "size") {
			modeSize(r, key, nxos.Number(s, l, val), l.No)
		} else if l.Blank() || !textscan.IsRule(l) {
			continue
		}
		s.Claim(l)
	}
}

func activeMode(r *fact.Reading, mode string, span fact.Span) {
	r.Carve.Active = fact.Setting{Text: mode, Grade: fact.Reported, Span: span}
	r.Flag(fact.FlagActiveProfile, mode, span)
	r.Recognised = true
}

// modeSize is the size one route type has in this mode; a size of 0 means that
// the mode has no such table.
func modeSize(r *fact.Reading, key string, size fact.Figure, line int) {
	k := strings.ToLower(key)
	res := fact.FibLPM
	switch {
	case strings.Contains(k, "multicast"):
		res = fact.FibMcastIPv4
	case strings.Contains(k, "rpf"):
		res = resRPF
	case strings.Contains(k, "ipv6"):
		res = fact.FibIPv6
	case strings.Contains(k, "ipv4"):
		res = fact.FibIPv4
	case strings.Contains(k, "host"):
		res = fact.HostIPv4
	case strings.Contains(k, "l2"):
		res = fact.MAC
	}
	r.Tables = append(r.Tables, fact.Table{Name: key, Resource: res, Scope: fact.System(), Unit: fact.UnitEntries, Cap: size, CapKind: fact.CapTemplate, Pool: "lpm", Line: line})
	r.Recognised = true
}
