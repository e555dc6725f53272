package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Session takes what was done in the log into the facts: restarts of cards and
// members, and profiles that were committed after the configuration was shown.
func Session(d *fact.Device, hierarchy string, acts func(d *fact.Device) bool) {
	d.Events = trial(follow(d.Events))
	for _, e := range d.Events {
		if e.Kind == fact.Reloaded && e.Scope != fact.System() {
			restarted(d, e)
		}
	}
	if hierarchy == "" {
		return
	}
	since := entered(d, hierarchy)
	if since < 0 {
		return
	}
	if acts(d) {
		stale(d, since)
	}
}

// restarted drops what a card or a member said before its restart.
func restarted(d *fact.Device, e fact.Event) {
	gone := func(s fact.Scope) bool {
		if e.Scope.Kind == fact.ScopeMember {
			return e.Scope.Index != "" && MemberOf(s) == e.Scope.Index
		}
		member, slot, ok := cardOf(s)
		return ok && EngineOf{Member: member, Slot: slot}.Name() == e.Scope.Node
	}
	d.Tables = slices.DeleteFunc(d.Tables, func(t fact.Table) bool { return t.Output < e.Output && gone(t.Scope) })
	d.Exceptions = slices.DeleteFunc(d.Exceptions, func(x fact.Exception) bool { return int(x.Span.Output) < e.Output && gone(x.Scope) })
	d.Flags = slices.DeleteFunc(d.Flags, func(f fact.Flag) bool {
		return e.Scope.Kind == fact.ScopeMember && f.Key == fact.FlagMemberProfile && f.About == e.Scope.Index && int(f.Span.Output) < e.Output
	})
}

// stale drops what was said of the memory before a commit that restarted the PFE.
func stale(d *fact.Device, commit int) {
	d.Tables = slices.DeleteFunc(d.Tables, func(t fact.Table) bool { return t.Output < commit && t.Resource.Group() != "rib" })
	d.Flags = slices.DeleteFunc(d.Flags, func(f fact.Flag) bool {
		return int(f.Span.Output) < commit && slices.Contains([]fact.FlagKey{fact.FlagMemberProfile, fact.FlagActiveProfile, fact.FlagLongActive}, f.Key)
	})
	if int(d.Carve.Active.Span.Output) < commit {
		d.Carve.Active = fact.Setting{}
	}
}

// entered sets what is configured from the lines that were committed after the
// configuration was shown, and gives the exchange of the commit; -1 = none was.
func entered(d *fact.Device, hierarchy string) int {
	lines := vendors.Standing(d, vendors.Rules{
		Key: func(line string) (string, bool) {
			return line, line == unseen || below(line, hierarchy) || below(hierarchy, line)
		},
		Activates: func(string, fact.Scope) bool { return false },
	})
	last := -1
	for _, s := range lines {
		if s.Output < shownAt(d, hierarchy) {
			continue
		}
		last = s.Output
		configure(d, hierarchy, s)
	}
	if last < 0 {
		return last
	}
	return committedAt(d, last)
}

// shownAt is the newest answer that shows the hierarchy, -1 = there is none.
func shownAt(d *fact.Device, hierarchy string) int {
	last := -1
	for _, f := range d.Flags {
		if at, _ := f.Value.(string); f.Key == fact.FlagShown && below(hierarchy, at) {
			last = max(last, int(f.Span.Output))
		}
	}
	if d.Carve.Configured.Known() {
		last = max(last, int(d.Carve.Configured.Span.Output))
	}
	return last
}

// committedAt is the exchange in which lines entered at output were committed.
func committedAt(d *fact.Device, output int) int {
	for _, e := range d.Events {
		if e.Kind == fact.Committed && e.Output > output {
			return e.Output
		}
	}
	return output
}

// configure applies one line to what is configured. Where a profile is taken away the
// family says what its default is; what cannot be told is not known.
func configure(d *fact.Device, hierarchy string, s vendors.Stood) {
	rest := strings.TrimSpace(strings.TrimPrefix(s.Line, hierarchy))
	rest = strings.TrimPrefix(rest, "hw-db-profile ")
	name, _, _ := strings.Cut(strings.TrimPrefix(rest, "forwarding-profile "), " ")
	c := &d.Carve
	switch {
	case s.Line == unseen:
		c.Configured = fact.Setting{}
		unshow(d, hierarchy)
	case !below(s.Line, hierarchy) || rest == "" || name == "hw-db-profile" || name == "forwarding-profile":
		if c.Configured = (fact.Setting{}); !s.No {
			unshow(d, hierarchy) // activated: what comes back was not shown
		}
	case slices.Contains(parameters(), name), hierarchy == HWPath && name == rest && !profileDBName(name) && !uftProfile(name):
	case !s.No:
		c.Configured = fact.Setting{Text: name, Grade: fact.Reported, Span: s.Span, Note: "entered and committed"}
	case strings.EqualFold(c.Configured.Text, name):
		c.Configured = fact.Setting{}
	}
}

// profileDBName reports whether name is a profile of an ACX7000 [lines-junos].
func profileDBName(name string) bool {
	n := NewName(name)
	return n == "cloud-metro" || n == "bng" || n == "carrier-ethernet" || n == "lean-edge" || n == "balanced-p-and-p"
}

// unshow forgets that the hierarchy was shown.
func unshow(d *fact.Device, hierarchy string) {
	d.Flags = slices.DeleteFunc(d.Flags, func(f fact.Flag) bool {
		at, _ := f.Value.(string)
		return f.Key == fact.FlagShown && below(hierarchy, at)
	})
}

// WaitsForCards notes a division of the jtree that was committed and waits for the
// restart of the cards it is about [junos:4, lines-junos].
func WaitsForCards(d *fact.Device) {
	lines := vendors.Standing(d, vendors.Rules{
		Key: func(line string) (string, bool) {
			return line, below(line, "chassis memory-enhanced") || line == "chassis route-memory-enhanced"
		},
		Activates: func(_ string, scope fact.Scope) bool { return scope == fact.System() || scope.Kind == fact.ScopeFPC },
	})
	for _, s := range lines {
		to := s.Line
		if s.No {
			to = "no " + to
		}
		d.PendingKnown = fact.Yes
		d.Pending = append(d.Pending, fact.Change{What: "division of the jtree", To: to, Span: s.Span})
	}
}

// Always is the answer where the commit itself restarts the PFE [junos:4].
func Always(*fact.Device) bool { return true }
