package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/tui"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/tuitest"
)

// The what-if of the screens shows the numbers of the command.
func TestTheWhatIfScreenShowsWhatTheCommandSays(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: one thing after another, which the scripts run beside others")
	}
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	store := filepath.Join(dir, "demo.db")
	var out, errs bytes.Buffer
	runMain([]string{"demo", "--no-tui", "-q", "--store", store}, &out, &errs)
	out.Reset()
	runMain([]string{"whatif", "--date", "2028-01-01", "-o", "json", "--store", store}, &out, &errs)
	var doc report.WhatIf
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil || len(doc.Devices) == 0 || doc.Tables == nil {
		t.Fatal(err, errs.String())
	}
	g := &globals{store: store, clock: time.Now, std: stdio{in: strings.NewReader(""), out: &out, err: &errs}}
	d, err := g.desk("", false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	result, _, err := d.open(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	o := &tui.Options{ASCII: true, NoColor: true, Now: g.clock, Result: result, Ports: screen.Ports{}}
	d.lend(&o.Ports)
	frame := tuitest.Frame(o, 160, 80, "3=2028-01-01")
	frame = regexp.MustCompile(` +`).ReplaceAllString(frame, " ")
	want := []string{words.Thousands(doc.Tables.IPv4), words.Thousands(doc.Tables.IPv6)}
	for i := range doc.Devices {
		x := &doc.Devices[i]
		at, wall := "now", words.Thousands(x.Capacity)
		if x.FallsAt.Date != nil && !x.FallsAt.Over {
			at = x.FallsAt.Date.Format("2006-01")
		}
		if x.Estimate {
			wall = "~" + wall
		}
		want = append(want, at+" "+x.Name+" "+words.Thousands(x.Needs)+" "+wall)
	}
	for _, w := range want {
		if !strings.Contains(frame, w) {
			t.Errorf("the screen does not show %q", w)
		}
	}
	if t.Failed() {
		t.Log(frame)
	}
}
