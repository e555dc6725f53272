package plan

import (
	"cmp"
	"strconv"
	"strings"
)

// named fills the places of what a check must show: {wanted|…} is the setting that the
// reload brings, {runs|…} the one of now, {sizes|…} the sizes and {lines|…} the lines
// of what waits; the words behind the bar stand where that is not known.
func named(w *work, expect string) string {
	for what, value := range map[string]string{"wanted": wanted(w), "runs": w.v.Device.Carve.Active.Text, "sizes": sizes(w), "lines": lines(w)} {
		before, rest, found := strings.Cut(expect, "{"+what+"|")
		otherwise, after, closed := strings.Cut(rest, "}")
		if found && closed {
			expect = before + cmp.Or(value, otherwise) + after
		}
	}
	return expect
}

// wanted is the name of the setting that the device must have after the reload: of
// the change, or what it says itself; "" = not known.
func wanted(w *work) string {
	switch {
	case w.changes() && w.v.Proposal != nil:
		return w.v.Proposal.Name
	case w.v.Device.Carve.AfterReload.Known():
		return w.v.Device.Carve.AfterReload.Text
	}
	return ""
}

// sizes words the sizes that wait, as the device prints them where its way is known.
func sizes(w *work) string {
	var out []string
	if w.changes() && w.v.Proposal != nil {
		for _, line := range w.v.Proposal.Predict {
			if w.m.size(line) {
				out = append(out, line)
			}
		}
		return strings.Join(out, "; ")
	}
	for _, p := range w.v.Device.Pending {
		if _, err := strconv.ParseFloat(p.To, 64); err == nil {
			out = extend(out, w.m.sized(p))
		}
	}
	return strings.Join(out, "; ")
}

// lines are the lines of the configuration that wait: those of the change, or those
// that were seen to wait; "" = not known.
func lines(w *work) string {
	var out []string
	if w.changes() && w.v.Proposal != nil {
		for _, line := range w.v.Proposal.Commands {
			if full := w.expand(line); !w.m.frame(line) {
				out = extend(out, quoted(full)...)
			}
		}
		return strings.Join(out, ", ")
	}
	out = extend(out, quoted(w.s.Waiting)...)
	for _, p := range w.v.Device.Pending {
		for _, line := range []string{strings.Trim(p.What, "`"), p.To, p.What + " " + p.To} {
			if w.m.line(line) {
				out = extend(out, quoted([]string{line})...)
			}
		}
	}
	return strings.Join(out, ", ")
}

func quoted(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		out = append(out, "`"+l+"`")
	}
	return out
}

// cure says what may be done where a part does not boot like the one that answers.
func cure(w *work) {
	for i := range w.v.Findings {
		if c, ok := w.m.Cures[w.v.Findings[i].Differs]; ok {
			w.add(Step{Phase: Do, Command: c.Command, Expect: c.Expect, Why: c.Why, Source: c.Source})
			return
		}
	}
}
