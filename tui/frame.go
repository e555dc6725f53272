package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

const minW, minH = 60, 16

// draw gives exactly h lines of w cells.
func (m *Model) draw() []draw.Row {
	w, h := m.sh.W, m.sh.H
	if w < minW || h < minH {
		return draw.Fit([]draw.Row{draw.Plain(w, safeterm.Sprintf("%dx%d needed, have %dx%d; q quits", minW, minH, w, h))}, w, h)
	}
	v := m.current().Draw(w, h-3)
	rows := append([]draw.Row{m.tabs()}, draw.Fit(v.Rows, w, h-3)...)
	rows = append(rows, m.crumb(&v), m.hints())
	if m.overlay.open() {
		rows = m.drawOverlay(rows)
	}
	return m.drawInput(rows)
}

// drawInput puts a question or the line that is typed onto the last two rows.
func (m *Model) drawInput(rows []draw.Row) []draw.Row {
	w, h := m.sh.W, m.sh.H
	if q := m.sh.Asking; q != nil {
		parts := draw.Wrap(q.Text, w-2)
		if len(parts) > 2 {
			parts = parts[:2]
		}
		for i, p := range parts {
			rows[h-len(parts)+i] = draw.Reversed(w, " "+p)
		}
		return rows
	}
	p := m.sh.Typing
	if p == nil {
		return rows
	}
	text, before := safeterm.CleanLine(m.typing.String()), safeterm.Width(safeterm.CleanLine(m.typing.before()))
	lead := safeterm.Width(p.Label) + 1
	left := max(0, lead+before-w+2) // long lines move so that the cursor is in sight
	line := draw.NewLine(w).Add(m.sh.Theme.Head(), " "+p.Label).Add("", safeterm.Cut(text, left, "…"))
	if m.wrong != nil { // the row below has the mistake
		line.Right(m.sh.Theme.Mark(), m.sh.Notice)
	}
	rows[h-2] = line.Row()
	m.cursor = tea.NewCursor(min(w-1, lead+before-left), h-2)
	switch {
	case m.wrong != nil:
		rows[h-1] = m.caret(lead, left)
	case m.sh.Notice != "":
		rows[h-1] = draw.Plain(w, " "+m.sh.Notice)
	case p.Complete != nil:
		rows[h-1] = draw.Plain(w, " enter apply  tab complete  esc drop")
	default:
		rows[h-1] = draw.Plain(w, " enter do it  esc drop")
	}
	return rows
}

// caret points at the mistake in what is typed.
func (m *Model) caret(lead, left int) draw.Row {
	w := m.sh.W
	text := safeterm.CleanLine(m.wrong.Msg)
	if m.wrong.Hint != "" {
		text += safeterm.Sprintf(" (%s)", m.wrong.Hint)
	}
	typed := []rune(m.typing.String())
	typed = typed[:min(max(0, m.wrong.Column-1), len(typed))]
	at := lead + safeterm.Width(safeterm.CleanLine(string(typed))) - left
	if at+2+len(text) > w { // the words matter more than the place of the caret
		at = max(1, min(at, w-2-safeterm.Width(text)))
	}
	return draw.NewLine(w).Add("", safeterm.Repeat(" ", at)).Add(m.sh.Theme.Mark(), "^ "+text).Row()
}

// name is what stands before the tabs.
const name safeterm.Text = " headroom "

// named is of how many screens the tab has its name: where it is narrow those of the
// last screens go, never their numbers.
func named(m *Model) int {
	names := len(m.screens)
	scan := safeterm.Width(m.scanText())
	width := func() int {
		n := safeterm.Width(name) + 2 + scan
		for i, s := range m.screens {
			n += safeterm.Width(m.tab(i, s, names)) + 1
		}
		return n
	}
	for names > 0 && width() > m.sh.W {
		names--
	}
	return names
}

// tabs is the first row: the screens, and which scan it is.
func (m *Model) tabs() draw.Row {
	names := named(m)
	l := draw.NewLine(m.sh.W).Add(m.sh.Theme.Head(), name)
	for i, s := range m.screens {
		text := m.tab(i, s, names)
		if s.Name() == m.sh.Current {
			l.Add(m.sh.Theme.Head(), text).Add("", " ")
		} else {
			l.Add("", text+" ")
		}
	}
	return l.Right("", m.scanText()+" ").Row()
}

// tab is the text of one tab; the first so many have their names.
func (m *Model) tab(i int, s screen.Screen, names int) safeterm.Text {
	text := safeterm.Sprintf("%d", i+1)
	switch {
	case s.Name() == m.sh.Current:
		return "[" + text + " " + title(s.Name()) + "]"
	case i < names:
		return text + " " + title(s.Name())
	}
	return text
}

// scanText says which scan it is, how old, and how whole. What is missing of it
// is said at every width.
func (m *Model) scanText() safeterm.Text {
	head := m.sh.Scan
	switch {
	case m.sh.Busy != "":
		return m.sh.Busy
	case m.sh.Running:
		return "scan runs"
	case head.Started.IsZero():
		return safeterm.CleanLine(m.opts.Title)
	}
	age := screen.Ago(m.sh.Now().Sub(head.Started))
	if age != "in the future" {
		age += " old"
	}
	partial := head.Partial(m.sh.List.Len())
	if m.sh.W < 100 {
		if partial != "" {
			return safeterm.Sprintf("read %d of %d", m.sh.List.Len(), head.Planned)
		}
		return age
	}
	parts := []safeterm.Text{safeterm.Sprintf("scan %s", head.Started.UTC().Format("2006-01-02 15:04Z")), age}
	for _, p := range []safeterm.Text{safeterm.CleanLine(m.opts.Title), safeterm.CleanLine(head.Inventory), partial} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return safeterm.Join(parts, "  ")
}

// crumb says where one is, or the notice.
func (m *Model) crumb(v *screen.View) draw.Row {
	text := v.Crumb
	if m.sh.Notice != "" {
		text = m.sh.Notice
	}
	l := draw.NewLine(m.sh.W).Add("", " "+text)
	if v.Right != "" && l.Left() > safeterm.Width(v.Right)+2 {
		l.Right("", v.Right+" ")
	}
	return l.Row()
}

// hints is the last line: made from the registry, as many as fit; those that do
// nothing now are left out.
func (m *Model) hints() draw.Row {
	const last = ":  palette  ? help"
	l := draw.NewLine(m.sh.W).Add("", " ")
	for a := range m.actions.Hints(m.sh.Current) {
		if a.Screen == action.Everywhere || l.Left() < safeterm.Width(a.Shown())+safeterm.Width(a.Title)+3+len(last)+1 {
			continue
		}
		l.Add(m.sh.Theme.Head(), a.Shown()).Add("", " "+a.Title+"  ")
	}
	return l.Add(m.sh.Theme.Head(), ":").Add("", " palette  ").Add(m.sh.Theme.Head(), "?").Add("", " help").Row()
}
