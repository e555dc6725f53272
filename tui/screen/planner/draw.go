package planner

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// wide is from where on the steps stand beside the devices.
const wide = 140

// Draw gives the rows of the screen.
func (p *Planner) Draw(w, h int) screen.View {
	v := screen.View{Crumb: "plan; headroom never sends commands: copy them, tick them off"}
	if p.plan == nil || len(p.plan.Devices) == 0 {
		text := safeterm.Text(" no device is in the plan: mark some on the fleet (space, M) and press p")
		if p.sh.Busy != "" {
			text = " " + p.sh.Busy
		}
		if p.plan != nil && len(p.built) > 0 {
			text = safeterm.Sprintf(" none of the %d devices in the plan needs anything by this scan: %s", len(p.built), p.built)
		}
		v.Rows = draw.Fit([]draw.Row{draw.Plain(w, text)}, w, h)
		return v
	}
	v.Rows = []draw.Row{p.head(w), p.sh.Rule(w)}
	p.device.Resize(len(p.plan.Devices), h)
	room := h - len(v.Rows)
	if w >= wide {
		left := w * 9 / 20
		v.Rows = append(v.Rows, p.sh.Beside(p.devices(left, room), p.work(w-left-1, room))...)
		return v
	}
	upper := max(3, min(room*2/5, len(p.plan.Devices)+len(p.plan.Waves)+1))
	if p.steps {
		upper = min(upper, 4)
	}
	v.Rows = append(v.Rows, p.devices(w, upper)...)
	v.Rows = append(v.Rows, p.sh.Rule(w))
	v.Rows = append(v.Rows, p.work(w, room-upper-1)...)
	return v
}

// head counts what is to do and what is done.
func (p *Planner) head(w int) draw.Row {
	done, all, refused := 0, 0, 0
	for i := range p.plan.Devices {
		d, a := p.done(&p.plan.Devices[i])
		done, all = done+d, all+a
		if len(p.plan.Devices[i].Refused) > 0 {
			refused++
		}
	}
	l := draw.NewLine(w).Add(p.sh.Theme.Head(), " Plan").Add("", safeterm.Sprintf("  %s  %s  %d of %d steps done", screen.Devices(len(p.plan.Devices)), words.Plural(len(p.plan.Waves), "wave"), done, all))
	if refused > 0 {
		l.Add("", "  ").Add(p.sh.Theme.Bad(), safeterm.Sprintf("REFUSED %d", refused))
	}
	right := safeterm.Text("not signed off ")
	if pl := p.sh.Planning; pl.Signed != "" {
		right = safeterm.Sprintf("signed off by %s %s ", pl.Signed, pl.SignedAt.Format("01-02 15:04Z"))
	}
	return l.Right("", right).Row()
}

// done counts the ticks of a device; the rollback is only for when it goes wrong.
func (p *Planner) done(d *plan.Device) (done, all int) {
	for i := range d.Steps {
		if d.Steps[i].Phase == plan.Rollback {
			continue
		}
		all++
		if _, ok := p.sh.Planning.Ticks[key(d, &d.Steps[i])]; ok {
			done++
		}
	}
	return done, all
}

// devices are the waves and who is in them, with the chosen one in sight.
func (p *Planner) devices(w, h int) []draw.Row {
	var rows []draw.Row
	wave, cursor := -1, 0
	for i := range p.plan.Devices {
		d := &p.plan.Devices[i]
		at, in := p.wave[d.Name]
		if !in {
			at = len(p.plan.Waves)
		}
		if at != wave {
			wave = at
			rows = append(rows, p.waveRow(at, w))
		}
		if i == p.device.Cursor() {
			cursor = len(rows)
		}
		rows = append(rows, p.deviceRow(d, w, i == p.device.Cursor()))
	}
	var s draw.Scroll
	s.Top = max(0, cursor-h/2)
	return s.View(rows, w, h)
}

func (p *Planner) waveRow(at, w int) draw.Row {
	l := draw.NewLine(w)
	if at >= len(p.plan.Waves) {
		return l.Add(p.sh.Theme.Head(), " NO WAVE").Add("", "  not reloaded, or not to be placed").Row()
	}
	wave := &p.plan.Waves[at]
	l.Add(p.sh.Theme.Head(), safeterm.CleanLine(" "+strings.ToUpper(wave.Name))).Add("", "  ")
	if wave.From != nil && wave.To != nil {
		l.Add("", safeterm.Sprintf("%s-%s %s  ", wave.From.Format("Mon 2006-01-02 15:04"), wave.To.Format("15:04"), wave.Zone))
	} else {
		l.Add("", "no maintenance window  ")
	}
	text := safeterm.Sprintf("%s, %s", wave.Kind, screen.Devices(len(wave.Devices)))
	for _, a := range wave.After {
		text += safeterm.Sprintf("; %s after %s", a.Device, a.First)
	}
	return l.Add("", text).Row()
}

func (p *Planner) deviceRow(d *plan.Device, w int, chosen bool) draw.Row {
	l, mark := draw.NewLine(w), safeterm.Text(" ")
	if chosen {
		l, mark = draw.Selected(w), ">"
	}
	done, all := p.done(d)
	box := safeterm.Text("[ ]")
	switch {
	case all > 0 && done == all:
		box = "[x]"
	case done > 0:
		box = "[-]"
	}
	l.Add("", mark+" "+box+" ").Cell("", safeterm.CleanLine(d.Name), min(max(16, w/4), 40), false).Add("", " ")
	l.Add(p.sh.Theme.State(d.State), safeterm.CleanLine(string(d.State))).Add("", safeterm.Repeat(" ", 6-len(d.State)))
	if len(d.Refused) > 0 {
		l.Add(p.sh.Theme.Bad(), "REFUSED").Add("", " ")
	}
	text := safeterm.Sprintf("%s  %d/%d", d.Action, done, all)
	if d.Pair != "" {
		text += safeterm.Sprintf("  pair %s", d.Pair)
	} else {
		text += "  NO PAIR known"
	}
	if r := d.Reload; r != nil {
		text += safeterm.Sprintf("  reload %s", r.Scope)
	}
	if why := p.unplaced(d.Name); why != "" {
		text += "  " + why
	}
	return l.Add("", text).Row()
}

func (p *Planner) unplaced(name string) safeterm.Text {
	for _, u := range p.plan.Unplaced {
		if u.Device == name {
			return safeterm.CleanLine(u.Why)
		}
	}
	return ""
}

// work is the steps of the chosen device, with their ticks.
func (p *Planner) work(w, h int) []draw.Row {
	d := p.selected()
	if d == nil {
		return draw.Fit(nil, w, h)
	}
	p.step.Resize(len(d.Steps), h)
	b := &screen.Block{Pen: p.sh.Pen, W: w}
	b.Rows = append(b.Rows, p.sh.RefusedRows(d, w)...)
	phase, cursor, end := plan.Phase(""), 0, 0
	for i := range d.Steps {
		s := &d.Steps[i]
		if s.Phase != phase {
			phase = s.Phase
			b.Head(safeterm.CleanLine(phase.Title()))
		}
		chosen := p.steps && i == p.step.Cursor()
		if chosen {
			cursor = len(b.Rows)
		}
		b.Step(s, p.box(d, s), chosen)
		if chosen {
			end = len(b.Rows)
		}
	}
	for _, u := range d.Unsure {
		b.Add("not known", "", safeterm.CleanLine(u))
	}
	if p.steps {
		if end > p.scroll.Top+h {
			p.scroll.Top = end - h
		}
		p.scroll.Top = min(p.scroll.Top, max(0, cursor-1))
	} else {
		p.scroll.Top = 0
	}
	return p.scroll.View(b.Rows, w, h)
}

func (p *Planner) box(d *plan.Device, s *plan.Step) safeterm.Text {
	if at, ok := p.sh.Planning.Ticks[key(d, s)]; ok {
		return safeterm.Sprintf("[x] %s ", at.Format("15:04Z"))
	}
	return "[ ] "
}
