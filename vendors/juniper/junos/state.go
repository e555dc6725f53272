package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readVirtualChassis reads the members: one member alone is a standalone box,
// whatever its mode says [junos:4].
func readVirtualChassis(b *block, r *fact.Reading) {
	if b.doc != nil {
		chassisDocument(b, r)
		return
	}
	table := false
	for _, l := range b.lines {
		t := l.Trim()
		toks := textscan.Fields(l, nil)
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Virtual Chassis ID"), strings.HasPrefix(t, "Preprovisioned Virtual Chassis"), strings.HasPrefix(t, "Virtual Chassis Mode"):
			r.Recognised = true
		case strings.HasPrefix(t, "Member ID"):
			table = true
		case table && textscan.IsNumber(toks[0].Text) && len(toks) >= 4:
			m := fact.Part{Slot: toks[0].Text, Name: "member " + toks[0].Text, Span: b.span(l, toks[0])}
			m.State = memberState(toks)
			for _, k := range toks {
				if strings.Contains(k.Text, "-") && strings.ContainsAny(k.Text[:1], "abcdefghijklmnopqrstuvwxyz") && m.PID == "" {
					m.PID = k.Text
				}
			}
			r.Identity.Parts = append(r.Identity.Parts, m)
			notPresent(r, &m)
		case strings.HasPrefix(t, "Mstr"), strings.HasPrefix(t, "Mixed"), strings.HasPrefix(t, "Neighbor"), table && textscan.IsNumber(toks[0].Text):
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// memberState gives the word of the Status column: it stands behind "0 (FPC 0)".
func memberState(toks []textscan.Token) string {
	at := 1 + slices.IndexFunc(toks[:len(toks)-1], func(k textscan.Token) bool { return strings.HasSuffix(k.Text, ")") })
	return toks[max(at, 1)].Text
}

// notPresent notes a member that is missing or takes no part, with other software
// say: a reboot of the rest leaves it behind with another profile (domain/
// lines-junos:qfx5k: every member Prsnt).
func notPresent(r *fact.Reading, m *fact.Part) {
	if m.State == "" || strings.HasPrefix(m.State, "Prsnt") {
		return
	}
	r.Redundancy.Standby = setting(m.Name+" is "+m.State, m.Span)
	r.Redundancy.Ready, r.Redundancy.Span = fact.No, m.Span
	r.Flag(fact.FlagBlocksReload, "a member of the virtual chassis is not Prsnt", m.Span)
}

func chassisDocument(b *block, r *fact.Reading) {
	masters := 0
	info := b.doc.First("virtual-chassis-information")
	if info == nil {
		return
	}
	r.Recognised = true
	for _, m := range info.All("member") {
		id := m.Child("member-id")
		if id.Value() == "" {
			continue
		}
		role := m.Child("member-role")
		if strings.HasPrefix(role.Value(), "Master") {
			masters++
		}
		r.Identity.Parts = append(r.Identity.Parts, fact.Part{
			Slot: id.Value(), Name: "member " + id.Value(), PID: m.Child("member-model").Value(),
			Serial: m.Child("member-serial-number").Value(), State: m.Child("member-status").Value(), Descr: role.Value(), Span: at(leaf(id, "member-id")),
		})
		notPresent(r, &r.Identity.Parts[len(r.Identity.Parts)-1])
	}
	if masters > 1 {
		r.Flag(fact.FlagDualMaster, true, at(info))
		r.Redundancy.Standby = setting("two members say that they are master", at(info))
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, at(info)
	}
}

// readRoutingEngine reads the routing engines and which of them leads.
func readRoutingEngine(b *block, r *fact.Reading) {
	if b.doc != nil {
		for _, e := range b.doc.All("route-engine") {
			slot, st := e.Child("slot").Value(), e.Child("mastership-state")
			engine(b, r, slot, e.Child("model").Value(), st.Value(), at(st))
			r.Recognised = true
		}
		return
	}
	slot, state := "", ""
	var span fact.Span
	for _, l := range b.lines {
		t := l.Trim()
		if t == "" {
			continue
		}
		if strings.HasPrefix(t, "Routing Engine status:") {
			r.Recognised = true
		}
		if s, ok := strings.CutPrefix(t, "Slot "); ok {
			slot, state = strings.TrimSuffix(s, ":"), ""
		}
		if v, ok := value(l, "Current state"); ok {
			state, span = v.Text, b.span(l, v)
		}
		if v, ok := value(l, "Model"); ok && r.Recognised {
			engine(b, r, slot, v.Text, state, span)
		}
		if r.Recognised {
			b.s.Claim(l) // temperatures, memory and load of the routing engine
		}
	}
}

// engine adds a routing engine; the second of a chassis is its standby.
func engine(b *block, r *fact.Reading, slot, model, state string, span fact.Span) {
	r.Identity.Parts = append(r.Identity.Parts, fact.Part{Slot: slot, Name: "Routing Engine " + slot, Descr: model, State: state, Span: span})
	if strings.EqualFold(state, "backup") && b.member == "" {
		r.Redundancy.Standby = setting(state, span)
	}
}

// readReplication reads whether state is copied to the standby.
func readReplication(b *block, r *fact.Reading) {
	if b.doc != nil {
		if g := b.doc.First("task-gres-state"); g != nil {
			r.Recognised = true
			r.Redundancy.Mode = setting("stateful replication "+strings.ToLower(g.Value()), at(g))
		}
		return
	}
	table := false
	for _, l := range b.lines {
		t := l.Trim()
		key, v, ok := textscan.KeyValue(l, ":")
		toks := textscan.Columns(l, nil)
		switch {
		case t == "":
			continue
		case ok && key == "Stateful Replication":
			r.Redundancy.Mode = setting("stateful replication "+strings.ToLower(v.Text), b.span(l, v))
			r.Recognised = true
		case ok && key == "RE mode":
		case strings.HasPrefix(t, "Protocol"):
			table = true
		case table && len(toks) == 2:
			replicated(r, toks[1].Text, b.span(l, toks[1]))
		default:
			continue
		}
		b.s.Claim(l)
	}
	if b.cut && r.Redundancy.Ready == fact.Yes {
		r.Redundancy.Ready = fact.Unknown // a protocol that is not ready may stand behind the cut
	}
}

// replicated folds the state of one protocol in: one that is not complete
// decides.
func replicated(r *fact.Reading, state string, span fact.Span) {
	switch {
	case !strings.EqualFold(state, "Complete"):
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
	case r.Redundancy.Ready == fact.Unknown:
		r.Redundancy.Ready, r.Redundancy.Span = fact.Yes, span
	}
}

// readCluster reads the chassis cluster of an SRX.
func readCluster(b *block, r *fact.Reading) {
	if strings.Contains(b.s.Text(), "cluster is not enabled") {
		b.s.ClaimAll()
		r.Recognised = true
		r.Redundancy.Mode = fact.Setting{Text: "standalone", Grade: fact.Reported}
		return
	}
	if b.doc != nil {
		for _, s := range b.doc.All("redundancy-group-status") {
			node(r, s.Value(), at(s))
		}
		return
	}
	for _, l := range b.lines {
		t := l.Trim()
		toks := textscan.Fields(l, nil)
		switch {
		case t == "":
			continue
		case strings.HasPrefix(t, "Cluster ID:"):
			r.Recognised = true
		case strings.HasPrefix(t, "Monitor Failure codes"), strings.Contains(t, "monitoring"), strings.HasPrefix(t, "Node "), strings.HasPrefix(t, "Redundancy group:"):
		case strings.HasPrefix(t, "node") && len(toks) >= 3:
			node(r, toks[2].Text, b.span(l, toks[2]))
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// node folds the state of one node of one redundancy group in.
func node(r *fact.Reading, state string, span fact.Span) {
	r.Recognised = true
	r.Redundancy.Mode = fact.Setting{Text: "chassis cluster", Grade: fact.Reported, Span: span}
	switch strings.ToLower(state) {
	case "primary":
	case "secondary", "secondary-hold":
		if r.Redundancy.Ready == fact.Unknown {
			r.Redundancy.Ready, r.Redundancy.Span = fact.Yes, span
			r.Redundancy.Standby = setting(state, span)
		}
	default:
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
		r.Redundancy.Standby = setting(state, span)
	}
}

// readUptime reads since when the box runs.
func readUptime(b *block, r *fact.Reading) {
	if b.doc != nil {
		if n := b.doc.First("system-booted-time"); n != nil {
			d := leaf(n, "date-time")
			take(&r.Identity, &r.Identity.Uptime, "uptime", "booted "+d.Value(), at(d))
			r.Recognised = true
		}
		return
	}
	for _, l := range b.lines {
		t := l.Trim()
		key, v, ok := textscan.KeyValue(l, ":")
		switch {
		case t == "":
			continue
		case ok && key == "System booted":
			take(&r.Identity, &r.Identity.Uptime, "uptime", "booted "+v.Text, b.span(l, v))
			r.Recognised = true
		case ok && (key == "Current time" || key == "Time Source" || key == "Node booted" || key == "Protocols started"), strings.Contains(t, "load average"):
		case ok && key == "Last configured":
		default:
			continue
		}
		b.s.Claim(l)
	}
}

// readCommit takes the list of commits: it is recognised, and nothing is made of it
// [junos:3.2].
func readCommit(b *block, r *fact.Reading) {
	if b.doc != nil {
		r.Why = "the XML of this command has not been seen: ask for text"
		return
	}
	for _, l := range b.lines {
		t := l.Trim()
		toks := textscan.Fields(l, nil)
		switch {
		case len(toks) == 0:
			continue
		case len(toks) >= 6 && textscan.IsNumber(toks[0].Text) && strings.Contains(t, " by "):
			r.Recognised = true
		case !r.Recognised && !strings.Contains(t, "internal commit"):
			continue // else: a comment of the commit above
		}
		b.s.Claim(l)
	}
}
