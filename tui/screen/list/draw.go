package list

import (
	"slices"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// From these sizes on there is more to see.
const (
	wide         = 140 // a preview at the right
	broad        = 100 // one below, if
	tall         = 28
	previewLines = 8
	previewWidth = 54
)

func (l *List) right() bool { return l.preview && l.sh.W >= wide }
func (l *List) under() bool { return l.below && l.sh.W >= broad && l.sh.W < wide && l.sh.H >= tall }

// Draw gives the rows of the screen.
func (l *List) Draw(w, h int) screen.View {
	f := l.sh.List
	rows := []draw.Row{l.sh.Totals(w), l.filterRow(w)}
	var foot []draw.Row
	switch r := f.Selected(); {
	case l.under():
		foot = append([]draw.Row{l.sh.Rule(w)}, draw.Fit(l.previewOf(r, w), w, previewLines)...)
	case !l.right():
		foot = append([]draw.Row{l.sh.Rule(w)}, l.detail(r, w)...)
	}
	room := max(1, h-len(rows)-len(foot))
	bw := w
	if l.right() {
		bw = w - previewWidth - 1
	}
	f.Grid.Resize(f.Shown(), room-1)
	var body []draw.Row
	if l.pick != nil {
		body = l.drawPick(bw, room)
	} else {
		body = l.table(bw, room)
	}
	if l.right() {
		body = l.sh.Beside(body, draw.Fit(l.previewOf(f.Selected(), previewWidth), previewWidth, len(body)))
	}
	v := screen.View{Rows: append(append(rows, body...), foot...), Crumb: "fleet"}
	if q := f.Filtered(); q != "" {
		v.Crumb += " > " + safeterm.CleanLine(q)
	}
	if n := f.Shown(); n > 0 {
		lo, hi := f.Grid.Window()
		v.Right = "rows " + screen.Count(lo+1) + "-" + screen.Count(hi) + " of " + screen.Count(n)
	}
	return v
}

// filterRow shows the filter, the marks and the order.
func (l *List) filterRow(w int) draw.Row {
	f := l.sh.List
	right := "sort " + orderWords(f.Sorted()) + " "
	if n := f.MarkCount(); n > 0 {
		right = safeterm.Sprintf("%d marked  ", n) + right
	}
	if n := f.Shown(); n != f.Len() {
		right = screen.Count(n) + " of " + screen.Count(f.Len()) + " shown  " + right
	}
	text := safeterm.Text(" no filter")
	if q := f.Filtered(); q != "" {
		text = " / " + safeterm.CleanLine(q)
	}
	return draw.NewLine(w).Add("", safeterm.Truncate(text, w-safeterm.Width(right)-1, "…")).Right("", right).Row()
}

// The columns, in their order.
const (
	cState = iota
	cHost
	cSite
	cPlatform
	cProfile
	cGauge
	cUsedCap
	cFree
	cFree4
	cFree6
	cOut
	cAction
	cFix
)

// columns are those that fit into w cells, and what is left over given to those
// that have more to say. The ones that go first where it is narrow are named in
// tui.md 6.1.
func (l *List) columns(w int) ([]grid.Column, []int) {
	widest := l.sh.List.Widest()
	kind := min(widest.Family, 11)
	if w >= broad {
		kind = min(widest.Platform, 18)
	}
	all := []grid.Column{
		cState:    {Title: "STATE", Width: 5},
		cHost:     {Title: "HOST", Width: max(4, min(widest.Host, 16)), Most: widest.Host},
		cSite:     {Title: "SITE", Width: max(4, min(widest.Site, 6)), Most: widest.Site, Drop: 9},
		cPlatform: {Title: "PLATFORM", Width: max(8, kind), Most: widest.Platform, Drop: 4},
		cProfile:  {Title: "PROFILE", Width: 12, Most: widest.Profile, Drop: 8},
		cGauge:    {Title: "USED" + l.sh.Glyph("│", "|") + "CAP" + l.sh.Glyph("░", "-") + "MAX", Width: 14},
		cUsedCap:  {Title: "USED/CAP", Width: 12, Right: true, Drop: 7},
		cFree:     {Title: "FREE", Width: 4, Right: true},
		cFree4:    {Title: "FREE4", Width: 5, Right: true, Drop: 6},
		cFree6:    {Title: "FREE6", Width: 5, Right: true, Drop: 5},
		cOut:      {Title: "OUT IN", Width: 6, Right: true},
		cAction:   {Title: "ACTION", Width: 11, Drop: 3},
		cFix:      {Title: "FIX", Width: 20, Most: widest.Fix, Drop: 10},
	}
	for i := range all {
		if l.hidden[i] {
			all[i].Width = -1 // and its blank
		}
	}
	keep := l.seen(grid.Fit(all, w-3))
	if l.left > 0 && len(keep) < len(all) { // what does not fit is reached sideways
		l.left = min(l.left, len(all)-3)
		shifted := append([]grid.Column{all[cState], all[cHost]}, all[2+l.left:]...)
		keep = grid.Fit(shifted, w-3)
		for i, k := range keep {
			if k > 1 {
				keep[i] = k + l.left
			}
		}
	} else {
		l.left = 0
	}
	keep = l.seen(keep)
	grid.Widen(all, keep, w-3)
	return all, keep
}

// seen leaves out the columns that were taken away.
func (l *List) seen(keep []int) []int {
	return slices.DeleteFunc(keep, func(i int) bool { return l.hidden[i] })
}

func (l *List) table(w, h int) []draw.Row {
	f := l.sh.List
	cols, keep := l.columns(w)
	head := draw.NewLine(w).Add("", "  ")
	for _, i := range keep {
		head.Add("", " ").Cell(l.sh.Theme.Head(), cols[i].Title, cols[i].Width, cols[i].Right)
	}
	rows := make([]draw.Row, 0, h)
	rows = append(rows, head.Row())
	lo, hi := f.Grid.Window()
	l.drawn.settle(w, cols, keep, l.sh.Now())
	for at := lo; at < hi; at++ {
		rows = append(rows, l.drawn.row(f.At(at), f.Marked(f.At(at).Name), at == f.Grid.Cursor(), func(r *fleet.Row, current bool) draw.Row {
			return l.row(r, cols, keep, w, current)
		}))
	}
	if f.Shown() == 0 {
		text := safeterm.Text("   no device yet")
		if f.Len() > 0 {
			text = "   no device matches the filter; esc takes it back"
		}
		rows = append(rows, draw.Plain(w, text))
	}
	return draw.Fit(rows, w, h)
}

func (l *List) row(r *fleet.Row, cols []grid.Column, keep []int, w int, current bool) draw.Row {
	line, mark := draw.NewLine(w), safeterm.Text(" ")
	if l.sh.List.Marked(r.Name) {
		mark = "*"
	}
	if current {
		line = draw.Selected(w)
		mark = ">" + mark
	} else {
		mark = " " + mark
	}
	line.Add("", mark)
	for n, i := range keep {
		between := safeterm.Text(" ")
		if n == 0 && r.Failed != "" {
			between = "!"
		}
		line.Add("", between)
		c := cols[i]
		switch i {
		case cState:
			word := safeterm.CleanLine(string(r.State))
			line.Add(l.sh.Theme.State(r.State), word).Add("", safeterm.Repeat(" ", c.Width-safeterm.Width(word)))
		case cGauge:
			style := l.sh.Theme.Gauge(r.State)
			if current {
				style = ""
			}
			line.Cell(style, screen.Gauge(l.sh.Pen, &r.Pool, c.Width), c.Width, false)
		case cAction:
			if r.Refused != "" {
				line.Cell(l.sh.Theme.Bad(), "REFUSED", 7, false).Add("", safeterm.Repeat(" ", c.Width-7))
				continue
			}
			line.Cell("", r.Action, c.Width, false)
		default:
			line.Cell("", l.cell(r, i, c.Width), c.Width, c.Right)
		}
	}
	return line.Row()
}

func (l *List) cell(r *fleet.Row, column, width int) safeterm.Text {
	switch column {
	case cHost:
		return r.Host
	case cSite:
		return r.Site
	case cPlatform:
		if safeterm.Width(r.Platform) > width {
			return r.Family
		}
		return r.Platform
	case cProfile:
		return r.Profile
	case cUsedCap:
		if r.Pool.Kind == fact.CapPercent {
			return "percent only"
		}
		return screen.Short(r.Pool.Used) + "/" + screen.Short(r.Pool.Capacity)
	case cFree:
		return screen.Percent(r.Share, true)
	case cFree4:
		return screen.Percent(r.Free4.Share, r.Free4.Known)
	case cFree6:
		return screen.Percent(r.Free6.Share, r.Free6.Known)
	case cOut:
		return r.Out.In(l.sh.Now())
	case cFix:
		return r.Fix
	}
	return ""
}

// detail is two lines on the selected device.
func (l *List) detail(r *fleet.Row, w int) []draw.Row {
	if r == nil {
		return []draw.Row{draw.Blank(w), draw.Blank(w)}
	}
	first := draw.NewLine(w).Add("", " "+r.Host+": ").Add("", screen.PoolText(&r.Pool))
	second := draw.NewLine(w).Add("", " ")
	switch {
	case r.Failed != "":
		second.Add(l.sh.Theme.Mark(), "last reading; read again in vain: "+r.Failed)
	case r.Refused != "":
		second.Add(l.sh.Theme.Bad(), "REFUSED").Add("", " no reload until "+r.Refused+" is mended: ").Add("", why(r))
	default:
		second.Add("", why(r))
	}
	return []draw.Row{first.Row(), second.Row()}
}

// why is the finding that gave the device its state.
func why(r *fleet.Row) safeterm.Text {
	if r.Dev == nil {
		return "as the store keeps it; enter judges it"
	}
	for _, f := range r.Dev.Verdict.Findings {
		if f.State == r.State && !f.Waived {
			return safeterm.CleanLine(f.Rule + ": " + f.Message)
		}
	}
	if r.State == audit.OK {
		return "nothing to do"
	}
	return ""
}
