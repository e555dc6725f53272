package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is changed, and into what; what no test can see is left alone.
func TestSites(t *testing.T) {
	const source = `package p

var on = true

const limit = 4 * 1024

func f(a, b int, ok bool) (n int) {
	s := make([]int, 0, a*b)
	_ = a + b
	for i := 0; i < a; i++ {
		if a == b && !ok {
			continue
		}
		n = a - b
		println(true)
	}
	if ok {
		panic("a" + "b")
	}
	return n + len(s)
}
`
	var got []string
	for _, s := range sitesIn(t, source) {
		if was := source[s.at.start:s.at.end]; was != s.was {
			t.Errorf("%s stands at %q", s, was)
		}
		got = append(got, s.was+" -> "+s.text)
	}
	slices.Sort(got)
	want := []string{"! -> ", "&& -> ||", "++ -> --", "+ -> -", "- -> +", "< -> <=", "== -> !=", "continue -> break", "n = a - b -> ", "println(true) -> ", "true -> false", "true -> false"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func sitesIn(t *testing.T, source string) []site {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	sites, err := sitesOf(folder{ImportPath: "p", Dir: dir, GoFiles: []string{"f.go"}})
	if err != nil {
		t.Fatal(err)
	}
	return sites
}

// What is woven is one program that behaves as the mutant that lives: in a function with
// results and one without, around a label, and in the value of a variable.
func TestWoven(t *testing.T) {
	const source = `package main

import "fmt"

var limit = 1 + 1

func below(n int) bool { return n < limit }

func show(n int) {
all:
	for range 3 {
		for {
			if n > 0 {
				break all
			}
			fmt.Print("no ")
			break
		}
	}
	fmt.Print(below(n), " ")
}

func main() {
	show(0)
	show(2)
}
`
	var mutants []mutant
	for i, s := range sitesIn(t, source) {
		mutants = append(mutants, mutant{s, i + 1})
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.go": weave(source, mutants), "alive.go": strings.Replace(chooser, "%s", "main", 1), "go.mod": "module p\n\ngo 1.25\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", "p", ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := map[string]string{"": "no no no true false ", "< -> <=": "no no no true true ", "+ -> -": "no no no false false ", "show(2) -> ": "no no no true "}
	for _, m := range append(mutants, mutant{}) {
		key := ""
		if m.number != 0 {
			key = m.was + " -> " + m.text
		}
		said, asked := want[key]
		if !asked {
			continue
		}
		delete(want, key)
		run := exec.CommandContext(t.Context(), filepath.Join(dir, "p"))
		run.Env = append(os.Environ(), asks+"="+strconv.Itoa(m.number))
		if out, err := run.Output(); err != nil || string(out) != said {
			t.Errorf("%q: %q, want %q (%v)", key, out, said, err)
		}
	}
	if len(want) > 0 {
		t.Errorf("not tried: %q", want)
	}
}

// A change that a test sees is killed, one that none can see survives, and what does not
// compile is no mutant.
func TestAMutantIsKilled(t *testing.T) {
	const pkg = "github.com/headroom-audit/headroom/internal/words"
	packages, err := list(t.Context(), []string{pkg})
	if err != nil || len(packages) != 1 || !packages[0].hasTests() {
		t.Fatal(packages, err)
	}
	sites, err := sitesOf(packages[0])
	if err != nil || len(sites) == 0 {
		t.Fatal(sites, err)
	}
	nothing, wrong := sites[0], sites[0]
	nothing.text, wrong.text = nothing.was, "nonsense nonsense"
	gone := sites[0]
	gone.at, gone.text = gone.around, `panic("gone")`
	b := &bench{dir: t.TempDir(), packages: map[string]folder{pkg: packages[0]}, programs: map[string]string{}}
	left, err := b.compiled(t.Context(), packages, []mutant{{nothing, 1}, {wrong, 2}, {gone, 3}})
	if err != nil || len(left) != 2 {
		t.Fatalf("%v are left (%v)", left, err)
	}
	for i, want := range []string{"", "own"} {
		if by, err := b.killed(t.Context(), left[i]); by != want || err != nil {
			t.Errorf("%s: killed by %q (%v), want %q", left[i], by, err, want)
		}
	}
}
