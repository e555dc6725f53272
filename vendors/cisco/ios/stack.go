package ios

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readStack reads the members of `show switch`:
//
//	*1       Active   689c.e2ff.b9d9     3      V04     Ready
//
// A member that is not Ready makes the stack not ready for a reload
// (ios:0 section 1: V-Mismatch, SDM Mismatch, Progressing …).
func readStack(s *textscan.Scan, r *fact.Reading) {
	var f []textscan.Token
	members := 0
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case HasFold(t, "Switch/Stack Mac"), HasFold(t, "Mac persistency"), HasFold(t, "H/W"), t == "Current", HasFold(t, "Switch#"),
			HasFold(t, "Stack Port"), HasFold(t, "Switch  Port"), HasFold(t, "Switch Port"), textscan.IsRule(l):
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
	at := 4
	if len(f) > 5 && isHardwareVersion(f[4].Text) {
		at = 5
	}
	state := strings.TrimSpace(l.Text[f[at].Lo:])
	span := s.Span(l, f[at].Lo, f[at].Lo+len(state))
	r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: no, Name: "switch " + no, Descr: f[1].Text, State: state, Span: span})
	if !strings.EqualFold(state, "Ready") && !strings.EqualFold(state, "Provisioned") {
		r.Redundancy.Standby = fact.Setting{Text: "member " + no + " is " + state, Grade: fact.Reported, Span: span}
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
		r.Flag(fact.FlagBlocksReload, "stack member not Ready", span)
	}
}

// isHardwareVersion reports "0", "V04" or "P1A", as they stand under H/W Version:
// an old `show switch` has no such column, and it is empty where a member is only
// provisioned.
func isHardwareVersion(t string) bool {
	return len(t) <= 4 && strings.ContainsAny(t, "0123456789") && !strings.Contains(t, "-")
}

// Member is one switch of a stack.
type Member struct {
	No, Role, State string
	Part            int // of fact.Identity.Parts, where its state stands
}

// Runs reports whether the member forwards: nothing is said against it.
func (m Member) Runs() bool { return m.State == "" || strings.EqualFold(m.State, "Ready") }

// Members gives the switches of a stack by number, as `show switch`, `show
// version` and `show module` name them; what is only provisioned or was removed is
// no member. None for a device that names no member.
func Members(id fact.Identity) []Member {
	var out []Member
	for i, p := range id.Parts {
		no, ok := strings.CutPrefix(p.Name, "switch ")
		if !ok || !textscan.IsNumber(no) {
			continue
		}
		at := slices.IndexFunc(out, func(m Member) bool { return m.No == no })
		if at < 0 {
			at = len(out)
			out = append(out, Member{No: no, Part: i})
		}
		if p.State != "" {
			out[at].State, out[at].Role, out[at].Part = p.State, p.Descr, i
		}
	}
	return slices.DeleteFunc(out, func(m Member) bool {
		return strings.EqualFold(m.State, "Provisioned") || strings.EqualFold(m.State, "Removed")
	})
}

// Active gives the number of the member that answers for the stack, "" where it is
// not known.
func Active(members []Member) string {
	for _, m := range members {
		if strings.EqualFold(m.Role, "Active") || strings.EqualFold(m.Role, "Master") {
			return m.No
		}
	}
	return ""
}

// PlaceMembers names the member in the scope of each row that a stack printed
// about an engine: what was asked of the active or the standby member is of the
// one that has this role. Where a member was asked by its number and by its role,
// the later rows stay in the ledger. It is called when the ledger is made.
func PlaceMembers(d *fact.Device) {
	members := Members(d.Identity)
	if len(members) < 2 {
		return
	}
	active, standby := Active(members), ""
	for _, m := range members {
		if strings.EqualFold(m.Role, "Standby") {
			standby = m.No
		}
	}
	at := map[string]int{}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Scope.Kind == "" || t.Scope.Kind == fact.ScopeSystem || t.Scope.Kind == fact.ScopeVRF {
			continue
		}
		t.Scope.Node = memberNode(t.Scope.Node, active, standby)
		if restartedSince(d, t) {
			t.Used, t.Ledger = fact.Figure{}, false
		}
		key := t.Name + "|" + t.Scope.String()
		if was, twice := at[key]; twice && d.Tables[was].Output != t.Output {
			d.Tables[was].Ledger = false
		}
		at[key] = i
	}
}

// restartedSince reports whether the member of a row was reloaded after the row was
// printed: which member the active one is, is only known here.
func restartedSince(d *fact.Device, t *fact.Table) bool {
	return slices.ContainsFunc(d.Events, func(e fact.Event) bool {
		return e.Kind == fact.Reloaded && e.Output > t.Output && vendors.Inside(t.Scope, e.Scope)
	})
}

func memberNode(node, active, standby string) string {
	switch {
	case (node == "" || node == "switch active") && active != "":
		return "switch " + active
	case node == "switch standby" && standby != "":
		return "switch " + standby
	case textscan.IsNumber(node): // the console of a member
		return "switch " + node
	}
	return node
}
