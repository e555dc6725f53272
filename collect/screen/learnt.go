package screen

import (
	"regexp"
	"strings"
)

// Prompt is the prompt of one session as it was learned.
type Prompt struct {
	Given string         // its end, by the inventory; "" = it is learned
	Text  string         // without the blank behind it; "" = not learned yet
	like  *regexp.Regexp // it with any numbers, where they change; nil = they do not
}

// Vary takes a prompt whose numbers change from one time to the next.
func (p *Prompt) Vary(prompt string) {
	p.Text = prompt
	var like strings.Builder
	at := 0
	for _, n := range numbers.FindAllStringIndex(prompt, -1) {
		like.WriteString(regexp.QuoteMeta(prompt[at:n[0]]) + `[0-9]+`)
		at = n[1]
	}
	p.like = regexp.MustCompile(like.String() + regexp.QuoteMeta(prompt[at:]))
}

// IsGiven reports whether a line ends in the prompt of the inventory.
func (p *Prompt) IsGiven(line string) bool {
	return p.Given != "" && strings.HasSuffix(strings.TrimRight(line, " "), p.Given)
}

// IsOwn reports whether a line is the prompt and nothing else.
func (p *Prompt) IsOwn(line string) bool {
	line = strings.TrimSpace(line)
	return line == strings.TrimSpace(p.Text) || p.like != nil && Still(line) == Still(p.Text)
}

// Behind is what stands in a line behind the prompt that it begins with.
func (p *Prompt) Behind(line string) (rest string, ok bool) {
	if p.like != nil {
		if m := p.like.FindStringIndex(line); m != nil && m[0] == 0 {
			return line[m[1]:], true
		}
	}
	return strings.CutPrefix(line, p.Text)
}

// Count counts the prompts in a text.
func (p *Prompt) Count(text string) int {
	if p.like != nil {
		return len(p.like.FindAllStringIndex(text, -1))
	}
	return strings.Count(text, p.Text)
}

// IsNumbered reports whether a line is the prompt with other numbers.
func (p *Prompt) IsNumbered(line string) bool {
	n, m := len(line), len(p.Text)
	return n > 0 && m > 0 && line[n-1] == p.Text[m-1] && Still(line) == Still(p.Text) // the last byte is quickly looked at
}

// Ends reports whether the prompt stands at the end of a line.
func (p *Prompt) Ends(line string) bool {
	if p.like != nil {
		return p.IsOwn(line)
	}
	return strings.HasSuffix(line, p.Text)
}

// Varies reports whether its numbers change from one time to the next.
func (p *Prompt) Varies() bool { return p.like != nil }
