package nxos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// savedConfig compares the lines of the memory in the running and in the startup
// configuration, where both came whole: a reload reads the latter.
func savedConfig(d *fact.Device) {
	run, start := lastConfig(d, "running"), lastConfig(d, "startup")
	if run < 0 || start < 0 || slices.ContainsFunc(d.Events, func(e fact.Event) bool { return e.Output > min(run, start) && e.Kind != fact.Reloaded }) {
		return
	}
	_, runFilter := vendors.SplitPipe(d.Outputs[run].Command)
	_, startFilter := vendors.SplitPipe(d.Outputs[start].Command)
	here, saved := carveIn(d.Outputs[run].Text), carveIn(d.Outputs[start].Text)
	lost, found := missing(here, saved), runFilter == startFilter || startFilter == ""
	if !found || lost == "" {
		lost, found = missing(saved, here), runFilter == startFilter || runFilter == ""
	}
	switch {
	case found && lost != "":
		d.Boot.Unsaved, d.Boot.UnsavedSpan = fact.Yes, lineSpan(d, run, start, lost)
		if _, mode := d.Said(fact.FlagModeRunning); mode && strings.HasPrefix(lost, routingLine) {
			d.Carve.AfterReload = fact.Setting{Grade: fact.UnknownGrade, Note: "the mode of the running configuration is not in startup-config"}
		}
	case runFilter == startFilter:
		d.Boot.Unsaved = fact.No
	}
}

// ofAll reports whether a command asks for a configuration, and not for a part of it
// ("interface", "diff"), whatever its filter.
func ofAll(command string) bool {
	bare, _ := vendors.SplitPipe(command)
	w := strings.Fields(bare)
	return len(w) == 2 || len(w) == 3 && isWord(w[2], "all", 2)
}

// lastConfig is the last whole answer about a configuration, below 0 = none.
func lastConfig(d *fact.Device, word string) int {
	for i := len(d.Outputs) - 1; i >= 0; i-- {
		o := &d.Outputs[i]
		if strings.Contains(o.Command, word) && o.Parser == "show-running-config" && o.Complete() && o.Current() && o.Part == "" && ofAll(o.Command) {
			return i
		}
	}
	return -1
}

// carveIn gives the lines of a configuration that divide the memory.
func carveIn(config string) []string {
	var out []string
	for line := range strings.SplitSeq(config, "\n") {
		if t := strings.TrimSpace(line); isCarve(t) {
			out = append(out, t)
		}
	}
	return out
}

// missing is the first line of a that b lacks, "" where it lacks none.
func missing(a, b []string) string {
	for _, l := range a {
		if !slices.Contains(b, l) {
			return l
		}
	}
	return ""
}

// lineSpan is where a line stands in the one output or in the other.
func lineSpan(d *fact.Device, run, start int, line string) fact.Span {
	for _, i := range []int{run, start} {
		if at := strings.Index(d.Outputs[i].Text, line); at >= 0 {
			return fact.Span{Output: int32(i), Line: int32(1 + strings.Count(d.Outputs[i].Text[:at], "\n")), Start: int32(at), End: int32(at + len(line))}
		}
	}
	return fact.Span{}
}
