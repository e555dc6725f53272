package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What is changed, and into what.
func TestSites(t *testing.T) {
	const source = `package p

func f(a, b int, ok bool) (n int) {
	for i := 0; i < a; i++ {
		if a == b && !ok {
			continue
		}
		n = a - b
		println(true)
	}
	return n
}
`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	sites, err := sitesOf(folder{ImportPath: "p", Dir: dir, GoFiles: []string{"f.go"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sites {
		if was := source[s.start:s.end]; was != s.was {
			t.Errorf("%s stands at %q", s, was)
		}
		got = append(got, s.was+" -> "+s.text)
	}
	slices.Sort(got)
	want := []string{"! -> ", "&& -> ||", "++ -> --", "- -> +", "< -> <=", "== -> !=", "continue -> break", "n = a - b -> ", "println(true) -> ", "true -> false"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A change that a test sees is killed, one that none can see survives, and what does not
// compile is no mutant.
func TestAMutantIsKilled(t *testing.T) {
	path, err := filepath.Abs("../words/words.go")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const pkg = "github.com/headroom-audit/headroom/internal/words"
	for _, c := range []struct {
		name             string
		text             string
		compiled, killed bool
	}{
		{"nothing is changed", string(raw), true, false},
		{"it is no Go", "package words\nnonsense", false, false},
		{"nothing is left", "package words\n", true, true},
	} {
		s := site{pkg: pkg, file: path, end: len(raw), text: c.text}
		if compiled, killed := s.test(t.Context(), ""); compiled != c.compiled || killed != c.killed {
			t.Errorf("%s: compiled %v, killed %v", c.name, compiled, killed)
		}
	}
}
