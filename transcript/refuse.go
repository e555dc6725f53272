package transcript

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// binaryAt refuses data that is not text, at the first byte that shows it.
func binaryAt(data []byte) error {
	e := &NotALogError{Line: 1, Col: 1, Msg: "this is a binary file, not what a router printed"}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 || r < 0x20 && !strings.ContainsRune("\n\r\t\b\a\x1b\f", r) {
			e.Line += bytes.Count(data[:i], []byte{'\n'})
			e.Col = i - bytes.LastIndexByte(data[:i], '\n')
			break
		}
		i += n
	}
	return e
}

// hiddenPrompt is a prompt with a command that something stands before.
var hiddenPrompt = lazyregexp.New(`([A-Za-z0-9_][\w.\-]*(?:\([\w\-]+\))?[#>] ?)(?:show|sho|sh) \w`)

// noPromptIn refuses text in which nothing tells what printed it, with a hint at
// the line that comes nearest to a prompt.
func noPromptIn(data []byte) error {
	e := &NotALogError{Msg: "no prompt with a command (host#show …) and no show-tech section in it: headroom cannot tell which command printed this"}
	no := 0
	for line := range bytes.Lines(data) {
		no++
		text := strings.TrimRight(CleanText(line), "\n")
		if at := hiddenPrompt.FindStringIndex(text); at != nil {
			e.Line, e.Col = no, at[0]+1
			e.Msg = fmt.Sprintf("%q stands before what looks like a prompt, and not before other lines: headroom cannot tell where answers end; take it off", clip(text[:at[0]]))
			return e
		}
		if e.Line == 0 && strings.TrimSpace(text) != "" {
			e.Line, e.Col = no, 1
			e.Msg += fmt.Sprintf("; it starts with %q", clip(text))
		}
	}
	return e
}

// clip shortens a line for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 50 {
		return string(r[:50]) + "…"
	}
	return s
}
