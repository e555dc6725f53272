package iosxr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// effective gives the events without what was rolled back, never confirmed or
// replaced; doubt says what is then not known.
func effective(events []fact.Event) (out []fact.Event, doubt string) {
	trial := false // the last commit waits to be confirmed
	for _, e := range events {
		if e.Kind == fact.Entered && e.Text == commitFailed {
			from := lastIndex(out, len(out), fact.Committed) + 1
			if divided(out[from:]) {
				doubt = "a commit failed and a later one did not: whether the lines of the first went with the second is not known"
			}
			out = out[:from]
			continue
		}
		if e.Kind != fact.Committed {
			out = append(out, e)
			continue
		}
		trial = e.Text == commitConfirmed
		switch {
		case strings.HasPrefix(e.Text, commitRollback):
			n, ok := commitsBack(e.Text)
			if out, ok = undo(out, n, ok); !ok {
				doubt = "`" + e.Text + "`: what it took back is not known"
			}
			continue
		case e.Text == commitReplace:
			out = replacedBy(out)
			doubt = "`commit replace` took out every line that was not entered with it; what was there is not known"
		case e.Text == "commit, in part":
			doubt = "a commit failed in part: which of its lines were kept is not known"
		}
		out = append(out, e)
	}
	if trial {
		if divided(lastCommit(out)) {
			doubt = "`commit confirmed` was not confirmed in this log: the router takes the change back by itself"
		}
		out, _ = undo(out, 1, true)
	}
	return out, doubt
}

// commitsBack reads how many commits `rollback configuration last 2` takes back.
func commitsBack(text string) (int, bool) {
	w := strings.Fields(text)
	n, err := strconv.Atoi(w[len(w)-1])
	return n, err == nil && len(w) == 4 && strings.HasPrefix("last", w[2])
}

// undo takes the last n commits away with what they committed; ok is false where
// some are not in the log, or where a reload has made them active.
func undo(events []fact.Event, n int, ok bool) ([]fact.Event, bool) {
	for ; ok && n > 0; n-- {
		at := lastIndex(events, len(events), fact.Committed)
		if at < 0 || lastIndex(events, len(events), fact.Reloaded) > at {
			return events, false
		}
		from := lastIndex(events, at, fact.Committed) + 1
		kept := slices.DeleteFunc(slices.Clone(events[from:at]), func(e fact.Event) bool { return e.Kind == fact.Entered })
		events = append(append(slices.Clone(events[:from]), kept...), events[at+1:]...)
	}
	return events, ok
}

// replacedBy drops what was committed before the target that replaces all.
func replacedBy(events []fact.Event) []fact.Event {
	last := lastIndex(events, len(events), fact.Committed)
	if last < 0 {
		return events
	}
	before := events[last].Output
	return slices.DeleteFunc(slices.Clone(events), func(e fact.Event) bool { return e.Kind == fact.Entered && e.Output <= before })
}

// lastCommit gives the events of the last commit.
func lastCommit(events []fact.Event) []fact.Event {
	at := lastIndex(events, len(events), fact.Committed)
	if at < 0 {
		return nil
	}
	return events[lastIndex(events, at, fact.Committed)+1 : at]
}

func lastIndex(events []fact.Event, before int, kind fact.EventKind) int {
	for i := before - 1; i >= 0; i-- {
		if events[i].Kind == kind {
			return i
		}
	}
	return -1
}

// divided reports whether a line among events is about the memory.
func divided(events []fact.Event) bool {
	return slices.ContainsFunc(events, func(e fact.Event) bool {
		return slices.ContainsFunc(e.Lines, func(l string) bool {
			return divides(strings.TrimPrefix(l, "no ")) || strings.Contains(e.Text, ": ")
		})
	})
}
