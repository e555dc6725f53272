package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// place fits what another part of the device said. A VDC speaks of the modules it
// owns: their rows stay theirs, what has no place is the VDC's own, and the modules
// that it lists are modules of the device. A module that was attached to speaks of
// itself.
func place(c transcript.Context, r *fact.Reading) {
	kind, name, _ := strings.Cut(c.Part, " ")
	own := fact.Scope{Kind: fact.ScopeKind(kind), Index: name}
	switch kind {
	case "vdc":
	case "module", "slot", "linecard":
		own = moduleScope(name)
	default:
		vendors.Elsewhere(c, r)
		return
	}
	for i := range r.Tables {
		r.Tables[i].Scope = within(own, r.Tables[i].Scope)
	}
	for i := range r.Exceptions {
		r.Exceptions[i].Scope = within(own, r.Exceptions[i].Scope)
	}
	r.Identity = fact.Identity{Parts: modulesOf(r.Identity.Parts)}
	r.Carve, r.Boot, r.Redundancy, r.Pending, r.PendingKnown = fact.Carve{}, fact.Boot{}, fact.Redundancy{}, nil, fact.Unknown
}

// within gives a place that names no module the part that spoke of it.
func within(own, s fact.Scope) fact.Scope {
	switch {
	case s == fact.System(), s == (fact.Scope{}):
		return own
	case s.Kind == fact.ScopeASIC && s.Node == "" && own.Kind == fact.ScopeModule:
		s.Node = "module " + own.Index
	}
	return s
}

// modulesOf keeps the modules of `show module`; power supplies and the like are told
// by the device itself.
func modulesOf(parts []fact.Part) []fact.Part {
	var out []fact.Part
	for _, p := range parts {
		if p.Slot != "" && p.State != "" {
			out = append(out, p)
		}
	}
	return out
}

// fromSlots places the messages that name their module: %IPFIB-SLOT3-2-….
func fromSlots(d *fact.Device) {
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		if _, rest, ok := strings.Cut(e.Text, "-SLOT"); ok && e.Scope == fact.System() {
			if no := Digits(rest); no != "" && strings.HasPrefix(rest, no+"-") {
				e.Scope = moduleScope(no)
			}
		}
	}
}

// slotCommand is the module of "slot 3 show …" and of "… module 3"; "" = none is
// named.
func slotCommand(command string) string {
	w := strings.Fields(command)
	for i := 0; i+1 < len(w) && w[i] != "|"; i++ {
		if (i == 0 && isWord(w[i], "slot", 3) || isWord(w[i], "module", 3)) && Digits(w[i+1]) == w[i+1] {
			return w[i+1]
		}
	}
	return ""
}

// relay takes `slot 4 show …` and `slot 4 quoted "show …"` apart: module 4 answers.
func relay(command string) (part, bare string) {
	w := strings.Fields(command)
	if len(w) < 4 || !isWord(w[0], "slot", 3) || slotCommand(command) == "" {
		return "", ""
	}
	if isWord(w[2], "quoted", 3) {
		w[2] = ""
	}
	return "module " + w[1], strings.Trim(strings.TrimSpace(strings.Join(w[2:], " ")), `"`)
}
