package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/screen/list"
	"github.com/headroom-audit/headroom/tui/screen/live"
)

// key routes a key: a question first, then text entry, then overlays, then the
// actions. Unknown keys do nothing.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	m.sh.Notice = ""
	switch {
	case m.sh.Asking != nil:
		return m.answer(name)
	case m.sh.Typing != nil:
		return m.typed(k)
	case m.overlay.open():
		return m.overlayKey(k)
	}
	a := m.actions.Find(m.sh.Current, name)
	if a == nil {
		return nil
	}
	return m.do(a)
}

// do carries out an action, from a key or from the palette; one of another
// screen shows that first.
func (m *Model) do(a *action.Action) tea.Cmd {
	var opened tea.Cmd
	if a.Screen != action.Everywhere && a.Screen != m.sh.Current {
		opened = m.show(a.Screen)
	}
	if no := a.Why(); no != "" {
		m.sh.Say(no)
		return opened
	}
	return both(opened, m.carryOut(a))
}

func (m *Model) carryOut(a *action.Action) tea.Cmd {
	was := m.sh.Current
	var cmd tea.Cmd
	switch a.ID {
	case action.ForceQuit:
		return m.askQuit()
	case action.Suspend:
		return tea.Suspend
	case action.Mouse:
		toggleMouse(m)
		return nil
	case action.Help, action.Palette:
		m.overlay = overlay{kind: a.ID}
		m.typing.set("")
		return nil
	case action.Undo:
		m.sh.Undo()
		return both(m.open(), m.again()) // what it shows may be another thing now
	case action.Quit:
		if m.sh.Current == list.Name {
			return m.askQuit()
		}
		m.back()
	case action.Back:
		m.back()
	case action.CopyView:
		return m.copyView()
	default:
		for _, s := range m.screens {
			if a.ID == goTo(s.Name()) {
				return m.show(s.Name())
			}
		}
		cmd = m.current().Do(a.ID)
	}
	if m.sh.Current != was {
		cmd = both(cmd, m.open())
	}
	if p := m.sh.Typing; p != nil {
		m.typing.set(p.Text)
		m.wrong = nil
	}
	return cmd
}

// show goes to a screen.
func (m *Model) show(name action.Screen) tea.Cmd {
	m.stay = m.stay || name == live.Name
	if name == screen.DeviceScreen && m.sh.Current == list.Name {
		m.sh.Focus = ""
	}
	m.sh.Go(name)
	return m.open()
}

// open tells the screen that is shown now that it is.
func (m *Model) open() tea.Cmd {
	if o, ok := m.current().(screen.Opener); ok {
		return o.Open()
	}
	return nil
}

// back goes up one level; it never quits.
func (m *Model) back() {
	if b, ok := m.current().(screen.Backer); ok && b.Back() {
		return
	}
	switch {
	case m.sh.Current == list.Name && m.sh.List.Filtered() != "":
		before := m.sh.List.Filtered()
		m.sh.List.Filter(query.Query{})
		m.sh.Did("the filter", func() {
			if q, err := query.Parse(before); err == nil {
				m.sh.List.Filter(q)
			}
		})
		m.sh.Say("the filter is gone; u takes that back")
	case m.sh.Current == list.Name && m.sh.Running:
		m.sh.Say("the scan goes on: " + m.digit(live.Name) + " shows it; ctrl+c ends it")
	case m.sh.Current == list.Name:
		m.sh.Say("q or ctrl+c quits")
	case !m.sh.Back():
		m.sh.Current = list.Name
	}
}

func (m *Model) copyView() tea.Cmd {
	l, ok := m.current().(screen.Liner)
	if !ok || l.CommandLine() == "" {
		m.sh.Say("no command prints what this screen shows")
		return nil
	}
	return m.sh.CopyText(l.CommandLine(), "the command")
}

// typed takes a key while text is entered.
func (m *Model) typed(msg tea.KeyPressMsg) tea.Cmd {
	p := m.sh.Typing
	switch msg.String() {
	case "ctrl+c":
		m.sh.Typing = nil
		if p.Drop != nil {
			p.Drop()
		}
		return m.askQuit()
	case "esc":
		m.sh.Typing = nil
		if p.Drop != nil {
			p.Drop()
		}
	case "enter":
		if m.wrong != nil {
			m.sh.Say("not applied: mend it, or esc ")
			return nil
		}
		m.sh.Typing = nil
		was := m.sh.Current
		var cmd tea.Cmd
		if p.Done != nil {
			cmd = p.Done(m.typing.String())
		}
		if m.sh.Current != was {
			cmd = both(cmd, m.open())
		}
		if next := m.sh.Typing; next != nil {
			m.typing.set(next.Text)
		}
		return cmd
	case "tab":
		m.complete(p)
	default:
		m.typing.key(msg)
		m.edited()
	}
	return nil
}

// edited reacts to a changed text.
func (m *Model) edited() {
	if p := m.sh.Typing; p != nil && p.Change != nil {
		m.wrong = p.Change(m.typing.String())
	}
	m.overlay.at = 0
}

func (m *Model) paste(text string) {
	if m.sh.Typing == nil && !m.overlay.open() {
		return
	}
	m.typing.insert(text)
	m.edited()
}

// complete puts in the first completion of the word at the cursor.
func (m *Model) complete(p *screen.Prompt) {
	if p.Complete == nil {
		return
	}
	all := p.Complete(m.typing.String(), m.typing.line.Position())
	if len(all) == 0 {
		m.sh.Say("nothing completes this")
		return
	}
	m.typing.replace(all[0].Start, all[0].Text)
	if len(all) > 1 {
		more := safeterm.Text("also")
		for _, o := range all[1:min(len(all), 6)] {
			more += safeterm.Sprintf("  %s", o.Text)
		}
		m.sh.Say(more)
	}
	m.edited()
}

func (m *Model) askQuit() tea.Cmd {
	if m.sh.Running {
		m.sh.Asking = &screen.Question{Text: "a scan runs: ctrl+c again or y ends it, what was read is kept; other keys go on", Yes: m.quit, Quit: true}
		return nil
	}
	return m.quit()
}

// answer takes the key that answers a question. Only the one about quitting
// takes ctrl+c for yes.
func (m *Model) answer(name string) tea.Cmd {
	q := m.sh.Asking
	m.sh.Asking = nil
	switch {
	case name == "y", name == "ctrl+c" && q.Quit:
		return q.Yes()
	case name == "ctrl+c":
		return m.askQuit()
	}
	return nil
}

func (m *Model) quit() tea.Cmd {
	m.sh.Save()
	if m.sh.Running {
		m.opts.Stopped.Store(true)
		if m.sh.Ports.Cancel != nil {
			m.sh.Ports.Cancel()
		}
	}
	return tea.Quit
}
