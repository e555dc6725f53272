package whatifs

import (
	"math"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/whatif"
)

// Draw gives the rows of the screen.
func (x *WhatIf) Draw(w, h int) screen.View {
	v := screen.View{Crumb: "what-if: routers with partial tables move by their own share"}
	if x.answer == nil {
		text := safeterm.Text(" no device has been judged yet")
		if x.sh.Busy != "" {
			text = " " + x.sh.Busy
		}
		v.Rows = draw.Fit([]draw.Row{draw.Plain(w, text)}, w, h)
		return v
	}
	rows := append(x.sliders(w), x.sh.Rule(w), x.sum(w))
	rows = append(rows, x.cliffs(w)...)
	rows = append(rows, x.sh.Rule(w), x.heading(w))
	x.grid.Resize(x.answer.Falls(), max(1, h-len(rows)))
	lo, hi := x.grid.Window()
	for i := lo; i < hi; i++ {
		f := x.answer.Fall(i)
		rows = append(rows, x.row(i, &f, w, i == x.grid.Cursor()))
	}
	if x.answer.Falls() == 0 {
		rows = append(rows, draw.Plain(w, "   no router falls"))
	} else {
		v.Right = safeterm.Sprintf("routers %d-%d of %d", lo+1, hi, x.answer.Falls())
	}
	v.Rows = draw.Fit(rows, w, h)
	return v
}

// sliders are the sizes that are asked, against those of today.
func (x *WhatIf) sliders(w int) []draw.Row {
	now, asked := x.answer.Now, x.answer.Asked
	one := func(s slider, name safeterm.Text, today, at float64) draw.Row {
		l, mark := draw.NewLine(w), safeterm.Text(" ")
		if x.slider == s {
			mark = ">"
		}
		bar := max(10, w-56)
		top := max(today, at) * 1.25
		l.Add(x.sh.Theme.Head(), mark+name+" ").Cell("", whole(today)+" today", 18, true).Add("", "  ")
		l.Add("", safeterm.CleanLine(chart.Bar(bar, int(at), int(top), x.sh.ASCII))).Add("", "  ").Cell("", whole(at), 10, true)
		return l.Add("", safeterm.Sprintf("  %+.1f %%", 100*(at-today)/today)).Row()
	}
	day := safeterm.Text("not asked: sizes are")
	if !x.ask.Date.IsZero() {
		day = safeterm.CleanLine(x.ask.Date.Format("2006-01-02"))
	}
	mark := safeterm.Text(" ")
	if x.slider == date {
		mark = ">"
	}
	return []draw.Row{
		one(ipv4, "IPv4", now.IPv4, asked.IPv4),
		one(ipv6, "IPv6", now.IPv6, asked.IPv6),
		draw.NewLine(w).Add(x.sh.Theme.Head(), mark+"date ").Add("", "  "+day).Row(),
	}
}

// sum counts who falls and who holds; what is not known is neither.
func (x *WhatIf) sum(w int) draw.Row {
	a := x.answer
	l := draw.NewLine(w).Add(x.sh.Theme.Head(), safeterm.Sprintf(" falls %d", a.Falls()))
	return l.Add("", safeterm.Sprintf("   holds %d (tight %d)   unknown %d", a.Holds, a.Tight(), len(a.Unknown))).Row()
}

// cliffs are the sizes at which many fall, the next one first.
func (x *WhatIf) cliffs(w int) []draw.Row {
	if len(x.answer.Cliffs) == 0 {
		return nil
	}
	l := draw.NewLine(w).Add("", " cliffs:")
	for _, c := range x.answer.Cliffs {
		text := safeterm.Sprintf("  IPv4 %s", whole(c.From.IPv4))
		if c.To.IPv4 > c.From.IPv4 {
			text += "-" + whole(c.To.IPv4)
		}
		text += safeterm.Sprintf(" takes %d", c.Count)
		if c.Beyond {
			text += " (beyond)"
		}
		if l.Left() < safeterm.Width(text)+2 {
			l.Add("", " …")
			break
		}
		l.Add("", text)
	}
	return []draw.Row{l.Row()}
}

func (x *WhatIf) heading(w int) draw.Row {
	l := draw.NewLine(w).Add("", "  ").Cell(x.sh.Theme.Head(), "AT IPv4", 10, true).Add("", " ").Cell(x.sh.Theme.Head(), "ROUTER", x.host(w), false)
	l.Add("", " ").Cell(x.sh.Theme.Head(), "NEEDS", 10, true).Cell(x.sh.Theme.Head(), "HAS", 11, true).Add("", "  ")
	return l.Add(x.sh.Theme.Head(), "SMALLEST FIX").Row()
}

func (x *WhatIf) host(w int) int { return min(max(14, w/5), 32) }

func (x *WhatIf) row(_ int, f *whatif.Fall, w int, chosen bool) draw.Row {
	l, mark := draw.NewLine(w), safeterm.Text("> ")
	if chosen {
		l = draw.Selected(w)
	} else {
		mark = "  "
	}
	at := whole(f.At.IPv4)
	switch {
	case f.Way == 0:
		at = "now"
	case !f.Date.IsZero():
		at = safeterm.CleanLine(f.Date.Format("2006-01"))
	}
	wall := whole(f.Wall)
	if f.Soft {
		wall = "~" + wall
	}
	name := x.answer.Name(f)
	l.Add("", mark).Cell("", at, 10, true).Add("", " ").Cell("", safeterm.CleanLine(name), x.host(w), false)
	l.Add("", " ").Cell("", whole(f.Used), 10, true).Cell("", wall, 11, true).Add("", "  ")
	return l.Add("", x.fixText(name)).Row()
}

// fixText is what helps a router; what was not looked for yet says so.
func (x *WhatIf) fixText(name string) safeterm.Text {
	fix, ok := x.fixes[name]
	switch {
	case !ok:
		return "…"
	case fix.Setting != "":
		return safeterm.Sprintf("%s %s", fix.Action, fix.Setting)
	case fix.Why != "":
		return safeterm.Sprintf("%s: %s", fix.Action, fix.Why)
	}
	return safeterm.CleanLine(string(fix.Action))
}

// whole writes a size without its fractions.
func whole(v float64) safeterm.Text { return screen.Thousands(math.Round(v)) }
