// Package device is the screen of one device: why it has its state, with the proof
// of each finding, what to do about it, when which memory is full, what it said.
package device

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name = screen.DeviceScreen

// The actions of a device.
const (
	Open     action.ID = "device/open"
	Section  action.ID = "device/section"
	Earlier  action.ID = "device/section-before"
	Fix      action.ID = "device/fix"
	Evidence action.ID = "device/evidence"
	NextFact action.ID = "device/next-proof"
	PrevFact action.ID = "device/previous-proof"
	AllFacts action.ID = "device/all-facts"
	Next     action.ID = "device/next"
	Previous action.ID = "device/previous"
	Search   action.ID = "device/search"
	Reasons  action.ID = "device/reasons"
	Plan     action.ID = "device/plan"
	Waive    action.ID = "device/waive"
	Pager    action.ID = "device/pager"
	Editor   action.ID = "device/editor"
)

// The sections, in their order.
const (
	memory   = "memory"
	fix      = "fix"
	evidence = "evidence"
	forecast = "forecast"
	past     = "history"
	coverage = "coverage"
	raw      = "raw"
)

func sections() []string { return []string{memory, fix, evidence, forecast, past, coverage, raw} }

// Device is the screen of one device.
type Device struct {
	sh      *screen.Shell
	row     *fleet.Row
	section string
	items   grid.Grid // findings, then memories
	scroll  draw.Scroll
	reasons bool // of the fix

	reasonsAt int // the row at which they begin

	proofs   []proof // of the findings, in their order
	proof    int
	facts    bool // all that was read instead of the proofs
	output   int  // which answer the facts are of
	fact     int
	raw      []string
	hits     []int
	hit      int
	series   []store.Reading
	seriesOf string
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &Device{sh: sh, section: memory} }

// Name is what the screen is called.
func (d *Device) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (d *Device) Keys() []action.Action {
	return []action.Action{
		{ID: Section, Keys: []string{"tab"}, Title: "section", Help: "next section: memory, fix, evidence, forecast, history, coverage, raw", Hint: true},
		{ID: Open, Keys: []string{"enter"}, Title: "proof", Help: "the lines of the device that prove the selected finding or memory", Hint: true, Off: d.noProof},
		{ID: Fix, Keys: []string{"f"}, Title: "fix", Help: "what to enter, what the reload takes down, the rollback", Hint: true},
		{ID: NextFact, Keys: []string{"n"}, Title: "next proof", Help: "next proof: of this finding, then of the next; in raw the next hit", Hint: true},
		{ID: Plan, Keys: []string{"p"}, Title: "plan", Help: "put the device into tonight's plan", Hint: true, Off: d.noPlan},
		{ID: Evidence, Keys: []string{"e"}, Title: "evidence", Help: "the proofs of all findings, one after the other", Hint: true},
		{ID: PrevFact, Keys: []string{"N"}, Title: "previous proof", Help: "previous proof, previous hit", Hint: true},
		{ID: AllFacts, Keys: []string{"t"}, Title: "all facts", Help: "in the evidence: all that was read of each answer instead of the proofs", Hint: true},
		{ID: Reasons, Keys: []string{"i"}, Title: "reasons", Help: "in the fix: the arithmetic, the other settings, the sources", Hint: true},
		{ID: Next, Keys: []string{"]"}, Label: "[ ]", Title: "next", Help: "next command in the evidence, else next device", Hint: true},
		{ID: Previous, Keys: []string{"["}, Title: "previous", Help: "previous command, else previous device"},
		{ID: Search, Keys: []string{"/"}, Title: "search", Help: "search in the raw text", Hint: true},
		{ID: Waive, Keys: []string{"W"}, Title: "waive", Help: "waive the selected finding, with a reason and an end, in the policy file", Off: d.noWaive},
		{ID: Pager, Keys: []string{"o"}, Title: "pager", Help: "the whole transcript in $PAGER; control characters are made visible", Hint: true, Off: func() safeterm.Text { return noHand(d) }},
		{ID: Editor, Keys: []string{"E"}, Title: "editor", Help: "a copy of the transcript in $EDITOR; what is written there is not kept", Off: func() safeterm.Text { return noHand(d) }},
		{ID: Earlier, Keys: []string{"shift+tab"}, Title: "section before", Help: "previous section"},
		{ID: action.Left, Keys: []string{"h", "left"}, Title: "left", Help: "long lines: back to the left"},
		{ID: action.Right, Keys: []string{"l", "right"}, Title: "right", Help: "long lines: further to the right"},
	}
}

func (d *Device) noProof() safeterm.Text {
	if d.row == nil || d.section != memory {
		return "only in the section memory"
	}
	return ""
}

func noHand(d *Device) safeterm.Text {
	switch {
	case d.sh.Ports.Hand == nil:
		return "not from here"
	case d.row == nil || d.row.Dev == nil || d.row.Dev.Transcript == nil:
		return "no transcript is at hand"
	}
	return ""
}

// hand gives the transcript to another program.
func hand(d *Device, edit bool) tea.Cmd {
	d.loadRaw()
	return d.sh.Hand(d.row.Name, safeterm.Clean(strings.Join(d.raw, "\n")), edit)
}

func (d *Device) noPlan() safeterm.Text {
	if d.row == nil || d.row.Fix == "" {
		return "this device needs no change"
	}
	return ""
}

// Open takes the device that the shell says, or the one selected in the fleet.
func (d *Device) Open() tea.Cmd {
	name := d.sh.Focus
	if name == "" {
		if r := d.sh.List.Selected(); r != nil {
			name = r.Name
		}
	}
	same := d.row != nil && d.row.Name == name
	if !same {
		*d = Device{sh: d.sh, section: memory}
	}
	d.refresh(name)
	if d.row == nil {
		return nil
	}
	d.sh.Focus = name
	s := d.sh.Section
	d.sh.Section = ""
	switch {
	case s == "" && same:
		return nil
	case s == "":
		s = memory
	}
	return tea.Batch(d.to(s), d.sh.Judge(d.row))
}

// refresh takes the row as it is now: a rescan, or judging it, replaces it.
func (d *Device) refresh(name string) {
	r := d.sh.List.Find(name)
	if r == d.row {
		return
	}
	d.row, d.raw, d.hits, d.proofs = r, nil, nil, nil
	if r == nil || r.Dev == nil {
		return
	}
	d.proofs = proofsOf(&r.Dev.Verdict)
	d.proof = max(0, min(d.proof, len(d.proofs)-1))
	d.facts = len(d.proofs) == 0
	d.output = min(d.output, max(0, len(r.Dev.Verdict.Device.Outputs)-1))
}

// to shows a section from its beginning.
func (d *Device) to(s string) tea.Cmd {
	d.section, d.scroll = s, draw.Scroll{}
	if (s == past || s == forecast) && d.row != nil && d.seriesOf != d.row.Name && d.sh.Ports.Past != nil {
		name := d.row.Name
		return d.sh.Work("past", "reading the past", func() func() {
			series, err := d.sh.Ports.Past(name)
			return func() {
				if err != nil {
					d.sh.Say(safeterm.Sprintf("the past cannot be read: %v", err))
				}
				d.series, d.seriesOf = series, name
			}
		})
	}
	return nil
}

// Do carries out an action.
func (d *Device) Do(id action.ID) tea.Cmd {
	if d.row == nil {
		return nil
	}
	at := slices.Index(sections(), d.section)
	switch id {
	case Section:
		return d.to(sections()[(at+1)%len(sections())])
	case Earlier:
		return d.to(sections()[(at+len(sections())-1)%len(sections())])
	case Fix:
		return d.to(fix)
	case Evidence:
		d.facts = len(d.proofs) == 0
		return d.to(evidence)
	case Open:
		return d.openItem()
	case Reasons:
		cmd := d.to(fix)
		if d.reasons = !d.reasons; d.reasons {
			d.fix(d.sh.W) // where they begin
			d.scroll.Top = d.reasonsAt
		}
		return cmd
	case AllFacts:
		return d.allFacts()
	case NextFact:
		d.nextProof(1)
	case PrevFact:
		d.nextProof(-1)
	case Next:
		return d.nextThing(1)
	case Previous:
		return d.nextThing(-1)
	case Search:
		d.search()
	case Plan:
		d.sh.Say(screen.Devices(d.sh.Plan([]string{d.row.Name})) + " put into the plan; " + d.sh.Digit("plan") + " shows it")
	case Waive:
		d.waive()
	case Pager, Editor:
		return hand(d, id == Editor)
	case action.Copy:
		return d.copy()
	default:
		d.move(id)
	}
	return nil
}

// allFacts changes between the proofs of the findings and all that was read of
// the answer in sight; the line in sight stays.
func (d *Device) allFacts() tea.Cmd {
	if d.facts && len(d.proofs) > 0 {
		d.facts = false
		return d.to(evidence)
	}
	if p, ok := d.shownProof(); ok && !d.facts && p.output >= 0 && d.row.Dev != nil {
		d.output = p.output
		at := slices.IndexFunc(factsOf(d.row.Dev.Verdict.Device, p.output), func(f proof) bool { return f.span.Line == p.span.Line })
		d.fact = max(0, at)
	}
	d.facts = true
	return d.to(evidence)
}

// move moves the cursor of the memory section, and scrolls elsewhere.
func (d *Device) move(id action.ID) {
	if d.section == memory && d.items.Rows() > 0 && id != action.PageDown && id != action.PageUp {
		d.items.Step(id)
		d.scroll.Top = -1 // follow the cursor
		return
	}
	switch id {
	case action.Down:
		d.scroll.Top++
	case action.Up:
		d.scroll.Top--
	case action.PageDown:
		d.scroll.Top += d.scroll.Page()
	case action.PageUp:
		d.scroll.Top -= d.scroll.Page()
	case action.Home:
		d.scroll = draw.Scroll{}
	case action.End:
		d.scroll.Top = 1 << 30
	case action.Left:
		d.scroll.Left = max(0, d.scroll.Left-8)
	case action.Right:
		d.scroll.Left += 8
	}
	if d.section == evidence {
		return // its place is counted from the line of the proof
	}
	d.scroll.Top = max(0, d.scroll.Top)
}

// nextThing goes to the next command in the evidence, elsewhere to the next
// device of the fleet.
func (d *Device) nextThing(n int) tea.Cmd {
	if d.section == evidence && d.row.Dev != nil {
		if c := len(d.row.Dev.Verdict.Device.Outputs); c > 0 {
			at := d.output
			if !d.facts {
				at = d.proofs[d.proof].output
			}
			d.facts, d.output, d.fact, d.scroll = true, (at+n+c)%c, 0, draw.Scroll{}
		}
		return nil
	}
	f := d.sh.List
	f.Select(d.row.Name)
	f.Grid.Move(n)
	f.Anchor()
	s := d.section
	if r := f.Selected(); r != nil {
		d.sh.Focus, d.sh.Section = r.Name, s
		return tea.Batch(d.Open(), d.sh.Judge(r))
	}
	return nil
}

// copy takes the line with the number, the commands one per line, or the name.
func (d *Device) copy() tea.Cmd {
	if d.row.Dev == nil {
		return d.sh.CopyText(d.row.Host, "the name")
	}
	if p, ok := d.shownProof(); ok && d.section == evidence {
		return d.sh.CopyText(safeterm.CleanLine(strings.TrimSpace(p.text(d.row.Dev.Verdict.Device))), "the line")
	}
	if pd := d.sh.Planned(d.row); d.section == fix && pd != nil {
		return d.sh.CopyCommands(pd, plan.Do)
	}
	return d.sh.CopyText(d.row.Host, "the name")
}

// CommandLine is the command that prints what this screen shows.
func (d *Device) CommandLine() safeterm.Text {
	if d.row == nil {
		return ""
	}
	cmd := safeterm.Text("headroom explain ")
	if d.section == fix {
		cmd = "headroom plan --filter "
	}
	cmd += screen.Quoted(d.row.Name)
	if d.sh.Scan.ID != "" {
		cmd += " --scan " + safeterm.CleanLine(d.sh.Scan.ID)
	}
	return cmd
}
