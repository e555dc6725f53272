// Package safeterm turns untrusted text into text that is safe to print.
//
// What goes in: any string that came from a router, an inventory or a file.
// What comes out: Text, in which every rune is printable; control bytes, C1
// controls, bidirectional and zero-width format runes, line separators and
// invalid UTF-8 have become visible escapes such as \x1b or \u202e. LF and TAB
// stay. tui and report accept nothing else. Width and Truncate count terminal
// cells. The package imports no other package of headroom and does no I/O.
package safeterm

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Text is text that is safe to write to a terminal: a constant, or what Clean,
// CleanLine and Sprintf made. A test of tui holds that nothing else is converted
// to one.
type Text string

// String returns the text.
func (t Text) String() string { return string(t) }

// Sprintf formats one line and cleans it whole.
func Sprintf(format string, args ...any) Text { return CleanLine(fmt.Sprintf(format, args...)) }

// Repeat gives n copies of a text, none where n is below one.
func Repeat(t Text, n int) Text { return Text(strings.Repeat(string(t), max(0, n))) }

// Join puts clean texts together.
func Join(parts []Text, between Text) Text {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(string(between))
		}
		b.WriteString(string(p))
	}
	return Text(b.String())
}

// Clean makes s safe. ASCII text without control bytes is returned as it is.
func Clean(s string) Text {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f {
			return Text(clean(s, i))
		}
	}
	return Text(s)
}

// CleanLine is Clean with LF and TAB made visible too: for names and cells.
func CleanLine(s string) Text {
	t := string(Clean(s))
	if strings.IndexByte(t, '\n') < 0 && strings.IndexByte(t, '\t') < 0 {
		return Text(t)
	}
	return Text(strings.NewReplacer("\n", `\n`, "\t", " ").Replace(t))
}

func clean(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:from])
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			escapeByte(&b, s[i])
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			escapeByte(&b, byte(r))
		case !printable(r), joins(r) && !base(b.String()):
			b.WriteString(`\u`)
			h := strconv.FormatInt(int64(r), 16)
			b.WriteString(strings.Repeat("0", max(0, 4-len(h))) + h)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

func escapeByte(b *strings.Builder, c byte) {
	const hex = "0123456789abcdef"
	b.WriteString(`\x`)
	b.WriteByte(hex[c>>4])
	b.WriteByte(hex[c&15])
}

// Printable reports whether a rune may stand in a text that a terminal shows: it
// does not move, hide or reorder other text.
func Printable(r rune) bool { return printable(r) }

// printable leaves out everything that moves, hides or reorders other text.
func printable(r rune) bool {
	if r < 0xa0 {
		return r >= 0x20 && r < 0x7f
	}
	if drawn(r) {
		return true
	}
	if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) {
		return false
	}
	return unicode.IsPrint(r) || unicode.In(r, unicode.Mn, unicode.Me) || r == 0xa0 || unicode.Is(unicode.Zs, r)
}

// drawn reports whether r is one of those that the screens draw with: lines, blocks,
// braille and two more, one cell each wherever they stand.
func drawn(r rune) bool {
	return r >= 0x2500 && r <= 0x259f || r >= 0x2800 && r <= 0x28ff || r == '·' || r == '…'
}

// joins reports whether r is drawn onto what stands before it.
func joins(r rune) bool {
	return r >= 0x300 && !drawn(r) && (unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r >= 0x1f3fb && r <= 0x1f3ff)
}

// base reports whether text ends with something that a mark may be drawn onto:
// at the start of a text or a line it would change the cell before it, which is
// not its own.
func base(text string) bool {
	r, n := utf8.DecodeLastRuneInString(text)
	return n > 0 && r != '\n' && r != '\t' && r != ' '
}

// Width is the number of terminal cells s takes, as the renderer of the TUI
// counts them.
func Width[S ~string](s S) int {
	n := 0
	for i := 0; i < len(s); n++ {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(string(s[i:]))
		if !drawn(r) {
			return ansi.StringWidth(string(s))
		}
		i += size
	}
	return n
}

// Truncate cuts s to at most w cells; where something was cut, the last cell
// is tail (one cell: "…" or "~").
func Truncate[S ~string](s S, w int, tail S) S {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	return S(ansi.Truncate(string(s), w, string(tail)))
}

// Cut leaves out the first n cells of s; where something was cut, the first
// cell is head.
func Cut[S ~string](s S, n int, head S) S {
	if n <= 0 || s == "" {
		return s
	}
	return S(ansi.TruncateLeft(string(s), n+Width(head), string(head)))
}

// Pad cuts or fills s with blanks to exactly w cells.
func Pad[S ~string](s S, w int) S {
	s = Truncate(s, w, "…")
	if n := w - Width(s); n > 0 {
		return s + S(strings.Repeat(" ", n))
	}
	return s
}

// PadLeft is Pad with the text at the right.
func PadLeft[S ~string](s S, w int) S {
	s = Truncate(s, w, "…")
	if n := w - Width(s); n > 0 {
		s = S(strings.Repeat(" ", n)) + s
	}
	for Width(s) < w { // the first rune of s was drawn onto a blank
		s = " " + s
	}
	return s
}
