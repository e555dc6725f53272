package cloginrc

import (
	"errors"
	"strings"
)

var (
	errOpen  = errors.New("a brace or a quote is not closed")
	errAfter = errors.New("something stands right behind a closing brace or quote")
	errRuns  = errors.New("this is more Tcl than words: $ [ and ; outside braces are not read")
)

// words splits a line into words as Tcl does. command = the line is one that Tcl would
// run: what would be put in or run is an error, since its value is not known here.
func words(s string, command bool) ([]string, error) {
	var out []string
	for i := 0; ; {
		for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || !command && s[i] == '\n') {
			i++
		}
		if i >= len(s) {
			return out, nil
		}
		var w string
		var err error
		switch s[i] {
		case '{':
			w, i, err = braced(s, i)
		case '"':
			w, i, err = plainWord(s, i+1, '"', command)
		default:
			w, i, err = plainWord(s, i, 0, command)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, w)
		if i < len(s) && s[i] != ' ' && s[i] != '\t' && s[i] != '\r' && s[i] != '\n' {
			return nil, errAfter
		}
	}
}

// braced gives what stands in braces, as it stands there, and where they end.
func braced(s string, i int) (string, int, error) {
	depth, from := 0, i+1
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[from:i], i + 1, nil
			}
		}
	}
	return "", i, errOpen
}

// plainWord gives a word up to a blank, or up to the quote that ends it.
func plainWord(s string, i int, end byte, command bool) (string, int, error) {
	var b strings.Builder
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case c == end && end != 0:
			return b.String(), i + 1, nil
		case end == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			return b.String(), i, nil
		case command && (c == '$' || c == '[' || c == ';' && end == 0):
			return "", i, errRuns
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(escape(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	if end != 0 {
		return "", i, errOpen
	}
	return b.String(), i, nil
}

func escape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	}
	return c
}

// joined is a value read once more as a list, and its parts put together: [join [lindex
// $value 0] ""] of clogin.
func joined(value string) (string, error) {
	parts, err := words(value, false)
	if err != nil {
		return "", err
	}
	return strings.Join(parts, ""), nil
}

// match is string match -nocase: * ? [a-z] and \ before a letter that is meant.
func match(pattern, name string) bool {
	return glob(strings.ToLower(pattern), strings.ToLower(name))
}

func glob(p, s string) bool {
	for len(p) > 0 {
		switch p[0] {
		case '*':
			for len(p) > 0 && p[0] == '*' {
				p = p[1:]
			}
			if p == "" {
				return true
			}
			for i := 0; i <= len(s); i++ {
				if glob(p, s[i:]) {
					return true
				}
			}
			return false
		case '?':
			if s == "" {
				return false
			}
			p, s = p[1:], s[1:]
		case '[':
			end := strings.IndexByte(p, ']')
			if s == "" || end < 0 || !class(p[1:end], s[0]) {
				return false
			}
			p, s = p[end+1:], s[1:]
		default:
			if p[0] == '\\' && len(p) > 1 {
				p = p[1:]
			}
			if s == "" || p[0] != s[0] {
				return false
			}
			p, s = p[1:], s[1:]
		}
	}
	return s == ""
}

// class reports whether c is one of the letters of a class such as abc0-9.
func class(set string, c byte) bool {
	for i := 0; i < len(set); i++ {
		if i+2 < len(set) && set[i+1] == '-' {
			lo, hi := min(set[i], set[i+2]), max(set[i], set[i+2])
			if lo <= c && c <= hi {
				return true
			}
			i += 2
			continue
		}
		if set[i] == c {
			return true
		}
	}
	return false
}
