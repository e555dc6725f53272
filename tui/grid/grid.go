// Package grid is a virtual list of rows: it knows how many there are, which is
// selected and which are in sight, and draws only those.
//
// What goes in: the number of rows, a height, and moves. What comes out: the
// window of row indices to draw. It holds no rows and does no I/O, so that a
// hundred thousand devices cost what forty do.
package grid

import (
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/action"
)

// Grid is the position in a list. The zero Grid is at the top of an empty one.
type Grid struct {
	rows   int
	height int
	top    int
	cursor int
}

// Resize says how many rows there are and how many fit.
func (g *Grid) Resize(rows, height int) {
	g.height = max(1, height)
	g.SetRows(rows)
}

// Rows is how many rows there are.
func (g *Grid) Rows() int { return g.rows }

// SetRows says how many rows there are; as many fit as before.
func (g *Grid) SetRows(n int) {
	g.rows, g.height = max(0, n), max(1, g.height)
	g.Move(0)
}

// Move moves the cursor by n rows and keeps it in sight.
func (g *Grid) Move(n int) { g.Select(g.cursor + n) }

// Select moves the cursor to row i, or as near as there are rows.
func (g *Grid) Select(i int) {
	g.cursor = max(0, min(i, g.rows-1))
	g.top = max(min(g.top, g.cursor), g.cursor-g.height+1)
	g.top = max(0, min(g.top, g.rows-g.height))
}

// Step moves by an action of moving; others do nothing.
func (g *Grid) Step(id action.ID) {
	switch id {
	case action.Down:
		g.Move(1)
	case action.Up:
		g.Move(-1)
	case action.PageDown:
		g.Move(g.Page())
	case action.PageUp:
		g.Move(-g.Page())
	case action.Home:
		g.Select(0)
	case action.End:
		g.Select(g.rows - 1)
	}
}

// Page is how far a half page goes.
func (g *Grid) Page() int { return max(1, g.height/2) }

// Cursor is the selected row, -1 where there are none.
func (g *Grid) Cursor() int {
	if g.rows == 0 {
		return -1
	}
	return g.cursor
}

// Window gives the rows in sight: from lo up to but not including hi.
func (g *Grid) Window() (lo, hi int) { return g.top, min(g.rows, g.top+g.height) }

// Column is one column of a table that adapts to the width of the terminal.
type Column struct {
	Title safeterm.Text
	Width int  // cells
	Most  int  // cells that it has a use for; 0 = Width
	Right bool // numbers
	Drop  int  // columns with the highest Drop go first where it is narrow; 0 = never
}

// Fit chooses the columns that fit into w cells with one blank between them,
// and gives their indices. Columns go by Drop, highest first.
func Fit(cols []Column, w int) []int {
	keep := make([]bool, len(cols))
	need := -1
	for i, c := range cols {
		keep[i] = true
		need += c.Width + 1
	}
	for need > w {
		worst := -1
		for i, c := range cols {
			if keep[i] && c.Drop > 0 && (worst < 0 || c.Drop > cols[worst].Drop) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		keep[worst] = false
		need -= cols[worst].Width + 1
	}
	var out []int
	for i := range cols {
		if keep[i] {
			out = append(out, i)
		}
	}
	return out
}

// Widen gives what is left of w cells to the kept columns that have a use for
// more, from left to right.
func Widen(cols []Column, keep []int, w int) {
	left := w + 1
	for _, i := range keep {
		left -= cols[i].Width + 1
	}
	for _, i := range keep {
		if more := min(left, cols[i].Most-cols[i].Width); more > 0 {
			cols[i].Width += more
			left -= more
		}
	}
}
