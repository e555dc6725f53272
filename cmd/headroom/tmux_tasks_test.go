package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// desktop is the program, a store with a scan of the demo fleet and its invented past,
// and real terminals that show it.
type desktop struct {
	bin, store, dir string
}

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the binary under the keys is built without the race detector")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("HEADROOM_REQUIRE_TMUX") != "" {
			t.Fatal(err)
		}
		t.Skip("no tmux here")
	}
	d := &desktop{dir: t.TempDir()}
	d.bin, d.store = filepath.Join(d.dir, "headroom"), filepath.Join(d.dir, "demo.db")
	if out, err := exec.Command("go", "build", "-o", d.bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	cmd := exec.Command(d.bin, "demo", "--no-tui", "--days", "40", "--store", d.store)
	cmd.Dir = d.dir
	if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() > 1 {
		t.Fatalf("demo: %v: %s", err, out)
	}
	return d
}

// open opens the screens on the stored scan in a terminal of their own.
func (d *desktop) open(t *testing.T, w, h int, args string) *terminal {
	t.Helper()
	return d.run(t, w, h, fmt.Sprintf("tui --store %s %s", d.store, args), "[1 Fleet]")
}

// run runs the program in a terminal of its own until it shows a text.
func (d *desktop) run(t *testing.T, w, h int, args, until string) *terminal {
	t.Helper()
	name := strings.NewReplacer("/", "-", " ", "-").Replace(t.Name())
	x := &terminal{t, fmt.Sprintf("headroom-%d-%s-%d", os.Getpid(), name, time.Now().UnixNano()%100000), w, h}
	t.Cleanup(x.kill)
	x.tmux("-f", "/dev/null", "new-session", "-d", "-s", "h", "-c", d.dir, "-x", fmt.Sprint(w), "-y", fmt.Sprint(h),
		fmt.Sprintf("env LANG=C.UTF-8 %s %s; echo left=$?; sleep 30", d.bin, args))
	x.wait(until)
	return x
}

// kill takes the terminal away from under the program.
func (x *terminal) kill() { _ = exec.Command("tmux", "-L", x.socket, "kill-server").Run() }

func (x *terminal) typed(text string) { x.tmux("send-keys", "-t", "h", "-l", text) }

// has waits for each text on one screen.
func (x *terminal) has(texts ...string) string {
	x.t.Helper()
	s := ""
	for _, text := range texts {
		s = x.wait(text)
	}
	return s
}

// selected is the line under the cursor.
func selected(s string) string {
	for _, l := range strings.Split(s, "\n") {
		if strings.HasPrefix(l, ">") {
			return l
		}
	}
	return ""
}

// What is done in real terminals, by keys that the screen shows.
func TestInATerminal(t *testing.T) {
	d := newDesktop(t)
	for _, size := range []struct{ w, h int }{{80, 24}, {160, 45}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			t.Run("a whole night", func(t *testing.T) { d.night(t, size.w, size.h) })
			t.Run("who runs out first", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "")
				x.press("s")
				s := x.wait("sort out-in")
				if l := selected(s); !strings.Contains(l, " now") {
					t.Errorf("the first is not the one that runs out first: %s\n%s", l, s)
				}
				x.press("/")
				x.typed("out<180d -out<1d")
				x.press("Enter")
				if s = x.has("out<180d", " shown"); strings.Contains(s, " now ") || !regexp.MustCompile(`\d (d|mo) `).MatchString(s) {
					t.Errorf("those of the next half year:\n%s", s)
				}
				x.filled("who", s)
			})
			t.Run("why, with every proof", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "--filter host:fra3-edge-01")
				x.press("Enter")
				x.has("overflow/latched", "overflow/log", "cap/near")
				x.press("j", "Enter")
				x.has("[Evidence]", "^^^")
				x.everyProof()
			})
			t.Run("what to do", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "--filter host:nrt1-pe-21")
				x.press("Enter", "f")
				s := x.has("[Fix]", "reload ", "way back")
				if at := strings.Index(s, "arithmetic"); at >= 0 && at < strings.Index(s, "way back") {
					t.Errorf("arithmetic before the rollback:\n%s", s)
				}
				x.press("i")
				x.wait("arithmetic")
			})
			t.Run("refused reloads", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "")
				x.press("/")
				x.typed("refused")
				x.press("Enter")
				s := x.has("REFUSED", "no reload until")
				x.filled("refused", s)
				x.press("Enter")
				x.has("[Memory]", "REFUSED")
				x.press("f", "y")
				x.wait("not copied: the reload is refused")
			})
			t.Run("the same fix", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "--sort fix")
				x.wait("sort fix")
				x.press("F")
				x.has(`fix:`, " shown")
				x.press("M")
				x.has("marked")
				x.press("u", "u")
				x.has("no filter")
			})
			t.Run("a view for a colleague", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "--filter site:fra3")
				x.press("Y")
				x.has("copied the command: headroom report --scan")
				x.press("s", "Y")
				x.has("copied the command: headroom tui --scan")
			})
			t.Run("what changed since", func(t *testing.T) {
				x := d.open(t, size.w, size.h, "")
				x.press("6", "d") // none is chosen: the newest
				x.press("7")
				x.has("[7 Scans]", "whole")
				x.press("j", "j", "d")
				s := x.has("[6 Diff]", "->", "changes 1-")
				x.filled("diff", s)
				x.press("Enter")
				x.wait("[2 Device]")
			})
		})
	}
}

// everyProof goes from proof to proof, once through all.
func (x *terminal) everyProof() {
	x.t.Helper()
	s := x.screen()
	m := regexp.MustCompile(` (\d+)/(\d+)  \S+, proof`).FindStringSubmatch(s)
	if m == nil {
		x.t.Fatalf("no proof in sight:\n%s", s)
	}
	at, _ := strconv.Atoi(m[1])
	all, _ := strconv.Atoi(m[2])
	for range all {
		at = at%all + 1
		x.press("n")
		x.wait(fmt.Sprintf(" %d/%d  ", at, all))
	}
}
