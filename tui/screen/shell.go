package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
)

// Shell is what stands around the screens. Package tui makes one and shows it.
type Shell struct {
	draw.Pen
	Now   func() time.Time
	List  *fleet.List
	Scan  Head
	Ports Ports
	W, H  int // of the terminal

	Current  action.Screen  // the screen that is shown
	Focus    string         // the device that the device screen shows
	Section  string         // the section of it to open, "" = the first
	Compare  [2]string      // the scans that the diff is of; "" = the last two
	Running  bool           // a scan runs
	Again    func() tea.Cmd // to be done after the work in hand; nil = nothing
	Notice   safeterm.Text  // one line, until the next key
	Asking   *Question      // nil = none
	Typing   *Prompt        // nil = none
	Busy     safeterm.Text  // what is worked at behind the screen
	Planning *Planning
	Digit    func(action.Screen) safeterm.Text // the key that shows a screen

	kept    Kept // as this terminal saw it last
	trail   []action.Screen
	undo    []step
	jobs    map[string]int
	planned map[*fleet.Row]*plan.Device
}

// Question is asked before something is done.
type Question struct {
	Text safeterm.Text
	Yes  func() tea.Cmd
	Quit bool // it is the one about quitting: a second ctrl+c is a yes
}

// Prompt is a line that is typed.
type Prompt struct {
	Label  safeterm.Text
	Text   string
	Change func(text string) *query.Error // at every key; the error keeps enter from leaving
	Done   func(text string) tea.Cmd
	Drop   func() // esc
	// Complete offers what may stand at the cursor; nil = nothing.
	Complete func(text string, cursor int) []query.Completion
}

// Say shows a notice until the next key.
func (s *Shell) Say(text safeterm.Text) { s.Notice = text }

// Go shows another screen; Back comes back from it.
func (s *Shell) Go(name action.Screen) {
	if name == s.Current {
		return
	}
	s.trail = append(s.trail, s.Current)
	if len(s.trail) > 20 {
		s.trail = s.trail[1:]
	}
	s.Current = name
}

// Back shows the screen from which one came; false = one came from none.
func (s *Shell) Back() bool {
	if len(s.trail) == 0 {
		return false
	}
	s.Current, s.trail = s.trail[len(s.trail)-1], s.trail[:len(s.trail)-1]
	return true
}

// Ask puts a question; y does what yes says.
func (s *Shell) Ask(text safeterm.Text, yes func() tea.Cmd) {
	s.Asking = &Question{Text: text, Yes: yes}
}

// step is something that can be taken back.
type step struct {
	what safeterm.Text
	back func()
}

// Did notes how to take back what was done.
func (s *Shell) Did(what safeterm.Text, back func()) {
	s.undo = append(s.undo, step{what, back})
	if len(s.undo) > 100 {
		s.undo = s.undo[1:]
	}
}

// Undo takes back what was done last.
func (s *Shell) Undo() {
	if len(s.undo) == 0 {
		s.Say("nothing to take back")
		return
	}
	last := s.undo[len(s.undo)-1]
	s.undo = s.undo[:len(s.undo)-1]
	last.back()
	s.Say("taken back: " + last.what)
}

// Undoable says what Undo would take back, "" = nothing.
func (s *Shell) Undoable() safeterm.Text {
	if len(s.undo) == 0 {
		return ""
	}
	return s.undo[len(s.undo)-1].what
}

// Done is work that was done behind the screen.
type Done struct {
	job   string
	turn  int
	apply func()
}

// Work does something behind the screen; what it gives is called with the
// result in hand. Of one job only what was started last counts.
func (s *Shell) Work(job string, what safeterm.Text, work func() func()) tea.Cmd {
	if s.jobs == nil {
		s.jobs = map[string]int{}
	}
	s.jobs[job]++
	turn := s.jobs[job]
	s.Busy = what
	return func() tea.Msg { return Done{job, turn, work()} }
}

// Take brings in what Work has done, unless something newer was started.
func (s *Shell) Take(d Done) {
	if s.jobs[d.job] != d.turn {
		return
	}
	s.Busy = ""
	if d.apply != nil {
		d.apply()
	}
}

// Hand shows a text in the pager or the editor of the user, which has the terminal
// meanwhile.
func (s *Shell) Hand(name string, text safeterm.Text, edit bool) tea.Cmd {
	program, clean, err := s.Ports.Hand(name, text, edit)
	if err != nil {
		s.Say(safeterm.Sprintf("not shown: %v", err))
		return nil
	}
	return tea.ExecProcess(program, func(err error) tea.Msg {
		clean()
		return Done{apply: func() {
			if err != nil {
				s.Say(safeterm.Sprintf("%s: %v", program.Path, err))
			}
		}}
	})
}

// CopyText puts text onto the clipboard, by way of the terminal, and says what.
// Terminals may refuse that, so the notice shows the beginning of it.
func (s *Shell) CopyText(text safeterm.Text, what safeterm.Text) tea.Cmd {
	plain := strings.TrimRight(text.String(), "\n")
	if plain == "" {
		s.Say("nothing to copy here")
		return nil
	}
	first, rest, more := strings.Cut(plain, "\n")
	shown := "copied " + what + ": " + safeterm.CleanLine(first)
	if more {
		shown += safeterm.Sprintf(" (and %d more lines)", 1+strings.Count(rest, "\n"))
	}
	s.Say(shown)
	return tea.SetClipboard(plain)
}

// CopyCommands copies the lines of a phase, one per line; never those of a change
// that must not be made.
func (s *Shell) CopyCommands(d *plan.Device, phase plan.Phase) tea.Cmd {
	if len(d.Refused) > 0 {
		s.Say("not copied: the reload is refused")
		return nil
	}
	var lines []safeterm.Text
	for _, l := range d.Lines(phase) {
		lines = append(lines, safeterm.CleanLine(l))
	}
	if len(lines) == 0 {
		s.Say("nothing is entered here")
		return nil
	}
	return s.CopyText(safeterm.Join(lines, "\n"), safeterm.CleanLine(strings.ToLower(phase.Title())))
}

// Quoted makes one word of a shell of a text.
func Quoted(text string) safeterm.Text {
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(plainRunes, r) }) {
		return safeterm.CleanLine(text)
	}
	return safeterm.CleanLine("'" + strings.ReplaceAll(text, "'", `'\''`) + "'")
}

// plainRunes need no quotes in a shell.
const plainRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:@%+="

// Planned is the plan of one device, nil where nothing needs doing or it is not
// judged. These are the steps of the checklist.
func (s *Shell) Planned(r *fleet.Row) *plan.Device {
	if r == nil || r.Dev == nil {
		return nil
	}
	if d, ok := s.planned[r]; ok {
		return d
	}
	if len(s.planned) > 64 || s.planned == nil {
		s.planned = map[*fleet.Row]*plan.Device{}
	}
	var d *plan.Device
	if p := plan.Build([]audit.Verdict{r.Dev.Verdict}, s.Ports.Rooms, s.Now()); len(p.Devices) > 0 {
		d = &p.Devices[0]
	}
	s.planned[r] = d
	return d
}

// Judge judges the device of a row that shows what the store kept; nil where
// there is nothing to do.
func (s *Shell) Judge(r *fleet.Row) tea.Cmd {
	if r == nil || r.Dev != nil {
		return nil
	}
	return s.Rejudge(r)
}

// Rejudge judges a device anew, by the policy of now; nil where that is not possible.
func (s *Shell) Rejudge(r *fleet.Row) tea.Cmd {
	if s.Ports.Judge == nil {
		return nil
	}
	name, what := r.Name, "judging "+r.Host
	if s.Current != DeviceScreen { // the preview fills by itself
		what = ""
	}
	return s.Work("judge", what, func() func() {
		dev, err := s.Ports.Judge(name)
		if err != nil {
			return func() { s.Say(safeterm.Sprintf("not judged: %v", err)) }
		}
		row := fleet.NewRow(dev)
		return func() {
			s.List.Put(row)
			s.List.Refresh()
		}
	})
}
