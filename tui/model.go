// Package tui is the terminal screens.
//
// What goes in: a scan.Result, or the Feed of a scan that runs, and keys. What
// comes out: frames. There is one tea.Model, pointer receiver; the screens are the
// folders below tui/screen, one entry each in the list of screens.go. Facts are
// never changed here. Everything that came from a router, an inventory or a file
// is clean text (safeterm.Text) before it can be drawn. No key changes a router.
// Nothing but cmd may import this package.
package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/screen/list"
	"github.com/headroom-audit/headroom/tui/screen/live"
	"github.com/headroom-audit/headroom/tui/theme"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// Model is the only tea.Model.
type Model struct {
	opts    *Options
	sh      *screen.Shell
	screens []screen.Screen
	actions action.Registry
	live    *live.Live

	mouse    bool // the mouse is ours
	draining bool // the drain ticks
	stay     bool // the user went to the scan himself: do not go away when it ends
	frame    string
	cursor   *tea.Cursor

	typing  input
	wrong   *query.Error // what is wrong with the line that is typed
	overlay overlay
}

// tick drains the feed; minute makes ages move.
type (
	tick   struct{}
	minute struct{}
)

const (
	drainEvery = 80 * time.Millisecond
	ageEvery   = 30 * time.Second
)

// New makes the model; a size of 0x0 counts as 80x24.
func New(o *Options) *Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Ports.Rooms == nil {
		o.Ports.Rooms = registry.All()
	}
	sh := &screen.Shell{
		Pen: draw.Pen{Theme: theme.Theme{Color: !o.NoColor}, ASCII: o.ASCII}, Now: o.Now, List: fleet.NewList(o.Now),
		Ports: o.Ports, Scan: o.Scan, W: 80, H: 24, Current: list.Name,
	}
	m := &Model{opts: o, sh: sh, typing: newInput()}
	for _, make := range screens() {
		s := make(sh)
		m.screens = append(m.screens, s)
		if l, ok := s.(*live.Live); ok {
			m.live = l
		}
	}
	m.actions, sh.Digit = register(m.screens), m.digit
	if sh.Running = o.Feed != nil && o.Result == nil; sh.Running {
		m.live.Begin(false)
		sh.Current = live.Name
	}
	if o.Result != nil {
		m.setResult(o.Result, fleet.NewRows(o.Result.Devices))
	}
	sh.Restore()
	sh.List.Refresh()
	m.preset()
	return m
}

// preset applies the filter and the order that the screens are opened with.
func (m *Model) preset() {
	if q, err := query.Parse(m.opts.Filter); err == nil {
		m.sh.List.Filter(q)
	}
	if o, ok := fleet.OrderOf(m.opts.Sort); ok {
		m.sh.List.Sort(o, false)
	}
	if m.opts.Screen != "" {
		m.sh.Current = action.Screen(m.opts.Screen)
	}
}

// setResult shows a whole scan.
func (m *Model) setResult(r *scan.Result, rows []*fleet.Row) {
	m.sh.Scan.ID, m.sh.Scan.Source, m.sh.Scan.Started, m.sh.Scan.Planned, m.sh.Scan.Interrupted = r.ID, r.Source, r.Started, r.Planned, r.Interrupted
	m.sh.List.Clear()
	for _, row := range rows {
		m.sh.List.Put(row)
	}
}

// Init starts the clocks.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.open(), m.keepDraining(), later()) }

func later() tea.Cmd { return tea.Tick(ageEvery, func(time.Time) tea.Msg { return minute{} }) }

// keepDraining ticks while a scan runs, and never twice.
func (m *Model) keepDraining() tea.Cmd {
	if m.opts.Feed == nil || m.draining || !m.sh.Running {
		return nil
	}
	m.draining = true
	return tea.Tick(drainEvery, func(time.Time) tea.Msg { return tick{} })
}

// Update takes one message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.frame = ""
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width > 0 && msg.Height > 0 {
			m.sh.W, m.sh.H = msg.Width, msg.Height
		}
	case tick:
		return m, m.drain()
	case minute:
		return m, later()
	case screen.Done:
		return m, m.take(msg)
	case tea.KeyPressMsg:
		ran := m.sh.Running
		cmd := m.key(msg)
		if m.sh.Running && !ran { // a rescan began
			m.live.Begin(true)
			m.opts.Feed.begin()
		}
		return m, both(cmd, m.keepDraining())
	case tea.PasteMsg:
		m.paste(msg.Content)
	case tea.MouseMsg:
		return m, mouseDid(m, msg)
	}
	return m, nil
}

// take brings in what was done behind the screen; that may open another screen, or
// ask for more work.
func (m *Model) take(d screen.Done) tea.Cmd {
	was := m.sh.Current
	m.sh.Take(d)
	cmd := m.again()
	if m.sh.Current != was {
		cmd = both(cmd, m.open())
	}
	return cmd
}

// again does what is to be done after the work in hand.
func (m *Model) again() tea.Cmd {
	again := m.sh.Again
	if m.sh.Again = nil; again == nil {
		return nil
	}
	return again()
}

func both(a, b tea.Cmd) tea.Cmd {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return tea.Batch(a, b)
}

// drain takes what the scan told since the last time, as one batch.
func (m *Model) drain() tea.Cmd {
	m.draining = false
	events, ended := m.opts.Feed.drain()
	changed := false
	for i := range events {
		e := &events[i]
		m.live.Event(&e.Event)
		if e.row != nil {
			m.put(e.row)
			changed = true
		}
		if e.Result != nil && !m.live.Again() { // that of a rescan holds only some devices
			m.setResult(e.Result, e.rows)
			changed = true
		}
	}
	if changed {
		m.sh.List.Refresh()
	}
	if ended {
		m.ended()
		return nil
	}
	return m.keepDraining()
}

// put shows a device that was read. One that could not be read again keeps its
// last reading, with the reason.
func (m *Model) put(row *fleet.Row) {
	if m.live.Again() && row.State == audit.Fail {
		if old := m.sh.List.Find(row.Name); old != nil && old.State != audit.Fail {
			kept := *old
			f := row.Listed.Verdict.Device.Failure
			kept.Failed = safeterm.Sprintf("%s: %s", f.Cause, f.Text)
			row = &kept
		}
	}
	m.sh.List.Put(row)
}

// ended says that no more comes.
func (m *Model) ended() {
	m.sh.Running = false
	switch {
	case m.sh.Current == live.Name && !m.stay:
		m.sh.Current = list.Name
		m.sh.Say("the scan has ended; " + m.digit(live.Name) + " shows how it went")
	case m.live.Again() && m.sh.Current != live.Name:
		m.sh.Say(screen.Devices(m.live.Done()) + " read again; " + m.digit(live.Name) + " shows how it went")
	}
}

// digit is the key of a screen.
func (m *Model) digit(name action.Screen) safeterm.Text {
	if a := m.actions.Get(action.Everywhere, goTo(name)); a != nil {
		return a.Shown()
	}
	return "?"
}

// current is the screen that is shown.
func (m *Model) current() screen.Screen { return m.find(m.sh.Current) }

// find gives a screen by its name, the first one where there is none of it.
func (m *Model) find(name action.Screen) screen.Screen {
	for _, s := range m.screens {
		if s.Name() == name {
			return s
		}
	}
	return m.screens[0]
}

// View gives the frame; it is drawn again only after a message.
func (m *Model) View() tea.View {
	if m.frame == "" {
		m.cursor = nil
		m.frame = m.sh.Frame(m.draw())
	}
	v := tea.NewView(m.frame)
	v.AltScreen = true
	v.WindowTitle = "headroom"
	v.Cursor = m.cursor
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}
