package draw

import "github.com/headroom-audit/headroom/internal/safeterm"

// Scroll is where one looks into a text that is longer or wider than the screen.
// The zero Scroll is at the top left.
type Scroll struct {
	Top   int // first line in sight
	Left  int // first cell in sight
	lines int
	high  int
}

// View gives h of lines from Top on, which it keeps inside of them.
func (s *Scroll) View(lines []Row, w, h int) []Row {
	s.lines, s.high = len(lines), h
	s.Top = max(0, min(s.Top, len(lines)-h))
	return Fit(lines[s.Top:], w, h)
}

// Count says how much there is without drawing it: for texts of which only what
// is in sight is made. It gives the lines in sight.
func (s *Scroll) Count(lines, h int) (lo, hi int) {
	s.lines, s.high = lines, h
	s.Top = max(0, min(s.Top, lines-h))
	return s.Top, min(lines, s.Top+h)
}

// Page is how far half a page goes.
func (s *Scroll) Page() int { return max(1, s.high/2) }

// Place says which lines are in sight, "" where all are.
func (s *Scroll) Place() safeterm.Text {
	if s.lines <= s.high {
		return ""
	}
	return safeterm.Sprintf("lines %d-%d of %d", s.Top+1, min(s.lines, s.Top+s.high), s.lines)
}
