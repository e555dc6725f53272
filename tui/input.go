package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
)

// input is a line of text that is edited.
type input struct {
	text []rune
	at   int
}

func (in *input) set(s string)   { in.text = []rune(s); in.at = len(in.text) }
func (in *input) String() string { return string(in.text) }

// insert puts clean text at the cursor; control runes do not get in.
func (in *input) insert(s string) {
	r := []rune(strings.ReplaceAll(string(safeterm.CleanLine(s)), `\n`, " "))
	if len(in.text)+len(r) > 400 {
		return
	}
	in.text = append(in.text[:in.at:in.at], append(r, in.text[in.at:]...)...)
	in.at += len(r)
}

// key edits by a key; ok is false where the key is none of editing.
func (in *input) key(name string) (ok bool) {
	switch name {
	case "backspace", "ctrl+h":
		if in.at > 0 {
			in.text = append(in.text[:in.at-1:in.at-1], in.text[in.at:]...)
			in.at--
		}
	case "delete":
		if in.at < len(in.text) {
			in.text = append(in.text[:in.at:in.at], in.text[in.at+1:]...)
		}
	case "left":
		in.at = max(0, in.at-1)
	case "right":
		in.at = min(len(in.text), in.at+1)
	case "home", "ctrl+a":
		in.at = 0
	case "end", "ctrl+e":
		in.at = len(in.text)
	case "ctrl+u":
		in.text, in.at = in.text[in.at:], 0
	case "ctrl+w":
		i := in.at
		for i > 0 && in.text[i-1] == ' ' {
			i--
		}
		for i > 0 && in.text[i-1] != ' ' {
			i--
		}
		in.text, in.at = append(in.text[:i:i], in.text[in.at:]...), i
	default:
		return false
	}
	return true
}

// typed takes a key while text is entered.
func (m *Model) typed(name, text string) tea.Cmd {
	switch name {
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
		if !m.input.key(name) && text != "" {
			m.input.insert(text)
		}
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
	all := query.Complete(m.input.String(), m.input.at, m.liveValues)
	if len(all) == 0 {
		m.notice = "nothing completes this"
		return
	}
	c := all[0]
	runes := m.input.text
	end := m.input.at
	start := max(0, min(c.Start, end))
	m.input.text = append(append(append([]rune(nil), runes[:start]...), []rune(c.Text)...), runes[end:]...)
	m.input.at = start + len([]rune(c.Text))
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
