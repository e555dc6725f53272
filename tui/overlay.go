package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
)

// paletteState is which line of the palette is chosen.
type paletteState struct{ at int }

func (p *paletteState) move(n int) { p.at = max(0, p.at+n) }

// matches lists the actions that hold every word typed, those of this screen
// first.
func (m *Model) matches() []action.Action {
	words := strings.Fields(strings.ToLower(m.input.String()))
	var out []action.Action
	for _, a := range action.For(m.actions, m.screen) {
		text := strings.ToLower(a.Title + " " + a.Help + " " + string(a.ID))
		ok := true
		for _, w := range words {
			ok = ok && strings.Contains(text, w)
		}
		if ok {
			out = append(out, a)
		}
	}
	return out
}

func (m *Model) runPalette() tea.Cmd {
	all := m.matches()
	if len(all) == 0 {
		m.notice = "no action of that name"
		return nil
	}
	return m.do(all[min(m.palette.at, len(all)-1)].ID)
}

func (m *Model) drawPalette(frame []string) []string {
	w := min(66, m.w-4)
	all := m.matches()
	m.palette.at = min(m.palette.at, max(0, len(all)-1))
	body := []string{
		newLine(w-2).add("", " "+clean(m.input.String())).String(),
		newLine(w-2).add(m.theme.Dim(), strings.Repeat(m.glyph("─", "-"), w-2)).String(),
	}
	room := max(1, min(12, m.h-8))
	lo := max(0, m.palette.at-room+1)
	for i := lo; i < min(len(all), lo+room); i++ {
		help := all[i].Help
		if no := m.disabled(all[i].ID); no != "" {
			help = "(" + no + ") " + help
		}
		text := " " + safeterm.Pad(help, w-2-10) + safeterm.PadLeft(all[i].Shown(), 7)
		if i == m.palette.at {
			body = append(body, reversed(w-2, ">"+text[1:]))
		} else {
			body = append(body, plain(w-2, text))
		}
	}
	if len(all) == 0 {
		body = append(body, plain(w-2, " no action of that name"))
	}
	frame = m.overlay(frame, ":", body, w)
	top := max(1, (m.h-len(body)-2)/3)
	m.cursor = tea.NewCursor((m.w-w)/2+2+safeterm.Width(clean(m.input.String())), top+1)
	frame[m.h-1] = newLine(m.w).add(m.theme.Dim(), " type to search  up/down choose  enter run  esc close").String()
	return frame
}

func (m *Model) helpKey(name string) tea.Cmd {
	switch name {
	case "j", "down":
		m.helpTop++
	case "k", "up":
		m.helpTop = max(0, m.helpTop-1)
	case "ctrl+c":
		m.mode = normal
		return m.askQuit()
	default:
		m.mode = normal
	}
	return nil
}

func (m *Model) drawHelp(frame []string) []string {
	w := min(76, m.w-4)
	var body []string
	for _, a := range action.For(m.actions, m.screen) {
		keys := strings.Join(a.Keys, " ")
		text := a.Help
		if no := m.disabled(a.ID); no != "" {
			text = "(" + no + ") " + text
		}
		body = append(body, plain(w-2, " "+safeterm.Pad(keys, 16)+" "+text))
	}
	body = append(body, plain(w-2, ""), plain(w-2, " No key changes a router: headroom only reads."))
	room := m.h - 6
	m.helpTop = max(0, min(m.helpTop, len(body)-room))
	body = body[m.helpTop:min(len(body), m.helpTop+room)]
	frame = m.overlay(frame, "help: "+string(m.screen), body, w)
	frame[m.h-1] = newLine(m.w).add(m.theme.Dim(), " j/k move  any other key closes").String()
	return frame
}
