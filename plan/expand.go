package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/ledger"
)

// expand fills the places of a line: {location} is each card that the ledger names,
// {slot} its place in the chassis, {behind} the members for which something waits. Where
// none is known the line is not printed, and the plan says what is to be filled in.
func (w *work) expand(line string) []string {
	if line == "" {
		return nil
	}
	lines := []string{w.spelled(line)}
	for _, b := range []struct {
		blank  string
		values func() []string
	}{{"{location}", w.nodes}, {"{slot}", w.slots}, {"{behind}", w.behind}} {
		if strings.Contains(line, b.blank) {
			lines = filled(lines, b.blank, b.values())
		}
	}
	if len(lines) == 0 || strings.ContainsAny(lines[0], "{}") {
		w.unsure("what stands in the braces of: " + line)
		return nil
	}
	return lines
}

func filled(lines []string, blank string, values []string) []string {
	var out []string
	for _, line := range lines {
		for _, v := range values {
			out = append(out, strings.ReplaceAll(line, blank, v))
		}
	}
	return out
}

// nodes are the cards of the ledger.
func (w *work) nodes() []string {
	var out []string
	for i := range w.v.Pools {
		if n := w.v.Pools[i].Scope.Node; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// slots are the places of the cards: those of the class that the change is about where
// it is about one, else all of the ledger, or those that it should have read.
func (w *work) slots() []string {
	if w.m.Slot == nil {
		return nil
	}
	cards := w.nodes()
	if len(cards) == 0 {
		for _, e := range w.v.Device.Identity.Engines {
			cards = extend(cards, e.Slot)
		}
		for _, v := range w.v.Device.Coverage { // cards that nobody has read are named there
			if _, card := w.m.Slot(v.Engine); card {
				cards = extend(cards, v.Engine)
			}
		}
	}
	if c := saving(w); c != nil && c.Class != "" {
		cards = nil
		for _, e := range w.v.Device.Identity.Engines {
			if known, ok := w.family.Engine(e.PID); ok && known.Class == c.Class {
				cards = extend(cards, e.Slot)
			}
		}
	}
	var out []string
	for _, n := range cards {
		slot, _ := w.m.Slot(n)
		out = extend(out, slot)
	}
	return out
}

// alone are the members that a reload must take, each for a change of its own; none =
// all of them.
func (w *work) alone() []string {
	if w.changes() || w.m.Parts == nil {
		return nil
	}
	return w.m.Parts(w.v.Device)
}

// behind are the members that a reload must take.
func (w *work) behind() []string {
	if m := w.alone(); len(m) > 0 || w.m.AllParts == "" {
		return m
	}
	return []string{w.m.AllParts}
}

// spelled writes a command in the spelling that the device answered.
func (w *work) spelled(line string) string {
	for _, pair := range w.m.Spellings {
		for _, words := range [][2]string{pair, {pair[1], pair[0]}} {
			if strings.Contains(line, words[0]) && !w.answered(words[0]) && w.answered(words[1]) {
				return strings.Replace(line, words[0], words[1], 1)
			}
		}
	}
	return line
}

// answered reports whether a command with these words was understood by the device.
func (w *work) answered(words string) bool { return ledger.Understood(w.v.Device, words) }
