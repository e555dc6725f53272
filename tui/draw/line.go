// Package draw makes the lines of frames.
//
// What goes in: clean text (safeterm.Text), styles of theme, widths in cells. What
// comes out: Rows, finished lines of exactly the width asked for. A Row can only
// be made here and only of clean text, so nothing else reaches a terminal. The
// package knows no screen and does no I/O.
package draw

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/tui/theme"
)

// Row is one finished line of a frame.
type Row struct{ text string }

// String gives the row as it goes to the terminal.
func (r Row) String() string { return r.text }

// Line builds a row: pieces of text with a style each, cut to the width.
type Line struct {
	b    strings.Builder
	left int
	base theme.Style // before every piece: reverse of a selected row
}

// NewLine begins a row of w cells.
func NewLine(w int) *Line {
	l := &Line{left: w}
	l.b.Grow(w + w/2 + 64) // for styles, and for block characters
	return l
}

// Selected begins a row in reverse video; pieces with a style keep it.
func Selected(w int) *Line {
	l := NewLine(w)
	l.base = theme.Reverse
	return l
}

// Left is how many cells are still free.
func (l *Line) Left() int { return l.left }

// Add writes text in a style ("" = none), as much of it as fits.
func (l *Line) Add(style theme.Style, text safeterm.Text) *Line {
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
		style = l.base
	}
	if style == "" {
		l.b.WriteString(string(text))
		return l
	}
	l.b.WriteString(string(style))
	l.b.WriteString(string(text))
	l.b.WriteString(string(theme.Reset))
	return l
}

// To fills with blanks until only n cells are left.
func (l *Line) To(n int) *Line {
	for l.left > n {
		l.Add("", blanks[:min(l.left-n, len(blanks))])
	}
	return l
}

const blanks safeterm.Text = "                                                                "

// Cell writes text into exactly w cells, at the right for numbers.
func (l *Line) Cell(style theme.Style, text safeterm.Text, w int, right bool) *Line {
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
		l.To(l.left - (w - n))
	}
	return l.Add(style, text).To(end)
}

// Right puts text at the right end, if it fits.
func (l *Line) Right(style theme.Style, text safeterm.Text) *Line {
	n := safeterm.Width(text)
	if n == 0 || n > l.left {
		return l
	}
	return l.To(n).Add(style, text)
}

// Row fills the line up to its width.
func (l *Line) Row() Row {
	l.To(0)
	return Row{l.b.String()}
}

// Plain is a whole line of text without styles.
func Plain(w int, text safeterm.Text) Row { return Row{string(safeterm.Pad(text, w))} }

// Blank is an empty line.
func Blank(w int) Row { return Plain(w, "") }

// Reversed is a whole line in reverse video.
func Reversed(w int, text safeterm.Text) Row { return Selected(w).Add("", text).Row() }
