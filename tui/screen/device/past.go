package device

import (
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/tui/chart"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
)

// forecast says of each memory when it is full, and on what that rests.
func (d *Device) forecast(w int) []draw.Row {
	b := &screen.Block{Pen: d.sh.Pen, W: w}
	v := &d.row.Dev.Verdict
	b.Add("first", d.sh.Theme.Head(), d.row.Out.Pool+" "+d.row.Out.Words())
	for i := range v.Forecasts {
		f := &v.Forecasts[i]
		b.Blank()
		out := fleet.Out{Low: f.Runway.Low, Median: f.Runway.Median, High: f.Runway.High, Known: true}
		b.Head(safeterm.CleanLine(ledger.Where(f.Pool.Name, f.Pool.Scope)) + "  " + out.Words())
		drawForecast(d, b, f)
		b.Add("rests on", "", safeterm.Sprintf("%s: %s", f.Basis, f.Reason))
		for _, e := range []struct {
			head safeterm.Text
			est  *ledger.Estimate
		}{{"own past", f.Own}, {"tables", f.Tables}} {
			if e.est != nil {
				text := fleet.Out{Low: e.est.Runway.Low, Median: e.est.Runway.Median, High: e.est.Runway.High, Known: true}.Words()
				text += safeterm.Sprintf(", %s entries a year (%s to %s)", ledger.Count(e.est.Year.Mid), ledger.Count(e.est.Year.Low), ledger.Count(e.est.Year.High))
				if e.est.Days > 0 {
					text += safeterm.Sprintf(", from %d readings over %d days", e.est.Readings, e.est.Days)
				}
				b.Add(e.head, "", text)
			}
		}
	}
	if len(v.Forecasts) == 0 {
		b.Add("", "", "no memory tells how it grows: no date can be given")
	}
	return b.Rows
}

// drawForecast draws what was read of a memory, how it goes on to the middle date, and the cap.
// Where there are neither readings nor a date in sight there is nothing to draw.
func drawForecast(d *Device, b *screen.Block, f *audit.Forecast) {
	const high, label = 6, 12
	used, ok := f.Pool.Used.Get()
	limit, capped := f.Pool.Capacity.Get()
	if !ok || !capped || limit <= 0 || b.W < 40 {
		return
	}
	now := d.row.ReadAt()
	if now.IsZero() {
		now = d.sh.Now()
	}
	s := chart.Series{Points: append(readings(d, f, now), chart.Point{Y: used})}
	ahead(&s, f.Runway, now, used, limit)
	if len(s.Points) < 3 {
		return
	}
	first, last := s.Points[0].X, s.Points[len(s.Points)-1].X
	s.Caps = []chart.Point{{X: first, Y: limit}}
	lines, low, most := chart.Line(min(b.W-label-4, 100), high, s, d.sh.ASCII)
	for i, l := range lines {
		at := safeterm.Text("")
		switch i {
		case 0:
			at = screen.Thousands(most)
		case high - 1:
			at = screen.Thousands(low)
		}
		b.Rows = append(b.Rows, draw.NewLine(b.W).Add("", " ").Cell("", at, label, true).Add("", " "+d.sh.Glyph("│", "|")+safeterm.CleanLine(l)).Row())
	}
	day := func(x float64) string {
		return now.Add(time.Duration(x * 24 * float64(time.Hour))).UTC().Format("2006-01-02")
	}
	b.Add("", "", safeterm.Sprintf("%s to %s; under it < first, ^ middle and > last date on which it is full", day(first), day(last)))
}

// readings are what scans of before a moment read of a memory, by days.
func readings(d *Device, f *audit.Forecast, now time.Time) []chart.Point {
	if d.seriesOf != d.row.Name {
		return nil
	}
	var out []chart.Point
	for i := range d.series {
		r := &d.series[i]
		for j := range r.Samples {
			m := &r.Samples[j]
			v, known := m.Used.Get()
			if known && r.At.Before(now) && m.Name == f.Pool.Name && m.Resource == f.Pool.Resource && m.Instance == f.Pool.Scope.String() {
				out = append(out, chart.Point{X: r.At.Sub(now).Hours() / 24, Y: v})
			}
		}
	}
	return out
}

// ahead adds the way to the middle date, and the dates as far as they are in sight.
func ahead(s *chart.Series, r solve.Runway, now time.Time, used, limit float64) {
	const sight, steps = 10 * 365, 24
	for _, end := range []struct {
		at   time.Time
		sign rune
	}{{r.Low, '<'}, {r.Median, '^'}, {r.High, '>'}} {
		x := end.at.Sub(now).Hours() / 24
		if end.at.IsZero() || x <= 0 || x > sight {
			continue
		}
		s.Marks = append(s.Marks, chart.Mark{X: x, Sign: end.sign})
		for i := 1; end.sign == '^' && i <= steps; i++ {
			part := float64(i) / steps
			s.Points = append(s.Points, chart.Point{X: x * part, Y: used + (limit-used)*part})
		}
	}
}

// past is what scans read of the device, newest first, and what happened between.
func (d *Device) past(w int) []draw.Row {
	switch {
	case d.sh.Ports.Past == nil:
		return []draw.Row{draw.Plain(w, " no store is open: headroom history shows the past of a device")}
	case d.seriesOf != d.row.Name:
		return []draw.Row{draw.Plain(w, " reading the past")}
	case len(d.series) == 0:
		return []draw.Row{draw.Plain(w, " the store keeps nothing of this device yet")}
	}
	rows := []draw.Row{draw.NewLine(w).Add(d.sh.Theme.Head(), " WHEN              STATE  OUT IN  WORST MEMORY").Row()}
	events := map[time.Time][]history.Event{}
	for _, e := range history.Events(d.series) {
		events[e.At] = append(events[e.At], e)
	}
	for i := len(d.series) - 1; i >= 0; i-- {
		r := &d.series[i]
		state := audit.State(r.Judged.State)
		l := draw.NewLine(w).Add("", safeterm.Sprintf(" %s ", r.At.UTC().Format("2006-01-02 15:04Z")))
		l.Cell(d.sh.Theme.State(state), safeterm.CleanLine(r.Judged.State), 5, false)
		out := fleet.Out{Low: r.RunsOut.Low, Median: r.RunsOut.Median, High: r.RunsOut.High, Known: r.Judged.RunsOut != "" || state == audit.Over, Now: state == audit.Over}
		l.Add("", "  ").Cell("", out.In(r.At), 6, true).Add("", safeterm.Sprintf("  %s", r.Judged.Pool))
		rows = append(rows, l.Row())
		for _, e := range events[r.At] {
			rows = append(rows, draw.Plain(w, safeterm.Sprintf("     %s: %s", e.Kind, e.Text)))
		}
	}
	return rows
}

// coverage says how much of the device was read, and which answers were not
// understood.
func (d *Device) coverage(w int) []draw.Row {
	rows := d.read(w)
	dev := d.row.Dev.Verdict.Device
	rows = append(rows, d.sh.Rule(w), draw.NewLine(w).Add(d.sh.Theme.Head(), "  ANSWER     LINES  NOT READ  COMMAND").Row())
	for i := range dev.Outputs {
		o := &dev.Outputs[i]
		l := draw.NewLine(w).Add("", "  ").Cell("", safeterm.CleanLine(o.State), 9, false)
		l.Cell("", screen.Count(o.Lines), 7, true).Cell("", screen.Count(o.Unread), 10, true)
		text := safeterm.Sprintf("  %s", o.Command)
		if o.Why != "" {
			text += safeterm.Sprintf(" (%s)", o.Why)
		}
		rows = append(rows, l.Add("", text).Row())
	}
	return rows
}

// read says how much of the device was read.
func (d *Device) read(w int) []draw.Row {
	dev := d.row.Dev.Verdict.Device
	whole, asked := 0, 0
	for i := range dev.Outputs {
		if dev.Outputs[i].Loose {
			continue
		}
		if asked++; dev.Outputs[i].Complete() {
			whole++
		}
	}
	rows := []draw.Row{draw.Plain(w, safeterm.Sprintf(" read %d of %d commands whole, %d lines not understood", whole, asked, len(dev.Unread)))}
	text := safeterm.CleanLine(ledger.CoveredLine(dev))
	if f := dev.Failure; f.Cause != "" {
		text = safeterm.Sprintf("not read: %s: %s. ", f.Cause, f.Text) + text
	}
	if text == "" {
		return rows
	}
	for _, p := range draw.Wrap(text, w-2) {
		rows = append(rows, draw.Plain(w, " "+p))
	}
	return rows
}
