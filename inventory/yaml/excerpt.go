package yaml

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// maxLine is how many runes of a source line an excerpt shows.
const maxLine = 120

// longestLine is from which length on nothing of a line is shown: to look for secrets
// in it takes its time, and nobody writes one.
const longestLine = 64 << 10

// excerpt draws the line before and the line of the problem, and a caret.
func (ps *problems) excerpt(line, column int) string {
	var b strings.Builder
	if before := ps.source(line - 1); strings.TrimSpace(before) != "" {
		text, _ := clip(before, 1)
		fmt.Fprintf(&b, "%5d | %s\n", line-1, safeterm.CleanLine(text))
	}
	text, column := clip(ps.source(line), column)
	b.WriteString(strings.TrimRight(fmt.Sprintf("%5d | %s", line, safeterm.CleanLine(text)), " ") + "\n")
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
	switch {
	case len(s) > longestLine:
		return fmt.Sprintf("*** (a line of %d bytes)", len(s))
	case ps.masked[n]:
		return maskLine(s)
	case n > 1 && blockSecret.Match(ps.lines[n-2]):
		return "***"
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

// Keys that sound like secrets, and what may stand behind them in the open.
var (
	secretKey   = lazyregexp.New(`(?i)[\w-]*(?:pas|pwd|pw|secr|phrase|token|\bkey)[\w-]*["']?\s*:(?:\s+|$)`)
	blockSecret = lazyregexp.New(`(?i)(?:pas|pwd|pw|secr|phrase|token|\bkey)[\w-]*["']?\s*:\s*[|>][+-]?\s*$`)
	open        = lazyregexp.New(`^["']?(?:(?:env|file|cmd|key):.*|(?:ask|agent|true|false)["']?\s*(?:[,}#].*)?|[{\[|>#].*)?\s*$`)
)

// maskSecrets hides values of keys that sound like secrets and are not
// references, also where the file is too broken to be read.
func maskSecrets(s string) string {
	for _, loc := range secretKey.FindAllStringIndex(s, -1) {
		if !open.MatchString(s[loc[1]:]) {
			return s[:loc[1]] + "***"
		}
	}
	return s
}
