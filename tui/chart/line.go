package chart

import (
	"math"
	"strings"
)

// Point is one value at a place on the axis.
type Point struct{ X, Y float64 }

// Mark is a sign under the axis.
type Mark struct {
	X    float64
	Sign rune
}

// Series is what a line chart shows. Points and caps are in the order of X.
type Series struct {
	Points []Point
	Caps   []Point // the cap from each point on, a step line
	Marks  []Mark
}

// Line draws a series in w cells and h lines, and one line of marks under it. low and
// high are the values of the lowest and the highest line. What was not read is not
// drawn: no line is laid between two points.
func Line(w, h int, s Series, ascii bool) (lines []string, low, high float64) {
	if w < 2 || h < 1 || len(s.Points) == 0 {
		return nil, 0, 0
	}
	low, high = bounds(s)
	from, to := s.Points[0].X, s.Points[len(s.Points)-1].X
	at := func(x float64, n int) int { return scale(x, from, to, n) }
	cells := make([][]rune, h)
	for i := range cells {
		cells[i] = []rune(strings.Repeat(" ", w))
	}
	sign := '─'
	if ascii {
		sign = '-'
	}
	c := 0
	for col := range w {
		for c+1 < len(s.Caps) && at(s.Caps[c+1].X, w) <= col {
			c++
		}
		if c < len(s.Caps) && s.Caps[c].Y > 0 && at(s.Caps[c].X, w) <= col {
			cells[h-1-scale(s.Caps[c].Y, low, high, h)][col] = sign
		}
	}
	for _, p := range s.Points {
		if ascii {
			cells[h-1-scale(p.Y, low, high, h)][at(p.X, w)] = '*'
			continue
		}
		row, col := 4*h-1-scale(p.Y, low, high, 4*h), at(p.X, 2*w)
		cell := &cells[row/4][col/2]
		if *cell < braille || *cell > braille+0xff {
			*cell = braille
		}
		*cell |= dot(col%2, row%4)
	}
	for _, line := range cells {
		lines = append(lines, string(line))
	}
	under := []rune(strings.Repeat(" ", w))
	for _, m := range s.Marks {
		if m.X >= from && m.X <= to {
			under[at(m.X, w)] = m.Sign
		}
	}
	return append(lines, string(under)), low, high
}

const braille = 0x2800

// dot is the bit of a braille cell at a column of 2 and a row of 4.
func dot(col, row int) rune {
	return [2][4]rune{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}[col][row]
}

// bounds are the values that a chart shows: all that is used, and every cap.
func bounds(s Series) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range s.Points {
		low, high = min(low, p.Y), max(high, p.Y)
	}
	for _, p := range s.Caps {
		high = max(high, p.Y)
	}
	return low, high
}

// scale gives the place of v among n places from low to high.
func scale(v, low, high float64, n int) int {
	if high <= low {
		return 0
	}
	return max(0, min(n-1, int(float64(n-1)*(v-low)/(high-low)+0.5)))
}
