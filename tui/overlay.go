package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
)

// overlay is the palette or the help: both are the list of actions, searched by
// what is typed.
type overlay struct {
	kind action.ID // "" = closed
	at   int       // the line that is chosen
	top  int
}

func (o *overlay) open() bool { return o.kind != "" }

// matches lists the actions that hold every word typed: those of this screen,
// those that work everywhere and, in the palette, those of the other screens.
func (m *Model) matches() []*action.Action {
	words := strings.Fields(strings.ToLower(m.typing.String()))
	var out []*action.Action
	add := func(a *action.Action) {
		text := strings.ToLower(strings.Join([]string{string(a.Screen), a.Title.String(), a.Help.String(), string(a.ID), strings.Join(a.Keys, " ")}, " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, a)
		}
	}
	for a := range m.actions.For(m.sh.Current) {
		add(a)
	}
	all := m.actions.All()
	for i := range all {
		if a := &all[i]; m.overlay.kind == action.Palette && a.Screen != m.sh.Current && a.Screen != action.Everywhere {
			add(a)
		}
	}
	return out
}

func (m *Model) overlayKey(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "ctrl+c":
		m.overlay = overlay{}
		return m.askQuit()
	case "esc":
		m.overlay = overlay{}
	case "up", "ctrl+p":
		m.overlay.at = max(0, m.overlay.at-1)
	case "down", "ctrl+n":
		m.overlay.at++
	case "pgup":
		m.overlay.at = max(0, m.overlay.at-10)
	case "pgdown":
		m.overlay.at += 10
	case "?":
		if m.overlay.kind == action.Help {
			m.overlay = overlay{}
		}
	case "enter":
		all := m.matches()
		if len(all) == 0 {
			m.sh.Say("no action of that name")
			return nil
		}
		a := all[min(m.overlay.at, len(all)-1)]
		m.overlay = overlay{}
		return m.do(a)
	default:
		m.typing.key(k)
		m.edited()
	}
	return nil
}

// drawOverlay draws the list over a frame.
func (m *Model) drawOverlay(frame []draw.Row) []draw.Row {
	w := min(92, m.sh.W-4)
	all := m.matches()
	o := &m.overlay
	o.at = max(0, min(o.at, len(all)-1))
	lead := safeterm.Text(" search: ")
	body := []draw.Row{
		draw.NewLine(w-2).Add("", lead).Add("", safeterm.CleanLine(m.typing.String())).Row(),
		m.sh.Rule(w - 2),
	}
	room := max(1, m.sh.H-8)
	if o.kind == action.Palette {
		room = min(room, 14)
	}
	o.top = max(min(o.top, o.at), o.at-room+1)
	for i := o.top; i < min(len(all), o.top+room); i++ {
		body = append(body, m.overlayLine(all[i], w-2, i == o.at))
	}
	if len(all) == 0 {
		body = append(body, draw.Plain(w-2, " no action of that name"))
	}
	name := safeterm.Text("every action")
	if o.kind == action.Help {
		name = "help: " + safeterm.CleanLine(string(m.sh.Current)) + "; no key changes a router"
	}
	if len(all) > room {
		name += safeterm.Sprintf("  %d-%d of %d", o.top+1, min(len(all), o.top+room), len(all))
	}
	name = safeterm.Truncate(name, w-6, "…")
	top, left := m.sh.Box(frame, name, body, w, m.sh.W)
	m.cursor = tea.NewCursor(min(left+w-2, left+1+safeterm.Width(lead)+safeterm.Width(safeterm.CleanLine(m.typing.before()))), top+1)
	frame[m.sh.H-1] = draw.Plain(m.sh.W, " type to search  up/down choose  enter do it  esc close")
	return frame
}

// overlayLine is one action: its keys, what it does, why it does nothing now.
func (m *Model) overlayLine(a *action.Action, w int, chosen bool) draw.Row {
	line, mark := draw.NewLine(w), safeterm.Text(" ")
	if chosen {
		line, mark = draw.Selected(w), ">"
	}
	keys := safeterm.CleanLine(strings.Join(a.Keys, " "))
	text := a.Help
	if a.Screen != m.sh.Current && a.Screen != action.Everywhere {
		text = title(a.Screen) + ": " + text
	}
	line.Add("", mark).Cell(m.sh.Theme.Head(), keys, 10, false).Add("", " ")
	if no := a.Why(); no != "" {
		line.Add("", "("+no+") ")
	}
	return line.Add("", text).Row()
}
