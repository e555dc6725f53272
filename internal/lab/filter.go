package lab

import (
	"regexp"
	"slices"
	"strings"
)

// filter is what stands behind | in a command: lines are kept or left out.
type filter struct {
	out   bool // leave out what matches
	match func(line string) bool
}

// lastPipe is where the last filter of a command begins, -1 where there is none: a |
// behind a blank, else any. One inside quotes, or between the words of a regular
// expression of IOS, is none.
func lastPipe(typed string) int {
	last, tight, quoted := -1, -1, false
	for i := range len(typed) {
		switch {
		case typed[i] == '"':
			quoted = !quoted
		case typed[i] != '|' || quoted:
		case i > 0 && typed[i-1] == ' ':
			last, tight = i, i
		default:
			tight = i
		}
	}
	if last >= 0 {
		return last
	}
	return tight
}

// cut takes the last filter off a command. ok is false where there is none, or one
// that does more than choose lines.
func cut(typed string) (command string, f filter, ok bool) {
	i := lastPipe(typed)
	if i < 0 {
		return "", f, false
	}
	word, what, _ := strings.Cut(strings.TrimSpace(typed[i+1:]), " ")
	what = strings.Trim(strings.TrimSpace(what), `"`)
	word = strings.ToLower(word)
	switch {
	case word == "no-more":
		f.match = func(string) bool { return true }
	case what == "" || word == "":
		return "", f, false
	case strings.HasPrefix("include", word), word == "match":
		f.match = matcher(what)
	case len(word) > 2 && strings.HasPrefix("exclude", word), word == "except":
		f.out, f.match = true, matcher(what)
	default:
		return "", f, false
	}
	return strings.TrimSpace(typed[:i]), f, true
}

// matcher takes what as a regular expression where it is one. One of many words is
// taken apart: a log of MB would keep the lab busy for seconds.
func matcher(what string) func(string) bool {
	words := strings.Split(what, "|")
	if len(words) < 2 || strings.Trim(what, plainWords) != "" {
		return matchOne(what)
	}
	return func(line string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return hasWord(line, w) })
	}
}

const plainWords = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.|-_ "

// hasWord reports whether a line holds a word in which a dot is any byte.
func hasWord(line, word string) bool {
	if !strings.Contains(word, ".") {
		return strings.Contains(line, word)
	}
	for at := 0; at+len(word) <= len(line); at++ {
		if fits(line[at:], word) {
			return true
		}
	}
	return false
}

func fits(text, word string) bool {
	for i := range len(word) {
		if word[i] != '.' && word[i] != text[i] {
			return false
		}
	}
	return true
}

func matchOne(what string) func(string) bool {
	re, err := regexp.Compile(what)
	if err != nil {
		return func(line string) bool { return strings.Contains(line, what) }
	}
	return re.MatchString
}

// of gives the lines of text that the filter lets through.
func (f filter) of(text string) string {
	if f.match == nil {
		return text
	}
	var b strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		if line != "" && f.match(strings.TrimSuffix(line, "\n")) != f.out {
			b.WriteString(line)
		}
	}
	return b.String()
}
