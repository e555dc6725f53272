package screen

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
)

// DeviceScreen is the name of the screen that OpenDevice goes to.
const DeviceScreen action.Screen = "device"

// OpenDevice shows a device, in a section of it ("" = the first).
func (s *Shell) OpenDevice(r *fleet.Row, section string) tea.Cmd {
	if r == nil {
		s.Say("no device is selected")
		return nil
	}
	s.Focus, s.Section = r.Name, section
	s.Go(DeviceScreen)
	return s.Judge(r)
}

// Totals is the row of counts: every state, also those with none, so that the
// places are learnt. Where they do not fit, the sum goes, then the states with
// none, then the separators of thousands, then the best states are one sum; a
// count is never cut.
func (s *Shell) Totals(w int) draw.Row {
	sum := " " + Count(s.List.Len()) + " dev "
	bare := func(n int) safeterm.Text { return safeterm.CleanLine(strconv.Itoa(n)) }
	for _, try := range []totalsForm{{sum, "  ", true, Count}, {"", " ", true, Count}, {"", " ", false, Count}, {"", " ", false, bare}} {
		if r, fits := s.totalsAs(w, try); fits {
			return r
		}
	}
	return s.worstTotals(w)
}

// totalsForm is one way to write the totals.
type totalsForm struct {
	sum, gap safeterm.Text
	zeros    bool
	number   func(int) safeterm.Text
}

func (s *Shell) totalsAs(w int, f totalsForm) (row draw.Row, fits bool) {
	l, need := draw.NewLine(w).Add("", f.sum), len(f.sum)
	for _, state := range audit.States() {
		n := s.List.Count(state)
		if n == 0 && !f.zeros {
			continue
		}
		word, number := safeterm.CleanLine(string(state)), " "+f.number(n)
		need += len(f.gap) + len(word) + len(number)
		l.Add("", f.gap)
		if n > 0 {
			l.Add(s.Theme.State(state), word)
		} else {
			l.Add("", word)
		}
		l.Add("", number)
	}
	return l.Row(), need <= w
}

// worstTotals gives the counts of the worst states, and the sum of the rest.
func (s *Shell) worstTotals(w int) draw.Row {
	l, left := draw.NewLine(w), s.List.Len()
	for _, state := range audit.States() {
		n := s.List.Count(state)
		word, text, rest := safeterm.CleanLine(string(state)), safeterm.Sprintf(" %d", n), safeterm.Sprintf(" rest %d", left)
		if n == 0 {
			continue
		}
		if l.Left() < 1+len(word)+len(text)+len(rest) {
			return l.Add("", rest).Row()
		}
		l.Add("", " ").Add(s.Theme.State(state), word).Add("", text)
		left -= n
	}
	return l.Row()
}

// PoolTable is one heading and, per pool, a line of numbers and a gauge; chosen
// (-1 = none) has a mark.
func (s *Shell) PoolTable(r *fleet.Row, w, most, chosen int) []draw.Row {
	num, titles := 11, []safeterm.Text{"USED", "CAP", "HW MAX"}
	if w < 72 { // what the silicon could hold shows in the gauge
		titles = titles[:2]
	}
	name := max(10, w-len(titles)*num-16)
	l := draw.NewLine(w).Add("", " ")
	l.Cell(s.Theme.Head(), "POOL", name, false)
	for _, t := range titles {
		l.Cell(s.Theme.Head(), t, num, true)
	}
	l.Cell(s.Theme.Head(), "FREE", 6, true).Cell(s.Theme.Head(), "OUT IN", 8, true)
	rows := []draw.Row{l.Row()}
	v := &r.Dev.Verdict
	for i := range v.Pools {
		if i >= most {
			return append(rows, draw.Plain(w, safeterm.Sprintf(" and %d more", len(v.Pools)-most)))
		}
		rows = append(rows, s.poolRows(r, i, w, name, num, len(titles) > 2, i == chosen)...)
	}
	return rows
}

func (s *Shell) poolRows(r *fleet.Row, i, w, name, num int, most, chosen bool) []draw.Row {
	p := &r.Dev.Verdict.Pools[i]
	limit, unit := Number(p.Capacity), safeterm.Text("")
	switch p.Kind {
	case fact.CapPercent:
		limit, unit = "100 %", " %"
	case fact.CapEstimate:
		limit = "~" + limit
	default:
	}
	share, ok := p.FreeShare()
	line, mark := draw.NewLine(w), safeterm.Text(" ")
	if chosen {
		line, mark = draw.Selected(w), ">"
	}
	line.Add("", mark).Cell("", safeterm.CleanLine(ledger.Where(p.Name, p.Scope)), name, false)
	line.Cell("", Number(p.Used)+unit, num, true).Cell("", limit, num, true)
	if most {
		line.Cell("", Number(p.Max), num, true)
	}
	line.Cell("", Percent(share, ok), 6, true).Cell("", s.poolOut(&r.Dev.Verdict, p), 8, true)
	gauge := draw.NewLine(w).Add("", "  ").Add(s.Theme.Gauge(r.State), Gauge(s.Pen, p, min(60, w-18))).Add("", "  "+safeterm.CleanLine(string(p.Unit)))
	return []draw.Row{line.Row(), gauge.Row()}
}

// poolOut says when one memory is full.
func (s *Shell) poolOut(v *audit.Verdict, p *ledger.Pool) safeterm.Text {
	if free, ok := p.Left(); ok && free <= 0 {
		return "now"
	}
	for i := range v.Forecasts {
		f := &v.Forecasts[i]
		if f.Pool.Name == p.Name && f.Pool.Resource == p.Resource && f.Pool.Scope == p.Scope {
			return fleet.Out{Low: f.Runway.Low, Median: f.Runway.Median, High: f.Runway.High, Known: true}.In(s.Now())
		}
	}
	return "?"
}

// CarveRows are the three states of the division, and what waits.
func (s *Shell) CarveRows(r *fleet.Row, w int) []draw.Row {
	d := r.Dev.Verdict.Device
	rows := []draw.Row{
		draw.Plain(w, " configured    "+Setting(d.Carve.Configured)),
		draw.Plain(w, " active        "+Setting(d.Carve.Active)),
		draw.Plain(w, " after reload  "+Setting(d.Carve.AfterReload)),
	}
	for i, p := range d.Pending {
		if i == 3 {
			return append(rows, draw.Plain(w, safeterm.Sprintf(" pending       and %d more", len(d.Pending)-i)))
		}
		text := p.What
		if p.From != "" || p.To != "" {
			text += ": " + p.From + " -> " + p.To
		}
		rows = append(rows, draw.Plain(w, safeterm.Sprintf(" pending       %s", text)))
	}
	return rows
}

// RefusedRows say why a device must not be reloaded; none where it may be.
func (s *Shell) RefusedRows(d *plan.Device, w int) []draw.Row {
	var rows []draw.Row
	for _, no := range d.Refused {
		parts := draw.Wrap(safeterm.Sprintf("no reload until this is mended: %s: %s", no.Rule, no.Why), w-11)
		rows = append(rows, draw.NewLine(w).Add("", " ").Add(s.Theme.Bad(), "REFUSED").Add("", "  "+parts[0]).Row())
		for _, p := range parts[1:] {
			rows = append(rows, draw.Plain(w, "          "+p))
		}
	}
	return rows
}

// Setting says one state of a division in words.
func Setting(x fact.Setting) safeterm.Text {
	if !x.Known() {
		return "unknown"
	}
	if x.Grade != fact.Reported {
		return safeterm.Sprintf("%s (%s)", x.Text, x.Grade)
	}
	return safeterm.CleanLine(x.Text)
}
