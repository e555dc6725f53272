// Package action is the registry of everything a key can do.
//
// What goes in: one explicit list. What comes out: look-ups by screen and key,
// and the texts from which the hint line, the help and the palette are made, so
// that they cannot lie. It does no I/O and knows no screen's insides. No action
// changes a router.
package action

import "slices"

// ID names an action.
type ID string

// Screen names where an action works; Everywhere is all of them.
type Screen string

// The screens.
const (
	Everywhere Screen = ""
	Fleet      Screen = "fleet"
	Device     Screen = "device"
	Live       Screen = "scan"
)

// Action is one thing a key can do.
type Action struct {
	ID     ID
	Screen Screen
	Keys   []string // as bubbletea names them; the first is shown
	Label  string   // the key as hints show it, "" = Keys[0]
	Title  string   // one or two words for hints
	Help   string   // a sentence for help and palette
	Hint   bool     // shown in the hint line, in the order of the list
}

// Shown is the key as it is shown.
func (a Action) Shown() string {
	if a.Label != "" {
		return a.Label
	}
	return a.Keys[0]
}

// The actions.
const (
	Up       ID = "move/up"
	Down     ID = "move/down"
	PageUp   ID = "move/page-up"
	PageDown ID = "move/page-down"
	Home     ID = "move/home"
	End      ID = "move/end"

	Open      ID = "go/open"
	Back      ID = "go/back"
	ToFleet   ID = "go/fleet"
	ToDevice  ID = "go/device"
	ToLive    ID = "go/scan"
	Quit      ID = "go/quit"
	ForceQuit ID = "go/force-quit"
	Suspend   ID = "go/suspend"
	Help      ID = "go/help"
	Palette   ID = "go/palette"

	Filter    ID = "fleet/filter"
	Sort      ID = "fleet/sort"
	Reverse   ID = "fleet/sort-reverse"
	Mark      ID = "fleet/mark"
	MarkRange ID = "fleet/mark-range"
	MarkAll   ID = "fleet/mark-all"
	MarkNone  ID = "fleet/mark-none"
	Rescan    ID = "fleet/rescan"
	Export    ID = "fleet/export-plan"
	Preview   ID = "fleet/preview"
	Evidence  ID = "device/evidence"
	Section   ID = "device/section"
	NextFact  ID = "device/next-fact"
	PrevFact  ID = "device/previous-fact"
	Next      ID = "device/next"
	Previous  ID = "device/previous"
	CopyThing ID = "copy/value"
	CopyLine  ID = "copy/command-line"
	Search    ID = "device/search"
	Follow    ID = "scan/follow"
)

// All lists every action, in the order of the help.
func All() []Action {
	return []Action{
		{Open, Fleet, []string{"enter", "l", "right"}, "enter", "open", "open the device", true},
		{Filter, Fleet, []string{"/"}, "", "filter", "filter the fleet: sev>=warn, site:fra3, free4<10%; tab completes", true},
		{Mark, Fleet, []string{"space"}, "", "mark", "mark or unmark the device", true},
		{Sort, Fleet, []string{"s"}, "", "sort", "sort by the next column", true},
		{Reverse, Fleet, []string{"S"}, "", "reverse", "sort the other way round", false},
		{MarkRange, Fleet, []string{"v"}, "", "range", "mark from the device that was marked last to this one", false},
		{MarkAll, Fleet, []string{"a"}, "", "mark all", "mark all devices that are shown", false},
		{MarkNone, Fleet, []string{"A"}, "", "mark none", "take all marks away", false},
		{Rescan, Fleet, []string{"r"}, "", "rescan", "read the marked devices again, or the selected one", false},
		{Export, Fleet, []string{"o"}, "", "checklist", "write the checklist of the marked devices, or of the selected one", false},
		{Preview, Fleet, []string{"P"}, "", "preview", "show or hide the preview", false},
		{Evidence, Fleet, []string{"e"}, "", "evidence", "open the device at the lines that prove its numbers", true},

		{Section, Device, []string{"tab"}, "", "section", "next section: memory, fix, evidence, raw", true},
		{Evidence, Device, []string{"e"}, "", "evidence", "the lines that prove the numbers", true},
		{NextFact, Device, []string{"n"}, "n/N", "fact", "next fact in the evidence, next hit in the raw text", true},
		{PrevFact, Device, []string{"N"}, "", "previous", "previous fact, previous hit", false},
		{Next, Device, []string{"]"}, "[ ]", "next", "next command in the evidence, else next device", true},
		{Previous, Device, []string{"["}, "", "previous", "previous command, else previous device", false},
		{Search, Device, []string{"/"}, "", "search", "search in the raw text", false},

		{Open, Live, []string{"enter", "l", "right"}, "enter", "open", "open the device of this line, once it is judged", true},
		{Follow, Live, []string{"f"}, "", "follow", "follow what is newest", true},

		{CopyThing, Everywhere, []string{"y"}, "", "copy", "copy the device's name, or the line with the number", false},
		{CopyLine, Everywhere, []string{"Y"}, "", "as CLI", "copy this view as a command line", false},
		{ToFleet, Everywhere, []string{"1"}, "", "fleet", "the fleet", false},
		{ToDevice, Everywhere, []string{"2"}, "", "device", "the device that is selected", false},
		{ToLive, Everywhere, []string{"5"}, "", "scan", "the scan that runs, or that ended last", false},
		{Down, Everywhere, []string{"j", "down"}, "j/k", "move", "one line down", false},
		{Up, Everywhere, []string{"k", "up"}, "", "up", "one line up", false},
		{PageDown, Everywhere, []string{"ctrl+d", "pgdown"}, "", "page down", "half a page down", false},
		{PageUp, Everywhere, []string{"ctrl+u", "pgup"}, "", "page up", "half a page up", false},
		{Home, Everywhere, []string{"g", "home"}, "", "top", "to the top", false},
		{End, Everywhere, []string{"G", "end"}, "", "bottom", "to the bottom", false},
		{Back, Everywhere, []string{"esc", "h", "left"}, "esc", "back", "back; never quits", true},
		{Palette, Everywhere, []string{":", "ctrl+p"}, "", "palette", "every action by name", true},
		{Quit, Everywhere, []string{"q"}, "", "quit", "back, and quit at the fleet", false},
		{ForceQuit, Everywhere, []string{"ctrl+c"}, "", "quit", "quit; asks once while a scan runs", false},
		{Suspend, Everywhere, []string{"ctrl+z"}, "", "suspend", "to the shell; fg comes back", false},
		{Help, Everywhere, []string{"?"}, "", "help", "what every key does", true},
	}
}

// Find gives the action of a key on a screen: the screen's own, else one that
// works everywhere. ok is false where the key does nothing.
func Find(all []Action, screen Screen, key string) (a Action, ok bool) {
	for _, s := range []Screen{screen, Everywhere} {
		for _, a := range all {
			if a.Screen == s && slices.Contains(a.Keys, key) {
				return a, true
			}
		}
	}
	return Action{}, false
}

// For lists the actions of a screen and those that work everywhere.
func For(all []Action, screen Screen) []Action {
	var own, every []Action
	for _, a := range all {
		if a.Screen == screen {
			own = append(own, a)
		} else if a.Screen == Everywhere {
			every = append(every, a)
		}
	}
	return append(own, every...)
}
