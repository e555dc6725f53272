package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readInventory reads the pairs of lines of `show inventory`:
//
//	NAME: "switching engine sub-module of 1", DESCR: "WS-F6K-PFC3BXL Policy …"
//	PID: WS-F6K-PFC3BXL    , VID: V01, SN: …
func readInventory(s *textscan.Scan, r *fact.Reading) {
	part := fact.Part{}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case HasFold(t, "NAME:"):
			part = fact.Part{Name: quoted(t[5:]), Span: s.SpanOf(l, t)}
			if _, after, ok := strings.Cut(t, "DESCR:"); ok {
				part.Descr = quoted(after)
			}
			s.Claim(l)
		case HasFold(t, "PID:"):
			readPID(s, l, t, &part, r)
			part = fact.Part{}
			s.Claim(l)
			r.Recognised = true
		}
	}
}

// quoted gives the text in the first pair of quotes; a name whose closing quote
// was lost goes to the end.
func quoted(t string) string {
	_, after, ok := strings.Cut(t, `"`)
	if !ok {
		return ""
	}
	in, _, _ := strings.Cut(after, `"`)
	return in
}

func readPID(s *textscan.Scan, l textscan.Line, t string, part *fact.Part, r *fact.Reading) {
	pid, rest, _ := strings.Cut(t[4:], ",")
	part.PID = strings.TrimSpace(pid)
	if _, sn, ok := strings.Cut(rest, "SN:"); ok {
		part.Serial = strings.TrimSpace(sn)
	}
	part.Slot = slotOf(part.Name)
	if part.PID != "" {
		part.Span = s.SpanOf(l, part.PID)
	}
	r.Identity.Parts = append(r.Identity.Parts, *part)
	if strings.Contains(part.Name, "sub-module of") {
		addEngine(r, part.Slot, part.PID, part.Span)
	}
	if len(r.Identity.Parts) == 1 && (strings.Contains(strings.ToLower(part.Descr+part.Name), "chassis") || part.Name == part.PID) {
		r.Identity.Model = part.PID
		note(r, "model", part.Span)
	}
}

// slotOf gives the module number of an inventory name: "5", "module 5",
// "… sub-module of 5", "Switch 1 …", "slot 3 …".
func slotOf(name string) string {
	if _, after, ok := strings.Cut(name, "sub-module of "); ok {
		return FirstWord(after)
	}
	if textscan.IsNumber(name) {
		return name
	}
	low := strings.ToLower(name)
	for _, p := range []string{"module ", "switch ", "slot "} {
		if rest, ok := strings.CutPrefix(low, p); ok {
			return FirstWord(rest)
		}
	}
	return ""
}

// FirstWord is a text to its first blank.
func FirstWord(t string) string {
	w, _, _ := strings.Cut(strings.TrimSpace(t), " ")
	return w
}
