// Package action is the registry of everything a key can do.
//
// What goes in: the lists of the screens and the one of what works everywhere.
// What comes out: look-ups by screen and key, and the texts from which hints, help,
// palette and docs/keys.md are made, so that they cannot lie. It does no I/O and
// knows no screen's insides. No action changes a router.
package action

import (
	"iter"
	"slices"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// ID names an action.
type ID string

// Screen names where an action works.
type Screen string

// Everywhere is the screen of the actions that work on all.
const Everywhere Screen = ""

// Action is one thing a key can do.
type Action struct {
	ID    ID
	Keys  []string      // as bubbletea names them; the first is shown
	Label safeterm.Text // the key as hints show it, "" = Keys[0]
	Title safeterm.Text // one or two words for hints
	Help  safeterm.Text // a sentence for help and palette
	Hint  bool          // shown in the hint line, in the order of the list
	// Off says why the action does nothing now, "" = it does; nil = always.
	Off    func() safeterm.Text
	Screen Screen // set by New
}

// Shown is the key as it is shown.
func (a *Action) Shown() safeterm.Text {
	if a.Label != "" {
		return a.Label
	}
	return safeterm.CleanLine(a.Keys[0])
}

// Why says why the action does nothing now, "" where it does something.
func (a *Action) Why() safeterm.Text {
	if a.Off == nil {
		return ""
	}
	return a.Off()
}

// The actions of moving, which every screen understands.
const (
	Up       ID = "move/up"
	Down     ID = "move/down"
	PageUp   ID = "move/page-up"
	PageDown ID = "move/page-down"
	Home     ID = "move/home"
	End      ID = "move/end"
	Left     ID = "move/left"
	Right    ID = "move/right"
)

// The actions that work everywhere.
const (
	Back      ID = "go/back"
	Quit      ID = "go/quit"
	ForceQuit ID = "go/force-quit"
	Suspend   ID = "go/suspend"
	Help      ID = "go/help"
	Palette   ID = "go/palette"
	Copy      ID = "copy/value"
	CopyView  ID = "copy/view"
	Undo      ID = "edit/undo"
	Mouse     ID = "go/mouse"
)

// Global lists what works on every screen.
func Global() []Action {
	return []Action{
		{ID: Copy, Keys: []string{"y"}, Title: "copy", Help: "copy what is selected: the name, the line with the number, the command"},
		{ID: CopyView, Keys: []string{"Y"}, Title: "as CLI", Help: "copy this view as a command line that shows the same"},
		{ID: Undo, Keys: []string{"u"}, Title: "undo", Help: "take back the last change: filter, marks, tick, plan, waiver"},
		{ID: Down, Keys: []string{"j", "down"}, Label: "j/k", Title: "move", Help: "one line down"},
		{ID: Up, Keys: []string{"k", "up"}, Title: "up", Help: "one line up"},
		{ID: PageDown, Keys: []string{"ctrl+d", "pgdown"}, Title: "page down", Help: "half a page down"},
		{ID: PageUp, Keys: []string{"ctrl+u", "pgup"}, Title: "page up", Help: "half a page up"},
		{ID: Home, Keys: []string{"g", "home"}, Title: "top", Help: "to the top"},
		{ID: End, Keys: []string{"G", "end"}, Title: "bottom", Help: "to the bottom"},
		{ID: Back, Keys: []string{"esc", "backspace"}, Title: "back", Help: "back to where you came from; never quits"},
		{ID: Palette, Keys: []string{":", "ctrl+p"}, Title: "palette", Help: "every action by its words", Hint: true},
		{ID: Quit, Keys: []string{"q"}, Title: "quit", Help: "back, and quit at the fleet"},
		{ID: ForceQuit, Keys: []string{"ctrl+c"}, Title: "quit", Help: "quit; asks once while a scan runs"},
		{ID: Suspend, Keys: []string{"ctrl+z"}, Title: "suspend", Help: "to the shell; fg comes back"},
		{ID: Mouse, Keys: []string{"ctrl+t"}, Title: "mouse", Help: "the mouse selects, opens tabs and scrolls, or is the terminal's own again"},
		{ID: Help, Keys: []string{"?"}, Title: "help", Help: "what every key does here", Hint: true},
	}
}

// Registry is all actions of all screens.
type Registry struct{ all []Action }

// Add puts the actions of a screen into the registry.
func (r *Registry) Add(s Screen, list []Action) {
	for _, a := range list {
		a.Screen = s
		r.all = append(r.all, a)
	}
}

// All lists every action, in the order in which they were added.
func (r *Registry) All() []Action { return r.all }

// Find gives the action of a key on a screen: the screen's own, else one that
// works everywhere; nil where the key does nothing.
func (r *Registry) Find(screen Screen, key string) *Action {
	for _, s := range []Screen{screen, Everywhere} {
		for i := range r.all {
			if a := &r.all[i]; a.Screen == s && slices.Contains(a.Keys, key) {
				return a
			}
		}
	}
	return nil
}

// Get gives an action by its name on a screen, or everywhere; nil = there is none.
func (r *Registry) Get(screen Screen, id ID) *Action {
	for _, s := range []Screen{screen, Everywhere} {
		for i := range r.all {
			if a := &r.all[i]; a.Screen == s && a.ID == id {
				return a
			}
		}
	}
	return nil
}

// For gives the actions of a screen, then those that work everywhere.
func (r *Registry) For(screen Screen) iter.Seq[*Action] {
	return func(yield func(*Action) bool) {
		for _, s := range []Screen{screen, Everywhere} {
			for i := range r.all {
				if r.all[i].Screen == s && !yield(&r.all[i]) {
					return
				}
			}
		}
	}
}

// Hints gives those of a screen that its last line may show.
func (r *Registry) Hints(screen Screen) iter.Seq[*Action] {
	return func(yield func(*Action) bool) {
		for a := range r.For(screen) {
			if a.Hint && a.Why() == "" && !yield(a) {
				return
			}
		}
	}
}
