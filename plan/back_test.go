package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRollbackEntersWhatRan(t *testing.T) {
	f := family(fact.Junos)
	f.Changes = []catalog.Change{
		{Knob: "k", Commands: []string{"k {profile}"}, Rollback: []string{"no k {profile}", "reload"}, Grade: fact.Documented},
		{Knob: "sdm prefer distribution", Commands: []string{"sdm prefer distribution"}, Grade: fact.Unverified},
	}
	f.Profiles = []catalog.Profile{{Name: "Distribution", Knob: "sdm prefer distribution"}, {Name: "lean", Knob: "k"}}
	for name, tt := range map[string]struct {
		undo   []string
		active string
		first  bool // the factory default is what runs
		want   []string
		marked bool
	}{
		"the proposal's own lines":            {[]string{"old 3"}, "lean", false, []string{"old 3"}, false},
		"the setting that is active":          {nil, "lean", false, []string{"k lean"}, false},
		"in words that no document confirms":  {nil, "distribution", false, []string{"sdm prefer distribution"}, true},
		"the factory default":                 {nil, "", true, []string{"no k new"}, false},
		"nobody read what runs":               {nil, "", false, nil, false},
		"a setting that the catalog lacks":    {nil, "Custom", false, nil, false},
		"lines that are to be filled in":      {[]string{"old {as before}"}, "lean", false, nil, false},
		"the last commit, whosever it is":     {[]string{"rollback 1", "show | compare", "commit"}, "", false, nil, false},
		"the lines, and how they are entered": {[]string{"old 3", "commit"}, "", false, []string{"old 3"}, false},
	} {
		d := in(fact.Junos)
		d.Carve = fact.Carve{Active: fact.Setting{Text: tt.active}, Default: tt.first}
		v := change(d, solve.CarveReload, "k new")
		v.Proposal.Undo, v.Proposal.Name = tt.undo, "new"
		p := of(v, f)
		var got []string
		marked := false
		for _, s := range p.Steps {
			if s.Phase == Rollback && s.Command != "" && !registry.All().Manual(d).Frame(s.Command) && s.Command != "reload" {
				got, marked = append(got, s.Command), marked || s.Unproven
			}
		}
		if !slices.Equal(got, tt.want) || marked != tt.marked {
			t.Errorf("%s: %q, marked %v", name, got, marked)
		}
		if reload := slices.Contains(commands(p, Rollback), "reload"); reload != (tt.want != nil) {
			t.Errorf("%s: reload %v: alone it restores nothing", name, reload)
		}
		if unsure := slices.ContainsFunc(p.Unsure, func(u string) bool { return strings.Contains(u, "rollback") }); unsure != (tt.want == nil) {
			t.Errorf("%s: not known: %q", name, p.Unsure)
		}
	}
}

// A reload that only clears an exception changes nothing, and takes nothing back;
// what the solver would also propose is not undone.
func TestAReloadThatChangesNothing(t *testing.T) {
	v := audit.Verdict{Device: in(fact.IOS), State: audit.Over, Action: solve.Reload, Proposal: &solve.Proposal{Feasible: true, Action: solve.CarveReload, Knob: "k", Commands: []string{"a"}, Undo: []string{"undo it"}}}
	p := of(v, family(fact.IOS))
	if got := append(commands(p, Rollback), commands(p, Waits)...); len(got) > 0 {
		t.Errorf("nothing waits: %q", got)
	}
	v.Device.PendingKnown = fact.Yes
	p = of(v, family(fact.IOS))
	if slices.Contains(commands(p, Rollback), "undo it") || len(commands(p, Waits)) == 0 || len(p.Unsure) == 0 {
		t.Errorf("something else waits: %+v, unsure %q", p.Steps, p.Unsure)
	}
}

// What the device printed as running beside what waits is set again, what shrinks
// first.
func TestWhatRanBesideWhatWaits(t *testing.T) {
	f := family(fact.NXOS)
	f.Changes[0].Waits, f.Changes[0].Rollback = "ACL region {region}", []string{"region {region} {old}"}
	d := in(fact.NXOS)
	d.Pending = []fact.Change{{What: "ACL region racl", From: "512", To: "256"}, {What: "ACL region vacl", From: "0", To: "256"}}
	v := audit.Verdict{Device: d, State: audit.Pend, Action: solve.Reload}
	if got := commands(of(v, f), Rollback); !slices.Equal(got, []string{"configure terminal", "region vacl 0", "region racl 512", "end", "reload"}) {
		t.Errorf("%q", got)
	}
	d.Pending = append(d.Pending, fact.Change{What: "`something else`"})
	if got := commands(of(v, f), Rollback); len(got) > 0 {
		t.Errorf("half of a rollback: %q", got)
	}
}

// Of every family of the catalog, whatever is done to it: no brace is left, no line
// takes back what somebody else committed, and the rollback has the family's lines.
func TestEveryFamily(t *testing.T) {
	families := vendors.Catalog().Families()
	for i := range families {
		f := &families[i]
		for _, os := range f.OS {
			for _, a := range []solve.Action{solve.CarveReload, solve.ProfileRestart, solve.Reload, solve.Save} {
				d := in(fact.OS(os))
				d.Family, d.Carve.Default = f.Family, true
				v := audit.Verdict{Device: d, State: audit.Crit, Action: a, Findings: []audit.Finding{{Rule: "carve/pending", State: audit.Pend}}}
				if len(f.Changes) > 0 {
					c := &f.Changes[0]
					v.Proposal = &solve.Proposal{Feasible: true, Action: a, Name: "x", Knob: c.Knob, Commands: []string{"the line"}}
				}
				for _, s := range of(v, f).Steps {
					if strings.ContainsAny(s.Command, "{}") || strings.HasPrefix(s.Command, "rollback ") {
						t.Errorf("%s, %s: %s %q", f.Family, a, s.Phase, s.Command)
					}
					if s.Phase == Rollback && s.Command == "the line" {
						t.Errorf("%s: the change is its own rollback", f.Family)
					}
				}
			}
		}
	}
}
