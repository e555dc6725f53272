package device

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/screen"
)

// chosenFinding is the finding under the cursor of the memory section, nil where there
// is none.
func (d *Device) chosenFinding() *audit.Finding {
	if d.row == nil || d.row.Dev == nil || d.section != memory {
		return nil
	}
	list := d.row.Dev.Verdict.Findings
	if at := d.items.Cursor(); at >= 0 && at < len(list) {
		return &list[at]
	}
	return nil
}

func (d *Device) noWaive() safeterm.Text {
	f := d.chosenFinding()
	switch {
	case d.sh.Ports.Waive == nil:
		return "no policy file can be written from here"
	case f == nil:
		return "select a finding in the section memory"
	case f.Waived:
		return "it is waived already"
	case f.Rule == audit.WaiverExpired:
		return "no waiver waives this"
	}
	return ""
}

// waive asks until when and why, and writes the waiver.
func (d *Device) waive() {
	f, r := d.chosenFinding(), d.row
	rule := f.Rule
	if f.Unsafe {
		d.sh.Say("a waiver quiets the state; the reload stays refused")
	}
	read := func(text string) (until time.Time, reason string, bad *query.Error) {
		day, reason, _ := strings.Cut(strings.TrimSpace(text), " ")
		until, err := time.Parse("2006-01-02", day)
		switch reason = strings.TrimSpace(reason); {
		case err != nil:
			bad = &query.Error{Column: 1, Msg: "the last day comes first", Hint: "2026-12-31 replaced in January, order 4711"}
		case !until.After(d.sh.Now()):
			bad = &query.Error{Column: 1, Msg: "that day is over"}
		case reason == "":
			bad = &query.Error{Column: len(day) + 2, Msg: "a reason is needed"}
		}
		return until, reason, bad
	}
	d.sh.Typing = &screen.Prompt{
		Label:  safeterm.Sprintf("waive %s on %s until DAY, because: ", rule, r.Name),
		Text:   d.sh.Now().AddDate(0, 0, 30).UTC().Format("2006-01-02") + " ",
		Change: func(text string) *query.Error { _, _, bad := read(text); return bad },
		Done: func(text string) tea.Cmd {
			until, reason, bad := read(text)
			if bad != nil {
				d.sh.Say(safeterm.CleanLine(bad.Msg))
				return nil
			}
			undo, err := d.sh.Ports.Waive(rule, r.Name, reason, until)
			if err != nil {
				d.sh.Say(safeterm.Sprintf("not waived: %v", err))
				return nil
			}
			again := func() tea.Cmd { return d.sh.Rejudge(r) }
			d.sh.Did(safeterm.Sprintf("the waiver of %s on %s", rule, r.Name), func() {
				if err := undo(); err != nil {
					d.sh.Say(safeterm.Sprintf("%v", err))
				}
				d.sh.Again = again
			})
			d.sh.Say(safeterm.Sprintf("waived until %s; u takes it back", until.Format("2006-01-02")))
			return again()
		},
	}
}
