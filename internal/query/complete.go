package query

import (
	"slices"
	"strings"
)

// Completion is one way to go on: Text replaces the runes from Start up to the
// cursor.
type Completion struct {
	Text  string
	Start int // rune offset, from 0
	Doc   string
}

// Complete offers what may stand at the cursor (a rune offset into s): keys and
// flags, or, behind `key:`, the live values of that key that start with what was
// typed. live may be nil.
func Complete(s string, cursor int, live func(key string) []string) []Completion {
	runes := []rune(s)
	runes = runes[:max(0, min(cursor, len(runes)))]
	start := wordStart(runes)
	word := runes[start:]
	if len(word) > 0 && word[0] == '-' {
		word, start = word[1:], start+1
	}
	name, op, rest := cut(word)
	if op == "" {
		return completeKeys(string(word), start)
	}
	k, ok := lookup(strings.ToLower(name))
	if !ok || k.Kind == Flag {
		return nil
	}
	list := values(rest, start+len([]rune(name))+len(op))
	last := list[len(list)-1]
	return completeValues(k, op, last, live)
}

// wordStart is the offset of the term that ends at the end of runes.
func wordStart(runes []rune) int {
	start, quoted := 0, false
	for i, r := range runes {
		switch {
		case r == '"' && !(quoted && runes[i-1] == '\\'):
			quoted = !quoted
		case r == ' ' && !quoted:
			start = i + 1
		}
	}
	return start
}

func completeKeys(prefix string, start int) []Completion {
	var out []Completion
	for _, k := range Keys() {
		if strings.HasPrefix(k.Name, strings.ToLower(prefix)) {
			out = append(out, Completion{Text: k.Name + joint(k.Kind), Start: start, Doc: k.Doc})
		}
	}
	return out
}

func joint(kind Kind) string {
	switch kind {
	case Words:
		return ":"
	case Ladder:
		return ">="
	case Count, Days:
		return "<"
	default:
		return ""
	}
}

func completeValues(k Key, op string, typed value, live func(string) []string) []Completion {
	var known []string
	if k.Kind == Ladder && op != ":" && op != "=" {
		known = []string{"ok", "info", "warn", "pend", "crit", "over"}
	} else if live != nil && k.Kind != Count && k.Kind != Days && op != "~" {
		known = slices.Clone(live(k.Name))
		slices.Sort(known)
	}
	var out []Completion
	for _, v := range slices.Compact(known) {
		if v != "" && strings.HasPrefix(strings.ToLower(v), strings.ToLower(typed.text)) {
			out = append(out, Completion{Text: quote(v), Start: typed.column, Doc: k.Doc})
		}
	}
	return out
}

// quote makes a value that the language reads back as it is.
func quote(v string) string {
	if strings.ContainsAny(v, " \t\",*?") {
		return `"` + strings.ReplaceAll(v, `"`, `\"`) + `"`
	}
	return v
}
