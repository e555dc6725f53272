// Package theme gives the colours of the screens by role.
//
// What goes in: a role. What comes out: the SGR sequence for it, from the 16
// ANSI colours only, so that the user's own terminal theme rules; "" where
// colours are off. State words bring their own background with a foreground
// that can be read on it, so that they can be read on light and on dark
// terminals alike: a test computes the contrast on the usual palettes. Hints and
// text have the terminal's own colours. A colour is never the only sign of
// anything: states are words and the selected row has a mark.
package theme

import "github.com/headroom-audit/headroom/audit"

// Style is a sequence that this package gave, or "" for none.
type Style string

// Theme holds the styles; the zero Theme has no colour but still bold and
// reverse.
type Theme struct{ Color bool }

// Sequences that every terminal of the last forty years knows.
const (
	Reset   Style = "\x1b[0m"
	Bold    Style = "\x1b[1m"
	Reverse Style = "\x1b[7m"
)

// The blocks: a foreground on a background of the 16 colours.
const (
	whiteOnRed    Style = "\x1b[1;97;41m"
	whiteOnBlue   Style = "\x1b[1;97;44m"
	blackOnYellow Style = "\x1b[30;43m"
	blackOnWhite  Style = "\x1b[30;47m"
)

// Colours of pictures: gauges and rules, never of words.
const (
	red    Style = "\x1b[31m"
	green  Style = "\x1b[32m"
	yellow Style = "\x1b[33m"
	blue   Style = "\x1b[34m"
	cyan   Style = "\x1b[36m"
)

// Sequences lists everything that a frame may hold.
func Sequences() []Style {
	return []Style{Reset, Bold, Reverse, whiteOnRed, whiteOnBlue, blackOnYellow, blackOnWhite, red, green, yellow, blue, cyan}
}

// State gives the style of a state word. ok is as quiet as text.
func (t Theme) State(s audit.State) Style {
	switch s {
	case audit.Over, audit.Crit:
		return t.pick(whiteOnRed, Bold)
	case audit.Pend:
		return t.pick(whiteOnBlue, Bold)
	case audit.Warn:
		return t.pick(blackOnYellow, "")
	case audit.Unkn, audit.Fail, audit.Stale:
		return t.pick(blackOnWhite, "")
	default:
		return ""
	}
}

// Gauge gives the style of a gauge: the state's colour.
func (t Theme) Gauge(s audit.State) Style {
	switch s {
	case audit.Over, audit.Crit:
		return t.pick(red, "")
	case audit.Pend:
		return t.pick(blue, "")
	case audit.Warn:
		return t.pick(yellow, "")
	case audit.OK:
		return t.pick(green, "")
	default:
		return ""
	}
}

// Head is for headings, keys and the tab that is open.
func (t Theme) Head() Style { return Bold }

// Rule is for drawn lines, never for words.
func (t Theme) Rule() Style { return t.pick(cyan, "") }

// Mark is for carets under numbers and for what must be seen.
func (t Theme) Mark() Style { return Bold }

// Bad is for errors and for REFUSED.
func (t Theme) Bad() Style { return t.pick(whiteOnRed, Bold) }

func (t Theme) pick(color, plain Style) Style {
	if t.Color {
		return color
	}
	return plain
}
