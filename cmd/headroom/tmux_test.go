package main

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// terminal is a real terminal: a tmux server of its own.
type terminal struct {
	t      *testing.T
	socket string
	w, h   int
}

// tmux runs one tmux command and gives what it printed.
func (x *terminal) tmux(args ...string) string {
	x.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %v: %v: %s", args, err, out)
	}
	return string(out)
}

func (x *terminal) screen() string { return x.tmux("capture-pane", "-p", "-t", "h") }

// wait looks at the screen until it holds text.
func (x *terminal) wait(text string) string {
	x.t.Helper()
	return x.until(text, func(s string) bool { return strings.Contains(s, text) })
}

// until looks at the screen until it is right.
func (x *terminal) until(what string, right func(string) bool) string {
	x.t.Helper()
	var s string
	for range 300 {
		if s = x.screen(); right(s) {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.t.Fatalf("the screen never showed %q; it shows:\n%s", what, s)
	return ""
}

func (x *terminal) press(keys ...string) {
	for _, k := range keys {
		x.tmux("send-keys", "-t", "h", k)
		time.Sleep(50 * time.Millisecond)
	}
}

// filled checks what every screen must be: the tabs on top, hints at the bottom,
// no line wider than the terminal, nothing of an escape sequence left over.
func (x *terminal) filled(name, s string) {
	x.t.Helper()
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	if len(lines) != x.h || !strings.Contains(lines[0], "headroom") || !strings.Contains(lines[x.h-1], "? help") {
		x.t.Errorf("%s: not a whole screen (%d lines):\n%s", name, len(lines), s)
	}
	for _, l := range lines {
		if len([]rune(l)) > x.w {
			x.t.Errorf("%s: a line of %d cells: %q", name, len([]rune(l)), l)
		}
	}
	for _, stray := range []string{"\x1b", "[0m", "[1m", "[7m", "^["} {
		if strings.Contains(s, stray) {
			x.t.Errorf("%s: a stray %q:\n%s", name, stray, s)
		}
	}
}

// walk is the way through the screens: fleet, filter, device, evidence, back, read again.
func walk(x *terminal) {
	x.t.Helper()
	x.filled("fleet", x.wait("the scan has ended"))
	x.press("/")
	x.tmux("send-keys", "-t", "h", "-l", "host:nrt1-pe-21")
	x.wait("1 of ")
	x.press("Enter")
	s := x.wait("rows 1-1 of 1")
	x.filled("filtered", s)
	if !strings.Contains(s, "nrt1-pe-21") || strings.Contains(s, "fra3-edge-01") {
		x.t.Errorf("the filter does not hold:\n%s", s)
	}
	x.press("Enter")
	s = x.wait("[Memory]")
	x.filled("device", s)
	if !strings.Contains(s, "cap/over") || !strings.Contains(s, "OVER") {
		x.t.Errorf("the device does not say why:\n%s", s)
	}
	x.press("e")
	s = x.wait("[Evidence]")
	x.filled("evidence", s)
	if !strings.Contains(s, "^^^") || !strings.Contains(s, "proof 1 of") {
		x.t.Errorf("no caret under a number:\n%s", s)
	}
	x.press("Escape")
	x.wait("[1 Fleet]")
	x.press("Escape")
	x.filled("whole fleet", x.wait("fra3-edge-01"))
	x.press("r")
	x.wait("reading 1 device again")
	x.press("5")
	x.filled("read again", x.wait("scan ended"))
	if s = x.screen(); !strings.Contains(s, "1 of 1") {
		x.t.Errorf("not one device was read again:\n%s", s)
	}
	x.press("1")
	x.filled("fleet after it", x.wait("54 dev"))
}
