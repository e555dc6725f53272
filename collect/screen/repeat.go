package screen

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// A prompt that no pattern knows is the line that a device prints again after an
// empty line: nothing else is typed to learn it. One that counts, or shows the
// time, comes again with other numbers.

// Repeated is the line that stood when an empty line was sent.
type Repeated struct {
	Line string
	At   int // length of what had come
}

// Is reports whether the device printed the line again: it is its prompt.
func (a Repeated) Is(line string, raw []byte) bool {
	return a.Line != "" && LikePrompt(line) && Still(line) == Still(a.Line) && bytes.ContainsAny(raw[min(a.At, len(raw)):], "\r\n")
}

// LikePrompt reports whether a line may be a prompt of a shape that is not known:
// it ends in the mark of one, names something, asks nothing and is no menu.
func LikePrompt(line string) bool {
	trimmed := strings.TrimRight(line, " ")
	_, pager := PagerAt([]byte(line))
	return trimmed != "" && len(trimmed) <= MaxPrompt && strings.IndexByte("#>%$", trimmed[len(trimmed)-1]) >= 0 &&
		strings.ContainsFunc(trimmed, unicode.IsLetter) && !AsksBefore(line) && !pager && !menu.MatchString(line)
}

// AsksBefore reports whether a line asks something, also where the mark of a prompt
// ends it: "New password>", "Reload now (y/n) #".
func AsksBefore(line string) bool {
	text := strings.TrimRight(line, "#>%$ ")
	return Asks(line) != NoQuestion || Asks(text+":") > ForOther || strings.Contains(text, "?") || decides.MatchString(text)
}

// decides are words of a line that wants something decided.
var decides = lazyregexp.New(`(?i)(^|[\s(<[])(sure|ready|continue|proceed|save|abort|quit|kill|terminate|yes|no|y|n|confirm|accept|agree|consent|reload|reboot|erase|delete|overwrite|hit)([\s)>/\]]|$)`)

// menu are the words of one: what is typed there chooses something.
var menu = lazyregexp.New(`(?i)\b(select|selection|choose|choice|option|menu|enter|press|type)\b`)

var numbers = lazyregexp.New(`[0-9]+`)

// Still is a prompt without what its numbers say.
func Still(prompt string) string {
	return numbers.ReplaceAllString(strings.TrimRight(prompt, " "), "0")
}

// Once is a line without its second half where that is the first again: the
// prompt of a device that was slow, and read the empty line before it printed any.
func Once(line string) string {
	if half := len(line) / 2; half > 0 && line[:half] == line[half:] && IsPrompt(line[:half]) {
		return line[:half]
	}
	return line
}
