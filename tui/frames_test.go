package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/scan"
)

// updating reports whether -update was given: teatest defines the flag.
func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

func sizes() [][2]int { return [][2]int{{60, 16}, {80, 24}, {120, 30}, {160, 45}} }

func TestFrames(t *testing.T) {
	for _, tt := range []struct {
		name string
		keys []string
		live bool
	}{
		{name: "fleet"},
		{name: "fleet-marked", keys: []string{"space", "j", "space", "s"}},
		{name: "filter-mistake", keys: []string{"/", "s", "i", "t", "f", ":", "x"}},
		{name: "device-memory", keys: []string{"j", "enter"}},
		{name: "device-fix", keys: []string{"j", "enter", "tab"}},
		{name: "device-evidence", keys: []string{"j", "e"}},
		{name: "device-raw", keys: []string{"j", "enter", "shift+tab"}},
		{name: "palette", keys: []string{":", "s", "o", "r"}},
		{name: "help", keys: []string{"?"}},
		{name: "scan", live: true},
		{name: "plan", keys: []string{"j", "p", "j", "p", "4", "tab", "space", "space"}},
		{name: "plan-empty", keys: []string{"4"}},
		{name: "diff", keys: []string{"6"}},
		{name: "scans", keys: []string{"7", "j"}},
		{name: "words", keys: []string{"8"}},
		{name: "what-if", keys: []string{"3", "L", "L"}},
		{name: "device-history", keys: []string{"enter", "tab", "tab", "tab", "tab"}},
		{name: "facets", keys: []string{"f", "j"}},
		{name: "columns", keys: []string{"c", "j", "j", "space"}},
		{name: "device-forecast", keys: []string{"j", "enter", "tab", "tab", "tab"}},
		{name: "device-coverage", keys: []string{"j", "enter", "shift+tab", "shift+tab"}},
	} {
		for _, size := range sizes() {
			t.Run(fmt.Sprintf("%s_%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				o := &Options{Result: fleetResult(), Title: "synthetic"}
				o.Ports = lent(o.Result)
				if tt.live {
					o = &Options{Feed: halfway()}
				}
				u := open(t, size[0], size[1], o)
				if tt.live {
					u.m.Update(tick{})
				}
				golden(t, u.Press(tt.keys...).Frame())
			})
		}
	}
}

// What a terminal without colours, one of which nothing is known and one without block
// characters gets: to the byte, with the styles.
func TestPlainFrames(t *testing.T) {
	for _, look := range []struct {
		name           string
		noColor, ascii bool
	}{{"color", false, false}, {"nocolor", true, false}, {"ascii", true, true}} {
		for name, keys := range map[string][]string{
			"fleet": {"space", "j"}, "device": {"j", "enter"}, "what-if": {"3", "L"}, "plan": {"j", "p", "4", "tab", "space"}, "help": {"?"}, "history": {"enter", "tab", "tab", "tab", "tab"},
		} {
			t.Run(name+"_"+look.name, func(t *testing.T) {
				o := &Options{Result: fleetResult(), NoColor: look.noColor, ASCII: look.ascii}
				o.Ports = lent(o.Result)
				u := open(t, 80, 24, o)
				u.Press(keys...)
				frame := u.m.View().Content
				if look.noColor && regexp.MustCompile(`\x1b\[[0-9;]*[34][0-9]`).MatchString(frame) {
					t.Errorf("a colour: %q", frame)
				}
				if !strings.Contains(u.Frame(), "\n>") && name != "help" && name != "history" {
					t.Error("the selected row is marked by its colour only")
				}
				golden(t, strings.ReplaceAll(frame, "\x1b", "\\e"))
			})
		}
	}
}

// golden compares a frame with testdata/frames/<test>.golden; blanks at the ends
// of lines are shown by a bar.
func golden(t *testing.T, frame string) {
	t.Helper()
	frame = strings.ReplaceAll(frame, "\n", "|\n") + "|\n"
	file := filepath.Join("testdata", "frames", filepath.Base(t.Name())+".golden")
	if updating() {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(frame), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(frame, "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// halfway is the feed of a scan that runs.
func halfway() *Feed {
	f := NewFeed()
	at := clock()
	push := func(e scan.Event) {
		at = at.Add(time.Second)
		e.At, e.Planned = at, 6
		f.Push(e)
	}
	push(scan.Event{Kind: scan.Started})
	for i, name := range []string{"ams1-edge-05", "fra3-edge-77", "nrt1-pe-11", "lhr5-edge-02"} {
		push(scan.Event{Kind: scan.Session, Step: collect.Event{Device: name, Kind: collect.EventConnect}})
		if i == 2 {
			push(scan.Event{Kind: scan.Session, Step: collect.Event{Device: name, Kind: collect.EventCommand, Command: "show version"}})
		}
	}
	first, second := evident(), failed()
	push(scan.Event{Kind: scan.Judged, Done: 1, Device: &first})
	push(scan.Event{Kind: scan.Judged, Done: 2, Device: &second})
	return f
}
