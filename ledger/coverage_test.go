package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
)

func TestCoverageInWords(t *testing.T) {
	vital := func(name, engine string, a fact.Answer) fact.Vital {
		return fact.Vital{Kind: fact.Room, Name: name, Engine: engine, Answer: a}
	}
	beside := func(name string, a fact.Answer) fact.Vital {
		return fact.Vital{Kind: fact.Beside, Name: name, Answer: a}
	}
	for _, tt := range []struct {
		name string
		all  []fact.Vital
		want string
	}{
		{"nothing is declared", nil, ""},
		{"all of one", []fact.Vital{vital("routes", "", fact.Answered)}, "judged on: routes; not read: nothing"},
		{"of an engine", []fact.Vital{vital("routes", "3", fact.Answered)}, "judged on: routes of 3; not read: nothing"},
		{"nobody asked", []fact.Vital{vital("routes", "", fact.NotAsked)}, "judged on: nothing; not read: routes (nobody asked)"},
		{
			"of some engines",
			[]fact.Vital{vital("routes", "1", fact.Answered), vital("routes", "2", fact.Cut), vital("routes", "3", fact.Down)},
			"judged on: routes of 1 of 2 engines; not read: routes of 2 (the answer was cut), routes of 3 (does not run)",
		},
		{
			"one that runs",
			[]fact.Vital{vital("routes", "1", fact.Answered), vital("routes", "3", fact.Down)},
			"judged on: routes of 1; not read: routes of 3 (does not run)",
		},
		{"what stands beside is named where it is missing", []fact.Vital{beside("time", fact.Answered), beside("log", fact.Refused)}, "judged on: nothing; not read: log (the device refused the question)"},
		{
			"two questions",
			[]fact.Vital{vital("routes", "", fact.Answered), vital("labels", "", fact.Contradicted)},
			"judged on: routes; not read: labels (what was read contradicts itself)",
		},
	} {
		if d := cmp.Diff(tt.want, CoveredLine(&fact.Device{Coverage: tt.all})); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, d)
		}
	}
}

// Every way in which a question may stay open has its own words.
func TestAnswerWords(t *testing.T) {
	seen := map[string]fact.Answer{}
	for _, a := range []fact.Answer{fact.NotAsked, fact.Refused, fact.Empty, fact.NotRead, fact.UnknownWords, fact.Cut, fact.Contradicted, fact.Down, fact.Answered} {
		words := AnswerWords(a)
		if was, twice := seen[words]; twice || words == "" {
			t.Errorf("%q and %q are both %q", was, a, words)
		}
		seen[words] = a
	}
}

func TestHistories(t *testing.T) {
	d := &fact.Device{Outputs: []fact.Output{{Command: "show a"}, {Command: "show b", History: "asked again later"}}}
	if diff := cmp.Diff([]string{"`show b`: asked again later"}, Histories(d)); diff != "" {
		t.Error(diff)
	}
}

func TestSituationOfADevice(t *testing.T) {
	part := func(name, state string) fact.Part { return fact.Part{Name: name, State: state} }
	d := &fact.Device{Identity: fact.Identity{Model: "X", Version: "1.2", Parts: []fact.Part{
		part("member 1", ""), part("switch 2", "Ready"), part("member 1", ""), part("switch 3", "Provisioned"), part("member fpc4", ""),
		part("member 5", "NotPrsnt"), part("module 6", ""), part("member x", ""), part("member ", ""),
	}}}
	if diff := cmp.Diff([]string{"1", "2", "4"}, Members(d)); diff != "" {
		t.Error(diff)
	}
	if s := Situation(d, nil); s.Members != 3 || s.Model != "X" || s.Release != "1.2" || s.Standby != "" || s.Classes != nil {
		t.Errorf("%+v", s)
	}
	for _, tt := range []struct {
		mode  string
		ready fact.Tri
		want  string
	}{
		{"sso", fact.Yes, "yes"},
		{"Non-redundant", fact.Unknown, "no"},
		{"Simplex", fact.No, "no"},
		{"sso", fact.No, ""},
		{"", fact.Unknown, ""},
		{"Non-redundant", fact.Yes, "yes"},
	} {
		d.Redundancy = fact.Redundancy{Ready: tt.ready, Mode: fact.Setting{Text: tt.mode}}
		if got := Situation(d, nil).Standby; got != tt.want {
			t.Errorf("mode %q, ready %s: standby %q, want %q", tt.mode, tt.ready, got, tt.want)
		}
	}
}

// An answer was understood where a parser read what the device itself printed.
func TestUnderstood(t *testing.T) {
	good := fact.Output{Command: "show route summary", Parser: "routes", State: "complete"}
	other := func(with func(o *fact.Output)) fact.Output { o := good; with(&o); return o }
	for _, tt := range []struct {
		name string
		o    fact.Output
		want bool
	}{
		{"read", good, true},
		{"another question", other(func(o *fact.Output) { o.Command = "show version" }), false},
		{"no parser knew it", other(func(o *fact.Output) { o.Parser = "" }), false},
		{"refused", other(func(o *fact.Output) { o.State = "rejected" }), false},
		{"of a part", other(func(o *fact.Output) { o.Part = "fpc0" }), false},
	} {
		if got := Understood(&fact.Device{Outputs: []fact.Output{tt.o}}, "route summary"); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
