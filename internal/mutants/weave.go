package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mutant is a site that is tried, under a number.
type mutant struct {
	site
	number int
}

// asks is the variable of the environment that says which mutant lives; 0 or
// nothing = none.
const asks = "HEADROOM_MUTANT"

// chooser is added to each package that has mutants.
const chooser = `package %s

import (
	"os"
	"strconv"
)

var mutantAlive, _ = strconv.Atoi(os.Getenv("` + asks + `"))

func mutantOr[T any](n int, was, is T) T {
	if mutantAlive == n {
		return is
	}
	return was
}

var _ = mutantOr[int]
`

// overlay writes the packages with all mutants woven into them to dir, and gives the
// file that go's -overlay reads.
func overlay(dir string, packages []folder, mutants []mutant) (string, error) {
	replace := map[string]string{}
	put := func(path, text string) error {
		at := filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		replace[path] = at
		return os.WriteFile(at, []byte(text), 0o600)
	}
	byFile, touched := map[string][]mutant{}, map[string]bool{}
	for _, m := range mutants {
		byFile[m.file] = append(byFile[m.file], m)
		touched[m.pkg] = true
	}
	for file, inside := range byFile {
		raw, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if err := put(file, weave(string(raw), inside)); err != nil {
			return "", err
		}
	}
	for _, p := range packages {
		if touched[p.ImportPath] {
			if err := put(filepath.Join(p.Dir, "mutant_alive.go"), fmt.Sprintf(chooser, p.Name)); err != nil {
				return "", err
			}
		}
	}
	raw, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	plan := filepath.Join(dir, "overlay.json")
	return plan, os.WriteFile(plan, raw, 0o600)
}

// weave gives a file with mutants beside what they change: a function begins with a
// copy of its body per mutant, each behind its number; a value is chosen. A line
// directive gives each copy its name, so that the compiler tells which is no Go.
func weave(raw string, mutants []mutant) string {
	around := map[span][]mutant{}
	for _, m := range mutants {
		around[m.around] = append(around[m.around], m)
	}
	places := make([]span, 0, len(around))
	for at := range around {
		places = append(places, at)
	}
	slices.SortFunc(places, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var b strings.Builder
	done := 0
	for _, at := range places {
		b.WriteString(raw[done:at.start])
		if around[at][0].value {
			b.WriteString(chosen(raw, around[at]))
			done = at.end
			continue
		}
		for _, m := range around[at] {
			b.WriteString(m.copied(raw))
		}
		done = at.start
	}
	b.WriteString(raw[done:])
	return b.String()
}

// chosen is the value of a package variable with a choice per mutant.
func chosen(raw string, mutants []mutant) string {
	at := mutants[0].around
	text := raw[at.start:at.end]
	for _, m := range mutants {
		text = fmt.Sprintf("mutantOr(%d, %s,\n//line mutant-%d:1\n%s)", m.number, text, m.number, m.changed(raw))
	}
	return text
}

// copied is the body with the change, run where the mutant lives.
func (m mutant) copied(raw string) string {
	end := "\n}\n"
	if !m.yields {
		end = "\nreturn\n}\n"
	}
	return fmt.Sprintf("\nif mutantAlive == %d {\n//line mutant-%d:1\n%s%s", m.number, m.number, m.changed(raw), end)
}

// changed is around with the change in it.
func (m mutant) changed(raw string) string {
	type edit struct {
		at   span
		text string
	}
	edits := []edit{{m.at, m.text}}
	for _, at := range m.labels {
		edits = append(edits, edit{span{at, at}, fmt.Sprintf("M%d", m.number)})
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.at.start, b.at.start) })
	var b strings.Builder
	done := m.around.start
	for _, e := range edits {
		if e.at.start < done {
			continue // a label inside what is gone
		}
		b.WriteString(raw[done:e.at.start])
		b.WriteString(e.text)
		done = e.at.end
	}
	b.WriteString(raw[done:m.around.end])
	return b.String()
}
