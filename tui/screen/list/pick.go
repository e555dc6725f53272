package list

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// pick is a list that stands in the place of the devices until something is chosen.
type pick struct {
	id    action.ID // the action that opened it, and closes it
	title safeterm.Text
	items []item
	grid  grid.Grid
	// choose takes the item under the cursor; stay = the list stays open.
	choose func(i int) (stay bool)
}

// item is one line of it.
type item struct{ box, text, count safeterm.Text }

// do moves in the list, chooses, or closes it; false = the action is not its own.
func (l *List) pickDo(id action.ID) bool {
	p := l.pick
	switch id {
	case p.id, action.Back:
		l.pick = nil
	case Open, Mark:
		if i := p.grid.Cursor(); i >= 0 && !p.choose(i) {
			l.pick = nil
		}
	case action.Up, action.Down, action.PageUp, action.PageDown, action.Home, action.End:
		p.grid.Step(id)
	default:
		l.pick = nil
		return false
	}
	return true
}

// Back closes what stands in the place of the devices.
func (l *List) Back() bool {
	open := l.pick != nil
	l.pick = nil
	return open
}

func (l *List) drawPick(w, h int) []draw.Row {
	p := l.pick
	rows := []draw.Row{draw.NewLine(w).Add(l.sh.Theme.Head(), "  "+p.title).Row()}
	p.grid.Resize(len(p.items), h-1)
	lo, hi := p.grid.Window()
	for i := lo; i < hi; i++ {
		line, mark := draw.NewLine(w), safeterm.Text("  ")
		if i == p.grid.Cursor() {
			line, mark = draw.Selected(w), "> "
		}
		it := &p.items[i]
		line.Add("", mark+it.box).Cell("", it.text, min(60, w-14), false)
		rows = append(rows, line.Add("", " ").Cell("", it.count, 8, true).Row())
	}
	if len(p.items) == 0 {
		rows = append(rows, draw.Plain(w, "  nothing is known of the devices that are shown"))
	}
	return draw.Fit(rows, w, h)
}

// facets lists the values that the devices shown have, each with how many: enter takes
// one into the filter.
func (l *List) facets() tea.Cmd {
	f := l.sh.List
	count := f.Facets()
	return l.sh.Work("facets", "counting", func() func() {
		facets := count()
		return func() {
			p := &pick{id: Facets, title: "facets: what the devices shown have in common; enter takes one into the filter, u takes it back"}
			for _, x := range facets {
				p.items = append(p.items, item{text: safeterm.CleanLine(x.Key + ":" + x.Value), count: screen.Count(x.Count)})
			}
			p.choose = func(i int) bool {
				before := f.Filtered()
				l.apply(query.Join(before, facets[i].Key, facets[i].Value))
				l.sh.Did("the filter", func() { l.apply(before) })
				return false
			}
			l.pick = p
		}
	})
}

// choose lists the columns: those that are taken away leave their room to others.
func (l *List) choose() {
	all, _ := l.columns(l.sh.W)
	p := &pick{id: Columns, title: "columns: space shows or hides one, esc is done"}
	box := func(i int) safeterm.Text {
		switch {
		case all[i].Drop == 0:
			return "[=] "
		case l.hidden[i]:
			return "[ ] "
		}
		return "[x] "
	}
	for i := range all {
		p.items = append(p.items, item{box: box(i), text: all[i].Title})
	}
	p.choose = func(i int) bool {
		if all[i].Drop == 0 {
			l.sh.Say("this column is always shown")
			return true
		}
		if l.hidden == nil {
			l.hidden = map[int]bool{}
		}
		l.hidden[i] = !l.hidden[i]
		p.items[i].box = box(i)
		return true
	}
	l.pick = p
}

// above is how many rows stand above the list: totals, filter, heading.
const above = 3

// Click selects the line at y; a click on the selected one opens it.
func (l *List) Click(_, y int) tea.Cmd {
	g := &l.sh.List.Grid
	if l.pick != nil {
		g = &l.pick.grid
	}
	lo, hi := g.Window()
	at := lo + y - above
	if y < above || at >= hi {
		return nil
	}
	if at == g.Cursor() {
		return l.Do(Open)
	}
	g.Select(at)
	if l.pick != nil {
		return nil
	}
	l.sh.List.Anchor()
	return l.sh.Judge(l.sh.List.Selected())
}
