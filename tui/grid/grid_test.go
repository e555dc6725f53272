package grid_test

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/tui/grid"
)

func TestMoves(t *testing.T) {
	var g grid.Grid
	if g.Cursor() != -1 {
		t.Errorf("an empty grid selects %d", g.Cursor())
	}
	g.Resize(100, 10)
	g.Move(12)
	if lo, hi := g.Window(); g.Cursor() != 12 || lo != 3 || hi != 13 {
		t.Errorf("at %d, window %d-%d", g.Cursor(), lo, hi)
	}
	g.Select(1000)
	if lo, hi := g.Window(); g.Cursor() != 99 || lo != 90 || hi != 100 {
		t.Errorf("at the end: at %d, window %d-%d", g.Cursor(), lo, hi)
	}
	g.Resize(4, 10) // a filter
	if lo, hi := g.Window(); g.Cursor() != 3 || lo != 0 || hi != 4 {
		t.Errorf("after a filter: at %d, window %d-%d", g.Cursor(), lo, hi)
	}
}

// Whatever happens, the cursor is a row, it is in sight, and no line is wasted.
func TestTheCursorIsInSight(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var g grid.Grid
	height := 1
	for range 20000 {
		switch r.Intn(3) {
		case 0:
			height = r.Intn(60)
			g.Resize(r.Intn(120), height)
		case 1:
			g.Move(r.Intn(81) - 40)
		default:
			g.Select(r.Intn(200) - 40)
		}
		lo, hi := g.Window()
		if g.Rows() == 0 {
			if g.Cursor() != -1 || lo != hi {
				t.Fatalf("no rows, but cursor %d, window %d-%d", g.Cursor(), lo, hi)
			}
			continue
		}
		if g.Cursor() < lo || g.Cursor() >= hi || lo < 0 || hi > g.Rows() || hi-lo != min(g.Rows(), max(1, height)) {
			t.Fatalf("cursor %d, window %d-%d of %d rows in %d lines", g.Cursor(), lo, hi, g.Rows(), height)
		}
	}
}

func TestColumnsGoInTheirOrder(t *testing.T) {
	cols := []grid.Column{{Width: 5}, {Width: 10, Drop: 2}, {Width: 10, Drop: 9}, {Width: 5}}
	for _, tt := range []struct {
		w    int
		want []int
	}{{33, []int{0, 1, 2, 3}}, {32, []int{0, 1, 3}}, {22, []int{0, 1, 3}}, {21, []int{0, 3}}, {3, []int{0, 3}}} {
		if diff := cmp.Diff(tt.want, grid.Fit(cols, tt.w)); diff != "" {
			t.Errorf("%d cells: %s", tt.w, diff)
		}
	}
	if !slices.IsSorted(grid.Fit(cols, 33)) {
		t.Error("columns change places")
	}
}
