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
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Text is text that is safe to write to a terminal. Make one with Clean.
type Text string

// String returns the text.
func (t Text) String() string { return string(t) }

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
	if !strings.ContainsAny(t, "\n\t") {
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
	if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) {
		return false
	}
	return unicode.IsPrint(r) || unicode.In(r, unicode.Mn, unicode.Me) || r == 0xa0 || unicode.Is(unicode.Zs, r)
}

// joins reports whether r is drawn onto what stands before it.
func joins(r rune) bool {
	return r >= 0x300 && (unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r >= 0x1f3fb && r <= 0x1f3ff)
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
func Width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Truncate cuts s to at most w cells; where something was cut, the last cell
// is tail (one cell: "…" or "~").
func Truncate(s string, w int, tail string) string {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	return ansi.Truncate(s, w, tail)
}

// Pad cuts or fills s with blanks to exactly w cells.
func Pad(s string, w int) string {
	s = Truncate(s, w, "…")
	if n := w - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// PadLeft is Pad with the text at the right.
func PadLeft(s string, w int) string {
	s = Truncate(s, w, "…")
	if n := w - Width(s); n > 0 {
		s = strings.Repeat(" ", n) + s
	}
	for Width(s) < w { // the first rune of s was drawn onto a blank
		s = " " + s
	}
	return s
}
