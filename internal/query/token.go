package query

import (
	"regexp"
	"strings"
	"unicode"
)

// token is one term as it was typed. Column counts runes from 1.
type token struct {
	runes  []rune
	column int
}

// split cuts a line at blanks that stand outside of double quotes.
func split(s string) ([]token, *Error) {
	var out []token
	start, quote := -1, -1
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case quote >= 0:
			if r == '"' && runes[i-1] != '\\' {
				quote = -1
			}
		case unicode.IsSpace(r):
			if start >= 0 {
				out = append(out, token{runes[start:i], start + 1})
			}
			start = -1
			continue
		case r == '"':
			quote = i
		}
		if start < 0 {
			start = i
		}
	}
	if quote >= 0 {
		return nil, &Error{Column: quote + 1, Msg: "this quote is not closed"}
	}
	if start >= 0 {
		out = append(out, token{runes[start:], start + 1})
	}
	return out, nil
}

// value is one alternative behind an operator; a quoted one is never a glob.
type value struct {
	text   string
	quoted bool
	column int
}

// values cuts runes at commas that stand outside of quotes.
func values(runes []rune, column int) []value {
	var out []value
	start, quoted := 0, false
	for i, r := range runes {
		switch {
		case r == '"' && !(quoted && runes[i-1] == '\\'):
			quoted = !quoted
		case r == ',' && !quoted:
			out = append(out, newValue(runes[start:i], column+start))
			start = i + 1
		}
	}
	return append(out, newValue(runes[start:], column+start))
}

func newValue(runes []rune, column int) value {
	text, quoted := unquote(runes)
	return value{text: text, quoted: quoted, column: column}
}

// unquote takes the quotes off; only \" is an escape, so that regular
// expressions can be quoted as they are.
func unquote(runes []rune) (text string, quoted bool) {
	s := string(runes)
	if !strings.Contains(s, `"`) {
		return s, false
	}
	const mark = "\x00"
	s = strings.ReplaceAll(s, `\"`, mark)
	s = strings.ReplaceAll(s, `"`, "")
	return strings.ReplaceAll(s, mark, `"`), true
}

func (v value) glob() bool { return !v.quoted && strings.ContainsAny(v.text, "*?") }

// matcher tells whether a whole text is the value, by glob where it is one.
func (v value) matcher() func(string) bool {
	if !v.glob() {
		return func(s string) bool { return strings.EqualFold(s, v.text) }
	}
	pattern := regexp.QuoteMeta(v.text)
	pattern = strings.ReplaceAll(pattern, `\*`, `.*`)
	pattern = strings.ReplaceAll(pattern, `\?`, `.`)
	// QuoteMeta of valid UTF-8 compiles; runes of a token are valid UTF-8.
	return regexp.MustCompile(`(?is)\A` + pattern + `\z`).MatchString
}
