// Package glossary is the screen that says what every word, sign and abbreviation of
// the screens stands for.
package glossary

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Name is what the screen is called.
const Name action.Screen = "words"

// Search is the action that finds a word.
const Search action.ID = "words/search"

// Glossary is the screen of the words.
type Glossary struct {
	sh     *screen.Shell
	scroll draw.Scroll
	find   string
}

// New makes the screen.
func New(sh *screen.Shell) screen.Screen { return &Glossary{sh: sh} }

// Name is what the screen is called.
func (g *Glossary) Name() action.Screen { return Name }

// Keys lists what its keys do.
func (g *Glossary) Keys() []action.Action {
	return []action.Action{{ID: Search, Keys: []string{"/"}, Title: "search", Help: "find a word or a sign", Hint: true}}
}

// Do carries out an action.
func (g *Glossary) Do(id action.ID) tea.Cmd {
	switch id {
	case Search:
		before := g.find
		g.sh.Typing = &screen.Prompt{Label: "find: ", Change: func(text string) *query.Error { g.find, g.scroll = text, draw.Scroll{}; return nil }, Drop: func() { g.find = before }}
	case action.Down:
		g.scroll.Top++
	case action.Up:
		g.scroll.Top--
	case action.PageDown:
		g.scroll.Top += g.scroll.Page()
	case action.PageUp:
		g.scroll.Top -= g.scroll.Page()
	case action.Home:
		g.scroll.Top = 0
	case action.End:
		g.scroll.Top = 1 << 30
	}
	return nil
}

// Draw gives the rows of the screen.
func (g *Glossary) Draw(w, h int) screen.View {
	b := &screen.Block{Pen: g.sh.Pen, W: w}
	want := strings.ToLower(g.find)
	for _, x := range Words() {
		if strings.Contains(strings.ToLower(x.Term.String()+" "+x.Means.String()), want) {
			b.Add(x.Term, "", x.Means)
		}
	}
	if len(b.Rows) == 0 {
		b.Add("", "", "no such word")
	}
	v := screen.View{Crumb: "words"}
	if g.find != "" {
		v.Crumb += safeterm.Sprintf(" > %s", g.find)
	}
	v.Rows = g.scroll.View(b.Rows, w, h)
	v.Right = g.scroll.Place()
	return v
}
