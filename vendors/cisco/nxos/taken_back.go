package nxos

import (
	"regexp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// entries are the events that entered a line for each key, and the reloads of the
// whole switch, by their place among the events.
type entries struct {
	keys    map[string][]int
	reloads []int
}

func entriesOf(d *fact.Device) *entries {
	out := &entries{keys: map[string][]int{}}
	for i := range d.Events {
		e := &d.Events[i]
		if wholeReload(*e) {
			out.reloads = append(out.reloads, i)
		}
		if e.Kind != fact.Entered {
			continue
		}
		for _, l := range e.Lines {
			if key, ok := carveKey(l); ok {
				out.keys[key] = append(out.keys[key], i)
			}
		}
	}
	return out
}

// first is the exchange that entered a line for the key of s since the last reload
// before it, -1 = none did.
func (n *entries) first(d *fact.Device, s vendors.Stood) int {
	since := -1
	for _, i := range n.reloads {
		if d.Events[i].Output < s.Output {
			since = i
		}
	}
	for _, i := range n.keys[s.Key] {
		if out := d.Events[i].Output; i > since && out < s.Output {
			return out
		}
	}
	return -1
}

// takenBack reports whether a line takes away what was entered in the session since the
// last reload, where the configuration that was shown before had no line of the kind.
func (n *entries) takenBack(d *fact.Device, s vendors.Stood) bool {
	if !s.No {
		return false
	}
	for i := n.first(d, s) - 1; i >= 0; i-- {
		o := &d.Outputs[i]
		if o.Parser == "show-running-config" && strings.Contains(o.Command, "running") && o.Complete() && o.Part == "" && ofAll(o.Command) && lets(o.Command, s.Line) {
			return !slices.ContainsFunc(carveIn(o.Text), func(l string) bool { return sets(l, s.Key) })
		}
	}
	return false
}

// sets reports whether a line gives a value to a key.
func sets(line, key string) bool {
	k, ok := carveKey(line)
	return ok && k == key
}

// lets reports whether the filter of a command would let a line through.
func lets(command, line string) bool {
	_, filter := vendors.SplitPipe(command)
	if filter == "" {
		return true
	}
	verb, pattern, _ := strings.Cut(filter, " ")
	re, err := regexp.Compile(strings.Trim(strings.TrimSpace(pattern), `"'`))
	return err == nil && (isWord(verb, "include", 1) || verb == "grep" || verb == "egrep") && re.MatchString(line)
}
