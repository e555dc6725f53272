// Package planner is the screen of tonight's plan: which devices, in which waves and
// windows, every step of the checklist with a tick, and the file it is written to.
// The steps are those of package plan; headroom enters none of them.
package planner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "plan"

// The actions of the plan.
const (
	Pane     action.ID = "plan/pane"
	Tick     action.ID = "plan/tick"
	Remove   action.ID = "plan/remove"
	Up       action.ID = "plan/earlier"
	Down     action.ID = "plan/later"
	Rollback action.ID = "plan/rollback"
	Export   action.ID = "plan/export"
	Sign     action.ID = "plan/sign-off"
	Open     action.ID = "plan/open"
)

// Planner is the screen of the plan.
type Planner struct {
	sh     *screen.Shell
	plan   *plan.Plan
	built  []string // the devices it was built of
	wave   map[string]int
	device grid.Grid
	step   grid.Grid
	steps  bool // the cursor is in the steps
	scroll draw.Scroll
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &Planner{sh: sh} }

// Name is what the screen is called.
func (p *Planner) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (p *Planner) Keys() []action.Action {
	return []action.Action{
		{ID: Tick, Keys: []string{"space"}, Title: "tick", Help: "tick the step off, or take the tick away; on a device go to its steps", Hint: true, Off: p.empty},
		{ID: Pane, Keys: []string{"tab"}, Title: "steps", Help: "between the devices and the steps of the selected one", Hint: true, Off: p.empty},
		{ID: Export, Keys: []string{"o"}, Title: "export", Help: "write the checklist into a file: .md, .html, .csv, .json, .ics", Hint: true, Off: p.noExport},
		{ID: Remove, Keys: []string{"x"}, Title: "remove", Help: "take the device out of the plan; u brings it back", Hint: true, Off: p.empty},
		{ID: Rollback, Keys: []string{"b"}, Title: "rollback", Help: "go to the rollback steps", Hint: true, Off: p.empty},
		{ID: Down, Keys: []string{"J"}, Title: "later", Help: "move the device down in the order of the night", Hint: true, Off: p.empty},
		{ID: Up, Keys: []string{"K"}, Title: "earlier", Help: "move the device up in the order of the night", Off: p.empty},
		{ID: Sign, Keys: []string{"s"}, Title: "sign off", Help: "sign the plan off with a name, or take that back", Hint: true, Off: p.empty},
		{ID: Open, Keys: []string{"enter"}, Title: "open", Help: "open the device", Hint: true, Off: p.empty},
	}
}

func (p *Planner) empty() safeterm.Text {
	if len(p.sh.Planning.Devices) == 0 {
		return "no device is in the plan: p on the fleet puts some in"
	}
	return ""
}

func (p *Planner) noExport() safeterm.Text {
	if p.sh.Ports.Export == nil {
		return "not from here: headroom plan -o md"
	}
	return p.empty()
}

// Open builds the plan where the devices in it have changed.
func (p *Planner) Open() tea.Cmd {
	p.sh.Sync()
	names := slices.Clone(p.sh.Planning.Devices)
	if p.plan != nil && slices.Equal(names, p.built) {
		return nil
	}
	var have []audit.Verdict
	var lacking []string
	p.sh.List.Each(func(r *fleet.Row) {
		if r.Dev == nil && slices.Contains(names, r.Name) && p.sh.Ports.Judge != nil {
			lacking = append(lacking, r.Name)
			return
		}
		have = append(have, r.Listed.Verdict)
	})
	o := plan.Options{Rooms: p.sh.Ports.Rooms, Now: p.sh.Now(), Only: func(n string) bool { return slices.Contains(names, n) }}
	judge, calendar := p.sh.Ports.Judge, p.sh.Ports.Inventory
	return p.sh.Work("plan", "making the plan", func() func() {
		var judged []*fleet.Row
		var failed error
		for _, n := range lacking {
			d, err := judge(n)
			if err != nil {
				failed = fmt.Errorf("not judged: %w", err)
				continue
			}
			judged = append(judged, fleet.NewRow(d))
			have = append(have, d.Verdict)
		}
		if calendar != nil {
			inv, err := calendar()
			if o.Inventory = inv; err != nil {
				failed = fmt.Errorf("no windows are known: %w", err)
			}
		}
		built := plan.BuildWith(have, o)
		return func() { p.take(&built, names, judged, failed) }
	})
}

// take shows a plan that was built, in the order that the user gave it.
func (p *Planner) take(built *plan.Plan, names []string, judged []*fleet.Row, failed error) {
	for _, d := range judged {
		p.sh.List.Put(d)
	}
	p.sh.List.Refresh()
	if failed != nil {
		why, _, _ := strings.Cut(failed.Error(), "\n")
		p.sh.Say(safeterm.CleanLine(why))
	}
	p.wave = map[string]int{}
	for i, w := range built.Waves {
		for _, n := range w.Devices {
			p.wave[n] = i
		}
	}
	p.plan, p.built = built, names
	p.sort()
}

// sort puts the devices into the order of the waves, those without one last, and
// inside of them into the order of the user.
func (p *Planner) sort() {
	at := func(n string) int {
		if w, ok := p.wave[n]; ok {
			return w
		}
		return len(p.plan.Waves)
	}
	slices.SortStableFunc(p.plan.Devices, func(a, b plan.Device) int {
		if c := at(a.Name) - at(b.Name); c != 0 {
			return c
		}
		return slices.Index(p.built, a.Name) - slices.Index(p.built, b.Name)
	})
}

// selected is the device under the cursor, nil where there is none.
func (p *Planner) selected() *plan.Device {
	if p.plan == nil {
		return nil
	}
	if i := p.device.Cursor(); i >= 0 && i < len(p.plan.Devices) {
		return &p.plan.Devices[i]
	}
	return nil
}

// Do carries out an action.
func (p *Planner) Do(id action.ID) tea.Cmd {
	d := p.selected()
	switch id {
	case Pane:
		p.steps = !p.steps
	case Tick:
		if !p.steps {
			p.steps = true
			return nil
		}
		p.tick(d)
	case Remove:
		return p.remove(d)
	case Up, Down:
		p.move(d, id)
	case Rollback:
		p.back(d)
	case Export:
		p.export()
	case Sign:
		p.sign()
	case Open:
		if d != nil {
			return p.sh.OpenDevice(p.sh.List.Find(d.Name), "fix")
		}
	case action.Copy:
		return p.copy(d)
	default:
		p.goTo(id)
	}
	return nil
}

func (p *Planner) goTo(id action.ID) {
	if p.steps {
		p.step.Step(id)
		return
	}
	before := p.device.Cursor()
	p.device.Step(id)
	if p.device.Cursor() != before {
		p.step, p.scroll = grid.Grid{}, draw.Scroll{}
	}
}

// key names a step for the ticks.
func key(d *plan.Device, s *plan.Step) string {
	return screen.Tick(d.Name, string(s.Phase), s.Command, s.Why)
}

func (p *Planner) tick(d *plan.Device) {
	i := p.step.Cursor()
	if d == nil || i < 0 || i >= len(d.Steps) {
		return
	}
	k, ticks := key(d, &d.Steps[i]), p.sh.Planning.Ticks
	before, was := ticks[k]
	if was {
		delete(ticks, k)
	} else {
		ticks[k] = p.sh.Now().UTC()
	}
	p.sh.Did("the tick", func() {
		if delete(ticks, k); was {
			ticks[k] = before
		}
		p.sh.Save()
	})
	p.step.Move(1)
	p.saved()
}

// saved saves and says when.
func (p *Planner) saved() {
	if p.sh.Ports.Keep == nil {
		p.sh.Say("no store is open: this is forgotten when the screens are left")
		return
	}
	p.sh.Say(safeterm.Sprintf("saved %s", p.sh.Now().UTC().Format("15:04:05Z")))
	p.sh.Save()
}

func (p *Planner) remove(d *plan.Device) tea.Cmd {
	if d == nil {
		return nil
	}
	before := slices.Clone(p.sh.Planning.Devices)
	p.sh.Planning.Devices = slices.DeleteFunc(slices.Clone(before), func(n string) bool { return n == d.Name })
	p.sh.Did(safeterm.Sprintf("%s out of the plan", d.Name), func() { p.sh.Planning.Devices = before; p.sh.Save() })
	p.sh.Save()
	return p.Open()
}

// move changes the order of the night: inside of a wave, since waves keep pairs and
// sites apart.
func (p *Planner) move(d *plan.Device, id action.ID) {
	by := map[action.ID]int{Up: -1, Down: 1}[id]
	i := p.device.Cursor()
	j := i + by
	if d == nil || j < 0 || j >= len(p.plan.Devices) {
		return
	}
	other := &p.plan.Devices[j]
	w1, in1 := p.wave[d.Name]
	w2, in2 := p.wave[other.Name]
	if in1 != in2 || w1 != w2 {
		p.sh.Say("the waves keep pairs and sites apart: a device moves inside of its wave")
		return
	}
	names := p.sh.Planning.Devices
	a, b := slices.Index(names, d.Name), slices.Index(names, other.Name)
	names[a], names[b] = names[b], names[a]
	p.built = slices.Clone(names)
	p.plan.Devices[i], p.plan.Devices[j] = p.plan.Devices[j], p.plan.Devices[i]
	p.device.Move(by)
	p.saved()
}

func (p *Planner) back(d *plan.Device) {
	if d == nil {
		return
	}
	at := slices.IndexFunc(d.Steps, func(s plan.Step) bool { return s.Phase == plan.Rollback })
	if at < 0 {
		p.sh.Say("this device has no way back in the plan")
		return
	}
	p.steps = true
	p.step.Resize(len(d.Steps), 1)
	p.step.Select(at)
}

func (p *Planner) copy(d *plan.Device) tea.Cmd {
	if d == nil {
		return nil
	}
	if i := p.step.Cursor(); p.steps && i >= 0 && i < len(d.Steps) {
		s := &d.Steps[i]
		if len(d.Refused) > 0 && (s.Phase == plan.Do || s.Phase == plan.ReloadIt) {
			p.sh.Say("not copied: the reload is refused")
			return nil
		}
		return p.sh.CopyText(safeterm.CleanLine(s.Command), "the command")
	}
	return p.sh.CopyCommands(d, plan.Do)
}

// export asks for the file, and writes it behind the screen.
func (p *Planner) export() {
	p.sh.Typing = &screen.Prompt{
		Label: "write the checklist to (.md .html .csv .json .ics): ", Text: "headroom-plan-" + p.sh.Now().UTC().Format("2006-01-02") + ".md",
		Done: func(path string) tea.Cmd {
			path = strings.TrimSpace(path)
			if path == "" || p.plan == nil {
				return nil
			}
			doc, export := *p.plan, p.sh.Ports.Export
			return p.sh.Work("export", "writing", func() func() {
				err := export(&doc, path)
				return func() {
					if err != nil {
						p.sh.Say(safeterm.Sprintf("not written: %v", err))
						return
					}
					p.sh.Say(safeterm.Sprintf("written: %s (%d devices, %d waves)", path, len(doc.Devices), len(doc.Waves)))
				}
			})
		},
	}
}

// sign notes who signed the plan off, or takes that back.
func (p *Planner) sign() {
	pl := p.sh.Planning
	if pl.Signed != "" {
		by, at := pl.Signed, pl.SignedAt
		p.sh.Did("taking the sign-off back", func() { pl.Signed, pl.SignedAt = by, at; p.sh.Save() })
		pl.Signed, pl.SignedAt = "", time.Time{}
		p.saved()
		return
	}
	p.sh.Typing = &screen.Prompt{Label: "signed off by: ", Done: func(name string) tea.Cmd {
		if name = strings.TrimSpace(name); name != "" {
			pl.Signed, pl.SignedAt = name, p.sh.Now().UTC()
			p.sh.Did("the sign-off", func() { pl.Signed = ""; p.sh.Save() })
			p.saved()
		}
		return nil
	}}
}

// CommandLine is the command that writes the same checklist.
func (p *Planner) CommandLine() safeterm.Text {
	if len(p.sh.Planning.Devices) == 0 {
		return ""
	}
	cmd := safeterm.Text("headroom plan -o md --filter ") + screen.Quoted(strings.Join(p.sh.Planning.Devices, ","))
	if p.sh.Scan.ID != "" {
		cmd += " --scan " + safeterm.CleanLine(p.sh.Scan.ID)
	}
	return cmd
}
