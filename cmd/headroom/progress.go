package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/safeterm"
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
	planned int
	done    int
	now     func() time.Time
}

func newProgress(g *globals) *progress {
	return &progress{
		w: g.std.err, bar: isTerminal(g.std.err) && !g.quiet && !g.verbose, verbose: g.verbose && !g.quiet, ascii: g.ascii,
		states: map[audit.State]int{}, now: time.Now,
	}
}

// event takes one event of a scan; scan calls it from one goroutine at a time.
func (p *progress) event(e scan.Event) {
	switch e.Kind {
	case scan.Started:
		p.planned, p.started = e.Planned, p.now()
	case scan.Session:
		p.step(e.Step)
		return
	case scan.Judged:
		p.done = e.Done
		p.states[e.Device.Verdict.State]++
		if p.verbose {
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
	fmt.Fprintf(p.w, "\r\x1b[K%s%s %d/%d  %s%s", strings.Repeat(block, full), strings.Repeat(blank, width-full), p.done, p.planned, strings.Join(counts, "  "), p.eta(now))
}

func (p *progress) eta(now time.Time) string {
	took := now.Sub(p.started)
	if p.done == 0 || p.done >= p.planned || took < 2*time.Second {
		return ""
	}
	left := time.Duration(float64(took) / float64(p.done) * float64(p.planned-p.done))
	return "  about " + left.Round(time.Second).String() + " left"
}

func (p *progress) clear() {
	if p.bar {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
