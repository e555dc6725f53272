package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/grid"
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
	shown     []int32 // indices into Model.rows
	query     query.Query
	filterErr *query.Error
	before    string // the filter when editing began
	sort      order
	reverse   bool
	marked    map[string]bool
	preview   bool
}

// refilter applies filter and order again and keeps the selection by name.
func (m *Model) refilter() {
	f := &m.fleet
	keep := ""
	if r := m.selected(); r != nil {
		keep = r.name
	}
	f.shown = f.shown[:0]
	now := m.opts.Now()
	for i, r := range m.rows {
		if f.query.Empty() || f.query.Match(queryRow{r, now}) {
			f.shown = append(f.shown, int32(i)) //nolint:gosec // a fleet has fewer than 2^31 devices
		}
	}
	slices.SortStableFunc(f.shown, func(a, b int32) int {
		c := m.compare(m.rows[a], m.rows[b])
		if f.reverse {
			return -c
		}
		return c
	})
	f.grid.Resize(len(f.shown), m.fleetHeight())
	if i, ok := m.byName[keep]; ok && keep != "" {
		if at := slices.Index(f.shown, int32(i)); at >= 0 { //nolint:gosec // as above
			f.grid.Select(at)
		}
	}
}

func (m *Model) compare(a, b *row) int {
	worst := cmp.Or(cmp.Compare(a.state.Rank(), b.state.Rank()), cmp.Compare(a.share, b.share))
	switch m.fleet.sort {
	case sortHost:
		worst = 0
	case sortSite:
		worst = cmp.Or(cmp.Compare(a.site, b.site), worst)
	case sortPlatform:
		worst = cmp.Or(cmp.Compare(a.platform, b.platform), worst)
	case sortFree:
		worst = cmp.Compare(a.share, b.share)
	case sortWorst, orders:
	}
	return cmp.Or(worst, cmp.Compare(a.name, b.name))
}

func (m *Model) fleetAction(id action.ID) tea.Cmd {
	f := &m.fleet
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
		m.refilter()
	case action.Reverse:
		f.reverse = !f.reverse
		m.refilter()
	case action.Mark:
		m.mark()
	case action.Preview:
		f.preview = !f.preview
	case action.Evidence:
		m.openDevice(sectionEvidence)
	case action.CopyThing:
		if r := m.selected(); r != nil {
			return m.copy(r.name, "the name")
		}
	}
	return nil
}

func (m *Model) mark() {
	r := m.selected()
	if r == nil {
		return
	}
	if m.fleet.marked == nil {
		m.fleet.marked = map[string]bool{}
	}
	if m.fleet.marked[r.name] {
		delete(m.fleet.marked, r.name)
	} else {
		m.fleet.marked[r.name] = true
	}
	m.fleet.grid.Move(1)
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

const (
	previewLines = 8
	previewWidth = 54
)

func (m *Model) previewRight() bool { return m.fleet.preview && m.w >= 140 }
func (m *Model) previewBelow() bool {
	return m.fleet.preview && m.w >= 100 && m.w < 140 && m.h >= 28
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
		where = fmt.Sprintf("rows %d-%d of %d", lo+1, hi, n)
	}
	return append(lines, m.footer(crumb, where)...)
}

// filterRow shows the filter (or its mistake, with a caret) and the order.
func (m *Model) filterRow() string {
	l := newLine(m.w)
	if m.mode == filter {
		text := clean(m.input.String())
		l.add(m.theme.Head(), " / ").add("", text)
		m.cursor = tea.NewCursor(min(m.w-1, 3+safeterm.Width(clean(string(m.input.text[:m.input.at])))), 2)
		if e := m.fleet.filterErr; e != nil {
			l.add("", "   ").add(m.theme.Bad(), clean(fmt.Sprintf("^%d %s %s", e.Column, e.Msg, e.Hint)))
		}
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
	if len(m.fleet.shown) != len(m.rows) {
		right = fmt.Sprintf("%d of %d shown  ", len(m.fleet.shown), len(m.rows)) + right
	}
	return l.to(safeterm.Width(right)+1).add("", right+" ").String()
}

// fleetColumns are the columns and the order in which they go (tui.md 6.1).
func (m *Model) fleetColumns(w int) []grid.Column {
	gauge := 14
	if w > 104 {
		gauge = 17
	}
	return []grid.Column{
		{Title: "STAT", Width: 4}, {Title: "HOST", Width: 15}, {Title: "SITE", Width: 5, Drop: 9}, {Title: "PLATFORM", Width: 15, Drop: 2},
		{Title: "PROFILE", Width: 13, Drop: 8}, {Title: "USED" + m.glyph("│", "|") + "CAP" + m.glyph("░", "-") + "MAX", Width: gauge},
		{Title: "USED/CAP", Width: 13, Right: true, Drop: 7},
		{Title: "FREE", Width: 4, Right: true}, {Title: "FREE4", Width: 5, Right: true, Drop: 5}, {Title: "FREE6", Width: 5, Right: true, Drop: 6},
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
	cells := [...]string{
		string(r.state), r.host, r.site, r.platform, r.profile, "", usedCap(r),
		percent(r.share, true), percent(r.free4.share, r.free4.known), percent(r.free6.share, r.free6.known), r.action,
	}
	const gaugeColumn = 5
	cells[gaugeColumn] = m.gauge(&r.pool, cols[gaugeColumn].Width)
	if current {
		text := ">" + mark
		for _, i := range keep {
			text += " " + align(cols[i], cells[i])
		}
		return reversed(w, text)
	}
	l := newLine(w).add("", " "+mark)
	for n, i := range keep {
		style := ""
		if n == 0 {
			style = m.theme.State(r.state)
		}
		l.add("", " ").add(style, align(cols[i], cells[i]))
	}
	return l.String()
}

// gauge draws a pool.
func (m *Model) gauge(p *audit.Pool, w int) string {
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
		return report.Thousands(v)
	}
}

// detail is two lines on the selected device.
func (m *Model) detail() []string {
	r := m.selected()
	if r == nil {
		return []string{plain(m.w, ""), plain(m.w, "")}
	}
	return []string{
		newLine(m.w).add("", " "+r.host+": ").add("", poolText(&r.pool)).String(),
		newLine(m.w).add("", " "+firstWhy(r)).String(),
	}
}

// poolText says a pool in words, with thousands; a percentage stays one.
func poolText(p *audit.Pool) string {
	if p.Name == "" {
		return "no forwarding memory was read"
	}
	name := clean(p.Name)
	if s := p.Scope.String(); s != "" {
		name += " (" + clean(s) + ")"
	}
	if p.Kind == fact.CapPercent {
		return name + " " + number(p.Used) + " % used (the device gives a percentage only)"
	}
	text := fmt.Sprintf("%s %s of %s %s", name, number(p.Used), number(p.Capacity), clean(p.Unit))
	if p.Max.Known() {
		text += ", silicon " + number(p.Max)
	}
	return text
}

// firstWhy is the finding that gave the device its state.
func firstWhy(r *row) string {
	for _, f := range r.dev.Verdict.Findings {
		if f.State == r.state && !f.Waived {
			return clean(f.Rule + ": " + f.Message)
		}
	}
	if r.state == audit.OK {
		return "nothing to do"
	}
	return ""
}

// previewOf is a short account of a device.
func (m *Model) previewOf(r *row, w int) []string {
	if r == nil {
		return []string{plain(w, " preview (P hides it)")}
	}
	d := r.dev.Verdict.Device
	lines := []string{
		newLine(w).add("", " ").add(m.theme.Head(), r.host).add("", "   "+r.platform).String(),
		plain(w, " "+clean(strings.TrimSpace(d.Identity.Version+"   "+d.Site+"   "+pairText(d.Pair)))),
		m.rule(w),
		newLine(w).add("", " ").add(m.theme.State(r.state), string(r.state)).add("", "   "+clean(string(r.dev.Verdict.Action))).String(),
	}
	for _, t := range wrap(firstWhy(r), w-2) {
		lines = append(lines, plain(w, " "+t))
	}
	lines = append(lines, plain(w, ""))
	lines = append(lines, m.poolTable(r, w, 8)...)
	lines = append(lines, m.carveLines(d, w)...)
	if p := r.dev.Verdict.Proposal; p != nil && len(p.Commands) > 0 {
		lines = append(lines, plain(w, ""), newLine(w).add(m.theme.Head(), " FIX").String())
		for _, c := range p.Commands {
			lines = append(lines, plain(w, "   "+clean(c)))
		}
	}
	return lines
}

func pairText(pair string) string {
	if pair == "" {
		return ""
	}
	return "pair " + pair
}
