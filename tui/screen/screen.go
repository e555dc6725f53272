// Package screen is what the screens share: the interface they keep, and the
// shell around them, with the fleet, the scan that is shown, what cmd lends them
// (Ports), notices, questions, lines that are typed, work behind the screen and
// what can be taken back.
//
// A screen is one folder below this one and one entry in the list of package tui.
// What goes in: actions of its own list of keys. What comes out: rows of exactly
// the size asked for. A screen draws only clean text and changes no facts.
package screen

import (
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
)

// Screen is one screen.
type Screen interface {
	// Name is what it is called in tabs, help and docs.
	Name() action.Screen
	// Keys lists what its own keys do; moving, copying and going are there already.
	Keys() []action.Action
	// Do carries out an action of its own or one of those that work everywhere.
	Do(id action.ID) tea.Cmd
	// Draw gives h rows of w cells: what stands between tabs and footer.
	Draw(w, h int) View
}

// View is what a screen shows.
type View struct {
	Rows  []draw.Row
	Crumb safeterm.Text // where one is
	Right safeterm.Text // at the right of it: how much there is
}

// Opener is a screen that wants to know when it is opened.
type Opener interface{ Open() tea.Cmd }

// Clicker is a screen that the mouse can point into.
type Clicker interface {
	// Click takes a click at a cell of its rows.
	Click(x, y int) tea.Cmd
}

// Backer is a screen that has something of its own to go back from first.
type Backer interface {
	// Back goes back from it; false = there is nothing.
	Back() bool
}

// Liner is a screen whose view another command shows too.
type Liner interface {
	// CommandLine is that command.
	CommandLine() safeterm.Text
}
