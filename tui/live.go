package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/grid"
)

// liveScreen is what is known of the scan that runs, or that ran last.
type liveScreen struct {
	on       bool
	known    bool // a scan ran in this session
	again    bool // it is a rescan of some devices
	stay     bool // the user came here himself: do not go away when it ends
	planned  int
	done     int
	before   int // of those, by earlier runs of the scan
	started  time.Time
	now      time.Time
	sessions map[string]*session
	order    []string // names in the order they began
	causes   map[string]int
	log      []string
	grid     grid.Grid
	free     bool // the user scrolls: do not follow
}

// session is what one visit does at the moment.
type session struct {
	step    string
	command string
	since   time.Time
	ended   bool
	result  string
}

// begin makes ready for a scan; the next one is a rescan.
func (l *liveScreen) begin() {
	again := l.sessions != nil
	*l = liveScreen{sessions: map[string]*session{}, causes: map[string]int{}, on: again, known: again, again: again}
}

// take notes one event.
func (l *liveScreen) take(e *scan.Event) {
	l.now = e.At
	switch e.Kind {
	case scan.Started:
		l.planned, l.done, l.before, l.started = e.Planned, e.Done, e.Done, e.At
	case scan.Session:
		l.step(&e.Step, e.At)
	case scan.Judged:
		l.done = e.Done
		v := &e.Device.Verdict
		s := l.at(e.Device.Inventory.Name, e.At)
		s.ended, s.result = true, string(v.State)
		if c := v.Device.Failure.Cause; c != "" {
			l.causes[c]++
			s.result += "  " + c + ": " + v.Device.Failure.Text
		}
	case scan.Finished:
	}
}

func (l *liveScreen) at(name string, now time.Time) *session {
	s := l.sessions[name]
	if s == nil {
		s = &session{since: now}
		l.sessions[name] = s
		l.order = append(l.order, name)
	}
	return s
}

func (l *liveScreen) step(e *collect.Event, now time.Time) {
	s := l.at(e.Device, now)
	s.step, s.command = string(e.Kind), e.Command
	if e.Kind == collect.EventRetry {
		l.log = append(l.log, fmt.Sprintf("%s  %s again: %v", now.UTC().Format("15:04:05Z"), e.Device, e.Err))
		l.log = l.log[max(0, len(l.log)-100):]
	}
}

func (m *Model) liveAction(id action.ID) tea.Cmd {
	l := &m.live
	if id == action.Open {
		m.openSession()
		return nil
	}
	l.free = true
	switch id {
	case action.Down:
		l.grid.Move(1)
	case action.Up:
		l.grid.Move(-1)
	case action.PageDown:
		l.grid.Move(l.grid.Page())
	case action.PageUp:
		l.grid.Move(-l.grid.Page())
	case action.Home:
		l.grid.Select(0)
	case action.End, action.Follow:
		l.free = false
	}
	return nil
}

// openSession opens the device of the line under the cursor, once it is judged.
func (m *Model) openSession() {
	i := m.live.grid.Cursor()
	if i < 0 || i >= len(m.live.order) {
		m.notice = "no session is selected"
		return
	}
	at, ok := m.byName[m.live.order[i]]
	if !ok {
		m.notice = "not judged yet: " + clean(m.live.order[i])
		return
	}
	m.live.stay = true
	m.show(m.rows[at], sectionMemory)
}

func (m *Model) drawLive() []string {
	l := &m.live
	lines := []string{m.tabs(), m.totals(), m.liveBar(), m.rule(m.w)}
	failures := m.failureLines()
	h := max(1, m.h-len(lines)-len(failures)-1-2)
	l.grid.Resize(len(l.order), h)
	if !l.free {
		l.grid.Select(len(l.order) - 1)
	}
	lo, hi := l.grid.Window()
	var body []string
	for i := lo; i < hi; i++ {
		body = append(body, m.sessionLine(l.order[i], l.free && i == l.grid.Cursor()))
	}
	lines = append(lines, fitLines(body, m.w, h)...)
	lines = append(lines, m.rule(m.w))
	lines = append(lines, failures...)
	crumb := "scan ended"
	if l.on {
		crumb = "scan runs; esc: the fleet meanwhile; ctrl+c ends it, what is done is kept"
	}
	return append(lines, m.footer(crumb, "")...)
}

func (m *Model) liveBar() string {
	l := &m.live
	took := l.now.Sub(l.started).Truncate(time.Second)
	text := fmt.Sprintf(" %d of %d  %s", l.done, l.planned, took)
	if rate, left, ok := scan.Pace(l.planned, l.done, l.before, took); ok && l.on {
		text += fmt.Sprintf("  %.1f/s  about %s left", rate, left)
	}
	return newLine(m.w).add("", " "+chart.Bar(max(10, m.w/3), l.done, l.planned, m.opts.ASCII)).add("", text).String()
}

func (m *Model) sessionLine(name string, current bool) string {
	s := m.live.sessions[name]
	text := s.step
	if s.command != "" && !s.ended {
		text = s.command
	}
	if s.ended {
		text = s.result
	}
	mark := " "
	if current {
		mark = ">"
	}
	line := fmt.Sprintf("%s %-18s %s", mark, clean(name), clean(text))
	if current {
		return reversed(m.w, line)
	}
	return plain(m.w, line)
}

// failureLines groups what failed by its cause.
func (m *Model) failureLines() []string {
	var causes []string
	for c := range m.live.causes {
		causes = append(causes, c)
	}
	slices.SortFunc(causes, func(a, b string) int {
		if n := m.live.causes[b] - m.live.causes[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for _, c := range causes {
		parts = append(parts, fmt.Sprintf("%s %d", clean(c), m.live.causes[c]))
	}
	text := " no failures"
	if len(parts) > 0 {
		text = " failures: " + strings.Join(parts, "   ")
	}
	lines := []string{plain(m.w, text)}
	if n := len(m.live.log); n > 0 {
		lines = append(lines, plain(m.w, " "+clean(m.live.log[n-1])))
	}
	return lines
}
