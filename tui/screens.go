package tui

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/screen/device"
	"github.com/headroom-audit/headroom/tui/screen/differ"
	"github.com/headroom-audit/headroom/tui/screen/glossary"
	"github.com/headroom-audit/headroom/tui/screen/list"
	"github.com/headroom-audit/headroom/tui/screen/live"
	"github.com/headroom-audit/headroom/tui/screen/planner"
	"github.com/headroom-audit/headroom/tui/screen/scans"
	"github.com/headroom-audit/headroom/tui/screen/whatifs"
)

// screens is the list of screens, in the order of their tabs: a new screen is
// one entry here. Tabs, number keys, help, palette and docs/keys.md follow.
func screens() []func(*screen.Shell) screen.Screen {
	return []func(*screen.Shell) screen.Screen{
		list.New,
		device.New,
		whatifs.New,
		planner.New,
		live.New,
		differ.New,
		scans.New,
		glossary.New,
	}
}

// goTo is the action that shows a screen.
func goTo(name action.Screen) action.ID { return action.ID("go/" + string(name)) }

// title is the name of a screen as its tab shows it.
func title(name action.Screen) safeterm.Text {
	return safeterm.CleanLine(strings.ToUpper(string(name[:1])) + string(name[1:]))
}

// register puts the actions of the screens, those that go to them and those that
// work everywhere into one registry.
func register(all []screen.Screen) action.Registry {
	var r action.Registry
	for _, s := range all {
		r.Add(s.Name(), s.Keys())
	}
	for i, s := range all {
		digit := string(rune('1' + i))
		r.Add(action.Everywhere, []action.Action{{ID: goTo(s.Name()), Keys: []string{digit}, Title: title(s.Name()), Help: "show the screen: " + safeterm.CleanLine(string(s.Name()))}})
	}
	r.Add(action.Everywhere, action.Global())
	return r
}

// KeysPage is docs/keys.md.
func KeysPage() string {
	m := New(&Options{})
	names := make([]action.Screen, 0, len(m.screens))
	for _, s := range m.screens {
		names = append(names, s.Name())
	}
	return m.actions.Markdown(names)
}
