package plan

import (
	"slices"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// hand is the manual of a device, which may leave anything out.
type hand struct{ catalog.Manual }

// frame reports whether a line is how configuration mode is entered, left, looked
// at or committed: the plan writes these itself.
func (h hand) frame(line string) bool { return line == "" || h.Frame != nil && h.Frame(line) }

func (h hand) commits(line string) bool { return slices.Contains(h.Commits, line) }

// line reports whether what waits is told by its line of the configuration.
func (h hand) line(waits string) bool { return h.Line != nil && h.Line(waits) }

// size reports whether a prediction is a size that is shown while it waits.
func (h hand) size(predicted string) bool { return h.Size != nil && h.Size(predicted) }

// sized words one size that waits.
func (h hand) sized(c fact.Change) string {
	if h.Sized != nil {
		if words := h.Sized(c); words != "" {
			return words
		}
	}
	return c.What + " " + c.To
}

// limits says what the limit of routes per neighbour is called.
func (h hand) limits() string {
	if h.Limits == "" {
		return ""
	}
	return " (" + h.Limits + ")"
}
