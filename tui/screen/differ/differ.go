// Package differ is the screen of what changed between two scans.
package differ

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "diff"

// The actions of the diff.
const (
	Open      action.ID = "diff/open"
	Important action.ID = "diff/important"
	Before    action.ID = "diff/scan-before"
	Later     action.ID = "diff/scan-later"
	Plan      action.ID = "diff/plan"
)

// Differ is the screen of the diff.
type Differ struct {
	sh        *screen.Shell
	doc       *report.Diff
	of        [2]string // the scans that were asked for; "" = the last two
	asked     bool
	important bool
	grid      grid.Grid
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &Differ{sh: sh} }

// Name is what the screen is called.
func (d *Differ) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (d *Differ) Keys() []action.Action {
	return []action.Action{
		{ID: Open, Keys: []string{"enter"}, Title: "open", Help: "open the device", Hint: true, Off: d.nothing},
		{ID: Important, Keys: []string{"i"}, Title: "important", Help: "only what is worse, waits or grew too much, or everything", Hint: true, Off: d.nothing},
		{ID: Before, Keys: []string{"["}, Label: "[ ]", Title: "older/newer", Help: "compare with the scan before", Hint: true, Off: d.noStore},
		{ID: Later, Keys: []string{"]"}, Title: "newer", Help: "compare with a later scan again", Off: d.noStore},
		{ID: Plan, Keys: []string{"p"}, Title: "plan", Help: "put the device into tonight's plan", Hint: true, Off: d.nothing},
	}
}

func (d *Differ) noStore() safeterm.Text {
	if d.sh.Ports.Diff == nil {
		return "no store is open: headroom diff compares scans"
	}
	return ""
}

func (d *Differ) nothing() safeterm.Text {
	if no := d.noStore(); no != "" {
		return no
	}
	if len(d.shown()) == 0 {
		return "no change is in sight"
	}
	return ""
}

// Open compares: the scans that the shell names, else the last two.
func (d *Differ) Open() tea.Cmd {
	if d.sh.Ports.Diff == nil || d.asked && d.of == d.sh.Compare && !d.sh.Running {
		return nil
	}
	d.of, d.asked = d.sh.Compare, true
	a, b, diff := d.of[0], d.of[1], d.sh.Ports.Diff
	return d.sh.Work("diff", "comparing", func() func() {
		doc, err := diff(a, b)
		return func() {
			if err != nil {
				d.sh.Say(safeterm.Sprintf("not compared: %v", err))
				return
			}
			d.doc, d.grid = doc, grid.Grid{}
		}
	})
}

// urgent are the kinds that somebody has to look at.
func urgent(k history.ChangeKind) bool {
	return slices.Contains([]history.ChangeKind{history.Worse, history.NotRead, history.Beyond, history.Pends, history.Gone}, k)
}

func (d *Differ) shown() []history.Change {
	if d.doc == nil {
		return nil
	}
	if !d.important {
		return d.doc.Changes
	}
	return slices.DeleteFunc(slices.Clone(d.doc.Changes), func(c history.Change) bool { return !urgent(c.Kind) })
}

func (d *Differ) selected() *history.Change {
	list := d.shown()
	if i := d.grid.Cursor(); i >= 0 && i < len(list) {
		return &list[i]
	}
	return nil
}

// Do carries out an action.
func (d *Differ) Do(id action.ID) tea.Cmd {
	c := d.selected()
	switch id {
	case Important:
		d.important = !d.important
	case Before, Later:
		return d.older(id)
	case Open:
		return d.open(c)
	case Plan:
		if c != nil && d.sh.List.Find(c.Device) != nil {
			d.sh.Say(screen.Devices(d.sh.Plan([]string{c.Device})) + " put into the plan; " + d.sh.Digit("plan") + " shows it")
		}
	case action.Copy:
		if c != nil {
			return d.sh.CopyText(safeterm.Sprintf("%s  %s  %s", c.Kind, c.Device, c.Text), "the line")
		}
	default:
		d.grid.Step(id)
	}
	return nil
}

func (d *Differ) open(c *history.Change) tea.Cmd {
	if c == nil {
		return nil
	}
	if r := d.sh.List.Find(c.Device); r != nil {
		return d.sh.OpenDevice(r, "")
	}
	d.sh.Say(safeterm.Sprintf("%s is not in the scan that is shown", c.Device))
	return nil
}

// older compares the newer scan with one that is further back, or nearer.
func (d *Differ) older(id action.ID) tea.Cmd {
	scans := d.sh.Ports.Scans
	if d.doc == nil || scans == nil {
		return nil
	}
	from, to := d.doc.A.ID, d.doc.B.ID
	return d.sh.Work("diff", "looking for scans", func() func() {
		list, err := scans()
		return func() {
			if err != nil {
				d.sh.Say(safeterm.Sprintf("%v", err))
				return
			}
			at := slices.IndexFunc(list, func(s screen.ScanLine) bool { return s.ID == from })
			next := at + 1
			if id == Later {
				next = at - 1
			}
			if next < 0 || next >= len(list) || list[next].ID == to {
				d.sh.Say("there is no other scan in that direction")
				return
			}
			d.sh.Compare = [2]string{list[next].ID, to}
			d.sh.Again = d.Open
		}
	})
}

// Draw gives the rows of the screen.
func (d *Differ) Draw(w, h int) screen.View {
	v := screen.View{Crumb: "diff"}
	if d.doc == nil {
		text := " " + d.sh.Busy
		if no := d.noStore(); no != "" {
			text = " " + no
		} else if d.sh.Busy == "" {
			text = " there are no two scans to compare yet: the screen scans lists those of the store"
		}
		v.Rows = draw.Fit([]draw.Row{draw.Plain(w, text)}, w, h)
		return v
	}
	list := d.shown()
	rows := []draw.Row{d.sides(w), d.counts(w)}
	for _, n := range d.doc.Notes {
		rows = append(rows, draw.NewLine(w).Add("", " ").Add(d.sh.Theme.Mark(), safeterm.CleanLine(n)).Row())
	}
	host := min(max(16, w/5), 36)
	rows = append(rows, d.sh.Rule(w), draw.NewLine(w).Cell(d.sh.Theme.Head(), "  WHAT", 18, false).Cell(d.sh.Theme.Head(), "HOST", host+1, false).Add(d.sh.Theme.Head(), "WHAT CHANGED").Row())
	d.grid.SetRows(len(list))
	foot := d.detail(w)
	d.grid.Resize(len(list), max(1, h-len(rows)-len(foot)))
	lo, hi := d.grid.Window()
	for i := lo; i < hi; i++ {
		rows = append(rows, d.row(&list[i], w, host, i == d.grid.Cursor()))
	}
	if len(list) == 0 {
		rows = append(rows, draw.Plain(w, "  nothing changed"))
	}
	v.Rows = append(draw.Fit(rows, w, h-len(foot)), foot...)
	if len(list) > 0 {
		v.Right = safeterm.Sprintf("changes %d-%d of %d", lo+1, hi, len(list))
	}
	return v
}

func (d *Differ) sides(w int) draw.Row {
	side := func(s *report.DiffSide) safeterm.Text {
		t := safeterm.Sprintf("%s (%d devices)", s.Started.UTC().Format("2006-01-02 15:04Z"), s.Devices)
		if s.Interrupted {
			t += safeterm.Sprintf(" INTERRUPTED: %d of %d", s.Devices, s.Planned)
		}
		return t
	}
	mode := safeterm.Text("all ")
	if d.important {
		mode = "important only "
	}
	return draw.NewLine(w).Add("", " "+side(&d.doc.A)+"  ->  "+side(&d.doc.B)).Right("", mode).Row()
}

func (d *Differ) counts(w int) draw.Row {
	text := safeterm.CleanLine(history.Count(d.doc.Changes))
	if text == "" {
		text = "nothing changed"
	}
	return draw.Plain(w, " "+text)
}

func (d *Differ) row(c *history.Change, w, host int, chosen bool) draw.Row {
	l, mark := draw.NewLine(w), safeterm.Text("  ")
	if chosen {
		l, mark = draw.Selected(w), "> "
	}
	kind := map[history.ChangeKind]safeterm.Text{history.NotRead: "not read now", history.Beyond: "grew too much"}[c.Kind]
	if kind == "" {
		kind = safeterm.CleanLine(string(c.Kind))
	}
	l.Add("", mark)
	if urgent(c.Kind) {
		l.Add(d.sh.Theme.Mark(), kind).Add("", safeterm.Repeat(" ", 16-safeterm.Width(kind)))
	} else {
		l.Cell("", kind, 16, false)
	}
	return l.Cell("", safeterm.CleanLine(c.Device), host, false).Add("", " "+safeterm.CleanLine(c.Text)).Row()
}

// detail is the chosen change in full.
func (d *Differ) detail(w int) []draw.Row {
	c := d.selected()
	if c == nil {
		return nil
	}
	parts := draw.Wrap(safeterm.Sprintf("%s: %s: %s", c.Device, c.Kind, c.Text), w-2)
	rows := []draw.Row{d.sh.Rule(w)}
	for _, p := range parts[:min(3, len(parts))] {
		rows = append(rows, draw.Plain(w, " "+p))
	}
	return rows
}

// CommandLine is the command that prints what this screen shows.
func (d *Differ) CommandLine() safeterm.Text {
	if d.doc == nil {
		return ""
	}
	return safeterm.Sprintf("headroom diff %s %s", d.doc.A.ID, d.doc.B.ID)
}
