package tui

import tea "charm.land/bubbletea/v2"

func (m *Model) askQuit() tea.Cmd {
	if m.live.on {
		m.ask("a scan runs: ctrl+c again (or y) ends it and keeps what was collected; any other key goes on", nil)
		return nil
	}
	return m.quit()
}

// ask puts a question; y does what yes says, nil = quit.
func (m *Model) ask(question string, yes func()) { m.mode, m.asking, m.yes = confirm, question, yes }

// answer takes the key that answers a question. Only the one about quitting
// takes ctrl+c for yes.
func (m *Model) answer(name string) tea.Cmd {
	m.mode = normal
	switch {
	case m.yes == nil && (name == "ctrl+c" || name == "y" || name == "enter"):
		return m.quit()
	case m.yes != nil && name == "ctrl+c":
		return m.askQuit()
	case m.yes != nil && name == "y":
		m.yes()
	}
	return nil
}

func (m *Model) quit() tea.Cmd {
	if m.live.on && m.opts.Cancel != nil {
		m.opts.Cancel()
	}
	return tea.Quit
}
