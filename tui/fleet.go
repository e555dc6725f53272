package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/theme"
)

// order is what the fleet is sorted by.
type order int

const (
	sortWorst order = iota // state, then the share that is free
	sortHost
	sortSite
	sortPlatform
	sortFree
	orders
)

func (o order) String() string {
	return [...]string{"worst", "host", "site", "platform", "free"}[o%orders]
}

// fleetScreen is the list of devices.
type fleetScreen struct {
	grid      grid.Grid
	all       []int32 // indices into Model.rows, in order
	moved     []int32 // those whose place in the order is to be found again
	anchor    string  // the device the cursor was put on: it follows that one
	shown     []int32 // those that match the filter
	query     query.Query
	filterErr *query.Error
	before    string // the filter when editing began
	sort      order
	reverse   bool
	marked    map[string]bool
	lastMark  string
	preview   bool // at the right, where it is wide
	below     bool // below, where it is not
}

func (m *Model) fleetAction(id action.ID) tea.Cmd {
	f := &m.fleet
	defer m.dropAnchor()
	switch id {
	case action.Down:
		f.grid.Move(1)
	case action.Up:
		f.grid.Move(-1)
	case action.PageDown:
		f.grid.Move(f.grid.Page())
	case action.PageUp:
		f.grid.Move(-f.grid.Page())
	case action.Home:
		f.grid.Select(0)
	case action.End:
		f.grid.Select(len(f.shown) - 1)
	case action.Filter:
		m.mode, f.before = filter, f.query.String()
		m.input.set(f.before)
	case action.Sort:
		f.sort = (f.sort + 1) % orders
		m.resort()
	case action.Reverse:
		f.reverse = !f.reverse
		m.resort()
	case action.Mark, action.MarkRange, action.MarkAll, action.MarkNone:
		m.mark(id)
	case action.Rescan:
		m.rescan()
	case action.Export:
		m.export()
	case action.Preview:
		m.togglePreview()
	case action.Open:
		m.openDevice(sectionMemory)
	case action.Evidence:
		m.openDevice(sectionEvidence)
	case action.CopyThing:
		if r := m.selected(); r != nil {
			return m.copy(r.name, "the name")
		}
	}
	return nil
}

// The parts of the fleet that are not rows: tabs, totals, filter, heading above;
// rule, two lines of detail and the footer below.
const fleetFixed = 4 + 1 + 2 + 2

func (m *Model) fleetHeight() int {
	h := m.h - fleetFixed
	if m.previewBelow() {
		h -= previewLines
	}
	return max(1, h)
}

func (m *Model) drawFleet() []string {
	lines := []string{m.tabs(), m.totals(), m.filterRow()}
	w := m.w
	if m.previewRight() {
		w = m.w - previewWidth - 1
	}
	m.fleet.grid.Resize(len(m.fleet.shown), m.fleetHeight())
	body := m.fleetRows(w, m.fleetHeight()+1)
	if m.previewRight() {
		body = m.sideBySide(body, fitLines(m.previewOf(m.selected(), previewWidth), previewWidth, len(body)))
	}
	lines = append(lines, body...)
	lines = append(lines, m.rule(m.w))
	if m.previewBelow() {
		lines = append(lines, fitLines(m.previewOf(m.selected(), m.w), m.w, previewLines)...)
	}
	lines = append(lines, m.detail()...)
	crumb := "fleet"
	if q := m.fleet.query.String(); q != "" {
		crumb += " > " + clean(q)
	}
	where := ""
	if n := len(m.fleet.shown); n > 0 {
		lo, hi := m.fleet.grid.Window()
		where = "rows " + count(lo+1) + "-" + count(hi) + " of " + count(n)
	}
	return append(lines, m.footer(crumb, where)...)
}

// filterRow shows the filter and the order; filterCaret stands under it where
// the filter has a mistake.
func (m *Model) filterRow() string {
	l := newLine(m.w)
	if m.mode == filter {
		text := clean(m.input.String())
		l.add(m.theme.Head(), " / ").add("", text)
		m.cursor = tea.NewCursor(min(m.w-1, 3+safeterm.Width(clean(m.input.before()))), 2)
		return l.String()
	}
	text := " /"
	if q := m.fleet.query.String(); q != "" {
		text += " " + clean(q)
	}
	l.add("", text)
	right := "sort " + m.fleet.sort.String()
	if m.fleet.reverse {
		right += " reversed"
	}
	if n := len(m.fleet.marked); n > 0 {
		right = strconv.Itoa(n) + " marked  " + right
	}
	if n := len(m.fleet.shown); n != len(m.rows) {
		right = count(n) + " of " + count(len(m.rows)) + " shown  " + right
	}
	return l.to(safeterm.Width(right)+1).add("", right+" ").String()
}

// filterCaret points at the mistake of the filter that is being edited; the last
// one that was right stays applied.
func (m *Model) filterCaret(w int) string {
	e := m.fleet.filterErr
	text := clean(e.Msg)
	if e.Hint != "" {
		text += " (" + clean(e.Hint) + ")"
	}
	typed := []rune(m.input.String())
	typed = typed[:min(max(0, e.Column-1), len(typed))]
	at := 3 + safeterm.Width(clean(string(typed)))
	if at+2+len(text) > w { // the words matter more than the place of the caret
		at = max(3, min(at, w-2-safeterm.Width(text)))
	}
	return newLine(w).add("", strings.Repeat(" ", at)).add(m.theme.Bad(), "^ "+text).String()
}

func count(n int) string { return words.Thousands(float64(n)) }

// fleetColumns are the columns and the order in which they go (tui.md 6.1).
func (m *Model) fleetColumns(w int) []grid.Column {
	gauge, host, kind := 14, 18, 11
	if w >= 100 {
		gauge, host, kind = 17, 16, 18
	}
	return []grid.Column{
		{Title: "STATE", Width: 5},
		{Title: "HOST", Width: host},
		{Title: "SITE", Width: 5, Drop: 9},
		{Title: "PLATFORM", Width: kind, Drop: 2},
		{Title: "PROFILE", Width: 13, Drop: 8},
		{Title: "USED" + m.glyph("│", "|") + "CAP" + m.glyph("░", "-") + "MAX", Width: gauge},
		{Title: "USED/CAP", Width: 13, Right: true, Drop: 7},
		{Title: "FREE", Width: 4, Right: true},
		{Title: "FREE4", Width: 5, Right: true, Drop: 5},
		{Title: "FREE6", Width: 5, Right: true, Drop: 6},
		{Title: "ACTION", Width: 11, Drop: 3},
	}
}

func (m *Model) fleetRows(w, h int) []string {
	cols := m.fleetColumns(w)
	keep := grid.Fit(cols, w-3)
	head := newLine(w).add("", "  ")
	for _, i := range keep {
		head.add("", " ").add(m.theme.Head(), align(cols[i], cols[i].Title))
	}
	lines := []string{head.String()}
	if m.mode == filter && m.fleet.filterErr != nil {
		lines[0] = m.filterCaret(w)
	}
	lo, hi := m.fleet.grid.Window()
	for at := lo; at < hi; at++ {
		lines = append(lines, m.fleetRow(m.rows[m.fleet.shown[at]], cols, keep, w, at == m.fleet.grid.Cursor()))
	}
	if len(m.fleet.shown) == 0 {
		text := "   no device yet"
		if len(m.rows) > 0 {
			text = "   no device matches the filter; esc takes it back"
		}
		lines = append(lines, plain(w, text))
	}
	return fitLines(lines, w, h)
}

func align(c grid.Column, text string) string {
	if c.Right {
		return safeterm.PadLeft(text, c.Width)
	}
	return safeterm.Pad(text, c.Width)
}

func (m *Model) fleetRow(r *row, cols []grid.Column, keep []int, w int, current bool) string {
	mark := " "
	if m.fleet.marked[r.name] {
		mark = "*"
	}
	kind := r.family // the model only where there is room for it
	if w >= 100 {
		kind = r.platform
	}
	cells := [...]string{
		string(r.state), r.host, r.site, kind, r.profile, "", usedCap(r),
		percent(r.share, true), percent(r.free4.share, r.free4.known), percent(r.free6.share, r.free6.known), r.action,
	}
	const gaugeColumn = 5
	cells[gaugeColumn] = m.gauge(&r.pool, cols[gaugeColumn].Width)
	if current {
		l := newLine(w).add("", ">"+mark)
		for _, i := range keep {
			l.add("", " ").cell("", cells[i], cols[i].Width, cols[i].Right)
		}
		return theme.Reverse + l.String() + theme.Reset
	}
	l := newLine(w).add("", " "+mark)
	for n, i := range keep {
		style := ""
		if n == 0 {
			style = m.theme.State(r.state)
		}
		l.add("", " ").cell(style, cells[i], cols[i].Width, cols[i].Right)
	}
	return l.String()
}

// gauge draws a pool.
func (m *Model) gauge(p *ledger.Pool, w int) string {
	var a chart.Amounts
	a.Used, a.UsedKnown = p.Used.Get()
	a.Cap, a.CapKnown = p.Capacity.Get()
	a.Max, a.MaxKnown = p.Max.Get()
	if p.Kind == fact.CapPercent {
		a.MaxKnown = false
	}
	return chart.Gauge(w, a, m.opts.ASCII)
}

// usedCap is the worst pool's use and cap, in k and M above ten thousand.
func usedCap(r *row) string {
	if r.pool.Kind == fact.CapPercent {
		return "percent only"
	}
	return short(r.pool.Used) + "/" + short(r.pool.Capacity)
}

func short(f fact.Figure) string {
	v, ok := f.Get()
	switch {
	case !ok:
		return "?"
	case v >= 1e6:
		return strconv.FormatFloat(v/1e6, 'f', 2, 64) + "M"
	case v >= 1e4:
		return strconv.FormatFloat(v/1e3, 'f', 0, 64) + "k"
	default:
		return words.Thousands(v)
	}
}
