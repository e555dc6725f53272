package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/screen"
)

// toggleMouse takes the mouse from the terminal, or gives it back: with it goes the
// terminal's own way to select text.
func toggleMouse(m *Model) {
	if m.mouse = !m.mouse; m.mouse {
		m.sh.Say("the mouse selects, opens tabs and scrolls; ctrl+t gives it back to the terminal")
		return
	}
	m.sh.Say("the mouse is the terminal's own again")
}

// notch is how many lines one step of the wheel moves.
const notch = 3

// mouseDid takes what the mouse did. Nothing can be done with it that no key does.
func mouseDid(m *Model, msg tea.MouseMsg) tea.Cmd {
	if m.sh.Asking != nil || m.sh.Typing != nil || m.overlay.open() {
		return nil
	}
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return wheel(m, at.Button)
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		m.sh.Notice = ""
		if at.Y == 0 {
			return clickTab(m, at.X)
		}
		if c, ok := m.current().(screen.Clicker); ok {
			return c.Click(at.X, at.Y-1)
		}
	}
	return nil
}

func wheel(m *Model, b tea.MouseButton) tea.Cmd {
	id := action.Down
	switch b {
	case tea.MouseWheelUp:
		id = action.Up
	case tea.MouseWheelDown:
	default:
		return nil
	}
	var cmd tea.Cmd
	for range notch {
		cmd = m.current().Do(id)
	}
	return cmd
}

// clickTab shows the screen whose tab is in column x.
func clickTab(m *Model, x int) tea.Cmd {
	left := safeterm.Width(name)
	for i, s := range m.screens {
		w := safeterm.Width(m.tab(i, s, named(m)))
		if x >= left && x < left+w {
			return m.show(s.Name())
		}
		left += w + 1
	}
	return nil
}
