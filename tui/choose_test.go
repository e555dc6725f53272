package tui

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/tui/screen/device"
	"github.com/headroom-audit/headroom/tui/screen/list"
	"github.com/headroom-audit/headroom/tui/screen/live"
	"github.com/headroom-audit/headroom/tui/screen/planner"
)

// A facet goes into the filter, and comes out of it by u.
func TestFacets(t *testing.T) {
	u := fleetUI(t).Press("f").Expect("facets", "state:ok", "site:")
	if n := u.m.sh.List.Shown(); n != 9 {
		t.Fatalf("%d shown while nothing is chosen", n)
	}
	u.Press("enter").ExpectNot("facets: what")
	if q := u.m.sh.List.Filtered(); q != "state:ok" || u.m.sh.List.Shown() != 2 {
		t.Errorf("the filter is %q, %d are shown", q, u.m.sh.List.Shown())
	}
	u.Press("u", "f", "esc").Expect("no filter").ExpectScreen(list.Name)
	u.Press("f", "/").ExpectNot("facets: what")
}

// A column that was taken away is gone until it is chosen again; some are always there.
func TestColumns(t *testing.T) {
	u := fleetUI(t).Resize(240, 67).Expect("ACTION", "SITE")
	u.Press("c", "j", "j", "space", "esc").ExpectNot("SITE ").Expect("PLATFORM", "ACTION")
	u.Press("c", "space").Expect("always shown").Press("j", "j", "space", "c").Expect("SITE ")
}

// What the mouse does is what keys do, and only when it was taken from the terminal.
func TestMouse(t *testing.T) {
	u := fleetUI(t)
	if u.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is taken without being asked")
	}
	u.Press("ctrl+t")
	if u.m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("the mouse is not taken")
	}
	at := func(text string) (x, y int) {
		for y, l := range strings.Split(u.Frame(), "\n") {
			if x := strings.Index(l, text); x >= 0 {
				return len([]rune(l[:x])), y
			}
		}
		t.Fatalf("no %q in sight:\n%s", text, u.Frame())
		return 0, 0
	}
	click := func(text string) {
		x, y := at(text)
		_, cmd := u.m.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		u.Frame()
		u.work(cmd)
	}
	click("nrt1-pe-11 ")
	u.ExpectSelected("nrt1-pe-11").ExpectScreen(list.Name)
	click("nrt1-pe-11 ")
	u.ExpectScreen(device.Name)
	click("4 Plan")
	u.ExpectScreen(planner.Name)
	click("1 Fleet")
	u.m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	u.ExpectSelected("fra3-edge-01")
	u.Press("ctrl+t")
	if u.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is not given back")
	}
}

// The site of a device waits and goes on; the screen says which do.
func TestASiteIsPaused(t *testing.T) {
	o := &Options{Feed: halfway()}
	on := false
	o.Ports.Pause = func(name string) (string, bool, error) {
		on = !on
		return "site-of-" + name, on, nil
	}
	u := open(t, 80, 24, o)
	u.m.Update(tick{})
	u.ExpectScreen(live.Name).Press("p").Expect("select a device first")
	u.Press("j", "p").Expect("PAUSED  site-of-").Press("p").ExpectNot("PAUSED").Expect("goes on")
}

// A rejected login is said where the scan is watched.
func TestTheBreakerIsSaid(t *testing.T) {
	f := halfway()
	d := failed()
	d.Verdict.Device.Failure.Cause, d.Verdict.Device.Failure.Text = "breaker", `not tried: credential "tacacs" stopped at ams1-edge-05`
	f.Push(scan.Event{Kind: scan.Judged, At: clock(), Planned: 9, Done: 3, Device: &d})
	u := open(t, 80, 24, &Options{Feed: f})
	u.m.Update(tick{})
	u.Expect("BREAKER 1 not tried: credential")
}

// The pager gets the transcript without control characters, and its failure is told.
func TestThePager(t *testing.T) {
	o := &Options{Result: &scan.Result{Devices: []scan.Device{hostileDevice()}}}
	o.Ports = lent(o.Result)
	var got string
	hand := o.Ports.Hand
	o.Ports.Hand = func(name string, text safeterm.Text, edit bool) (*exec.Cmd, func(), error) {
		got = fmt.Sprint(edit, string(text))
		return hand(name, text, edit)
	}
	u := open(t, 80, 24, o).Press("enter")
	_, cmd := u.m.Update(keyOf("E"))
	if cmd == nil || !strings.HasPrefix(got, "true") || strings.ContainsAny(got, "\x1b\u202e\x00\a") {
		t.Errorf("the editor got %q", got)
	}
}

// The chart of a forecast has what was read, the way to the middle date and the cap.
func TestTheForecastIsDrawn(t *testing.T) {
	d := evident()
	p := d.Verdict.Pools[0]
	day := func(n int) time.Time { return clock().AddDate(0, 0, n) }
	f := audit.Forecast{Pool: p}
	f.Runway = solve.Runway{Low: day(30), Median: day(60), High: day(90)}
	d.Verdict.Forecasts = []audit.Forecast{f}
	o := &Options{Result: &scan.Result{Devices: []scan.Device{d}}}
	o.Ports = lent(o.Result)
	u := open(t, 80, 24, o).Press("enter", "tab", "tab", "tab")
	u.Expect("524,288 │", "──", "^", "2026-10-25 to 2027-01-23")
	d.Verdict.Forecasts[0].Runway = solve.Runway{}
	o.Result.Devices[0] = d
	o.Ports.Past = nil
	open(t, 80, 24, o).Press("enter", "tab", "tab", "tab").ExpectNot("524,288 │")
}
