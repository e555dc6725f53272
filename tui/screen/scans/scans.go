// Package scans is the screen that picks a scan of the store: to be shown, or to be
// compared with.
package scans

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "scans"

// The actions of the picker.
const (
	Open    action.ID = "scans/open"
	Compare action.ID = "scans/compare"
)

// Scans is the screen of the stored scans.
type Scans struct {
	sh   *screen.Shell
	list []screen.ScanLine
	read bool
	grid grid.Grid
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &Scans{sh: sh} }

// Name is what the screen is called.
func (s *Scans) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (s *Scans) Keys() []action.Action {
	return []action.Action{
		{ID: Open, Keys: []string{"enter"}, Title: "show", Help: "show this scan in the fleet", Hint: true, Off: s.nothing},
		{ID: Compare, Keys: []string{"d"}, Title: "compare", Help: "what changed from this scan to the one that is shown", Hint: true, Off: s.nothing},
	}
}

func (s *Scans) nothing() safeterm.Text {
	switch {
	case s.sh.Ports.Scans == nil:
		return "no store is open: headroom history lists scans"
	case s.sh.Running:
		return "a scan runs"
	case len(s.list) == 0:
		return "the store holds no scan yet"
	}
	return ""
}

// Open reads the list of the store.
func (s *Scans) Open() tea.Cmd {
	if s.sh.Ports.Scans == nil {
		return nil
	}
	return s.sh.Work("scans", "reading the store", func() func() {
		list, err := s.sh.Ports.Scans()
		return func() {
			if err != nil {
				s.sh.Say(safeterm.Sprintf("the store cannot be read: %v", err))
			}
			s.list, s.read = list, true
		}
	})
}

// Do carries out an action.
func (s *Scans) Do(id action.ID) tea.Cmd {
	i := s.grid.Cursor()
	switch id {
	case Open:
		if i >= 0 && i < len(s.list) {
			return s.show(s.list[i].ID)
		}
	case Compare:
		if i >= 0 && i < len(s.list) {
			s.sh.Compare = [2]string{s.list[i].ID, s.sh.Scan.ID}
			s.sh.Go("diff")
		}
	case action.Copy:
		if i >= 0 && i < len(s.list) {
			return s.sh.CopyText(safeterm.CleanLine(s.list[i].ID), "the id")
		}
	default:
		s.grid.Step(id)
	}
	return nil
}

// show opens a scan of the store.
func (s *Scans) show(id string) tea.Cmd {
	open := s.sh.Ports.Open
	return s.sh.Work("scans", "opening the scan", func() func() {
		res, head, err := open(id)
		var rows []*fleet.Row
		if err == nil {
			rows = fleet.NewRows(res.Devices)
		}
		return func() {
			if err != nil {
				s.sh.Say(safeterm.Sprintf("not opened: %v", err))
				return
			}
			s.sh.Scan = head
			s.sh.List.Clear()
			for _, r := range rows {
				s.sh.List.Put(r)
			}
			s.sh.List.Refresh()
			s.sh.Focus = ""
			s.sh.Go("fleet")
		}
	})
}

// Draw gives the rows of the screen.
func (s *Scans) Draw(w, h int) screen.View {
	v := screen.View{Crumb: "scans of the store, newest first"}
	rows := []draw.Row{draw.NewLine(w).Add(s.sh.Theme.Head(), "  WHEN              SOURCE PLANNED  READ  COMPLETE     WORST          INVENTORY").Row()}
	s.grid.Resize(len(s.list), h-1)
	lo, hi := s.grid.Window()
	for i := lo; i < hi; i++ {
		rows = append(rows, s.row(&s.list[i], w, i == s.grid.Cursor()))
	}
	if len(s.list) == 0 {
		text := s.nothing()
		if s.sh.Busy != "" {
			text = s.sh.Busy
		}
		rows = append(rows, draw.Plain(w, "  "+text))
	}
	v.Rows = draw.Fit(rows, w, h)
	if len(s.list) > 0 {
		v.Right = safeterm.Sprintf("scans %d-%d of %d", lo+1, hi, len(s.list))
	}
	return v
}

func (s *Scans) row(x *screen.ScanLine, w int, chosen bool) draw.Row {
	l, mark := draw.NewLine(w), safeterm.Text(" ")
	if chosen {
		l, mark = draw.Selected(w), ">"
	}
	if x.ID == s.sh.Scan.ID {
		mark += "*"
	} else {
		mark += " "
	}
	whole := safeterm.Text("whole")
	if x.Interrupted {
		whole = "INTERRUPTED"
	}
	l.Add("", mark+safeterm.CleanLine(x.Started.UTC().Format("2006-01-02 15:04Z"))+" ").Cell("", safeterm.CleanLine(x.Source), 6, false)
	l.Cell("", screen.Count(x.Planned), 8, true).Cell("", screen.Count(x.Read), 6, true).Add("", "  ").Cell("", whole, 12, false)
	return l.Add("", " ").Cell("", safeterm.CleanLine(x.Worst), 14, false).Add("", " "+safeterm.CleanLine(x.Inventory)).Row()
}

// CommandLine is the command that prints what this screen shows.
func (s *Scans) CommandLine() safeterm.Text { return "headroom history" }
