// Package list is the screen of the fleet: one line per device, which of them run
// out first, which share a fix, which must not be reloaded.
package list

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "fleet"

// The actions of the fleet.
const (
	Open      action.ID = "fleet/open"
	Filter    action.ID = "fleet/filter"
	Sort      action.ID = "fleet/sort"
	Reverse   action.ID = "fleet/sort-reverse"
	Mark      action.ID = "fleet/mark"
	MarkRange action.ID = "fleet/mark-range"
	MarkAll   action.ID = "fleet/mark-all"
	MarkNone  action.ID = "fleet/mark-none"
	MarkFix   action.ID = "fleet/mark-same-fix"
	OnlyFix   action.ID = "fleet/only-same-fix"
	Evidence  action.ID = "fleet/evidence"
	Rescan    action.ID = "fleet/rescan"
	Plan      action.ID = "fleet/plan"
	Preview   action.ID = "fleet/preview"
	Facets    action.ID = "fleet/facets"
	Columns   action.ID = "fleet/columns"
)

// List is the screen of the fleet.
type List struct {
	sh      *screen.Shell
	preview bool // at the right, where it is wide
	below   bool // below, where it is not
	left    int  // columns scrolled out at the left
	drawn   drawn
	hidden  map[int]bool // columns that were taken away
	pick    *pick        // nil = the devices are shown
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &List{sh: sh, preview: true} }

// Name is what the screen is called.
func (l *List) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (l *List) Keys() []action.Action {
	return []action.Action{
		{ID: Open, Keys: []string{"enter"}, Title: "open", Help: "open the device that is selected", Hint: true, Off: l.nobody},
		{ID: Filter, Keys: []string{"/"}, Title: "filter", Help: "show only devices that match: out<180d  sev>=warn  fix:*  site:fra3", Hint: true},
		{ID: Sort, Keys: []string{"s"}, Title: "sort", Help: "next order: worst, out-in, fix, action, host, site, platform, free", Hint: true},
		{ID: Mark, Keys: []string{"space"}, Title: "mark", Help: "mark a device, or take the mark away", Hint: true, Off: l.nobody},
		{ID: Plan, Keys: []string{"p"}, Title: "plan", Help: "put the marked devices, or the selected one, into tonight's plan", Hint: true, Off: l.nobody},
		{ID: Evidence, Keys: []string{"e"}, Title: "evidence", Help: "the proof of the first finding", Hint: true, Off: l.nobody},
		{ID: MarkFix, Keys: []string{"M"}, Title: "mark same fix", Help: "mark all that need the same lines as the selected one", Hint: true, Off: l.noFix},
		{ID: OnlyFix, Keys: []string{"F"}, Title: "same fix", Help: "show only those that need the same lines as the selected one", Hint: true, Off: l.noFix},
		{ID: Reverse, Keys: []string{"S"}, Title: "reverse", Help: "turn the order round", Hint: true},
		{ID: MarkRange, Keys: []string{"v"}, Title: "mark range", Help: "mark from the last mark to here", Hint: true, Off: l.nobody},
		{ID: MarkAll, Keys: []string{"a"}, Title: "mark all", Help: "mark all that are shown", Off: l.nobody},
		{ID: MarkNone, Keys: []string{"A"}, Title: "no marks", Help: "take all marks away", Off: l.noMarks},
		{ID: Rescan, Keys: []string{"r"}, Title: "rescan", Help: "read the marked devices again, or the selected one", Hint: true, Off: l.noRescan},
		{ID: Preview, Keys: []string{"P"}, Title: "preview", Help: "show or hide the preview: needs 100x28", Hint: true, Off: l.noPreview},
		{ID: Facets, Keys: []string{"f"}, Title: "facets", Help: "the values that the devices shown have, and how many: enter takes one into the filter", Hint: true, Off: l.nobody},
		{ID: Columns, Keys: []string{"c"}, Title: "columns", Help: "choose the columns", Hint: true},
		{ID: action.Left, Keys: []string{"h", "left"}, Title: "left", Help: "columns to the left"},
		{ID: action.Right, Keys: []string{"l", "right"}, Title: "right", Help: "columns that do not fit"},
	}
}

func (l *List) nobody() safeterm.Text {
	if l.sh.List.Selected() == nil {
		return "no device is selected"
	}
	return ""
}

func (l *List) noFix() safeterm.Text {
	r := l.sh.List.Selected()
	switch {
	case r == nil:
		return "no device is selected"
	case r.Fix == "":
		return "this device needs no change"
	}
	return ""
}

func (l *List) noMarks() safeterm.Text {
	if l.sh.List.MarkCount() == 0 {
		return "nothing is marked"
	}
	return ""
}

func (l *List) noRescan() safeterm.Text {
	switch {
	case l.sh.Ports.Rescan == nil:
		return "not from here: headroom scan reads devices again"
	case l.sh.Running:
		return "a scan runs"
	}
	return l.nobody()
}

func (l *List) noPreview() safeterm.Text {
	if l.sh.W >= wide || l.sh.W >= broad && l.sh.H >= tall {
		return ""
	}
	return "a preview needs 100x28; enter opens the device"
}

// Do carries out an action.
func (l *List) Do(id action.ID) tea.Cmd {
	f := l.sh.List
	if l.pick != nil && l.pickDo(id) {
		return l.sh.Judge(f.Selected())
	}
	defer f.Anchor()
	switch id {
	case Facets:
		return l.facets()
	case Columns:
		l.choose()
	case action.Left:
		l.left = max(0, l.left-1)
	case action.Right:
		l.left++
	case action.Home:
		f.Grid.Select(0)
	case action.End:
		f.Grid.Select(f.Shown() - 1)
	case action.Copy:
		if r := f.Selected(); r != nil {
			return l.sh.CopyText(r.Host, "the name")
		}
	case Filter:
		l.filter()
	case Sort, Reverse:
		return l.sort(id)
	case Open:
		return l.sh.OpenDevice(f.Selected(), "")
	case Evidence:
		return l.sh.OpenDevice(f.Selected(), "evidence")
	case Rescan:
		return l.rescan()
	case Preview:
		if l.sh.W >= wide {
			l.preview = !l.preview
		} else {
			l.below = !l.below
		}
	case Plan:
		l.plan()
	case Mark, MarkRange, MarkAll, MarkNone, MarkFix:
		l.mark(id)
	case OnlyFix:
		before := f.Filtered()
		l.apply(query.Join(before, "fix", string(f.Selected().Fix)))
		l.sh.Did("the filter", func() { l.apply(before) })
	default:
		f.Grid.Step(id)
	}
	return l.sh.Judge(f.Selected())
}

// Open judges the selected device, so that what stands below the list is whole.
func (l *List) Open() tea.Cmd { return l.sh.Judge(l.sh.List.Selected()) }

func (l *List) sort(id action.ID) tea.Cmd {
	f := l.sh.List
	o, reverse := f.Sorted()
	if id == Reverse {
		reverse = !reverse
	} else {
		o = (o + 1) % fleet.Orders
	}
	if f.Len() >= fleet.Many {
		f.Anchor()
		return l.sh.Work("sort", "sorting by "+safeterm.CleanLine(o.String()), f.SortLater(o, reverse))
	}
	f.Sort(o, reverse)
	l.sh.Say("sorted by " + orderWords(o, reverse))
	return nil
}

func orderWords(o fleet.Order, reverse bool) safeterm.Text {
	text := safeterm.CleanLine(o.String())
	if reverse {
		text += ", reversed"
	}
	return text
}

func (l *List) mark(id action.ID) {
	f := l.sh.List
	before := f.Marks()
	switch id {
	case Mark:
		f.Mark()
	case MarkRange:
		if !f.MarkRange() {
			l.sh.Say("mark a device first: space")
			return
		}
	case MarkAll:
		f.MarkWhere(func(*fleet.Row) bool { return true })
	case MarkFix:
		fix := f.Selected().Fix
		n := f.MarkWhere(func(r *fleet.Row) bool { return r.Fix == fix })
		l.sh.Say(screen.Devices(n) + " with the same fix marked: " + fix)
	default:
		f.SetMarks(nil)
	}
	l.sh.Did("the marks", func() { f.SetMarks(before); l.sh.Save() })
	l.sh.Save()
}

func (l *List) plan() {
	f := l.sh.List
	var names []string
	healthy := 0
	for _, n := range f.Chosen() {
		if r := f.Find(n); r != nil && r.Fix == "" {
			healthy++
			continue
		}
		names = append(names, n)
	}
	text := screen.Devices(l.sh.Plan(names)) + " put into the plan; " + l.sh.Digit("plan") + " shows it"
	if healthy > 0 {
		text += safeterm.Sprintf(" (%d need nothing)", healthy)
	}
	l.sh.Say(text)
}

// setFilter applies a filter and says what is wrong with it; what is wrong leaves
// the last one that was right.
func (l *List) setFilter(text string) *query.Error {
	q, err := query.Parse(text)
	var bad *query.Error
	switch {
	case errors.As(err, &bad):
		return bad
	case err != nil:
		return &query.Error{Column: 1, Msg: err.Error()}
	}
	l.sh.List.Filter(q)
	return nil
}

// apply applies a filter that was right before.
func (l *List) apply(text string) {
	if bad := l.setFilter(text); bad != nil {
		l.sh.Say(safeterm.CleanLine(bad.Msg))
	}
}

// filter lets a filter be typed.
func (l *List) filter() {
	f := l.sh.List
	before := f.Filtered()
	l.sh.Typing = &screen.Prompt{
		Label: "/ ", Text: before, Change: l.setFilter,
		Drop: func() { l.apply(before) },
		Done: func(text string) tea.Cmd {
			if text != before {
				l.sh.Did("the filter", func() { l.apply(before) })
			}
			if note := query.Note(text); note != "" {
				l.sh.Say(safeterm.CleanLine(note))
			}
			return nil
		},
		Complete: func(text string, cursor int) []query.Completion { return query.Complete(text, cursor, f.Values) },
	}
}

// askAbove is how many devices may be read again without a question.
const askAbove = 50

func (l *List) rescan() tea.Cmd {
	names := l.sh.List.Chosen()
	start := func() tea.Cmd {
		if err := l.sh.Ports.Rescan(names); err != nil {
			why, _, _ := strings.Cut(err.Error(), "\n")
			l.sh.Say(safeterm.Sprintf("not read again: %s", why))
			return nil
		}
		l.sh.Running = true
		l.sh.Say("reading " + screen.Devices(len(names)) + " again; " + l.sh.Digit("scan") + " shows how it goes")
		return nil
	}
	if len(names) > askAbove {
		l.sh.Ask("read "+screen.Devices(len(names))+" again? y does, any other key does not", start)
		return nil
	}
	return start()
}

// CommandLine is the command that shows what this screen shows: the report, or, with an
// order or a key that a report does not know, these screens again.
func (l *List) CommandLine() safeterm.Text {
	f := l.sh.List.Filtered()
	o, _ := l.sh.List.Sorted()
	q, err := query.Parse(f)
	cmd := safeterm.Text("headroom report")
	screens := err != nil || o != fleet.ByWorst || slices.ContainsFunc(q.Keys(), func(k string) bool { return k == "fix" || k == "refused" || k == "group" })
	if screens {
		cmd = "headroom tui"
	}
	if l.sh.Scan.ID != "" {
		cmd += " --scan " + safeterm.CleanLine(l.sh.Scan.ID)
	}
	if f != "" {
		cmd += " --filter " + screen.Quoted(f)
	}
	if o != fleet.ByWorst {
		cmd += " --sort " + safeterm.CleanLine(o.String())
	}
	return cmd
}
