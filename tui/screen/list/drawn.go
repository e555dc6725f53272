package list

import (
	"slices"
	"time"

	"github.com/headroom-audit/headroom/tui/draw"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/grid"
)

// drawn keeps the lines of devices that were drawn: a key that moves the cursor draws
// two lines and not a screen of them. A row never changes, a device that does gets
// another row.
type drawn struct {
	w      int
	cols   []grid.Column
	keep   []int
	minute int64 // in which: OUT IN goes by the clock
	lines  map[mark]draw.Row
}

// mark is what a line that is not selected looks like.
type mark struct {
	row    *fleet.Row
	marked bool
}

// most is how many lines are kept: some screens full.
const most = 1000

// settle forgets the lines where they would be drawn in another way now.
func (d *drawn) settle(w int, cols []grid.Column, keep []int, now time.Time) {
	minute := now.Unix() / 60
	if d.w == w && d.minute == minute && len(d.lines) < most && slices.Equal(d.cols, cols) && slices.Equal(d.keep, keep) {
		return
	}
	*d = drawn{w, cols, keep, minute, map[mark]draw.Row{}}
}

// row gives the line of a device, drawn before or now.
func (d *drawn) row(r *fleet.Row, marked, current bool, line func(r *fleet.Row, current bool) draw.Row) draw.Row {
	if current {
		return line(r, true)
	}
	at := mark{r, marked}
	row, ok := d.lines[at]
	if !ok {
		row = line(r, false)
		d.lines[at] = row
	}
	return row
}
