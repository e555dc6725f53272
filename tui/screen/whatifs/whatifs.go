// Package whatifs is the screen that asks which routers fall where the tables of the
// internet grow, or on a day to come, and what helps. The answers are those of package
// whatif, to the number those of headroom whatif.
package whatifs

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/whatif"
)

// Name is what the screen is called.
const Name action.Screen = "what-if"

// The actions of the what-if.
const (
	Less     action.ID = "what-if/less"
	More     action.ID = "what-if/more"
	MuchLess action.ID = "what-if/much-less"
	MuchMore action.ID = "what-if/much-more"
	Slider   action.ID = "what-if/slider"
	Date     action.ID = "what-if/date"
	Type     action.ID = "what-if/type"
	Cliff    action.ID = "what-if/next-cliff"
	CliffBy  action.ID = "what-if/previous-cliff"
	Reset    action.ID = "what-if/reset"
	Plan     action.ID = "what-if/plan"
	Open     action.ID = "what-if/open"
)

// slider is what h and l move.
type slider int

const (
	ipv4 slider = iota
	ipv6
	date
)

// WhatIf is the screen of the what-if.
type WhatIf struct {
	sh     *screen.Shell
	fleet  *whatif.Fleet
	of     int // how many devices it was made of
	ask    whatif.Question
	answer *whatif.Answer
	slider slider
	grid   grid.Grid
	fixes  map[string]whatif.Fix // by router, of the question in hand
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &WhatIf{sh: sh} }

// Name is what the screen is called.
func (x *WhatIf) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (x *WhatIf) Keys() []action.Action {
	return []action.Action{
		{ID: Less, Keys: []string{"h", "left"}, Label: "h/l", Title: "1k", Help: "1,000 routes fewer, or a month earlier", Hint: true, Off: x.nothing},
		{ID: More, Keys: []string{"l", "right"}, Title: "more", Help: "1,000 routes more, or a month later", Off: x.nothing},
		{ID: MuchLess, Keys: []string{"H"}, Label: "H/L", Title: "10k", Help: "10,000 routes fewer, or a year earlier", Hint: true, Off: x.nothing},
		{ID: MuchMore, Keys: []string{"L"}, Title: "much more", Help: "10,000 routes more, or a year later", Off: x.nothing},
		{ID: Slider, Keys: []string{"tab"}, Title: "slider", Help: "between IPv4, IPv6 and the date", Hint: true, Off: x.nothing},
		{ID: Cliff, Keys: []string{"c"}, Title: "cliff", Help: "to the next size at which many routers fall", Hint: true, Off: x.noCliff},
		{ID: Plan, Keys: []string{"p"}, Title: "plan these", Help: "put the routers that fall into tonight's plan", Hint: true, Off: x.nobody},
		{ID: Type, Keys: []string{"="}, Title: "type", Help: "type a size (1.25M, 300k) or a day (2028-01-01)", Hint: true, Off: x.nothing},
		{ID: Date, Keys: []string{"t"}, Title: "date", Help: "ask of a day instead of a size, or back", Off: x.nothing},
		{ID: CliffBy, Keys: []string{"C"}, Title: "cliff before", Help: "back to the cliff before", Off: x.noCliff},
		{ID: Reset, Keys: []string{"x"}, Title: "reset", Help: "back to the tables of today", Hint: true, Off: x.nothing},
		{ID: Open, Keys: []string{"enter"}, Title: "open", Help: "open the router", Hint: true, Off: x.nobody},
	}
}

func (x *WhatIf) nothing() safeterm.Text {
	if x.answer == nil {
		return "the fleet is not judged yet"
	}
	return ""
}

func (x *WhatIf) nobody() safeterm.Text {
	if x.answer == nil || x.answer.Falls() == 0 {
		return "no router falls"
	}
	return ""
}

func (x *WhatIf) noCliff() safeterm.Text {
	if x.answer == nil || len(x.answer.Cliffs) == 0 {
		return "there is no size at which many fall"
	}
	return ""
}

// Open judges what is not judged yet, and makes the fleet of it.
func (x *WhatIf) Open() tea.Cmd {
	if x.fleet != nil && x.of == x.sh.List.Len() {
		return nil
	}
	var have []audit.Verdict
	var lacking []*fleet.Row
	x.sh.List.Each(func(r *fleet.Row) {
		if r.Dev == nil && x.sh.Ports.Judge != nil {
			lacking = append(lacking, r)
		} else {
			have = append(have, r.Listed.Verdict)
		}
	})
	judge, model, now, n := x.sh.Ports.Judge, x.sh.Ports.Policy.Growth, x.sh.Now(), x.sh.List.Len()
	return x.sh.Work("what-if", "judging "+screen.Devices(len(lacking)), func() func() {
		var judged []*fleet.Row
		for _, r := range lacking {
			d, err := judge(r.Name)
			if err != nil { // it stays among the unknown
				have = append(have, r.Listed.Verdict)
				continue
			}
			judged = append(judged, fleet.NewRow(d))
			have = append(have, d.Verdict)
		}
		f := whatif.New(have, model, now)
		return func() {
			for _, d := range judged {
				x.sh.List.Put(d)
			}
			x.sh.List.Refresh()
			x.fleet, x.of = f, n
			x.reset()
			x.sh.Again = x.lookForFixes
		}
	})
}

func (x *WhatIf) reset() {
	now := x.fleet.Tables()
	x.slider = ipv4
	x.set(whatif.Question{IPv4: now.IPv4, IPv6: now.IPv6})
}

// set asks another question.
func (x *WhatIf) set(q whatif.Question) {
	x.ask, x.answer, x.fixes = q, x.fleet.Ask(q), map[string]whatif.Fix{}
	x.grid.SetRows(x.answer.Falls())
}

// Do carries out an action.
func (x *WhatIf) Do(id action.ID) tea.Cmd {
	if x.answer == nil {
		return nil
	}
	switch id {
	case Less, MuchLess, More, MuchMore:
		x.step(map[action.ID]int{Less: -1, More: 1, MuchLess: -10, MuchMore: 10}[id])
	case Slider:
		x.slider = (x.slider + 1) % 3
	case Date:
		if x.slider = ipv4 + (date-x.slider)%3; x.slider != date {
			x.slider = ipv4
		}
	case Type:
		x.typed()
	case Cliff, CliffBy:
		x.cliff(id == Cliff)
	case Reset:
		x.reset()
	case Plan:
		x.plan()
	case Open:
		if i := x.grid.Cursor(); i >= 0 && i < x.answer.Falls() {
			f := x.answer.Fall(i)
			return x.sh.OpenDevice(x.sh.List.Find(x.answer.Name(&f)), "")
		}
	case action.Copy:
		if i := x.grid.Cursor(); i >= 0 && i < x.answer.Falls() {
			f := x.answer.Fall(i)
			return x.sh.CopyText(safeterm.CleanLine(x.answer.Name(&f)), "the name")
		}
	default:
		x.grid.Step(id)
	}
	return x.lookForFixes()
}

// step moves the slider by thousands of routes, or by months.
func (x *WhatIf) step(n int) {
	q := x.ask
	if x.slider == date {
		if q.Date.IsZero() {
			q = whatif.Question{Date: x.fleet.Now}
		}
		months := n
		if n == 10 || n == -10 {
			months = n / 10 * 12
		}
		if q.Date = q.Date.AddDate(0, months, 0); q.Date.Before(x.fleet.Now) {
			q.Date = x.fleet.Now
		}
		x.set(q)
		return
	}
	if !q.Date.IsZero() {
		now := x.fleet.Tables()
		q = whatif.Question{IPv4: now.IPv4, IPv6: now.IPv6}
	}
	if x.slider == ipv4 {
		q.IPv4 = max(1000, q.IPv4+float64(n)*1000)
	} else {
		q.IPv6 = max(1000, q.IPv6+float64(n)*1000)
	}
	x.set(q)
}

// typed takes a size or a day.
func (x *WhatIf) typed() {
	read := func(text string) (whatif.Question, *query.Error) {
		q := x.ask
		if day, err := time.Parse("2006-01-02", text); err == nil {
			q = whatif.Question{Date: day}
		} else {
			n, err := whatif.Size(text)
			if err != nil {
				return q, &query.Error{Column: 1, Msg: err.Error(), Hint: "1.25M, 300k or 2028-01-01"}
			}
			if !q.Date.IsZero() {
				q = whatif.Question{IPv6: x.fleet.Tables().IPv6}
			}
			if x.slider == ipv6 {
				q.IPv6 = n
			} else {
				q.IPv4 = n
			}
		}
		if err := q.Check(x.fleet.Now); err != nil {
			return q, &query.Error{Column: 1, Msg: err.Error()}
		}
		return q, nil
	}
	x.sh.Typing = &screen.Prompt{
		Label:  "a size or a day: ",
		Change: func(text string) *query.Error { _, bad := read(text); return bad },
		Done: func(text string) tea.Cmd {
			q, bad := read(text)
			if bad != nil {
				x.sh.Say(safeterm.CleanLine(bad.Msg))
				return nil
			}
			if !q.Date.IsZero() {
				x.slider = date
			}
			x.set(q)
			return x.lookForFixes()
		},
	}
}

// cliff goes to the size at which the next, or the last before, many routers fall.
func (x *WhatIf) cliff(next bool) {
	at := x.answer.Asked
	list := slices.Clone(x.answer.Cliffs)
	if !next {
		slices.Reverse(list)
	}
	for _, c := range list {
		if next && c.To.IPv4 > at.IPv4 || !next && c.To.IPv4 < at.IPv4 {
			x.slider = ipv4
			x.set(whatif.Question{IPv4: c.To.IPv4, IPv6: max(at.IPv6, c.To.IPv6)})
			return
		}
	}
	x.sh.Say("there is no cliff in that direction")
}

func (x *WhatIf) plan() {
	var names []string
	for i := range x.answer.Falls() {
		f := x.answer.Fall(i)
		names = append(names, x.answer.Name(&f))
	}
	x.sh.Say(screen.Devices(x.sh.Plan(names)) + " put into the plan; " + x.sh.Digit("plan") + " shows it")
}

// lookForFixes looks, behind the screen, for what helps those in sight.
func (x *WhatIf) lookForFixes() tea.Cmd {
	judge := x.sh.Ports.Remedies
	if judge == nil || x.answer.Falls() == 0 {
		return nil
	}
	answer, policy, fixes := x.answer, x.sh.Ports.Policy, x.fixes
	lo, hi := x.grid.Window()
	var todo []whatif.Fall
	for i := lo; i < min(hi, answer.Falls()); i++ {
		f := answer.Fall(i)
		if _, done := fixes[answer.Name(&f)]; !done {
			todo = append(todo, f)
		}
	}
	if len(todo) == 0 {
		return nil
	}
	return x.sh.Work("fixes", "", func() func() {
		found := map[string]whatif.Fix{}
		for i := range todo {
			found[answer.Name(&todo[i])] = answer.Fix(&todo[i], judge, policy)
		}
		return func() {
			for name, f := range found {
				fixes[name] = f
			}
		}
	})
}

// CommandLine is the command that gives the same answer.
func (x *WhatIf) CommandLine() safeterm.Text {
	if x.answer == nil {
		return ""
	}
	cmd := safeterm.Text("headroom whatif")
	if x.ask.Date.IsZero() {
		cmd += safeterm.Sprintf(" --ipv4 %.0f --ipv6 %.0f", x.ask.IPv4, x.ask.IPv6)
	} else {
		cmd += safeterm.CleanLine(" --date " + x.ask.Date.Format("2006-01-02"))
	}
	if x.sh.Scan.ID != "" {
		cmd += " --scan " + safeterm.CleanLine(x.sh.Scan.ID)
	}
	return cmd
}
