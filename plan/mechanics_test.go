package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// of writes the plan of a verdict that was put together by hand.
func of(v audit.Verdict, f *catalog.Family) Device {
	v.Situation = registry.All().Situation(v.Device, f)
	return device(&v, rooms{Registry: registry.All(), families: func(string) *catalog.Family { return f }})
}

// rooms are those of the product with a catalog of a test's own.
type rooms struct {
	vendors.Registry
	families func(name string) *catalog.Family
}

func (r rooms) Family(name string) *catalog.Family { return r.families(name) }

// change is a verdict that asks for a change of these lines.
func change(d *fact.Device, a solve.Action, lines ...string) audit.Verdict {
	return audit.Verdict{Device: d, State: audit.Crit, Action: a, Proposal: &solve.Proposal{Feasible: true, Action: a, Knob: "k", Commands: lines, Undo: []string{"undo it"}}}
}

func in(os fact.OS) *fact.Device { return &fact.Device{Name: "x", Identity: fact.Identity{OS: os}} }

func family(os fact.OS) *catalog.Family {
	var save []string
	if os == fact.IOSXR || os == fact.Junos {
		save = []string{"commit"}
	}
	return &catalog.Family{
		OS:      []string{string(os)},
		Changes: []catalog.Change{{Knob: "k", Commands: []string{"k {profile}"}, Save: save, Shows: "show k", Grade: fact.Documented}},
		Reload:  catalog.Reload{Scope: "all of it", Commands: []string{"reload"}, Source: "s", Grade: fact.Documented},
		Pending: []catalog.Check{{Command: "show pending"}, {Command: "show other", When: catalog.When{Knob: []string{"another"}}}},
	}
}

// Every command a person types is a step, in order: into configuration mode, the
// lines, what they must look like, the commit, out of it, what waits, the reload.
func TestNothingIsImplied(t *testing.T) {
	for os, want := range map[fact.OS][]string{
		fact.IOS:   {"configure terminal", "a", "end", "show pending", "reload", "configure terminal", "undo it", "end", "reload"},
		fact.NXOS:  {"configure terminal", "a", "end", "show pending", "reload", "configure terminal", "undo it", "end", "reload"},
		fact.IOSXR: {"configure exclusive", "a", "show configuration", "commit", "end", "show pending", "reload", "configure exclusive", "undo it", "show configuration", "commit", "end", "reload"},
		fact.Junos: {"configure exclusive", "a", "show | compare", "commit check", "commit", "exit", "show pending", "reload", "configure exclusive", "undo it", "show | compare", "commit check", "commit", "exit", "reload"},
	} {
		lines := []string{"a", "end"} // how it is entered and left is the plan's
		if slices.Contains(want, "commit") {
			lines = append(lines, "commit", "rollback 1")
		}
		d := of(change(in(os), solve.CarveReload, lines...), family(os))
		var got []string
		for _, s := range d.Steps {
			if s.Phase != Pre && s.Phase != Post && s.Command != "" {
				got = append(got, s.Command)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", os, diff)
		}
		for _, s := range d.Steps {
			if (strings.HasPrefix(s.Command, "show | compare") || s.Command == "show configuration" && s.Phase != Pre) && s.Expect == "" {
				t.Errorf("%s: %q shows nothing that is expected", os, s.Command)
			}
		}
	}
}

// Of a device that nobody knows how to change nothing is entered, not even the way into
// its configuration mode.
func TestNothingIsEnteredOnAnUnknownSystem(t *testing.T) {
	d := of(change(in("other"), solve.CarveReload, "a"), family("other"))
	for _, s := range d.Steps {
		if (s.Phase == Do || s.Phase == Rollback) && s.Command != "" {
			t.Errorf("%s: %q", s.Phase, s.Command)
		}
	}
	if !slices.Contains(d.Unsure, "how lines are entered on this device") || !slices.Contains(d.Unsure, "how the configuration of this device is kept before the change") {
		t.Errorf("unsure %q", d.Unsure)
	}
}

// Where the commit itself restarts the engine it is the point of no return.
func TestTheCommitIsThePointOfNoReturn(t *testing.T) {
	d := of(change(in(fact.Junos), solve.ProfileRestart, "set a"), family(fact.Junos))
	if got := commands(d, ReloadIt); !slices.Equal(got, []string{"commit", "exit"}) {
		t.Errorf("%q", got)
	}
	if got := commands(d, Do); !slices.Equal(got, []string{"configure exclusive", "set a", "show | compare", "commit check"}) {
		t.Errorf("%q", got)
	}
	two := in(fact.Junos)
	two.Redundancy.Ready = fact.Yes
	if got := commands(of(change(two, solve.CarveReload, "set a"), family(fact.Junos)), Do); !slices.Contains(got, "commit synchronize") {
		t.Errorf("one of two routing engines is committed: %q", got)
	}
}

// The device's own way of entering lines goes before that of its system.
func TestEntries(t *testing.T) {
	f := family(fact.IOSXR)
	f.Entries = []catalog.Entry{
		{When: catalog.When{Flavour: []string{"lnt"}}, Before: []catalog.Check{{Command: "never"}}},
		{When: catalog.When{Flavour: []string{"cxr"}}, Before: []catalog.Check{{Command: "admin"}, {Command: "configure"}}, After: []catalog.Check{{Command: "commit"}}},
	}
	d := in(fact.IOSXR)
	d.Outputs = []fact.Output{{Command: "show version", Parser: "p", Text: "Cisco IOS XR Software, Version 5.3.4[Default]\n"}}
	if got := commands(of(change(d, solve.CarveReload, "a"), f), Do); !slices.Equal(got, []string{"admin", "configure", "a", "commit"}) {
		t.Errorf("%q", got)
	}
}

func TestReloadOfTheFlavour(t *testing.T) {
	f := family(fact.IOSXR)
	f.Reload.Variants = []catalog.Reload{{When: catalog.When{Flavour: []string{"lnt"}}, Scope: "all cards", Commands: []string{"reload location all"}, Outage: "6 min", Source: "s", Grade: fact.Documented}}
	f.Reload.Decides = &catalog.Check{Command: "show version", Expect: "LNT"}
	d := in(fact.IOSXR)
	p := of(change(d, solve.CarveReload, "a"), f)
	if got := commands(p, ReloadIt); !slices.Equal(got, []string{"show version", "reload location all", "reload"}) {
		t.Errorf("not known which: %q", got)
	}
	d.Outputs = []fact.Output{{Command: "show version", Parser: "p", Text: "Cisco IOS XR Software, Version 7.9.2 LNT\n"}}
	p = of(change(d, solve.CarveReload, "a"), f)
	if got := commands(p, ReloadIt); !slices.Equal(got, []string{"reload location all"}) || p.Reload.Scope != "all cards" || p.Reload.Outage != "6 min" {
		t.Errorf("%q, %+v", got, p.Reload)
	}
	if got := commands(p, Rollback); got[len(got)-1] != "reload location all" {
		t.Errorf("rollback %q", got)
	}
}

func TestQuestionsAreAnswered(t *testing.T) {
	answers := func(d Device, command string) string {
		var out []string
		for _, s := range d.Steps {
			if s.Phase != Rollback && s.Command == command {
				for _, q := range s.Questions {
					out = append(out, q.Asks+" "+q.Answer)
				}
			}
		}
		return strings.Join(out, "; ")
	}
	f := family(fact.IOS)
	f.Changes[0].Save = nil
	if got := answers(of(change(in(fact.IOS), solve.CarveReload, "a"), f), "reload"); got != "System configuration has been modified. Save? [yes/no]: no; Proceed with reload? [confirm] Enter" {
		t.Errorf("kept without saving: %s", got)
	}
	f.Changes[0].Save = []string{"copy running-config startup-config"}
	f.Reload.Questions = []catalog.Question{{Asks: "this will reload the whole stack. Proceed with reload? [confirm]", Answer: "Enter"}}
	d := of(change(in(fact.IOS), solve.CarveReload, "a"), f)
	if got := answers(d, "reload"); got != "System configuration has been modified. Save? [yes/no]: yes; this will reload the whole stack. Proceed with reload? [confirm] Enter" {
		t.Errorf("the catalog's words: %s", got)
	}
	if got := answers(d, "copy running-config startup-config"); got != "Destination filename [startup-config]? Enter" {
		t.Errorf("saving: %s", got)
	}
}

// A reload alone saves and enters nothing that stands already.
func TestWhatIsSavedIsNotSavedAgain(t *testing.T) {
	f := family(fact.NXOS)
	f.Changes[0].Save = []string{"copy running-config startup-config"}
	for unsaved, want := range map[fact.Tri]int{fact.No: 0, fact.Unknown: 1, fact.Yes: 1} {
		d := in(fact.NXOS)
		d.Boot.Unsaved = unsaved
		p := of(audit.Verdict{Device: d, State: audit.Pend, Action: solve.Reload}, f)
		if got := commands(p, Save); len(got) != want || len(commands(p, Do)) > 0 {
			t.Errorf("unsaved %s: %q", unsaved, got)
		}
	}
	if got := commands(of(audit.Verdict{Device: in(fact.IOSXR), State: audit.Pend, Action: solve.Reload}, family(fact.IOSXR)), Save); len(got) > 0 {
		t.Errorf("nothing waits for a commit: %q", got)
	}
}

func TestOutageOfTheDevicesOwnLog(t *testing.T) {
	d := in(fact.IOSXE)
	d.Outputs = []fact.Output{
		{Command: "show logging", Text: "*May 1 00:00:00: %SYS-6-BOOTTIME: Time taken to reboot after reload =  371 seconds\n"},
		{Command: "show logging", Part: "standby", Text: "%SYS-6-BOOTTIME: Time taken to reboot after reload = 9 seconds\n"},
	}
	p := of(change(d, solve.CarveReload, "a"), family(fact.IOSXE))
	if !strings.HasPrefix(p.Reload.Outage, "371 seconds") || slices.Contains(p.Unsure, "how long the outage lasts") {
		t.Errorf("%q, unsure %q", p.Reload.Outage, p.Unsure)
	}
	d.Outputs[0].Text = "BOOTTIME: Time taken to reboot after reload = x\n"
	if p := of(change(d, solve.CarveReload, "a"), family(fact.IOSXE)); p.Reload.Outage != "unknown" {
		t.Errorf("%q", p.Reload.Outage)
	}
}

// A FIB exception outlives its cause: fewer routes alone do not end it.
func TestALatchedExceptionNeedsAReloadInTheEnd(t *testing.T) {
	for _, a := range []solve.Action{solve.Filter, solve.Replace, solve.Investigate} {
		v := audit.Verdict{Device: in(fact.IOS), State: audit.Over, Action: a, Findings: []audit.Finding{{Topic: audit.AboutLatch, State: audit.Over}}}
		p := of(v, family(fact.IOS))
		if !slices.ContainsFunc(p.Steps, func(s Step) bool { return strings.Contains(s.Why, "a reload must follow") && s.Command == "" }) {
			t.Errorf("%s: %+v", a, p.Steps)
		}
		v.Findings[0].Topic = audit.AboutOther
		if p := of(v, family(fact.IOS)); slices.ContainsFunc(p.Steps, func(s Step) bool { return strings.Contains(s.Why, "reload must follow") }) {
			t.Errorf("%s: nothing is latched", a)
		}
	}
}

func TestWhatWasNotReadStandsFirst(t *testing.T) {
	d := in(fact.IOS)
	vital := func(engine string, a fact.Answer) fact.Vital {
		return fact.Vital{Name: "TCAM", Engine: engine, Answer: a, Commands: []string{"show tcam"}}
	}
	d.Coverage = []fact.Vital{vital("module 1", fact.Answered), vital("module 2", fact.Cut), vital("module 3", fact.NotRead), vital("module 4", fact.Down)}
	p := of(change(d, solve.CarveReload, "a"), family(fact.IOS))
	if s := p.Steps[0]; s.Command != "show tcam" || s.Expect != "TCAM module 2, TCAM module 3" {
		t.Errorf("%+v", s)
	}
}

// Somebody else answered: nothing at all is entered.
func TestAnotherNameGetsNoPlan(t *testing.T) {
	v := change(in(fact.IOS), solve.CarveReload, "a")
	v.Findings = []audit.Finding{{Rule: "host/other-name", State: audit.Unkn, Waived: true, Message: "sw2 answers where sw1 was asked"}}
	if p := of(v, family(fact.IOS)); len(p.Steps) > 0 || p.Reload != nil || len(p.Refused) != 1 {
		t.Errorf("%+v", p)
	}
}

// The device is asked in the spelling that it answered.
func TestSpelling(t *testing.T) {
	const long, short = "show platform hardware fed switch active fwd-asic", "show platform hardware fed active fwd-asic"
	for name, tt := range map[string]struct{ answered, asked, want string }{
		"standalone":     {short, long, short},
		"stack":          {long, short, long},
		"nobody asked":   {"show version", long, long},
		"as it answered": {long, long, long},
	} {
		d := in(fact.IOSXE)
		d.Outputs = []fact.Output{{Command: tt.answered, Parser: "p"}}
		w := work{v: &audit.Verdict{Device: d}, m: hand{registry.All().Manual(d)}, out: &Device{}}
		if got := w.expand(tt.asked); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A prediction has the command that shows it, or is no step.
func TestPredictions(t *testing.T) {
	v := change(in(fact.IOS), solve.CarveReload, "a")
	v.Proposal.Predict, v.Proposal.Verify = []string{"k is 1", "l is 2"}, []solve.Check{{Command: "show l", Expect: "l"}}
	f := family(fact.IOS)
	p := of(v, f)
	if got := commands(p, Post); !slices.Equal(got, []string{"show l"}) || len(p.Compare) > 0 {
		t.Errorf("%q, %q", got, p.Compare)
	}
	v.Proposal.Verify = nil
	if got := commands(of(v, f), Post); !slices.Equal(got, []string{"show k"}) {
		t.Errorf("%q", got)
	}
	f.Changes[0].Shows = ""
	if p := of(v, f); len(p.Compare) != 2 || slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Phase == Post && s.Command == "" }) {
		t.Errorf("%q, %+v", p.Compare, p.Steps)
	}
}

// One text: a check for other devices is left out where its twin is certain.
func TestTwinChecks(t *testing.T) {
	f := family(fact.IOS)
	f.Pre = []catalog.Check{
		{Command: "show a", When: catalog.When{Class: []catalog.Class{"one"}}, Why: "the state"},
		{Command: "show b", When: catalog.When{Class: []catalog.Class{"two"}}, Why: "the state"},
	}
	d := in(fact.IOS)
	if p := of(change(d, solve.CarveReload, "x"), f); !strings.Contains(p.Steps[0].Why, "only on one") || p.Steps[1].Command != "show b" {
		t.Errorf("nothing is known: %+v", p.Steps[:2])
	}
	d.Outputs = []fact.Output{{Command: "show b", Parser: "p"}}
	if p := of(change(d, solve.CarveReload, "x"), f); p.Steps[0].Command != "show b" || p.Steps[0].Why != "the state" {
		t.Errorf("it answered to one: %+v", p.Steps[:2])
	}
}

// A restart per slot is for the cards that the change is about, and for no other.
func TestOnlyTheCardsOfTheClassRestart(t *testing.T) {
	f := family(fact.Junos)
	f.Engines = []catalog.Engine{{PID: "DPC", Class: "ichip", Grade: fact.Documented}, {PID: "MPC", Class: "trio", Grade: fact.Documented}}
	f.Changes[0].Class = "ichip"
	f.Reload.Commands = []string{"restart slot {slot}"}
	d := in(fact.Junos)
	d.Identity.Engines = []fact.Engine{{Slot: "1", PID: "DPC"}, {Slot: "2", PID: "MPC"}}
	if got := commands(of(change(d, solve.CarveReload, "a"), f), ReloadIt); !slices.Equal(got, []string{"restart slot 1"}) {
		t.Errorf("%q", got)
	}
	d.Identity.Engines = nil
	v := change(d, solve.CarveReload, "a")
	v.Pools = []ledger.Pool{{Scope: fact.Scope{Kind: "fpc", Node: "fpc2"}}}
	if p := of(v, f); len(commands(p, ReloadIt)) > 0 || len(p.Unsure) == 0 {
		t.Errorf("nobody knows which: %q, %q", commands(p, ReloadIt), p.Unsure)
	}
}
