package catalog

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/headroom-audit/headroom/fact"
)

// mem marks what a dossier tells from memory: it may stand in the catalog only
// as unverified.
var mem = regexp.MustCompile(`\[(M\??|mem)[\];,: ]`)

func fsys(name, text string) fstest.MapFS {
	return fstest.MapFS{"v/os/" + strings.TrimSuffix(name, ".yaml") + "/data.yaml": &fstest.MapFile{Data: []byte(text)}}
}

func TestLoadRefusesWhatSaysNoSource(t *testing.T) {
	const text = `family: x
engines: [{pid: A}]
limits: [{class: a, resource: fib.ipv4, value: 1}]
costs: [{resource: fib.ipv6, cells: 2}]
profiles: [{name: p, source: "  "}]
changes: [{knob: k}]
reload: {scope: all}
pre: [{command: show a}]
post: [{command: show b}]
answers: [{says: nothing, outcome: unknown}, {says: odd, outcome: perhaps, source: s}]
`
	_, err := Load(fsys("x.yaml", text))
	if err == nil {
		t.Fatal("loaded")
	}
	for _, want := range []string{`engine "A"`, `limit "a fib.ipv4"`, `cost "fib.ipv6"`, `profile "p"`, `change "k"`, `reload "all"`, `check "show a"`, `check "show b"`, `answer "nothing"`} {
		if !strings.Contains(err.Error(), want+" has no source") {
			t.Errorf("the error does not name %s:\n%v", want, err)
		}
	}
	if !strings.Contains(err.Error(), `outcome is "perhaps"`) {
		t.Errorf("an outcome of no solver was taken: %v", err)
	}
}

// What is said of a class goes before what is said of the family.
func TestAnswers(t *testing.T) {
	f := &Family{Answers: []Answer{{Says: "all"}, {Class: "a", Says: "a"}}}
	for class, want := range map[Class]string{"a": "a", "b": "all", "": "all"} {
		if got := f.Answer(class); got == nil || got.Says != want {
			t.Errorf("%q: %+v, want %s", class, got, want)
		}
	}
	if a := (*Family)(nil).Answer("a"); a != nil {
		t.Errorf("a family that nobody knows answers %+v", a)
	}
}

func TestLoadReportsTheMistakesOfAllFiles(t *testing.T) {
	files := fsys("a.yaml", "family: b\n")
	files["v/os/c/data.yaml"] = &fstest.MapFile{Data: []byte("family: c\nno_such_key: 1\n")}
	files["v/os/d/data.yaml"] = &fstest.MapFile{Data: []byte("family: [\n")}
	files["v/os/e/data.yaml"] = &fstest.MapFile{Data: []byte("family: e\ntitle: E\n")}
	c, err := Load(files)
	for _, want := range []string{`a/data.yaml: family is "b", its room is "a"`, "c/data.yaml", "no_such_key", "d/data.yaml"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
	if c.Family("e") == nil {
		t.Error("a good file was lost among bad ones")
	}
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		t.Errorf("%T is not a list of mistakes", err)
	}
}

func TestLookups(t *testing.T) {
	const text = `family: x
engines:
  - {pid: "N9K-C93*", class: short, source: s}
  - {pid: "N9K-C9332*", class: long, source: s}
  - {pid: "WS-PFC3B", class: plain, source: s}
  - {pid: "WS-PFC3BXL", class: xl, source: s}
costs:
  - {pool: p, resource: fib.ipv6, cells: 2, source: s}
  - {class: k, pool: q, resource: fib.ipv6, cells: 4, source: s}
changes: [{knob: turn it, source: s}]
`
	c, err := Load(fsys("x.yaml", text))
	if err != nil {
		t.Fatal(err)
	}
	f := c.Family("x")
	for pid, want := range map[string]string{"n9k-c9332c": "long", "N9K-C93180": "short", "WS-PFC3BXL": "xl", "WS-PFC3B": "plain", "WS-PFC3": "", "": ""} {
		if e, ok := f.Engine(pid); string(e.Class) != want || ok != (want != "") {
			t.Errorf("engine %q is %q (%v), want %q", pid, e.Class, ok, want)
		}
	}
	for _, tt := range []struct {
		class, pool string
		cells       float64
		ok          bool
	}{{"", "p", 2, true}, {"k", "q", 4, true}, {"z", "q", 0, false}} {
		if n, ok := f.Cost(Class(tt.class), tt.pool, "fib.ipv6"); n != tt.cells || ok != tt.ok {
			t.Errorf("cost %s/%s is %v (%v), want %v", tt.class, tt.pool, n, ok, tt.cells)
		}
	}
	if f.Change("turn it") == nil || f.Change("no") != nil || c.Family("no").Change("turn it") != nil {
		t.Error("the change is not found, or found where there is none")
	}
}

// What ships: it loads, and nothing told from memory passes for a fact.
func TestShippedCatalog(t *testing.T) {
	c, err := Load(os.DirFS("../vendors"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Families()) == 0 {
		t.Fatal("the catalog is empty")
	}
	for _, f := range c.Families() {
		proven := func(what, source string, grade fact.Grade) {
			if mem.MatchString(source) && grade != fact.Unverified {
				t.Errorf("%s: %s is told from memory (%s) and not graded unverified", f.Family, what, source)
			}
		}
		for _, e := range f.Engines {
			proven("engine "+e.PID, e.Source, e.Grade)
		}
		for _, l := range f.Limits {
			proven("limit "+string(l.Resource), l.Source, l.Grade)
			if l.Value <= 0 && l.Grade.Confirmed() {
				t.Errorf("%s: limit %s %s is %v: 0 is not a limit, leave it out", f.Family, l.Class, l.Resource, l.Value)
			}
		}
		for _, p := range f.Profiles {
			proven("profile "+p.Name, p.Source, p.Grade)
		}
		for _, a := range f.Answers {
			proven("answer "+a.Says, a.Source, fact.Documented)
		}
		for _, ch := range f.Changes {
			proven("change "+ch.Knob, ch.Source, ch.Grade)
		}
		if f.Title == "" || len(f.OS) == 0 {
			t.Errorf("%s has no title or no operating system", f.Family)
		}
	}
}

// A word that nobody declared would make a guess a fact: it is refused where it stands.
func TestLoadRefusesUnknownWords(t *testing.T) {
	const text = `family: x
engines:
  - {pid: A, grade: unverifed, source: s}
limits:
  - {resource: fib.ipv44, unit: entrys, kind: fixd, value: 1, source: s}
profiles:
  - {name: p, source: s, caps: {fib.ipv4: 1, fibs: 2}}
`
	_, err := Load(fsys("x.yaml", text))
	if err == nil {
		t.Fatal("loaded")
	}
	for _, want := range []string{
		`x/data.yaml:3:21: grade is "unverifed"`, `x/data.yaml:5:16: resource is "fib.ipv44"`, `x/data.yaml:5:33: unit is "entrys"`,
		`x/data.yaml:5:47: kind is "fixd"`, `x/data.yaml:7:46: caps of "fibs"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("want %s in:\n%v", want, err)
		}
	}
}
