package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/theme"
)

// line builds one line of a frame: pieces of text with a style each, cut to the
// width. Only clean text may be given to it.
type line struct {
	b    strings.Builder
	left int
}

func newLine(w int) *line {
	l := &line{left: w}
	l.b.Grow(w + w/2 + 32) // for styles, and for block characters
	return l
}

// add writes text in a style ("" = none), as much of it as fits.
func (l *line) add(style, text string) *line {
	if l.left <= 0 || text == "" {
		return l
	}
	n := safeterm.Width(text)
	if n > l.left {
		text = safeterm.Truncate(text, l.left, "…")
		n = safeterm.Width(text)
	}
	l.left -= n
	if style == "" {
		l.b.WriteString(text)
		return l
	}
	l.b.WriteString(style)
	l.b.WriteString(text)
	l.b.WriteString(theme.Reset)
	return l
}

// to fills with blanks until only n cells are left.
func (l *line) to(n int) *line {
	for l.left > n {
		k := min(l.left-n, len(blanks))
		l.b.WriteString(blanks[:k])
		l.left -= k
	}
	return l
}

const blanks = "                                                                "

// cell writes text into exactly w cells, at the right for numbers.
func (l *line) cell(style, text string, w int, right bool) *line {
	w = min(w, l.left)
	if w <= 0 {
		return l
	}
	n := safeterm.Width(text)
	if n > w {
		text = safeterm.Truncate(text, w, "…")
		n = safeterm.Width(text)
	}
	end := l.left - w
	if right {
		l.to(l.left - (w - n))
	}
	return l.add(style, text).to(end)
}

// String fills the line up to its width.
func (l *line) String() string {
	l.to(0)
	return l.b.String()
}

// plain is a whole line of text without styles.
func plain(w int, text string) string { return safeterm.Pad(text, w) }

// reversed is a whole line in reverse video.
func reversed(w int, text string) string {
	return theme.Reverse + safeterm.Pad(text, w) + theme.Reset
}

// rule is a drawn line.
func (m *Model) rule(w int) string {
	return newLine(w).add(m.theme.Dim(), strings.Repeat(m.glyph("─", "-"), w)).String()
}

func (m *Model) glyph(block, ascii string) string {
	if m.opts.ASCII {
		return ascii
	}
	return block
}

// fitLines gives exactly h lines: what is missing is blank, what is too much is
// left out.
func fitLines(lines []string, w, h int) []string {
	if len(lines) > h {
		return lines[:h]
	}
	for len(lines) < h {
		lines = append(lines, strings.Repeat(" ", w))
	}
	return lines
}

// fold gives text without anything beyond ASCII, each character replaced by as
// many ASCII ones as it takes cells.
func fold(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if s[0] < 0x80 && (len(s) == 1 || s[1] < 0x80) {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		switch cluster {
		case "…":
			b.WriteByte('~')
		case "│":
			b.WriteByte('|')
		default:
			if isASCII(cluster) {
				b.WriteString(cluster)
			} else {
				b.WriteString(strings.Repeat("?", width))
			}
		}
		s = s[len(cluster):]
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// wrap breaks clean text at blanks into lines of at most w cells.
func wrap(text string, w int) []string {
	var out []string
	for _, para := range strings.Split(text, "\n") {
		cur := ""
		for _, word := range strings.Fields(para) {
			switch {
			case cur == "":
				cur = word
			case safeterm.Width(cur)+1+safeterm.Width(word) <= w:
				cur += " " + word
			default:
				out, cur = append(out, cur), word
			}
			for safeterm.Width(cur) > w && w > 0 {
				head := safeterm.Truncate(cur, w, "")
				if head == "" || len(head) >= len(cur) {
					break
				}
				out, cur = append(out, head), cur[len(head):]
			}
		}
		out = append(out, cur)
	}
	return out
}

// sideBySide joins two blocks of lines of equal height with a bar between them.
func (m *Model) sideBySide(left, right []string) []string {
	bar := m.glyph("│", "|")
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + bar + right[i]
	}
	return out
}
