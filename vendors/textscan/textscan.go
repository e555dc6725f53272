// Package textscan is the line and table scanner that the vendor parsers share.
//
// What goes in: the cleaned text of one output. What comes out: lines and
// tokens with the byte span of each, numbers as fact.Figure with the span that
// proves them, and an account of every line: claimed by a parser, known noise
// (echo, prompt, time stamps), or unread. It does no I/O, keeps no state between
// outputs and never panics, whatever the text.
package textscan

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// Line is one line of the output without its line end and trailing blanks.
type Line struct {
	Text  string
	No    int // from 1
	Start int // byte offset of Text in the output
}

// Blank reports whether nothing but white space is on the line.
func (l Line) Blank() bool { return strings.TrimLeft(l.Text, " \t") == "" }

// Indent is the number of leading blanks (a TAB counts one).
func (l Line) Indent() int { return len(l.Text) - len(strings.TrimLeft(l.Text, " \t")) }

// Trim is the text without leading and trailing white space.
func (l Line) Trim() string { return strings.TrimSpace(l.Text) }

// Scan walks over the lines of one output.
type Scan struct {
	// Command is what was asked, as typed.
	Command string
	// Output is the number every span carries (index into fact.Device.Outputs).
	Output int
	// Truncated: the answer was cut. The last, partial line is already left
	// out; sums and "there is no such row" are not to be trusted.
	Truncated bool

	text    string
	lines   []Line
	claimed []bool
	at      int // index of the line Next will give
}

// New scans text. A truncated output loses its last line where that has no
// line end: half a number is no number.
func New(text, command string, output int, truncated bool) *Scan {
	s := &Scan{Command: command, Output: output, Truncated: truncated, text: text}
	n := strings.Count(text, "\n") + 1
	s.lines = make([]Line, 0, n)
	for at, no := 0, 1; at < len(text); no++ {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			if truncated {
				break
			}
			end = len(text) - at
		}
		s.lines = append(s.lines, Line{trimRight(text[at : at+end]), no, at})
		at += end + 1
	}
	s.claimed = make([]bool, len(s.lines))
	s.claimNoise()
	return s
}

// trimRight cuts blanks and what is left of a line end.
func trimRight(t string) string {
	n := len(t)
	for n > 0 && (t[n-1] == ' ' || t[n-1] == '\t' || t[n-1] == '\r') {
		n--
	}
	return t[:n]
}

// Text is the whole output.
func (s *Scan) Text() string { return s.text }

// Lines gives all lines, for parsers that look ahead. Claim them by number.
func (s *Scan) Lines() []Line { return s.lines }

// Next moves to the next line; ok is false at the end.
func (s *Scan) Next() (Line, bool) {
	if s.at >= len(s.lines) {
		return Line{}, false
	}
	s.at++
	return s.lines[s.at-1], true
}

// Peek shows the line after the one Next gave, without moving.
func (s *Scan) Peek() (Line, bool) {
	if s.at >= len(s.lines) {
		return Line{}, false
	}
	return s.lines[s.at], true
}

// Claim says that the lines were understood: a number was taken from them or
// they are a known heading.
func (s *Scan) Claim(lines ...Line) {
	for _, l := range lines {
		if i := l.No - 1; i >= 0 && i < len(s.claimed) {
			s.claimed[i] = true
		}
	}
}

// ClaimAll says that every line was understood: for structured documents that
// a decoder took whole.
func (s *Scan) ClaimAll() {
	for i := range s.claimed {
		s.claimed[i] = true
	}
}

// Claimed reports whether a line was claimed.
func (s *Scan) Claimed(l Line) bool {
	i := l.No - 1
	return i >= 0 && i < len(s.claimed) && s.claimed[i]
}

// Unread gives the lines with text that nobody claimed.
func (s *Scan) Unread() []fact.Line {
	var out []fact.Line
	for i, l := range s.lines {
		if !s.claimed[i] && !l.Blank() {
			out = append(out, fact.Line{Output: s.Output, No: l.No, Text: l.Text})
		}
	}
	return out
}

// Filled counts the lines with something on them.
func (s *Scan) Filled() int {
	n := 0
	for i, l := range s.lines {
		if !l.Blank() && !(i == 0 && isTimeJunos(l.Trim())) {
			n++
		}
	}
	return n
}

// Span is the evidence for bytes [lo,hi) of l.Text.
func (s *Scan) Span(l Line, lo, hi int) fact.Span {
	return fact.Span{Output: int32(s.Output), Line: int32(l.No), Start: int32(l.Start + lo), End: int32(l.Start + hi)}
}

// Whole is the evidence that is the first line with text.
func (s *Scan) Whole() fact.Span {
	for _, l := range s.lines {
		if !l.Blank() {
			return s.Span(l, l.Indent(), len(l.Text))
		}
	}
	return fact.Span{}
}

// SpanOf is the evidence for the first occurrence of part in l, or for the
// whole line where part is not in it.
func (s *Scan) SpanOf(l Line, part string) fact.Span {
	if i := strings.Index(l.Text, part); i >= 0 && part != "" {
		return s.Span(l, i, i+len(part))
	}
	return s.Span(l, l.Indent(), len(l.Text))
}

// Token is a run of non-blank bytes of a line.
type Token struct {
	Text   string
	Lo, Hi int // offsets in Line.Text
}

// Fields splits a line at white space into tokens, appending to buf (which may
// be nil and is reused when it has room).
func Fields(l Line, buf []Token) []Token {
	buf = buf[:0]
	t := l.Text
	for i := 0; i < len(t); {
		for i < len(t) && (t[i] == ' ' || t[i] == '\t') {
			i++
		}
		lo := i
		for i < len(t) && t[i] != ' ' && t[i] != '\t' {
			i++
		}
		if i > lo {
			buf = append(buf, Token{t[lo:i], lo, i})
		}
	}
	return buf
}

// Columns splits a line at runs of two or more blanks or at TABs, so that names
// may hold single blanks.
func Columns(l Line, buf []Token) []Token {
	buf = buf[:0]
	t := l.Text
	for i := 0; i < len(t); {
		for i < len(t) && (t[i] == ' ' || t[i] == '\t') {
			i++
		}
		lo := i
		for i < len(t) && t[i] != '\t' && (t[i] != ' ' || i+1 < len(t) && t[i+1] != ' ' && t[i+1] != '\t') {
			i++
		}
		if i > lo {
			buf = append(buf, Token{t[lo:i], lo, i})
		}
	}
	return buf
}

// Figure reads a token as a number of l; unknown where it is none.
func (s *Scan) Figure(l Line, t Token) fact.Figure {
	v, ok := Number(t.Text)
	if !ok {
		return fact.Figure{}
	}
	return fact.Read(v, s.Span(l, t.Lo, t.Hi))
}

// KeyValue splits "Key words : value" at the first sep; ok is false where sep
// is not in the line. Key and value are trimmed; value carries its offsets.
func KeyValue(l Line, sep string) (key string, value Token, ok bool) {
	i := strings.Index(l.Text, sep)
	if i < 0 {
		return "", Token{}, false
	}
	lo, hi := i+len(sep), len(l.Text)
	for lo < hi && (l.Text[lo] == ' ' || l.Text[lo] == '\t') {
		lo++
	}
	return strings.TrimSpace(l.Text[:i]), Token{l.Text[lo:hi], lo, hi}, true
}
