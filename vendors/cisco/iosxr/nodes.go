package iosxr

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// nodeStates are the states of a card that were seen [xr:1.2]. Rows are split at
// the state, not at columns: long part numbers overrun their column.
var nodeStates = [...]string{
	" IOS XR RUN", " OPERATIONAL", " SHUT DOWN", " UNPOWERED", " POWERED_ON", " SW_INACTIVE", " IN-RESET",
	" OFFLINE", " DISABLED", " FAILED", " READY", " UP", " OK",
}

// readPlatform reads `show platform` in its three layouts: cXR, eXR and XR7, and
// CRS with its PLIM column [xr:1.2].
func readPlatform(s *textscan.Scan, r *fact.Reading) {
	w := commandWords(s.Command)
	if last := w[len(w)-1]; len(w) > 2 && !hasFold("platform", last) && !isNode(last) && last != "all" {
		r.Why = "of `show platform` only the list of cards is read"
		return // "show platform vm" lists nodes that are no cards
	}
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case nodeHead(t):
			r.Recognised = true
			s.Claim(l)
		case textscan.IsRule(l):
			s.Claim(l)
		default:
			if nodeRow(s, r, l) {
				r.Recognised = true
				s.Claim(l)
			}
		}
	}
}

// nodeHead knows the heading "Node  Type  State  Config state".
func nodeHead(t string) bool {
	return strings.HasPrefix(t, "Node") && strings.Contains(t, "Type") && strings.Contains(t, "State")
}

// nodeRow reads one card: "0/7/CPU0  NC55-24X100G-SE  IOS XR RUN  NSHUT".
func nodeRow(s *textscan.Scan, r *fact.Reading, l textscan.Line) bool {
	f := textscan.Fields(l, make([]textscan.Token, 0, 12))
	if len(f) < 3 || !isNode(f[0].Text) {
		return false
	}
	typ, state := cardState(l.Text[f[1].Lo:])
	if typ == "" {
		// A state that nobody has shown us: the word after the type.
		typ, state = f[1].Text, f[2].Text
	}
	pid, role := typ, ""
	if plim := strings.Fields(typ); len(plim) > 0 {
		pid = plim[0] // CRS prints its PLIM behind the type
	}
	if i := strings.IndexByte(pid, '('); i > 0 {
		pid, role = pid[:i], strings.Trim(pid[i:], "()")
	}
	p := fact.Part{Slot: Node(f[0].Text), PID: pid, Name: role, State: state, Span: s.SpanOf(l, pid)}
	if pid == "Slice" {
		p.PID, p.Name = "", "NPU"
	}
	r.Identity.Parts = append(r.Identity.Parts, p)
	if strings.Contains(strings.ToUpper(pid), "IOSXRV9000") {
		r.Identity.Virtual = true
	}
	standby(s, r, l, p)
	return true
}

// cardState cuts text at the first known state.
func cardState(text string) (typ, state string) {
	at := -1
	for _, st := range nodeStates {
		i := strings.Index(text, st)
		if i > 0 && (at < 0 || i < at) && ends(text, i+len(st)) {
			at, state = i, st[1:]
		}
	}
	if at < 0 {
		return "", ""
	}
	return strings.TrimSpace(text[:at]), state
}

func ends(text string, i int) bool { return i >= len(text) || text[i] == ' ' || text[i] == '\t' }

// isNode reports whether t is a node name: "0/RP0/CPU0", "0/FC1", "0/0/NPU1".
func isNode(t string) bool {
	i := strings.IndexByte(t, '/')
	if i < 1 || i+1 >= len(t) {
		return false
	}
	for _, c := range t[:i] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// standby takes the readiness of a standby processor from its state.
func standby(s *textscan.Scan, r *fact.Reading, l textscan.Line, p fact.Part) {
	if p.Name != "Standby" {
		return
	}
	span := s.SpanOf(l, p.State)
	r.Redundancy.Standby = fact.Setting{Text: p.State, Grade: fact.Reported, Span: span, Note: p.Slot}
	if p.State != "IOS XR RUN" {
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
	}
}

// readInventory reads `show inventory` and `admin show inventory`: quoted NAME
// and DESCR, or Name and Descr without quotes [xr:1.3].
func readInventory(s *textscan.Scan, r *fact.Reading) {
	var name, descr string
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		switch {
		case hasFold(t, "NAME:"):
			name, descr = field(t, "NAME:", "DESCR:"), field(t, "DESCR:", "")
			s.Claim(l)
		case hasFold(t, "PID:"):
			r.Recognised = true
			pid := field(t, "PID:", "VID:")
			p := fact.Part{Slot: slotOf(name), Name: name, Descr: descr, PID: pid, Serial: field(t, "SN:", ""), Span: s.SpanOf(l, pid)}
			r.Identity.Parts = append(r.Identity.Parts, p)
			chassis(s, r, l, p)
			s.Claim(l)
			name, descr = "", ""
		}
	}
}

// chassis takes model and serial of the chassis.
func chassis(s *textscan.Scan, r *fact.Reading, l textscan.Line, p fact.Part) {
	low := strings.ToLower(p.Name)
	if r.Identity.Model != "" || !(low == "rack 0" || strings.HasPrefix(low, "chassis") || low == "rack 0 chassis") {
		return
	}
	r.Identity.Model, r.Identity.Serial = p.PID, p.Serial
	r.Identity.Virtual = strings.Contains(strings.ToUpper(p.PID), "IOSXRV")
	r.Identity.Spans = map[string]fact.Span{"model": p.Span, "chassis": p.Span, "serial": s.SpanOf(l, p.Serial)}
	r.Flag(fact.FlagChassis, p.PID, p.Span)
}

// slotOf gives the node in a name: "module 0/0/CPU0" is 0/0/CPU0.
func slotOf(name string) string {
	for _, w := range strings.Fields(name) {
		if isNode(w) {
			return Node(w)
		}
	}
	return ""
}

// field gives the text between two keys of a line, quotes and commas dropped.
func field(t, key, until string) string {
	i := indexFold(t, key)
	if i < 0 {
		return ""
	}
	t = t[i+len(key):]
	if until != "" {
		if i := indexFold(t, until); i >= 0 {
			t = t[:i]
		}
	}
	return strings.Trim(strings.TrimSpace(t), `", `)
}

func hasFold(t, prefix string) bool {
	return len(t) >= len(prefix) && strings.EqualFold(t[:len(prefix)], prefix)
}

// indexFold is strings.Index for ASCII keys, letter case aside.
func indexFold(t, key string) int {
	for i := 0; i+len(key) <= len(t); i++ {
		if strings.EqualFold(t[i:i+len(key)], key) {
			return i
		}
	}
	return -1
}
