// Package tuitest presses keys on the screens without a terminal, for tests that compare
// what they show with what a command says.
//
// What goes in: the options of the screens, a size and keys. What comes out: the frame as
// plain text.
package tuitest

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/headroom-audit/headroom/tui"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Frame opens the screens at a size in cells, types text, presses enter, waits for the
// work behind them, and gives the frame without colours.
func Frame(o *tui.Options, width, height int, text string) string {
	m := tui.New(o)
	do(m, tea.WindowSizeMsg{Width: width, Height: height})
	for _, r := range text {
		do(m, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	do(m, tea.KeyPressMsg{Code: tea.KeyEnter})
	return ansi.Strip(m.View().Content)
}

// do hands over a message and what its work gives.
func do(m *tui.Model, msg tea.Msg) {
	_, cmd := m.Update(msg)
	if cmd == nil {
		return
	}
	switch next := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range next {
			if done, ok := c().(screen.Done); ok {
				do(m, done)
			}
		}
	case screen.Done:
		do(m, next)
	}
}
