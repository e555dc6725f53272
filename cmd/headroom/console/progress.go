// Package console is the person at the terminal of the command line: how far a scan is,
// a question for a secret, Ctrl-C.
package console

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
)

// progress tells a person on stderr how far a scan is: one line that is drawn
// again in a terminal; with -v a line per device; else nothing.
type progress struct {
	w       io.Writer
	bar     bool
	verbose bool
	ascii   bool
	started time.Time
	drawn   time.Time
	states  map[audit.State]int
	causes  map[string]int // why devices were not read
	planned int
	done    int
	before  int // read by earlier runs of this scan
	now     func() time.Time
	width   func() int // of the terminal: a line that wraps cannot be drawn again
}

// Style is how progress is told.
type Style struct{ Quiet, Verbose, ASCII bool }

// Progress tells on w how far a scan is: what it gives takes the events of the scan.
func Progress(w io.Writer, s Style) func(scan.Event) {
	p := &progress{
		w: w, bar: IsTerminal(w) && !s.Quiet && !s.Verbose, verbose: s.Verbose && !s.Quiet, ascii: s.ASCII,
		states: map[audit.State]int{}, causes: map[string]int{}, now: time.Now,
		width: func() int { return terminalWidth(w) },
	}
	return p.event
}

// IsTerminal reports whether w is a terminal a person looks at.
func IsTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// event takes one event of a scan; scan calls it from one goroutine at a time.
func (p *progress) event(e scan.Event) {
	switch e.Kind {
	case scan.Started:
		p.planned, p.before, p.started = e.Planned, e.Done, p.now()
	case scan.Session:
		p.step(e.Step)
		return
	case scan.Judged:
		p.done = e.Done
		p.states[e.Device.Verdict.State]++
		if c := e.Device.Verdict.Device.Failure.Cause; c != "" {
			p.causes[c]++
		}
		if p.verbose && p.done > p.before {
			v := &e.Device.Verdict
			fmt.Fprintf(p.w, "%4d/%d %-4s %s  %s\n", p.done, p.planned, v.State, safeterm.CleanLine(v.Device.Name), v.Action)
		}
	case scan.Finished:
		p.clear()
		return
	}
	p.draw()
}

func (p *progress) step(s collect.Event) {
	if !p.verbose || s.Kind != collect.EventRetry && s.Kind != collect.EventFailed {
		return
	}
	fmt.Fprintf(p.w, "          %s: %s %v\n", safeterm.CleanLine(s.Device), s.Kind, safeterm.CleanLine(fmt.Sprint(s.Err)))
}

func (p *progress) draw() {
	now := p.now()
	if !p.bar || p.done < p.planned && now.Sub(p.drawn) < 100*time.Millisecond {
		return
	}
	p.drawn = now
	const width = 24
	full := 0
	if p.planned > 0 {
		full = width * p.done / p.planned
	}
	block, blank := "█", "·"
	if p.ascii {
		block, blank = "#", "-"
	}
	var counts []string
	for _, s := range audit.States() {
		if n := p.states[s]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", s, n))
		}
	}
	line := fmt.Sprintf("%s%s %d/%d%s  %s", strings.Repeat(block, full), strings.Repeat(blank, width-full), p.done, p.planned, p.pace(now), strings.Join(counts, "  "))
	if c := report.Causes(p.causes); c != "" {
		line += "  (" + c + ")"
	}
	fmt.Fprint(p.w, "\r\x1b[K"+safeterm.Truncate(line, max(20, p.width()-1), ""))
}

// pace is how fast it goes and how long it may still take; "" = too early to say.
func (p *progress) pace(now time.Time) string {
	rate, left, ok := scan.Pace(p.planned, p.done, p.before, now.Sub(p.started))
	if !ok {
		return ""
	}
	return fmt.Sprintf("  %.1f/s  about %s left", rate, left)
}

// terminalWidth is how many columns the terminal w has, 80 where it is none.
func terminalWidth(w any) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}

func (p *progress) clear() {
	if p.bar {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
