package vendors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// candidates drops the lines that were entered and taken back or never committed,
// where the OS has a commit, or the lines themselves wait for one. Each part of a
// device has a candidate of its own.
func (r *replay) candidates() {
	var out []fact.Event
	open := map[string][]fact.Event{}
	for _, e := range r.d.Events {
		part := ""
		if e.Output >= 0 && e.Output < len(r.d.Outputs) {
			part = r.d.Outputs[e.Output].Part
		}
		switch {
		case e.Kind == fact.Entered && (e.Candidate || r.os.Commits):
			open[part] = append(open[part], e)
		case e.Kind == fact.TakenBack:
			open[part] = nil
		case e.Kind == fact.Committed:
			out = append(append(out, open[part]...), e)
			open[part] = nil
		default:
			out = append(out, e)
		}
	}
	r.d.Events = out
}

// replaced makes history of the answers to questions that were answered anew. A
// later refusal or an empty answer takes nothing back.
func (r *replay) replaced() {
	newest := map[string]int{}
	for i := len(r.steps) - 1; i >= 0; i-- {
		out, key := &r.d.Outputs[i], r.steps[i].key
		if key == "" || out.Loose {
			continue
		}
		if later, ok := newest[key]; ok {
			out.History = "asked again later"
			r.unordered(i, later)
		} else if r.answers(i) {
			newest[key] = i
		}
	}
}

// unordered notes two answers to one question that differ, in files of which nobody
// knows which is newer: neither may make a device healthy.
func (r *replay) unordered(i, j int) {
	files := strings.Split(r.t.Session[transcript.Unordered], "\n")
	a, b, p := &r.d.Outputs[i], &r.d.Outputs[j], r.steps[i].parser
	if a.File == b.File || a.Text == b.Text || p == nil || p.Stands || !slices.Contains(files, a.File) || !slices.Contains(files, b.File) {
		return
	}
	v := fact.Vital{Kind: fact.Beside, Name: "which of two files is newer", Answer: fact.Contradicted, Commands: []string{"show clock"}}
	v.Quote = fmt.Sprintf("%s is answered otherwise in %s than in %s, and no clock stands in them", quote(a.Command), a.File, b.File)
	_, v.Span = firstLine(b, j)
	if !slices.ContainsFunc(r.d.Coverage, func(o fact.Vital) bool { return o.Name == v.Name }) {
		r.d.Coverage = append(r.d.Coverage, v)
	}
}

// answers reports whether output i says something to its question. Nothing behind
// a filter that chooses lines says that there is no such line.
func (r *replay) answers(i int) bool {
	out, s := &r.d.Outputs[i], &r.steps[i]
	return out.State != string(transcript.Rejected) && (out.Lines > 0 || s.key != s.group)
}

// reloaded makes history of what was said before a reload of the whole device, and
// of the rows of a part before its restart. What a reload does not change stands.
func (r *replay) reloaded() {
	events := r.d.Events
	whole, parts := false, map[fact.Scope]bool{} // what was reloaded after an output
	for i := len(r.d.Outputs) - 1; i >= 0; i-- {
		for ; len(events) > 0 && events[len(events)-1].Output > i; events = events[:len(events)-1] {
			switch e := events[len(events)-1]; {
			case e.Kind != fact.Reloaded:
			case e.Whole():
				whole = true
			default:
				parts[e.Scope] = true
			}
		}
		s, out := &r.steps[i], &r.d.Outputs[i]
		if s.parser != nil && s.parser.Stands {
			continue
		}
		if whole && out.Current() {
			out.History = "before the reload"
		}
		forget(&s.reading, parts)
	}
}

// forget drops the rows and exceptions of parts that were restarted.
func forget(r *fact.Reading, parts map[fact.Scope]bool) {
	gone := func(place fact.Scope) bool {
		for part := range parts {
			if Inside(place, part) {
				return true
			}
		}
		return false
	}
	r.Tables = slices.DeleteFunc(r.Tables, func(t fact.Table) bool { return gone(t.Scope) })
	r.Exceptions = slices.DeleteFunc(r.Exceptions, func(e fact.Exception) bool { return gone(e.Scope) })
}

// Inside reports whether a place lies in a part of the device: "0/1/CPU0" in card
// "0/1", "fpc3" in "fpc3".
func Inside(place, part fact.Scope) bool {
	a, b := nodeOf(place), nodeOf(part)
	if a == "" || b == "" {
		return false
	}
	rest, ok := strings.CutPrefix(strings.ToLower(a), strings.ToLower(b))
	return ok && (rest == "" || rest[0] == '/')
}

// nodeOf names a place: "0/1", "fpc3"; "module 3" where the number is its index.
func nodeOf(s fact.Scope) string {
	if s.Node == "" && s.Index != "" {
		return string(s.Kind) + " " + s.Index
	}
	return strings.TrimSuffix(s.Node, "/CPU0")
}
