package report

import (
	"bufio"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
)

// mark is one fact under a line of an output.
type mark struct {
	lo, hi int // bytes of the line
	label  string
}

// WriteParseText shows how an output was read: its text with line numbers, a
// caret under every number and the fact it became, and the lines nobody
// understood.
func WriteParseText(w io.Writer, text string, r *fact.Reading) error {
	marks := map[int][]mark{}
	starts := lineStarts(text)
	add := func(label string, s fact.Span) {
		line := int(s.Line)
		if s.IsZero() || line > len(starts) {
			return
		}
		at := starts[line-1]
		marks[line] = append(marks[line], mark{int(s.Start) - at, int(s.End) - at, label})
	}
	for i := range r.Tables {
		tableMarks(&r.Tables[i], add)
	}
	for _, f := range r.Flags {
		add(fmt.Sprintf("%s = %v", f.Name(), f.Value), f.Span)
	}
	unread := map[int]bool{}
	for _, l := range r.Unread {
		unread[l.No] = true
	}
	b := bufio.NewWriter(w)
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		sign := "|"
		if unread[i+1] {
			sign = "?"
		}
		fmt.Fprintf(b, "%5d %s %s\n", i+1, sign, safeterm.Clean(strings.TrimRight(line, "\r")))
		writeMarks(b, line, marks[i+1])
	}
	fmt.Fprintf(b, "\n%s, %s, %s not understood", words.Plural(len(r.Tables), "row"), words.Plural(len(r.Flags), "flag"), words.Plural(len(r.Unread), "line"))
	if r.Family != "" {
		fmt.Fprintf(b, ", family %s", r.Family)
	}
	if r.Why != "" {
		fmt.Fprintf(b, "\n%s", safeterm.CleanLine(r.Why))
	}
	fmt.Fprintln(b)
	return b.Flush()
}

func tableMarks(t *fact.Table, add func(string, fact.Span)) {
	name := t.Name
	if s := t.Scope.String(); s != "" {
		name += " (" + s + ")"
	}
	for _, f := range []struct {
		what string
		fig  fact.Figure
	}{
		{"used", t.Used},
		{"cap", t.Cap},
		{"configured", t.Configured},
		{"after reload", t.Pending},
		{"silicon maximum", t.Max},
		{"printed percent", t.Percent},
		{"failures", t.Failures},
		{"peak", t.Peak},
	} {
		if !f.fig.Known() {
			continue
		}
		label := fmt.Sprintf("%s of %s = %s %s", f.what, name, f.fig, t.Unit)
		if f.fig.Source != "" {
			label += " [" + f.fig.Source + "]"
		}
		add(label, f.fig.Span)
	}
}

// writeMarks draws the carets of one line, each with its label.
func writeMarks(w io.Writer, line string, marks []mark) {
	sort.SliceStable(marks, func(i, j int) bool { return marks[i].lo < marks[j].lo })
	for _, m := range marks {
		lo := max(0, min(m.lo, len(line)))
		hi := max(lo+1, min(m.hi, len(line)))
		pad := safeterm.Width(string(safeterm.CleanLine(line[:lo])))
		fmt.Fprintf(w, "%5s   %s%s %s\n", "", strings.Repeat(" ", pad), strings.Repeat("^", hi-lo), safeterm.CleanLine(m.label))
	}
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
