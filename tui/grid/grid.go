// Package grid is a virtual list of rows: it knows how many there are, which is
// selected and which are in sight, and draws only those.
//
// What goes in: the number of rows, a height, and moves. What comes out: the
// window of row indices to draw. It holds no rows and does no I/O, so that a
// hundred thousand devices cost what forty do.
package grid

// Grid is the position in a list. The zero Grid is at the top of an empty one.
type Grid struct {
	rows   int
	height int
	top    int
	cursor int
}

// Resize says how many rows there are and how many fit.
func (g *Grid) Resize(rows, height int) {
	g.rows, g.height = max(0, rows), max(1, height)
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

// Rows is how many rows there are.
func (g *Grid) Rows() int { return g.rows }

// Column is one column of a table that adapts to the width of the terminal.
type Column struct {
	Title string
	Width int  // cells
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
