package headroom_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write NOTICE again")

// systems are what NOTICE is written for.
var systems = []string{"linux", "darwin", "windows"}

type linked struct{ path, dir string }

// modules gives the modules whose code is in the program on a system.
func modules(t *testing.T, system string) []linked {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", "./cmd/headroom")
	cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v", system, err)
	}
	var all []linked
	for line := range strings.Lines(string(out)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			all = append(all, linked{path, dir})
		}
	}
	return all
}

// licence reads what a module may be used under, and whose it is. A text that is
// none of these was not looked at by anybody: that is an error.
func licence(dir string) (name string, holders []string, err error) {
	files, _ := filepath.Glob(filepath.Join(dir, "[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
	if len(files) == 0 {
		return "", nil, fmt.Errorf("%s has no licence", dir)
	}
	slices.Sort(files)
	raw, err := os.ReadFile(files[0])
	if err != nil {
		return "", nil, err
	}
	has := func(s string) bool { return bytes.Contains(raw, []byte(s)) }
	switch {
	case has("Apache License"):
		name = "Apache-2.0"
	case has("Redistribution and use") && regexp.MustCompile(`(?i)neither\s+the\s+name|names\s+of`).Match(raw):
		name = "BSD-3-Clause"
	case has("Redistribution and use"):
		name = "BSD-2-Clause"
	case has("Permission is hereby granted"):
		name = "MIT"
	default:
		return "", nil, fmt.Errorf("%s: a licence nobody has looked at", files[0])
	}
	for sc := bufio.NewScanner(bytes.NewReader(raw)); sc.Scan(); {
		line := strings.TrimSpace(sc.Text())
		if regexp.MustCompile(`^Copyright .*\d{4}|^Copyright \(c\) [A-Z]`).MatchString(line) && !slices.Contains(holders, line) {
			holders = append(holders, line)
		}
	}
	return name, holders, nil
}

func TestNoticeNamesWhatIsLinked(t *testing.T) {
	if *update {
		writeNotice(t)
	}
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules(t, goos(t)) {
		name, holders, err := licence(m.dir)
		if err != nil {
			t.Error(err)
			continue
		}
		want := entry(m.path, name, holders)
		if !strings.Contains(string(notice), want) {
			t.Errorf("NOTICE does not say (go test . -run Notice -update):\n%s", want)
		}
	}
}

func goos(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOOS").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func entry(path, name string, holders []string) string {
	s := path + " (" + name + ")\n"
	for _, h := range holders {
		s += "    " + h + "\n"
	}
	return s
}

// writeNotice keeps what stands above and below the list.
func writeNotice(t *testing.T) {
	t.Helper()
	const head, foot = "== Linked ==\n\n", "\n== Licences ==\n"
	old, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(old), head)
	_, after, closed := strings.Cut(rest, foot)
	if !ok || !closed {
		t.Fatal("NOTICE has no place for the list")
	}
	seen := map[string]bool{}
	var entries []string
	for _, system := range systems {
		for _, m := range modules(t, system) {
			name, holders, err := licence(m.dir)
			if err != nil {
				t.Error(err)
			} else if !seen[m.path] {
				seen[m.path] = true
				entries = append(entries, entry(m.path, name, holders))
			}
		}
	}
	slices.Sort(entries)
	if err := os.WriteFile("NOTICE", []byte(before+head+strings.Join(entries, "")+foot+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
