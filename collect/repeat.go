package collect

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// A prompt that no pattern knows is the line that a device prints again after an
// empty line: nothing else is typed to learn it. One that counts, or shows the
// time, comes again with other numbers.

// repeated is the line that stood when an empty line was sent.
type repeated struct {
	line string
	at   int // length of what had come
}

// is reports whether the device printed the line again: it is its prompt.
func (a repeated) is(line string, raw []byte) bool {
	return a.line != "" && likePrompt(line) && still(line) == still(a.line) && bytes.ContainsAny(raw[min(a.at, len(raw)):], "\r\n")
}

// likePrompt reports whether a line may be a prompt of a shape that is not known:
// it ends in the mark of one, names something, asks nothing and is no menu.
func likePrompt(line string) bool {
	trimmed := strings.TrimRight(line, " ")
	_, pager := pagerAt([]byte(line))
	return trimmed != "" && len(trimmed) <= maxPrompt && strings.IndexByte("#>%$", trimmed[len(trimmed)-1]) >= 0 &&
		strings.ContainsFunc(trimmed, unicode.IsLetter) && !asksBefore(line) && !pager && !menu.MatchString(line)
}

// asksBefore reports whether a line asks something, also where the mark of a prompt
// ends it: "New password>", "Reload now (y/n) #".
func asksBefore(line string) bool {
	text := strings.TrimRight(line, "#>%$ ")
	return Asks(line) != NoQuestion || Asks(text+":") > ForOther || strings.Contains(text, "?") || decides.MatchString(text)
}

// decides are words of a line that wants something decided.
var decides = lazyregexp.New(`(?i)(^|[\s(<[])(sure|ready|continue|proceed|save|abort|quit|kill|terminate|yes|no|y|n|confirm|accept|agree|consent|reload|reboot|erase|delete|overwrite|hit)([\s)>/\]]|$)`)

// menu are the words of one: what is typed there chooses something.
var menu = lazyregexp.New(`(?i)\b(select|selection|choose|choice|option|menu|enter|press|type)\b`)

var numbers = lazyregexp.New(`[0-9]+`)

// still is a prompt without what its numbers say.
func still(prompt string) string {
	return numbers.ReplaceAllString(strings.TrimRight(prompt, " "), "0")
}

// vary takes a prompt whose numbers change from one time to the next.
func (r *reader) vary(prompt string) {
	r.prompt = prompt
	var like strings.Builder
	at := 0
	for _, n := range numbers.FindAllStringIndex(prompt, -1) {
		like.WriteString(regexp.QuoteMeta(prompt[at:n[0]]) + `[0-9]+`)
		at = n[1]
	}
	r.like = regexp.MustCompile(like.String() + regexp.QuoteMeta(prompt[at:]))
}

// isGiven reports whether a line ends in the prompt of the inventory.
func (r *reader) isGiven(line string) bool {
	return r.given != "" && strings.HasSuffix(strings.TrimRight(line, " "), r.given)
}

// isOwn reports whether a line is the prompt and nothing else.
func (r *reader) isOwn(line string) bool {
	line = strings.TrimSpace(line)
	return line == strings.TrimSpace(r.prompt) || r.like != nil && still(line) == still(r.prompt)
}

// behindPrompt is what stands in a line behind the prompt that it begins with.
func (r *reader) behindPrompt(line string) (rest string, ok bool) {
	if r.like != nil {
		if m := r.like.FindStringIndex(line); m != nil && m[0] == 0 {
			return line[m[1]:], true
		}
	}
	return strings.CutPrefix(line, r.prompt)
}

// holds counts the prompts in a text.
func (r *reader) holds(text string) int {
	if r.like != nil {
		return len(r.like.FindAllStringIndex(text, -1))
	}
	return strings.Count(text, r.prompt)
}

// isNumbered reports whether a line is the prompt with other numbers.
func (r *reader) isNumbered(line string) bool {
	n, m := len(line), len(r.prompt)
	return n > 0 && m > 0 && line[n-1] == r.prompt[m-1] && still(line) == still(r.prompt) // the last byte is quickly looked at
}

// once is a line without its second half where that is the first again: the
// prompt of a device that was slow, and read the empty line before it printed any.
func once(line string) string {
	if half := len(line) / 2; half > 0 && line[:half] == line[half:] && isPrompt(line[:half]) {
		return line[:half]
	}
	return line
}
