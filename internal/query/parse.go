package query

import (
	"fmt"
	"regexp"
	"strings"
)

// Error says what is wrong with a filter and where.
type Error struct {
	Column int // in runes, from 1
	Msg    string
	Hint   string // what was probably meant; "" = no idea
}

func (e *Error) Error() string {
	s := fmt.Sprintf("filter column %d: %s", e.Column, e.Msg)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Parse reads a filter. The error is nil or an *Error.
func Parse(s string) (Query, error) {
	s = strings.ToValidUTF8(s, "\uFFFD")
	tokens, bad := split(s)
	if bad != nil {
		return Query{}, bad
	}
	q := Query{text: s}
	for _, tok := range tokens {
		t, bad := parseTerm(tok)
		if bad != nil {
			return Query{}, bad
		}
		q.terms = append(q.terms, t)
	}
	return q, nil
}

func parseTerm(tok token) (term, *Error) {
	var t term
	if tok.runes[0] == '-' {
		t.not = true
		tok.runes, tok.column = tok.runes[1:], tok.column+1
	}
	if len(tok.runes) == 0 {
		return t, &Error{Column: tok.column - 1, Msg: "nothing stands after the minus"}
	}
	name, op, rest := cut(tok.runes)
	var bad *Error
	if op == "" {
		t.key, t.test, bad = parseWord(tok)
		return t, bad
	}
	key, bad := findKey(name, tok.column)
	if bad != nil {
		return t, bad
	}
	t.key = key.Name
	at := tok.column + len([]rune(name)) + len(op)
	if len(rest) == 0 {
		return t, &Error{Column: at - len(op), Msg: fmt.Sprintf("no value after %s%s", name, op), Hint: exampleOf(key)}
	}
	if op == "!=" {
		t.not, op = !t.not, ":"
	}
	t.test, bad = parseTest(key, op, rest, at)
	return t, bad
}

// parseWord reads a term without operator: a flag, or words to look for.
func parseWord(tok token) (key string, test func(Row) truth, bad *Error) {
	if k, ok := lookup(strings.ToLower(string(tok.runes))); ok && k.Kind == Flag {
		return k.Name, flag(k.Name), nil
	}
	words := values(tok.runes, tok.column)
	for _, w := range words {
		if w.text == "" {
			return "", nil, &Error{Column: w.column, Msg: "a word is missing here"}
		}
	}
	return "", anyWord(words), nil
}

// cut splits a term at its first operator outside of quotes.
func cut(runes []rune) (name, op string, rest []rune) {
	for i, r := range runes {
		switch r {
		case '"':
			return string(runes), "", nil
		case ':', '~', '=':
			return string(runes[:i]), string(r), runes[i+1:]
		case '<', '>', '!':
			if i+1 < len(runes) && runes[i+1] == '=' {
				return string(runes[:i]), string(r) + "=", runes[i+2:]
			}
			if r != '!' {
				return string(runes[:i]), string(r), runes[i+1:]
			}
		}
	}
	return string(runes), "", nil
}

func findKey(name string, column int) (Key, *Error) {
	k, ok := lookup(strings.ToLower(name))
	switch {
	case ok && k.Kind != Flag:
		return k, nil
	case ok:
		return k, &Error{Column: column, Msg: fmt.Sprintf("%s is a flag and takes no value", k.Name), Hint: "write " + k.Name + " or -" + k.Name}
	case name == "":
		return k, &Error{Column: column, Msg: "a key is missing here", Hint: "keys: " + strings.Join(names(false), " ")}
	}
	hint := "keys: " + strings.Join(names(false), " ") + `; to look for the text itself, quote it`
	if near := Nearest(name, names(false)); near != "" {
		hint = "did you mean " + near + "?"
	}
	return k, &Error{Column: column, Msg: fmt.Sprintf("unknown key %q", name), Hint: hint}
}

func exampleOf(k Key) string {
	switch k.Kind {
	case Count:
		return "for example " + k.Name + "<10% or " + k.Name + ">900k"
	case Days:
		return "for example " + k.Name + "<180d"
	case Ladder:
		return "for example " + k.Name + ">=warn"
	default:
		return "for example " + k.Name + ":value; " + k.Name + ":* has any value, -" + k.Name + ":* has none"
	}
}

func parseTest(k Key, op string, rest []rune, column int) (func(Row) truth, *Error) {
	switch {
	case op == "~":
		return parseRegexp(k, rest, column)
	case k.Kind == Count || k.Kind == Days:
		return parseNumbers(k, op, rest, column)
	case op == ":" || op == "=":
		return parseValues(k, rest, column)
	case k.Kind == Ladder:
		return parseLadder(k, op, rest, column)
	}
	return nil, &Error{Column: column - len(op), Msg: fmt.Sprintf("%s is text and has no order", k.Name), Hint: "use " + k.Name + ":a,b  " + k.Name + ":glob*  or " + k.Name + "~regexp"}
}

func parseValues(k Key, rest []rune, column int) (func(Row) truth, *Error) {
	list := values(rest, column)
	for _, v := range list {
		if v.text == "" {
			return nil, &Error{Column: v.column, Msg: "a value is missing here", Hint: exampleOf(k)}
		}
	}
	return anyValue(k.Name, list), nil
}

func parseRegexp(k Key, rest []rune, column int) (func(Row) truth, *Error) {
	if k.Kind == Count || k.Kind == Days {
		return nil, &Error{Column: column - 1, Msg: k.Name + " is a number", Hint: exampleOf(k)}
	}
	text, _ := unquote(rest)
	if _, err := regexp.Compile(text); err != nil {
		return nil, &Error{Column: column, Msg: "this is no regular expression: " + strings.TrimPrefix(err.Error(), "error parsing regexp: ")}
	}
	re, err := regexp.Compile("(?i:" + text + ")")
	if err != nil {
		return nil, &Error{Column: column, Msg: "this regular expression is too large"}
	}
	return matches(k.Name, re), nil
}

func parseLadder(k Key, op string, rest []rune, column int) (func(Row) truth, *Error) {
	word, _ := unquote(rest)
	ladder := rungs()
	want, ok := rungOf(&ladder, word)
	if !ok {
		return nil, &Error{Column: column, Msg: fmt.Sprintf("%s has no step %q", k.Name, word), Hint: "steps, best first: ok info warn pend crit over"}
	}
	return func(row Row) truth {
		return truthOf(holds(op, float64(worst(row.Text(k.Name), &ladder)), float64(want)))
	}, nil
}

// worst is the highest rung of the words. A word the ladder does not know, or
// no word at all, is unknown and stands with warn.
func worst(words []string, ladder *[10]rung) int {
	at := -1
	for _, w := range words {
		r, ok := rungOf(ladder, w)
		if !ok {
			r = unknownRung
		}
		at = max(at, r)
	}
	if at < 0 {
		return unknownRung
	}
	return at
}
