package inventory

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// maxLine is how many runes of a source line an excerpt shows.
const maxLine = 120

// excerpt draws the line before and the line of the problem, and a caret.
func (ps *problems) excerpt(line, column int) string {
	var b strings.Builder
	if before := ps.source(line - 1); strings.TrimSpace(before) != "" {
		text, _ := clip(before, 1)
		fmt.Fprintf(&b, "%5d | %s\n", line-1, safeterm.CleanLine(text))
	}
	text, column := clip(ps.source(line), column)
	fmt.Fprintf(&b, "%5d | %s\n", line, safeterm.CleanLine(text))
	runes := []rune(text)
	lead := safeterm.CleanLine(string(runes[:min(column-1, len(runes))]))
	fmt.Fprintf(&b, "      | %s^\n", strings.Repeat(" ", safeterm.Width(string(lead))))
	return b.String()
}

// clip cuts a long line so that the column stays in sight.
func clip(s string, column int) (string, int) {
	runes := []rune(s)
	if len(runes) <= maxLine {
		return s, column
	}
	from := max(0, min(column-1-maxLine/2, len(runes)-maxLine))
	return string(runes[from : from+maxLine]), column - from
}

// source gives line n without its end, "" where there is none, secrets masked.
func (ps *problems) source(n int) string {
	if n < 1 || n > len(ps.lines) {
		return ""
	}
	s := strings.TrimSuffix(string(ps.lines[n-1]), "\r")
	if ps.masked[n] {
		return maskLine(s)
	}
	return maskSecrets(s)
}

// maskLine hides everything behind the first colon, or all of a line that has
// none: it is the inside of a text over several lines.
func maskLine(s string) string {
	key, _, found := strings.Cut(s, ":")
	if !found {
		indent := len(s) - len(strings.TrimLeft(s, " "))
		return s[:indent] + "***"
	}
	return key + ": ***"
}

// maskSecrets hides values of keys that sound like secrets and are not
// references, also where the file is too broken to be read.
func maskSecrets(s string) string {
	m := regexp.MustCompile(`(?i)[\w-]*(pas|pwd|pw|secr|phrase|token|\bkey)[\w-]*["']?\s*:\s*`)
	loc := m.FindStringIndex(s)
	if loc == nil {
		return s
	}
	value := strings.TrimLeft(s[loc[1]:], `"'`)
	if value == "" || value == "\r" || isReference(value) {
		return s
	}
	return s[:loc[1]] + "***"
}

func isReference(s string) bool {
	for _, kind := range refKinds() {
		if strings.HasPrefix(s, kind+":") {
			return true
		}
	}
	switch word, _, _ := strings.Cut(strings.TrimRight(s, `"' }`), " "); word {
	case "ask", "agent", "true", "false":
		return true
	}
	return false
}
