package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readStack reads the members of `show switch`:
//
//	*1       Active   689c.e2ff.b9d9     3      V04     Ready
//
// A member that is not Ready makes the stack not ready for a reload
// (domain/ios.md section 1: V-Mismatch, SDM Mismatch, Progressing …).
func readStack(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	members := 0
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case hasFold(t, "Switch/Stack Mac"), hasFold(t, "Mac persistency"), hasFold(t, "H/W"), hasFold(t, "Switch#"),
			hasFold(t, "Stack Port"), hasFold(t, "Switch  Port"), hasFold(t, "Switch Port"), textscan.IsRule(l):
			s.Claim(l)
			continue
		}
		f = textscan.Fields(l, f)
		if len(f) >= 5 && strings.Count(f[2].Text, ".") == 2 && textscan.IsNumber(strings.TrimPrefix(f[0].Text, "*")) {
			members++
			readStackMember(s, l, f, r)
			s.Claim(l)
		} else if len(f) >= 3 && textscan.IsNumber(f[0].Text) && (strings.EqualFold(f[1].Text, "ok") || strings.EqualFold(f[1].Text, "down") || strings.EqualFold(f[1].Text, "absent")) {
			s.Claim(l) // stack ports of `show switch detail`
		}
	}
	r.Recognised = members > 0
	if members > 1 && r.Redundancy.Ready == fact.Unknown && !s.Truncated && !r.Filtered {
		r.Redundancy.Ready = fact.Yes
	}
}

func readStackMember(s *textscan.Scan, l textscan.Line, f []textscan.Token, r *fact.Reading) {
	no := strings.TrimPrefix(f[0].Text, "*")
	at := 5
	if len(f) < 6 {
		at = 4 // no hardware version
	}
	state := strings.TrimSpace(l.Text[f[at].Lo:])
	span := s.Span(l, f[at].Lo, f[at].Lo+len(state))
	r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: no, Name: "switch " + no, Descr: f[1].Text, State: state, Span: span})
	if !strings.EqualFold(state, "Ready") && !strings.EqualFold(state, "Provisioned") {
		r.Redundancy.Standby = fact.Setting{Text: "member " + no + " is " + state, Grade: fact.Reported, Span: span}
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
		r.Flag("blocks_reload", "stack member not Ready", span)
	}
}
