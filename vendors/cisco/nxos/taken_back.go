package nxos

import (
	"regexp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// takenBack reports whether a line takes away what was entered in the session since the
// last reload, where the configuration that was shown before had no line of the kind.
func takenBack(d *fact.Device, s vendors.Stood) bool {
	first := -1
	for i := range d.Events {
		e := &d.Events[i]
		switch {
		case !s.No || e.Output >= s.Output:
		case wholeReload(*e):
			first = -1
		case e.Kind == fact.Entered && first < 0 && slices.ContainsFunc(e.Lines, func(l string) bool { return sets(l, s.Key) }):
			first = e.Output
		}
	}
	for i := first - 1; i >= 0; i-- {
		o := &d.Outputs[i]
		if strings.Contains(o.Command, "running") && o.Parser == "show-running-config" && o.Complete() && o.Part == "" && ofAll(o.Command) && lets(o.Command, s.Line) {
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
