package transcript

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// CleanText turns raw terminal bytes into the text a person would have seen:
// escape sequences are removed, but for those that erase a line, CR LF (and CR CR
// LF) end a line, a lone CR starts its line again, BS takes a rune back, NUL and the other control bytes
// go, and bytes that are not UTF-8 become U+FFFD. It is deterministic and
// idempotent: text that is clean comes back unchanged.
func CleanText(raw []byte) string {
	if isClean(raw) {
		return string(raw)
	}
	c := cleaner{out: make([]byte, 0, len(raw))}
	c.write(raw)
	c.flush()
	return string(c.out)
}

// isClean reports whether the bytes hold nothing but printable text, TAB and LF.
func isClean(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if c := raw[i]; (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f {
			return false
		} else if c >= utf8.RuneSelf {
			return validFrom(raw[i:])
		}
	}
	return true
}

func validFrom(raw []byte) bool {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError && n <= 1 || r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return false
		}
		raw = raw[n:]
	}
	return true
}

// cleaner applies what a terminal does, on one line at a time.
type cleaner struct {
	out  []byte
	line int // where the current line starts in out
	col  int // where the next rune goes in out; len(out) unless a CR or BS moved it

	// A line in which runes of different lengths take each other's place is kept
	// as runes until it ends: to move its tail at every rune would take for ever.
	wide  bool
	runes []rune
	at    int // col in runes
}

func (c *cleaner) write(raw []byte) {
	for i := 0; i < len(raw); {
		switch b := raw[i]; {
		case b == '\r':
			n := i
			for n < len(raw) && raw[n] == '\r' {
				n++
			}
			if n < len(raw) && raw[n] == '\n' || n == len(raw) {
				i = n // CR LF, CR CR LF, or a CR whose LF did not come
				continue
			}
			c.col, c.at, i = c.line, 0, n
		case b == '\n':
			c.flush()
			c.out = append(c.out, '\n')
			c.line, c.col, i = len(c.out), len(c.out), i+1
		case b == '\b':
			if c.wide {
				c.at = max(0, c.at-1)
			} else if c.col > c.line {
				_, n := utf8.DecodeLastRune(c.out[c.line:c.col])
				c.col -= n
			}
			i++
		case b == 0x1b:
			n := escapeLen(raw[i:])
			c.erase(string(raw[i : i+n]))
			i += n
		case b == '\t' || b >= 0x20 && b != 0x7f && b < utf8.RuneSelf:
			c.put(raw[i : i+1])
			i++
		case b < utf8.RuneSelf:
			i++ // other control bytes
		default:
			r, n := utf8.DecodeRune(raw[i:])
			switch {
			case r == utf8.RuneError && n <= 1:
				c.put([]byte("\uFFFD"))
				n = 1
			case r >= 0xa0:
				c.put(raw[i : i+n])
			}
			i += n
		}
	}
}

// put writes one rune at the cursor, over what stands there.
func (c *cleaner) put(r []byte) {
	if c.wide {
		u, _ := utf8.DecodeRune(r)
		if c.at < len(c.runes) {
			c.runes[c.at] = u
		} else {
			c.runes = append(c.runes, u)
		}
		c.at++
		return
	}
	if c.col >= len(c.out) {
		c.out = append(c.out, r...)
		c.col = len(c.out)
		return
	}
	if _, n := utf8.DecodeRune(c.out[c.col:]); n != len(r) {
		c.runes, c.wide = append(c.runes[:0], []rune(string(c.out[c.line:]))...), true
		c.at = utf8.RuneCount(c.out[c.line:c.col])
		c.put(r)
		return
	}
	copy(c.out[c.col:], r)
	c.col += len(r)
}

// erase takes away what a terminal wipes out of the line: all behind the cursor,
// or the whole line, which then begins anew.
func (c *cleaner) erase(escape string) {
	switch escape {
	case "\x1b[2K":
		c.out, c.col, c.at, c.wide = c.out[:c.line], c.line, 0, false
	case "\x1b[K", "\x1b[0K":
		if c.wide {
			c.runes = c.runes[:min(c.at, len(c.runes))]
			c.flush()
			c.col = len(c.out)
		}
		c.out = c.out[:c.col]
	}
}

// flush ends a line that was kept as runes.
func (c *cleaner) flush() {
	if c.wide {
		c.out = append(c.out[:c.line], string(c.runes)...)
		c.wide = false
	}
}

// escapeLen is the length of the escape sequence at the head of raw (which
// starts with ESC). An unterminated string sequence ends at the end of its
// line, so that it cannot swallow an answer.
func escapeLen(raw []byte) int {
	if len(raw) < 2 {
		return len(raw)
	}
	switch raw[1] {
	case '[':
		i := 2
		for i < len(raw) && raw[i] >= 0x20 && raw[i] < 0x40 {
			i++
		}
		if i < len(raw) && raw[i] >= 0x40 && raw[i] < 0x7f {
			return i + 1
		}
		return i
	case ']', 'P', '_', '^', 'X':
		for i := 2; i < len(raw); i++ {
			switch {
			case raw[i] == 0x07:
				return i + 1
			case raw[i] == 0x1b && i+1 < len(raw) && raw[i+1] == '\\':
				return i + 2
			case raw[i] == '\n':
				return i
			}
		}
		return len(raw)
	case '(', ')', '*', '+', '#', '%', ' ':
		if len(raw) > 2 && raw[2] < 0x20 {
			return 2 // cut short: the line end behind it stays
		}
		return min(3, len(raw))
	default:
		if raw[1] < 0x20 {
			return 1
		}
		return 2
	}
}

// LooksBinary reports whether data cannot be a terminal's output: it holds
// NUL bytes or is mostly not text.
func LooksBinary(data []byte) bool {
	head := data[:min(len(data), 8192)]
	if len(head) == 0 {
		return false
	}
	odd := 0
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n <= 1 || r < 0x20 && !strings.ContainsRune("\n\r\t\b\a\x1b\f", r) {
			odd++
		}
		i += n
	}
	return bytes.Count(head, []byte{0}) > 4 && odd*20 > len(head) || odd*4 > len(head)
}
