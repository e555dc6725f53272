package tui

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/theme"
)

// ui drives a model as a person would, and checks every frame on the way.
type ui struct {
	t *testing.T
	m *Model
}

func open(t *testing.T, w, h int, o *Options) *ui {
	t.Helper()
	if o.Now == nil {
		o.Now = clock
	}
	u := &ui{t, New(o)}
	return u.Resize(w, h)
}

func (u *ui) Resize(w, h int) *ui {
	u.t.Helper()
	u.m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	u.Frame()
	return u
}

// keyOf makes the message of a key by its name.
func keyOf(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	r, _ := utf8.DecodeRuneInString(name)
	return tea.KeyPressMsg{Code: r, Text: name}
}

func (u *ui) Press(keys ...string) *ui {
	u.t.Helper()
	for _, k := range keys {
		_, cmd := u.m.Update(keyOf(k))
		u.Frame()
		u.work(cmd)
	}
	return u
}

// work does what a key has started behind the screen.
func (u *ui) work(cmd tea.Cmd) {
	u.t.Helper()
	if cmd == nil || u.m.sh.Running {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			u.work(c)
		}
	case screen.Done:
		_, more := u.m.Update(msg)
		u.Frame()
		u.work(more)
	}
}

func (u *ui) Type(text string) *ui {
	u.t.Helper()
	for _, r := range text {
		if r == ' ' {
			u.Press("space")
		} else {
			u.Press(string(r))
		}
	}
	return u
}

func (u *ui) Filter(text string) *ui {
	u.t.Helper()
	return u.Press("/", "ctrl+u").Type(text).Press("enter")
}

func (u *ui) ExpectSelected(name string) *ui {
	u.t.Helper()
	if r := u.m.sh.List.Selected(); r == nil || r.Name != name {
		got := "none"
		if r != nil {
			got = r.Name
		}
		u.t.Errorf("selected is %s, want %s\n%s", got, name, u.Frame())
	}
	return u
}

func (u *ui) ExpectScreen(s action.Screen) *ui {
	u.t.Helper()
	if u.m.sh.Current != s {
		u.t.Errorf("screen is %s, want %s", u.m.sh.Current, s)
	}
	return u
}

func (u *ui) Expect(texts ...string) *ui {
	u.t.Helper()
	f := u.Frame()
	for _, s := range texts {
		if !strings.Contains(f, s) {
			u.t.Errorf("not on the screen: %q\n%s", s, f)
		}
	}
	return u
}

func (u *ui) ExpectNot(texts ...string) *ui {
	u.t.Helper()
	f := u.Frame()
	for _, s := range texts {
		if strings.Contains(f, s) {
			u.t.Errorf("on the screen: %q\n%s", s, f)
		}
	}
	return u
}

// Frame gives the frame without styles, after checking its shape.
func (u *ui) Frame() string {
	u.t.Helper()
	content := u.m.View().Content
	if msg := malformed(content, u.m.sh.W, u.m.sh.H, u.m.sh.ASCII); msg != "" {
		u.t.Fatalf("%s\n%q", msg, content)
	}
	return ansi.Strip(content)
}

// malformed says what is wrong with a frame: it must have h lines of w cells
// each, and no control byte but LF and the escapes of our own SGR.
func malformed(content string, w, h int, ascii bool) string {
	lines := strings.Split(content, "\n")
	if len(lines) != h {
		return "the frame has another number of lines"
	}
	for _, l := range lines {
		bare := withoutStyles(l)
		if strings.ContainsFunc(bare, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError }) {
			return "a control byte in: " + l
		}
		if string(safeterm.CleanLine(bare)) != bare {
			return "text that was not cleaned: " + l
		}
		if ascii && strings.ContainsFunc(bare, func(r rune) bool { return r >= 0x80 }) {
			return "beyond ASCII: " + l
		}
		if safeterm.Width(bare) != w {
			return "a line of another width: " + l
		}
	}
	return ""
}

// withoutStyles takes out the sequences that theme may write, and no others.
func withoutStyles(s string) string {
	var pairs []string
	for _, q := range theme.Sequences() {
		pairs = append(pairs, string(q), "")
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
