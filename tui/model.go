// Package tui is the terminal screens: the fleet, one device, the live scan.
//
// What goes in: a scan.Result, or the Feed of a scan that runs, and keys. What
// comes out: frames. There is one tea.Model, pointer receiver; screens are parts
// of it that handle actions and draw lines. Facts are never changed here, sorting
// and filtering act on indices, and the selection goes by name so that it
// survives both. Everything that came from a router, an inventory or a file is
// cleaned by internal/safeterm before it is drawn. No key changes a router.
// Nothing but cmd may import this package.
package tui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/vendors"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/theme"
)

// mode is who gets the keys first.
type mode int

const (
	normal  mode = iota
	filter       // the filter bar is edited
	search       // the search bar of the raw text
	palette      // the palette is open
	help
	confirm // a question is asked
)

// Model is the only tea.Model.
type Model struct {
	opts    Options
	theme   theme.Theme
	actions []action.Action
	w, h    int
	screen  action.Screen
	mode    mode
	notice  string // one line, until the next key
	asking  string // the question of confirm
	yes     func() // what y does
	running bool   // the drain ticks
	frame   string // cached; "" = draw again
	cursor  *tea.Cursor

	rows   []*row
	byName map[string]int
	counts map[audit.State]int
	result *scan.Result

	fleet   fleetScreen
	device  deviceScreen
	live    liveScreen
	input   input // filter, search and palette text
	palette paletteState
	helpTop int
}

// tick drains the feed.
type tick struct{}

const drainEvery = 80 * time.Millisecond

// New makes the model; a size of 0x0 counts as 80x24.
func New(o Options) *Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	m := &Model{opts: o, input: newInput(), theme: theme.Theme{Color: !o.NoColor}, actions: action.All(), w: 80, h: 24, screen: action.Fleet, byName: map[string]int{}, counts: map[audit.State]int{}}
	if m.opts.Catalog == nil {
		m.opts.Catalog = vendors.Catalog()
	}
	m.fleet.sort = sortWorst
	m.fleet.preview = true
	m.live.begin()
	m.live.on = o.Feed != nil && o.Result == nil
	if m.live.on {
		m.live.known, m.screen = true, action.Live
	}
	if o.Result != nil {
		m.setResult(o.Result)
	}
	m.refilter()
	return m
}

// setResult shows a whole scan.
func (m *Model) setResult(r *scan.Result) {
	m.result, m.rows, m.byName = r, make([]*row, 0, len(r.Devices)), make(map[string]int, len(r.Devices))
	clear(m.counts)
	m.fleet.all, m.fleet.moved = nil, nil
	for i := range r.Devices {
		m.put(&r.Devices[i])
	}
}

// put adds a device, or replaces it.
func (m *Model) put(d *scan.Device) {
	r := newRow(d)
	r.moved = true
	m.counts[r.state]++
	if i, ok := m.byName[r.name]; ok {
		m.counts[m.rows[i].state]--
		m.rows[i] = r
		m.fleet.moved = append(m.fleet.moved, int32(i))
		return
	}
	m.fleet.moved = append(m.fleet.moved, int32(len(m.rows)))
	m.byName[r.name] = len(m.rows)
	m.rows = append(m.rows, r)
}

// Init starts the drain where a scan runs.
func (m *Model) Init() tea.Cmd {
	if m.opts.Feed == nil {
		return nil
	}
	return m.keepDraining()
}

// keepDraining ticks while a scan runs, and never twice.
func (m *Model) keepDraining() tea.Cmd {
	if m.running || !m.live.on {
		return nil
	}
	m.running = true
	return drainLater()
}

func drainLater() tea.Cmd {
	return tea.Tick(drainEvery, func(time.Time) tea.Msg { return tick{} })
}

// Update takes one message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.frame = ""
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width > 0 && msg.Height > 0 {
			m.w, m.h = msg.Width, msg.Height
		}
	case tick:
		return m, m.drain()
	case tea.KeyPressMsg:
		cmd := m.key(msg)
		return m, both(cmd, m.keepDraining())
	case tea.PasteMsg:
		if m.mode == filter || m.mode == search || m.mode == palette {
			m.input.insert(msg.Content)
			m.edited()
		}
	}
	return m, nil
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
	m.running = false
	events, ended := m.opts.Feed.drain()
	changed := false
	for i := range events {
		e := &events[i]
		m.live.take(e)
		if e.Device != nil {
			m.put(e.Device)
			changed = true
		}
		if e.Result != nil && !m.live.again {
			m.setResult(e.Result) // that of a rescan holds only some devices
			changed = true
		}
	}
	if changed {
		m.refilter()
	}
	if ended {
		m.live.on = false
		if m.screen == action.Live && !m.live.stay {
			m.screen = action.Fleet
			m.notice = "the scan has ended; 5 shows how it went"
		} else if m.live.again && m.screen != action.Live {
			m.notice = devices(m.live.done) + " read again; 5 shows how it went"
		}
		return nil
	}
	return m.keepDraining()
}

// key routes a key: text entry first, then overlays, then the actions.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	m.notice = ""
	switch m.mode {
	case filter, search, palette:
		return m.typed(k)
	case help:
		return m.helpKey(name)
	case confirm:
		return m.answer(name)
	case normal:
	}
	a, ok := action.Find(m.actions, m.screen, name)
	if !ok {
		return nil // unknown keys do nothing
	}
	return m.do(a.ID)
}

// do carries out an action, from a key or from the palette.
func (m *Model) do(id action.ID) tea.Cmd {
	if no := m.disabled(id); no != "" {
		m.notice = no
		return nil
	}
	switch id {
	case action.ForceQuit:
		return m.askQuit()
	case action.Suspend:
		return tea.Suspend
	case action.Help:
		m.mode, m.helpTop = help, 0
	case action.Palette:
		m.mode, m.palette.at = palette, 0
		m.input.set("")
	case action.ToFleet:
		m.screen = action.Fleet
	case action.ToLive:
		m.screen, m.live.stay = action.Live, true
	case action.ToDevice:
		m.openDevice(sectionMemory)
	case action.Quit:
		if m.screen == action.Fleet {
			return m.askQuit()
		}
		m.back()
	case action.Back:
		m.back()
	case action.CopyLine:
		return m.copy(m.asCommand(), "the command line")
	default:
		return m.screenAction(id)
	}
	return nil
}

func (m *Model) screenAction(id action.ID) tea.Cmd {
	switch m.screen {
	case action.Fleet:
		return m.fleetAction(id)
	case action.Device:
		return m.deviceAction(id)
	case action.Live:
		return m.liveAction(id)
	case action.Everywhere:
	}
	return nil
}

// back goes up one level; it never quits.
func (m *Model) back() {
	switch {
	case m.screen == action.Fleet && m.fleet.query.String() != "":
		m.setFilter("")
	case m.screen == action.Fleet && m.live.on:
		m.screen = action.Live
	case m.screen == action.Fleet:
		m.notice = "q or ctrl+c quits"
	default:
		m.screen = action.Fleet
	}
}

func (m *Model) copy(text, what string) tea.Cmd {
	text = strings.TrimRight(text, "\n")
	if text == "" {
		m.notice = "nothing to copy here"
		return nil
	}
	m.notice = "copied " + what
	return tea.SetClipboard(clean(text))
}

// asCommand is this view as a command line.
func (m *Model) asCommand() string {
	cmd := "headroom report"
	if m.result != nil && m.result.ID != "" {
		cmd += " --scan " + m.result.ID
	}
	return cmd
}

// selected is the device under the cursor, nil where there is none.
func (m *Model) selected() *row {
	i := m.fleet.grid.Cursor()
	if i < 0 || i >= len(m.fleet.shown) {
		return nil
	}
	return m.rows[m.fleet.shown[i]]
}

// setFilter applies a filter text; one that is wrong leaves the last good one
// and says what is wrong.
func (m *Model) setFilter(text string) {
	q, err := query.Parse(text)
	var bad *query.Error
	switch {
	case errors.As(err, &bad):
		m.fleet.filterErr = bad
		return
	case err != nil:
		m.fleet.filterErr = &query.Error{Column: 1, Msg: err.Error()}
		return
	}
	m.fleet.filterErr, m.fleet.query = nil, q
	m.refilter()
}

// View gives the frame; it is drawn again only after a message.
func (m *Model) View() tea.View {
	if m.frame == "" {
		m.cursor = nil
		m.frame = strings.Join(m.draw(), "\n")
		if m.opts.ASCII {
			m.frame = fold(m.frame)
		}
	}
	v := tea.NewView(m.frame)
	v.AltScreen = true
	v.WindowTitle = "headroom"
	v.Cursor = m.cursor
	return v
}

const minW, minH = 60, 16

// draw gives exactly h lines of w cells.
func (m *Model) draw() []string {
	if m.w < minW || m.h < minH {
		return fitLines([]string{plain(m.w, fmt.Sprintf("%dx%d needed, have %dx%d; q quits", minW, minH, m.w, m.h))}, m.w, m.h)
	}
	var lines []string
	switch m.screen {
	case action.Device:
		lines = m.drawDevice()
	case action.Live:
		lines = m.drawLive()
	case action.Fleet, action.Everywhere:
		lines = m.drawFleet()
	}
	lines = fitLines(lines, m.w, m.h)
	switch m.mode {
	case help:
		lines = m.drawHelp(lines)
	case palette:
		lines = m.drawPalette(lines)
	case confirm:
		lines[m.h-2] = reversed(m.w, " "+m.asking)
	case normal, filter, search:
	}
	return lines
}
