package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// expand fills the places of a line: {location} is each card that the ledger names,
// {slot} its place in the chassis, {member} each member of a stack, {behind} those
// members for which something waits, in the words of Junos. Where none is
// known the line is not printed, and the plan says what is to be filled in.
func (w *work) expand(line string) []string {
	if line == "" {
		return nil
	}
	lines := []string{w.spelled(line)}
	for _, b := range []struct {
		blank  string
		values func() []string
	}{{"{location}", w.nodes}, {"{slot}", w.slots}, {"{member}", w.members}, {"{behind}", w.behind}} {
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

// slots are the places of the cards, 0/7 of 0/7/CPU0, 5 of fpc5: those of the class
// that the change is about where it is about one, else all of the ledger, or those
// that it should have read.
func (w *work) slots() []string {
	cards := w.nodes()
	if len(cards) == 0 {
		for _, e := range w.v.Device.Identity.Engines {
			cards = extend(cards, e.Slot)
		}
		for _, v := range w.v.Device.Coverage { // cards that nobody has read are named there
			if strings.HasPrefix(v.Engine, "fpc") {
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
		if at := strings.LastIndex(n, "/CPU"); at > 0 {
			n = n[:at]
		}
		out = extend(out, strings.TrimLeft(n, "abcdefghijklmnopqrstuvwxyzFPC "))
	}
	return out
}

// behind are the members of a virtual chassis that a reboot must take: all of them,
// or those whose own change waits ("UFT profile of member 1").
func (w *work) behind() []string {
	if w.changes() || w.v.Device.Identity.OS != fact.Junos {
		return []string{"all-members"}
	}
	var out []string
	for _, p := range w.v.Device.Pending {
		_, no, ok := strings.Cut(p.What, " of member ")
		if !ok {
			return []string{"all-members"}
		}
		out = extend(out, "member "+no)
	}
	if len(out) == 0 {
		return []string{"all-members"}
	}
	return out
}

func (w *work) members() []string { return ledger.Members(w.v.Device) }

// fedWords are two spellings of one command; a standalone switch may know one only.
const (
	fedSwitch = " fed switch active "
	fedAlone  = " fed active "
)

// spelled writes a command in the spelling that the device answered.
func (w *work) spelled(line string) string {
	for _, words := range [][2]string{{fedSwitch, fedAlone}, {fedAlone, fedSwitch}} {
		if strings.Contains(line, words[0]) && !w.answered(words[0]) && w.answered(words[1]) {
			return strings.Replace(line, words[0], words[1], 1)
		}
	}
	return line
}

// answered reports whether a command with these words was understood by the device.
func (w *work) answered(words string) bool { return ledger.Understood(w.v.Device, words) }
