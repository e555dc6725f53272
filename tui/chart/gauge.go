// Package chart draws small pictures of numbers in text.
//
// What goes in: numbers and a width in cells. What comes out: a string of exactly
// that width, in block characters or in ASCII. It does no I/O and knows nothing
// of terminals.
package chart

import (
	"math"
	"strings"
)

// Amounts are what a gauge shows, all in one unit. Known says which of them are
// known: an unknown one is not drawn as zero.
type Amounts struct {
	Used, Cap, Max                float64
	UsedKnown, CapKnown, MaxKnown bool
}

// Gauge draws memory in w cells, scaled to the silicon's maximum: █ used (in
// eighths), · free below the cap, │ the active cap, ░ memory that exists but the
// carve does not give, ╪ the cap is reached. Much ░ says "raise the cap", no ░
// says "buy hardware". Where nothing is known it says so in words.
func Gauge(w int, a Amounts, ascii bool) string {
	if w <= 0 {
		return ""
	}
	if !a.UsedKnown || !a.CapKnown || !(a.Cap > 0) || !(a.Used >= 0) || math.IsInf(a.Cap, 0) || math.IsInf(a.Used, 0) {
		return pad("? no data", w)
	}
	full := a.Cap
	if a.MaxKnown && a.Max > full && !math.IsInf(a.Max, 0) {
		full = a.Max
	}
	g := glyphs(ascii)
	room := w - 1 // one cell is the cap's own
	capAt := int(float64(room)*(a.Cap/full) + 0.5)
	if a.Used >= a.Cap {
		return strings.Repeat(g.full, capAt) + g.reached + strings.Repeat(g.beyond, room-capAt)
	}
	eighths := int(float64(room*8)*(a.Used/full) + 0.5)
	if a.Used > 0 { // what is not nothing shows, and what is not all leaves a gap
		eighths = max(1, eighths)
	}
	eighths = max(0, min(eighths, capAt*8-1))
	var b strings.Builder
	b.WriteString(strings.Repeat(g.full, eighths/8))
	cells := eighths / 8
	if part := eighths % 8; part > 0 && cells < capAt {
		if ascii && cells == 0 {
			part = len(g.parts) - 1
		}
		b.WriteString(g.parts[part])
		cells++
	}
	b.WriteString(strings.Repeat(g.free, capAt-cells))
	b.WriteString(g.cap)
	b.WriteString(strings.Repeat(g.beyond, room-capAt))
	return b.String()
}

// glyph is one set of characters.
type glyph struct {
	full, free, cap, beyond, reached string
	parts                            [8]string
}

func glyphs(ascii bool) glyph {
	if ascii {
		return glyph{"#", ".", "|", "-", "X", [8]string{"", ".", ".", ".", "#", "#", "#", "#"}}
	}
	return glyph{"█", "·", "│", "░", "╪", [8]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}}
}

// Bar draws a plain progress bar of done out of all in w cells.
func Bar(w, done, all int, ascii bool) string {
	if w <= 0 {
		return ""
	}
	n := 0
	if all > 0 {
		n = max(0, min(w, w*done/all))
	}
	g := glyphs(ascii)
	return strings.Repeat(g.full, n) + strings.Repeat(g.free, w-n)
}

func pad(s string, w int) string {
	if len(s) >= w {
		return s[:w]
	}
	return s + strings.Repeat(" ", w-len(s))
}
