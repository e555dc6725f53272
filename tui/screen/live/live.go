// Package live is the screen of a scan that runs, or that ran last: what each
// session does and since when, those that hang on top, failures by cause.
package live

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "scan"

// The actions of the scan.
const (
	Open   action.ID = "scan/open"
	Follow action.ID = "scan/follow"
	Failed action.ID = "scan/failed"
	Pause  action.ID = "scan/pause-site"
)

// Live is the screen of the scan.
type Live struct {
	sh       *screen.Shell
	known    bool // a scan ran in this session
	again    bool // it is a rescan of some devices
	planned  int
	done     int
	before   int // of those, by earlier runs of the scan
	started  time.Time
	now      time.Time
	sessions map[string]*session
	order    []*session
	causes   map[string]int
	last     safeterm.Text // what was tried again last
	grid     grid.Grid
	chosen   string // the device under the cursor; "" = follow
	failed   bool   // show only what failed
	paused   []string
	breaker  safeterm.Text // why devices are not tried, as it was said last
}

// session is what one visit does at the moment.
type session struct {
	name    string
	doing   safeterm.Text
	since   time.Time
	ended   bool
	failed  bool
	result  safeterm.Text
	retried int
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen {
	l := &Live{sh: sh}
	l.Begin(false)
	l.known = false
	return l
}

// Begin makes ready for a scan; again: it reads some devices another time.
func (l *Live) Begin(again bool) {
	*l = Live{sh: l.sh, sessions: map[string]*session{}, causes: map[string]int{}, known: true, again: again}
}

// Again reports whether the scan reads only some devices another time.
func (l *Live) Again() bool { return l.again }

// Known reports whether a scan ran in this session.
func (l *Live) Known() bool { return l.known }

// Done is how many devices were visited.
func (l *Live) Done() int { return l.done }

// Name is what the screen is called.
func (l *Live) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (l *Live) Keys() []action.Action {
	return []action.Action{
		{ID: Open, Keys: []string{"enter"}, Title: "open", Help: "open the device of this line, once it is judged", Hint: true, Off: l.nothing},
		{ID: Failed, Keys: []string{"f"}, Title: "failures", Help: "only what failed, or everything again", Hint: true, Off: l.nothing},
		{ID: Pause, Keys: []string{"p"}, Title: "pause site", Help: "let the site of the selected device wait, or go on; sessions that have begun end as they would", Hint: true, Off: l.noPause},
		{ID: Follow, Keys: []string{"F"}, Title: "follow", Help: "put the cursor away: those that hang stay on top", Off: l.nothing},
	}
}

func (l *Live) nothing() safeterm.Text {
	if len(l.order) == 0 {
		return "no scan ran in this session"
	}
	return ""
}

func (l *Live) noPause() safeterm.Text {
	switch {
	case l.sh.Ports.Pause == nil:
		return "not from here"
	case !l.sh.Running:
		return "no scan runs"
	case l.chosen == "":
		return "select a device first: j/k"
	}
	return ""
}

// pause lets a site wait, or go on.
func (l *Live) pause() {
	site, paused, err := l.sh.Ports.Pause(l.chosen)
	switch {
	case err != nil:
		l.sh.Say(safeterm.Sprintf("not paused: %v", err))
	case paused:
		l.paused = append(l.paused, site)
		l.sh.Say(safeterm.Sprintf("%s waits: no session of it begins; p lets it go on", site))
	default:
		l.paused = slices.DeleteFunc(l.paused, func(s string) bool { return s == site })
		l.sh.Say(safeterm.Sprintf("%s goes on", site))
	}
}

// Event notes one event of the scan.
func (l *Live) Event(e *scan.Event) {
	l.now, l.known = e.At, true
	switch e.Kind {
	case scan.Started:
		l.planned, l.done, l.before, l.started = e.Planned, e.Done, e.Done, e.At
	case scan.Session:
		l.step(&e.Step, e.At)
	case scan.Judged:
		l.done = e.Done
		v := &e.Device.Verdict
		s := l.at(e.Device.Inventory.Name, e.At)
		s.ended, s.result = true, safeterm.CleanLine(string(v.State))
		if c := v.Device.Failure.Cause; c != "" {
			l.causes[c]++
			s.failed = true
			if c == string(collect.CauseBreaker) {
				l.breaker = safeterm.CleanLine(v.Device.Failure.Text)
			}
			s.result += safeterm.Sprintf("  %s: %s", c, v.Device.Failure.Text)
		}
	case scan.Finished:
	}
}

func (l *Live) at(name string, now time.Time) *session {
	s := l.sessions[name]
	if s == nil {
		s = &session{name: name, since: now}
		l.sessions[name] = s
		l.order = append(l.order, s)
	}
	return s
}

func (l *Live) step(e *collect.Event, now time.Time) {
	s := l.at(e.Device, now)
	s.doing, s.since = safeterm.CleanLine(string(e.Kind)), now
	if e.Command != "" {
		s.doing = safeterm.CleanLine(e.Command)
	}
	if e.Kind == collect.EventRetry {
		s.retried++
		l.last = safeterm.Sprintf("%s  %s again: %v", now.UTC().Format("15:04:05Z"), e.Device, e.Err)
	}
}

// shown are the sessions: those that run, the one that is at it longest first;
// then those that failed, then those that ended.
func (l *Live) shown() []*session {
	list := l.order
	if l.failed {
		list = slices.DeleteFunc(slices.Clone(list), func(s *session) bool { return !s.failed })
	}
	class := func(s *session) int {
		switch {
		case !s.ended:
			return 0
		case s.failed:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b *session) int {
		if c := cmp.Compare(class(a), class(b)); c != 0 {
			return c
		}
		if class(a) == 0 {
			return a.since.Compare(b.since)
		}
		return b.since.Compare(a.since)
	})
	return list
}

// Do carries out an action.
func (l *Live) Do(id action.ID) tea.Cmd {
	switch id {
	case Open:
		if s := l.sessions[l.selected()]; s != nil {
			if r := l.sh.List.Find(s.name); r != nil {
				return l.sh.OpenDevice(r, "")
			}
			l.sh.Say(safeterm.Sprintf("not judged yet: %s", s.name))
			return nil
		}
		l.sh.Say("no session is selected: j/k")
	case Follow:
		l.chosen = ""
		l.grid.Select(0)
	case Failed:
		l.failed = !l.failed
	case Pause:
		l.pause()
	case action.Copy:
		if s := l.sessions[l.selected()]; s != nil {
			return l.sh.CopyText(safeterm.CleanLine(s.name)+"  "+s.text(), "the line")
		}
	default:
		list := l.shown()
		if l.chosen == "" && (id == action.Down || id == action.Up) {
			l.grid.Select(0)
		} else {
			l.grid.Step(id)
		}
		if at := l.grid.Cursor(); at >= 0 && at < len(list) {
			l.chosen = list[at].name
		}
	}
	return nil
}

func (l *Live) selected() string { return l.chosen }

// Draw gives the rows of the screen.
func (l *Live) Draw(w, h int) screen.View {
	rows := []draw.Row{l.sh.Totals(w), l.bar(w), l.sh.Rule(w)}
	foot := append([]draw.Row{l.sh.Rule(w)}, l.failures(w)...)
	room := max(1, h-len(rows)-len(foot))
	list := l.shown()
	l.grid.Resize(len(list), room)
	if l.chosen != "" {
		l.grid.Select(slices.IndexFunc(list, func(s *session) bool { return s.name == l.chosen }))
	}
	lo, hi := l.grid.Window()
	var body []draw.Row
	for i := lo; i < hi; i++ {
		body = append(body, l.line(list[i], w, list[i].name == l.chosen))
	}
	if len(list) == 0 {
		text := safeterm.Text(" no scan ran in this session: headroom scan --tui shows one here")
		if l.known {
			text = " no session has begun"
		}
		if l.failed {
			text = " nothing failed; f shows everything"
		}
		body = []draw.Row{draw.Plain(w, text)}
	}
	v := screen.View{Rows: append(append(rows, draw.Fit(body, w, room)...), foot...), Crumb: "scan ended"}
	if l.sh.Running {
		v.Crumb = "scan runs; 1 the fleet meanwhile; ctrl+c ends it"
	} else if !l.known {
		v.Crumb = "scan"
	}
	if len(list) > room {
		v.Right = safeterm.Sprintf("lines %d-%d of %d", lo+1, hi, len(list))
	}
	return v
}

func (l *Live) bar(w int) draw.Row {
	took := l.now.Sub(l.started).Truncate(time.Second)
	text := safeterm.Sprintf(" %d of %d  %s", l.done, l.planned, took)
	if rate, left, ok := scan.Pace(l.planned, l.done, l.before, took); ok && l.sh.Running {
		text += safeterm.Sprintf("  %.1f/s  about %s left", rate, left)
	}
	bar := chart.Bar(max(10, w/3), l.done, l.planned, l.sh.ASCII)
	return draw.NewLine(w).Add("", " ").Add("", safeterm.CleanLine(bar)).Add("", text).Row()
}

func (s *session) text() safeterm.Text {
	if s.ended {
		return s.result
	}
	return s.doing
}

func (l *Live) line(s *session, w int, current bool) draw.Row {
	line, mark := draw.NewLine(w), safeterm.Text(" ")
	if current {
		line, mark = draw.Selected(w), ">"
	}
	host := min(max(18, w/4), 40)
	line.Add("", mark+" ").Cell("", safeterm.CleanLine(s.name), host, false)
	since := safeterm.Text("")
	if !s.ended {
		since = screen.Ago(l.now.Sub(s.since))
	}
	line.Add("", " ").Cell("", since, 6, true).Add("", "  "+s.text())
	if s.retried > 0 {
		line.Add("", safeterm.Sprintf("  (tried %d times)", s.retried+1))
	}
	return line.Row()
}

// failures groups what failed by its cause.
func (l *Live) failures(w int) []draw.Row {
	causes := make([]string, 0, len(l.causes))
	for c := range l.causes {
		causes = append(causes, c)
	}
	slices.SortFunc(causes, func(a, b string) int {
		return cmp.Or(l.causes[b]-l.causes[a], strings.Compare(a, b))
	})
	text := safeterm.Text(" no failures")
	for i, c := range causes {
		if i == 0 {
			text = " failures:"
		}
		text += safeterm.Sprintf(" %s %d  ", c, l.causes[c])
	}
	rows := []draw.Row{draw.Plain(w, text)}
	if l.breaker != "" {
		rows = append(rows, draw.NewLine(w).Add("", " ").Add(l.sh.Theme.Bad(), "BREAKER").Add("", safeterm.Sprintf(" %d ", l.causes[string(collect.CauseBreaker)])+l.breaker).Row())
	}
	if len(l.paused) > 0 {
		rows = append(rows, draw.NewLine(w).Add("", " ").Add(l.sh.Theme.Mark(), "PAUSED").Add("", safeterm.Sprintf("  %s", strings.Join(l.paused, ", "))).Row())
	}
	if l.last != "" {
		rows = append(rows, draw.Plain(w, " "+l.last))
	}
	return rows
}
