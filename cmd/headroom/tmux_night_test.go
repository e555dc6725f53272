package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// night is what an engineer does on a night shift, from headroom demo: who runs out
// first and why, with every proof; the fix and all that share it; the plan with pairs
// apart and windows; two ticks; the terminal is lost; back; the checklist as a file;
// what changed since the scan before.
func (d *desktop) night(t *testing.T, w, h int) {
	store := filepath.Join(d.dir, fmt.Sprintf("night-%d.db", w))
	x := d.run(t, w, h, "demo --days 3 --store "+store, "the scan has ended")
	walk(x)

	x.press("s")
	x.wait("sort out-in")
	x.press("g")
	row := regexp.MustCompile(`ACTION[^\n]*\n>  \S+ +(\S+) .* now `) // the first line is selected
	s := x.until("the first line is selected", row.MatchString)
	host := row.FindStringSubmatch(s)[1]
	x.press("Enter")
	x.has("[Memory]", host)
	x.press("Enter")
	x.has("[Evidence]", "^^^")
	x.everyProof()
	x.press("f")
	x.filled("fix", x.has("[Fix]", "Change"))
	x.press("Escape")
	x.wait("[1 Fleet]")
	x.press("M")
	if s = x.wait("with the same fix marked"); !regexp.MustCompile(`[2-9]\d* marked`).MatchString(s) {
		t.Errorf("not all that share it are marked:\n%s", s)
	}
	x.press("p")
	x.wait("put into the plan")
	x.press("/")
	x.typed("pending")
	x.press("Enter", "A", "a", "p")
	x.wait("put into the plan")
	x.press("4")
	x.inWaves()
	x.press("Tab", "Space", "Space")
	x.has("2 of ", "saved ")
	x.kill()

	x = d.run(t, w, h, "demo --store "+store, "the scan has ended")
	x.press("4")
	x.has("2 of ", "[-]")
	x.inWaves()
	d.export(x, fmt.Sprintf("tonight-%d.md", w), host)
	x.press("6")
	x.filled("diff", x.has("[6 Diff]", ")  ->  ", "(54 devices)"))
	x.press("q")
	x.wait("[4 Plan]")
	x.press("1", "Escape", "q")
	x.wait("left=0")
}

// inWaves holds that a pair is in two waves, each with a window.
func (x *terminal) inWaves() {
	x.t.Helper()
	s := x.has("[4 Plan]", "WAVE 2", "ams1-edge-06")
	x.filled("plan", s)
	if n := strings.Count(s, "01:00-05:00 UTC"); n != len(regexp.MustCompile(` WAVE \d`).FindAllString(s, -1)) {
		x.t.Errorf("%d of the waves have windows:\n%s", n, s)
	}
	one, other := strings.Index(s, "] ams1-edge-05"), strings.Index(s, "] ams1-edge-06")
	if wave := strings.Index(s, "WAVE 2"); one < 0 || other < 0 || (one < wave) == (other < wave) {
		x.t.Errorf("the pair is not apart:\n%s", s)
	}
}

// export writes the checklist and looks what is in it.
func (d *desktop) export(x *terminal, file, host string) {
	x.t.Helper()
	path := filepath.Join(d.dir, file)
	x.press("o")
	x.wait("write the checklist to")
	x.press("C-u")
	x.typed(path)
	x.press("Enter")
	x.wait("written: ")
	got, err := os.ReadFile(path)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, text := range []string{"# Remediation checklist", "Rollback, if it goes wrong", host, "ams1-edge-06", "01:00"} {
		if !strings.Contains(string(got), text) {
			x.t.Errorf("the checklist lacks %q:\n%.600s", text, got)
		}
	}
}
