// Package theme gives the colours of the screens by role.
//
// What goes in: a role. What comes out: the SGR sequence for it, from the 16
// ANSI colours only, so that the user's own terminal theme rules; "" where
// colours are off. A colour is never the only sign of anything: states are words
// and the selected row has a mark.
package theme

import "github.com/headroom-audit/headroom/audit"

// Theme holds the sequences; the zero Theme has no colour but still bold and
// reverse.
type Theme struct{ Color bool }

// Sequences that every terminal of the last forty years knows.
const (
	Reset   = "\x1b[0m"
	Bold    = "\x1b[1m"
	Reverse = "\x1b[7m"
)

// State gives the sequence for a state word.
func (t Theme) State(s audit.State) string {
	switch s {
	case audit.Over, audit.Crit:
		return t.pick("\x1b[1;31m", Bold)
	case audit.Pend:
		return t.pick("\x1b[1;35m", Bold)
	case audit.Warn, audit.Unkn, audit.Fail, audit.Stale:
		return t.pick("\x1b[33m", "")
	case audit.OK:
		return t.pick("\x1b[32m", "")
	default:
		return ""
	}
}

// Head is for headings and the tab that is open.
func (t Theme) Head() string { return Bold }

// Dim is for rules and hints.
func (t Theme) Dim() string { return t.pick("\x1b[36m", "") }

// Mark is for carets under numbers and for search hits.
func (t Theme) Mark() string { return t.pick("\x1b[1;33m", Bold) }

// Bad is for errors.
func (t Theme) Bad() string { return t.pick("\x1b[1;31m", Bold) }

func (t Theme) pick(color, plain string) string {
	if t.Color {
		return color
	}
	return plain
}
