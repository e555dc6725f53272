package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readModule reads `show module` of the 6500/7600, 4500, 9400/9600 and of a
// stack. Which table a row belongs to is told by the title line above it.
func readModule(s *textscan.Scan, r *fact.Reading) {
	table := ""
	var f []textscan.Token
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case t == "":
			continue
		case textscan.IsRule(l):
			s.Claim(l)
			continue
		case HasFold(t, "chassis type"):
			readChassisType(s, l, r)
			continue
		}
		if next := moduleTable(t); next != "" {
			table, r.Recognised = next, true
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if readModuleRow(s, l, f, table, r) || knownModuleLine(t) {
			s.Claim(l)
		}
	}
}

// moduleTable names the table that a title line opens, "" where it opens none.
func moduleTable(t string) string {
	switch {
	case strings.Contains(t, "Card Type"):
		return "card"
	case strings.Contains(t, "Sub-Module"):
		return "sub"
	case strings.HasPrefix(t, "Switch") && strings.Contains(t, "Ports") && strings.Contains(t, "Model"):
		return "stack"
	case !strings.HasPrefix(t, "M"):
		return ""
	case strings.Contains(t, "MAC addresses"):
		return "mac"
	case strings.Contains(t, "Online Diag"):
		return "diag"
	case strings.Contains(strings.ToLower(t), "redundancy"):
		return "redundancy"
	}
	return ""
}

// knownModuleLine reports the lines around the tables.
func knownModuleLine(t string) bool {
	for _, p := range []string{"Power consumed by backplane", "System Failures", "Power Supply:", "Chassis MAC address range", "Switch Number:", "Mod ", "M "} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

func readChassisType(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	if _, v, ok := textscan.KeyValue(l, ":"); ok && v.Text != "" {
		span := s.Span(l, v.Lo, v.Hi)
		r.Identity.Model = v.Text
		note(r, "model", span)
		r.Flag(fact.FlagChassis, v.Text, span)
		r.Recognised = true
		s.Claim(l)
	}
}

func readModuleRow(s *textscan.Scan, l textscan.Line, f []textscan.Token, table string, r *fact.Reading) bool {
	if len(f) < 2 || !textscan.IsNumber(f[0].Text) {
		return false
	}
	slot, n := f[0].Text, len(f)
	switch table {
	case "card":
		part := fact.Part{Slot: slot, Name: "module " + slot, Span: s.Span(l, f[0].Lo, f[n-1].Hi)}
		if n >= 5 {
			part.PID, part.Serial = f[n-2].Text, f[n-1].Text
			part.Descr, part.Span = strings.TrimSpace(l.Text[f[2].Lo:f[n-2].Lo]), s.Span(l, f[n-2].Lo, f[n-2].Hi)
		}
		r.Identity.Parts = append(r.Identity.Parts, part)
		return true
	case "mac":
		state(r, slot, f[n-1].Text)
		return true
	case "sub":
		if n < 5 {
			return false
		}
		pid := f[n-4]
		r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: slot, Name: "sub-module of " + slot, PID: pid.Text, Serial: f[n-3].Text, State: f[n-1].Text, Span: s.Span(l, pid.Lo, pid.Hi)})
		addEngine(r, slot, pid.Text, s.Span(l, pid.Lo, pid.Hi))
		return true
	case "stack":
		if n < 4 {
			return false
		}
		r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: slot, Name: "switch " + slot, PID: f[2].Text, Serial: f[3].Text, Span: s.Span(l, f[2].Lo, f[2].Hi)})
		return true
	case "redundancy":
		readRole(s, l, r)
		return true
	case "diag":
		return true
	}
	return false
}

// state notes what the status column says of a slot that an earlier table named.
func state(r *fact.Reading, slot, word string) {
	for i := range r.Identity.Parts {
		if p := &r.Identity.Parts[i]; p.Slot == slot && p.State == "" {
			p.State = word
			return
		}
	}
}

// readRole reads "6   Standby Supervisor  SSO   Standby hot".
func readRole(s *textscan.Scan, l textscan.Line, r *fact.Reading) {
	c := textscan.Columns(l, nil)
	if len(c) < 3 {
		return
	}
	role, status := strings.ToLower(l.Text), c[len(c)-1]
	span := s.Span(l, status.Lo, status.Hi)
	if strings.Contains(role, "standby") && !strings.EqualFold(status.Text, "active") {
		set(&r.Redundancy.Standby, status.Text, span)
		r.Redundancy.Ready, r.Redundancy.Span = fact.TriOf(strings.EqualFold(status.Text, "standby hot")), span
		return
	}
	if len(c) >= 4 {
		set(&r.Redundancy.Mode, c[2].Text, s.Span(l, c[2].Lo, c[2].Hi))
	}
}

// addEngine takes a sub-module for a forwarding engine where its part number
// says so. A CFC has no engine: it uses the supervisor's (ios:2.1).
// XL test of the dossier: the part number contains XL.
func addEngine(r *fact.Reading, slot, pid string, span fact.Span) {
	at := strings.Index(pid, "PFC")
	if at < 0 {
		at = strings.Index(pid, "DFC")
	}
	if at < 0 {
		return
	}
	r.Identity.Engines = append(r.Identity.Engines, fact.Engine{Slot: slot, PID: pid, Generation: pid[at:], XL: strings.Contains(pid, "XL"), Span: span})
}
