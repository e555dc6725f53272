package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/theme"
)

// Pen is how a terminal is drawn to: in which colours, and whether beyond ASCII.
type Pen struct {
	Theme theme.Theme
	ASCII bool
}

// Glyph chooses a character by what the terminal shows.
func (p Pen) Glyph(block, ascii safeterm.Text) safeterm.Text {
	if p.ASCII {
		return ascii
	}
	return block
}

// Rule is a drawn line.
func (p Pen) Rule(w int) Row {
	return NewLine(w).Add(p.Theme.Rule(), safeterm.Repeat(p.Glyph("─", "-"), w)).Row()
}

// Beside joins two blocks of equal height with a bar between them.
func (p Pen) Beside(left, right []Row) []Row {
	bar := string(p.Glyph("│", "|"))
	out := make([]Row, len(left))
	for i := range left {
		out[i] = Row{left[i].text + bar + right[i].text}
	}
	return out
}

// Box draws body (rows of w-2 cells) with a frame and a title over a frame of
// total cells, in its top third, and gives the row and column of its first cell.
func (p Pen) Box(frame []Row, title safeterm.Text, body []Row, w, total int) (top, left int) {
	left = (total - w) / 2
	hor, ver := p.Glyph("─", "-"), string(p.Glyph("│", "|"))
	head := p.Glyph("┌", "+") + " " + title + " " + safeterm.Repeat(hor, w-4-safeterm.Width(title)) + p.Glyph("┐", "+")
	foot := p.Glyph("└", "+") + safeterm.Repeat(hor, w-2) + p.Glyph("┘", "+")
	box := append([]Row{{string(head)}}, body...)
	for i := 1; i < len(box); i++ {
		box[i].text = ver + box[i].text + ver
	}
	box = append(box, Row{string(foot)})
	top = max(1, (len(frame)-len(box))/3)
	for i, b := range box {
		if y := top + i; y < len(frame) {
			frame[y] = Row{strings.Repeat(" ", left) + b.text + strings.Repeat(" ", max(0, total-left-w))}
		}
	}
	return top, left
}

// Fit gives exactly h lines: what is missing is blank, what is too much is left
// out.
func Fit(lines []Row, w, h int) []Row {
	if len(lines) > h {
		return lines[:max(0, h)]
	}
	for len(lines) < h {
		lines = append(lines, Blank(w))
	}
	return lines
}

// Frame joins rows into what a terminal gets.
func (p Pen) Frame(rows []Row) string {
	var b strings.Builder
	n := len(rows)
	for _, r := range rows {
		n += len(r.text)
	}
	b.Grow(n)
	for i, r := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(r.text)
	}
	if p.ASCII {
		return fold(b.String())
	}
	return b.String()
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

// Wrap breaks text at blanks into lines of at most w cells.
func Wrap(text safeterm.Text, w int) []safeterm.Text {
	var out []safeterm.Text
	cur := safeterm.Text("")
	for word := range strings.FieldsSeq(string(text)) {
		word := safeterm.CleanLine(word)
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
	return append(out, cur)
}
