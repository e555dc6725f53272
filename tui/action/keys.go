package action

import (
	"fmt"
	"strings"
)

// Markdown is the page of all keys: docs/keys.md.
func (r *Registry) Markdown(screens []Screen) string {
	var b strings.Builder
	b.WriteString("# The keys of the screens\n\nMade from the registry of actions (`go test ./tui -run TestKeysPage -update`); `?` shows the same in the terminal,\n`:` finds an action by its words and says why one is not possible now. No key changes a router.\n")
	r.table(&b, "On every screen", Everywhere)
	for _, s := range screens {
		r.table(&b, strings.ToUpper(string(s[:1]))+string(s[1:]), s)
	}
	return b.String()
}

func (r *Registry) table(b *strings.Builder, title string, s Screen) {
	rows := 0
	for i := range r.all {
		a := &r.all[i]
		if a.Screen != s {
			continue
		}
		if rows == 0 {
			fmt.Fprintf(b, "\n## %s\n\n| keys | what it does | name |\n|---|---|---|\n", title)
		}
		rows++
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", strings.Join(a.Keys, "` `"), strings.ReplaceAll(a.Help.String(), "|", `\|`), a.ID)
	}
}
