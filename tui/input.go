package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
)

// maxInput is how long a line that is edited may get.
const maxInput = 400

// input is a line of text that is edited, without control runes.
type input struct{ line textinput.Model }

func newInput() input {
	line := textinput.New()
	line.CharLimit = maxInput
	line.KeyMap.Paste.SetEnabled(false) // the terminal pastes; nobody reads the clipboard
	line.Focus()
	return input{line}
}

func (in *input) set(s string)   { in.line.SetValue(s); in.line.CursorEnd() }
func (in *input) String() string { return in.line.Value() }

// before is the text left of the cursor.
func (in *input) before() string { return string([]rune(in.String())[:in.line.Position()]) }

// replace puts text in place of what stands between start and the cursor.
func (in *input) replace(start int, text string) {
	runes, at := []rune(in.String()), in.line.Position()
	start = max(0, min(start, at))
	in.line.SetValue(string(runes[:start]) + text + string(runes[at:]))
	in.line.SetCursor(start + len([]rune(text)))
}

// insert puts clean text at the cursor; control runes do not get in.
func (in *input) insert(s string) {
	s = strings.ReplaceAll(string(safeterm.CleanLine(s)), `\n`, " ")
	if len([]rune(in.String()))+len([]rune(s)) <= maxInput {
		in.replace(in.line.Position(), s)
	}
}

// key edits by a key: text goes in, the keys of editing move and delete.
func (in *input) key(msg tea.KeyPressMsg) {
	if msg.Text != "" {
		in.insert(msg.Text)
		return
	}
	in.line, _ = in.line.Update(msg)
}

// typed takes a key while text is entered.
func (m *Model) typed(msg tea.KeyPressMsg) tea.Cmd {
	switch name := msg.String(); name {
	case "ctrl+c":
		m.mode = normal
		return m.askQuit()
	case "esc":
		m.leaveInput(false)
	case "enter":
		return m.leaveInput(true)
	case "tab":
		if m.mode == filter {
			m.complete()
		}
	case "up", "down", "ctrl+n", "ctrl+p":
		if m.mode == palette {
			m.palette.move(map[string]int{"up": -1, "ctrl+p": -1, "down": 1, "ctrl+n": 1}[name])
		}
	default:
		m.input.key(msg)
		m.edited()
	}
	return nil
}

// edited reacts to a changed text.
func (m *Model) edited() {
	switch m.mode {
	case filter:
		m.setFilter(m.input.String())
	case palette:
		m.palette.at = 0
	case normal, search, help, confirm:
	}
}

// leaveInput ends the text entry; kept says whether it was confirmed.
func (m *Model) leaveInput(kept bool) tea.Cmd {
	was := m.mode
	m.mode = normal
	switch was {
	case filter:
		if !kept {
			m.setFilter(m.fleet.before)
		}
		m.fleet.filterErr = nil
	case search:
		if kept {
			m.device.search(m, m.input.String())
		}
	case palette:
		if kept {
			return m.runPalette()
		}
	case normal, help, confirm:
	}
	return nil
}

// complete puts in the first completion of the word at the cursor.
func (m *Model) complete() {
	all := query.Complete(m.input.String(), m.input.line.Position(), m.liveValues)
	if len(all) == 0 {
		m.notice = "nothing completes this"
		return
	}
	m.input.replace(all[0].Start, all[0].Text)
	if len(all) > 1 {
		var more []string
		for _, o := range all[1:min(len(all), 6)] {
			more = append(more, o.Text)
		}
		m.notice = "also " + clean(strings.Join(more, "  "))
	}
	m.edited()
}

// liveValues gives the values that a key has in this fleet.
func (m *Model) liveValues(key string) []string {
	seen := map[string]bool{}
	var out []string
	for _, r := range m.rows {
		for _, v := range (&queryRow{r, m.opts.Now()}).Text(key) {
			if !seen[v] {
				seen[v] = true
				out = append(out, v)
			}
		}
	}
	return out
}
