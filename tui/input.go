package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

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
