package device

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// wide is from where on the memory has the evidence beside it.
const wide = 140

// Draw gives the rows of the screen.
func (d *Device) Draw(w, h int) screen.View {
	d.refresh(d.sh.Focus)
	if d.row == nil {
		return screen.View{Rows: draw.Fit([]draw.Row{draw.Plain(w, " no device is selected: 1 shows the fleet")}, w, h), Crumb: "device"}
	}
	v := screen.View{Rows: []draw.Row{d.head(w), d.tabs(w), d.sh.Rule(w)}, Crumb: "fleet > " + d.row.Host + " > " + safeterm.CleanLine(d.section)}
	room := h - len(v.Rows)
	if d.row.Dev == nil && d.section != past {
		text := " not judged in this session yet: the store keeps " + safeterm.CleanLine(string(d.row.State)) + ", " + screen.PoolText(&d.row.Pool)
		if d.sh.Busy != "" {
			text = " " + d.sh.Busy
		}
		v.Rows = append(v.Rows, draw.Fit([]draw.Row{draw.Plain(w, text)}, w, room)...)
		return v
	}
	v.Rows = append(v.Rows, d.body(w, room)...)
	v.Right = d.scroll.Place()
	if d.section == evidence {
		v.Right = d.answerPlace()
	}
	return v
}

func (d *Device) body(w, h int) []draw.Row {
	switch d.section {
	case memory:
		if w >= wide {
			left := w/2 + 1
			return d.sh.Beside(d.memory(left, h), draw.Fit(d.evidence(w-left-1, h), w-left-1, h))
		}
		return d.memory(w, h)
	case fix:
		return d.scroll.View(d.fix(w), w, h)
	case evidence:
		return draw.Fit(d.evidence(w, h), w, h)
	case forecast:
		return d.scroll.View(d.forecast(w), w, h)
	case past:
		return d.scroll.View(d.past(w), w, h)
	case coverage:
		return d.scroll.View(d.coverage(w), w, h)
	}
	return d.rawText(w, h)
}

func (d *Device) head(w int) draw.Row {
	r := d.row
	parts := []safeterm.Text{r.Host, r.Platform}
	if r.Dev != nil {
		dev := r.Dev.Verdict.Device
		parts = append(parts, safeterm.CleanLine(dev.Identity.Version), safeterm.CleanLine(dev.Site))
		if dev.Pair != "" {
			parts = append(parts, safeterm.Sprintf("pair %s", dev.Pair))
		}
	}
	var shown []safeterm.Text
	for _, p := range parts {
		if p != "" {
			shown = append(shown, p)
		}
	}
	word, out := safeterm.CleanLine(string(r.State)), "out in "+r.Out.In(d.sh.Now())+"  "
	right := safeterm.Width(out) + safeterm.Width(word) + 1
	if r.Refused != "" {
		right += len("REFUSED ")
	}
	l := draw.NewLine(w).Add("", safeterm.Truncate(" "+safeterm.Join(shown, "  "), w-right-1, "…")).To(right)
	l.Add("", out)
	if r.Refused != "" {
		l.Add(d.sh.Theme.Bad(), "REFUSED").Add("", " ")
	}
	return l.Add(d.sh.Theme.State(r.State), word).Row()
}

func (d *Device) tabs(w int) draw.Row {
	l := draw.NewLine(w).Add("", " ")
	for _, s := range sections() {
		name := safeterm.CleanLine(strings.ToUpper(s[:1]) + s[1:])
		if s == d.section {
			l.Add(d.sh.Theme.Head(), "["+name+"]").Add("", " ")
		} else {
			l.Add("", name+" ")
		}
	}
	return l.Row()
}
