// Package query is the filter language: what a person types after `/` in the
// TUI and after --filter on the command line.
//
// What goes in: a line of text and rows that answer questions about themselves.
// What comes out: whether a row matches, or an error with the column it stands
// in. The package imports nothing of headroom, does no I/O and holds no state.
//
// Terms are separated by blanks and all must hold:
//
//	fra              host, platform or site contains "fra"; edge* is a glob on them
//	edge1,edge2      either of the words
//	site:fra3        the value is fra3 (upper and lower case are the same)
//	site:fra3,ams1   either value        site!=fra3   any other value
//	host:edge*       glob: * any text, ? one character
//	host~^edge[0-9]  regular expression (RE2)
//	tag:*            has any value       -tag:*       has none
//	-role:lab        not
//	free4<10%        compare with a percentage; used4>900k, cap4=512k compare numbers
//	out<180d         compare times (h d w y)
//	free4:unknown    nobody knows the number
//	sev>=warn        compare severities: unknown and unread count as warn
//	pending          a flag: pending overflow default-carve unparsed
//
// A number that is not known matches no comparison, and its negation neither:
// only `key:unknown` finds it.
package query

import (
	"regexp"
	"slices"
	"strings"
)

// Row is one thing that is filtered, usually a device.
type Row interface {
	// Text gives the values of a text key, none where there is none. "platform"
	// may give more than one (family and model), "tag" and "rule" many.
	Text(key string) []string
	// Number gives the value of a number key: entries for free4 and its kind, a
	// percentage (0 to 100) when the key ends in "%" ("free4%"), days for out
	// and age. false = not known.
	Number(key string) (float64, bool)
	// Flag reports a condition: pending, overflow, default-carve, unparsed.
	Flag(name string) bool
}

// Lower is a Row that has what bare words are looked for in ready, in small letters: a
// filter that is typed asks it of every row at every key.
type Lower interface{ Low() string }

// Query is a parsed filter. The zero Query matches everything.
type Query struct {
	text  string
	terms []term
}

// String gives the text the query was made of.
func (q Query) String() string { return q.text }

// Empty reports whether the query has no terms and so matches every row.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Keys lists the keys and flags the query asks for, each once, in order. A bare
// word asks for host, platform and site and is not listed.
func (q Query) Keys() []string {
	var keys []string
	for _, t := range q.terms {
		if t.key != "" && !slices.Contains(keys, t.key) {
			keys = append(keys, t.key)
		}
	}
	return keys
}

// Match reports whether every term holds for row.
func (q Query) Match(row Row) bool {
	for _, t := range q.terms {
		if t.eval(row) != yes {
			return false
		}
	}
	return true
}

// truth is the answer of a term; not unknown is unknown.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth { return yes - t }

// term is one condition. test is nil only in the zero term.
type term struct {
	key  string // "" for a bare word
	not  bool
	test func(Row) truth
}

func (t term) eval(row Row) truth {
	v := t.test(row)
	if t.not {
		return v.not()
	}
	return v
}

// wordKeys are the keys a bare word is looked for in.
func wordKeys() [3]string { return [3]string{"host", "platform", "site"} }

// anyWord matches rows in which one of the words occurs in host, platform or
// site; a word with a glob character must match the whole value.
func anyWord(words []value) func(Row) truth {
	var tests []func(string) bool
	var lows []string
	for _, w := range words {
		if w.glob() {
			tests = append(tests, w.matcher())
			continue
		}
		low := strings.ToLower(w.text)
		lows = append(lows, low)
		tests = append(tests, func(s string) bool { return strings.Contains(strings.ToLower(s), low) })
	}
	return func(row Row) truth {
		if ready, ok := row.(Lower); ok && len(lows) == len(tests) {
			text := ready.Low()
			return truthOf(slices.ContainsFunc(lows, func(low string) bool { return strings.Contains(text, low) }))
		}
		for _, k := range wordKeys() {
			if anyText(row.Text(k), tests) {
				return yes
			}
		}
		return no
	}
}

// anyValue matches rows of which one value of key is one of the values.
func anyValue(key string, values []value) func(Row) truth {
	var tests []func(string) bool
	for _, v := range values {
		tests = append(tests, v.matcher())
	}
	return func(row Row) truth { return truthOf(anyText(row.Text(key), tests)) }
}

func anyText(texts []string, tests []func(string) bool) bool {
	for _, s := range texts {
		for _, test := range tests {
			if s != "" && test(s) {
				return true
			}
		}
	}
	return false
}

func matches(key string, re *regexp.Regexp) func(Row) truth {
	return func(row Row) truth { return truthOf(slices.ContainsFunc(row.Text(key), re.MatchString)) }
}

func flag(name string) func(Row) truth {
	return func(row Row) truth { return truthOf(row.Flag(name)) }
}
