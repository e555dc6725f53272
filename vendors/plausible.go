package vendors

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// belowZero forgets the counters of entries that went below zero, before anything
// is computed of them.
func belowZero(d *fact.Device) {
	for i := range d.Tables {
		t := &d.Tables[i]
		used, ok := t.Used.Get()
		if size, sized := t.Cap.Get(); ok && t.Unit == fact.UnitEntries && used >= below && used < 1<<32 && (!sized || used > 4*size) {
			doubted(d, t, fmt.Sprintf("%.0f in use is a counter that went below zero", used))
		}
	}
}

// notation forgets counts of entries that are printed with a dot: 524.161 may be
// 524,161, and no device counts fractions of an entry. "1.5K" is a notation.
func notation(d *fact.Device) {
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.Unit != fact.UnitEntries {
			continue
		}
		if text := printed(d, t.Used); dotted(text) {
			doubted(d, t, text+" is no number of entries: a dot may part the thousands")
		}
		if text := printed(d, t.Cap); dotted(text) {
			doubted(d, t, "a size of "+text+" is no number of entries: a dot may part the thousands")
			t.Cap = fact.Figure{}
		}
	}
}

// printed gives the text of a figure, as the device printed it; "" where it was
// not printed.
func printed(d *fact.Device, f fact.Figure) string {
	s := f.Span
	if !f.Known() || f.Source != "" || s.Start >= s.End || int(s.Output) >= len(d.Outputs) || int(s.End) > len(d.Outputs[s.Output].Text) {
		return ""
	}
	return d.Outputs[s.Output].Text[s.Start:s.End]
}

// dotted reports digits, a dot and digits, and nothing else.
func dotted(text string) bool {
	head, tail, ok := strings.Cut(text, ".")
	return ok && head != "" && tail != "" && strings.Trim(head+tail, "0123456789") == ""
}

// doubted makes what is in use of a row unknown.
func doubted(d *fact.Device, t *fact.Table, why string) {
	span := t.Used.Span
	if span.IsZero() {
		span = fact.Span{Output: int32(t.Output), Line: int32(t.Line)}
	}
	d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagImplausible, Value: t.Name + ": " + why, Span: span})
	t.Used, t.Free = fact.Figure{}, fact.Figure{}
}

// implausible forgets the use of rows of the ledger that cannot be true, and says
// so: a size beyond the silicon, a row that contradicts the percentage printed
// beside it.
func implausible(d *fact.Device) {
	for i := range d.Tables {
		t := &d.Tables[i]
		if !t.Ledger {
			continue
		}
		if why := doubt(t); why != "" {
			doubted(d, t, why)
		}
	}
}

// apart is how far the shares that two answers give of one memory may lie apart, in
// points: routes come and go between two questions.
const apart = 5

// Worse compares two rows about the same memory. Where they lie apart it notes
// that; the fuller one counts, and is returned.
func Worse(d *fact.Device, i, j int) int {
	if Fuller(d, j, i) {
		return j
	}
	if _, known := share(&d.Tables[i]); !known {
		return j
	}
	Fuller(d, i, j)
	return i
}

// Fuller reports whether row i says of the same memory that it is fuller than row j
// says, by more than routes come and go, and notes it.
func Fuller(d *fact.Device, i, j int) bool {
	t, u := &d.Tables[i], &d.Tables[j]
	a, known := share(t)
	b, also := share(u)
	if !known || !also || a-b <= apart {
		return false
	}
	d.Flags = append(d.Flags, fact.Flag{
		Key: fact.FlagDisagree, Span: t.Used.Span,
		Value: fmt.Sprintf("%s: %.1f %% by `%s`, %.1f %% by `%s`", t.Name, a, d.Outputs[t.Output].Command, b, d.Outputs[u.Output].Command),
	})
	return true
}

// share is how full a row says its memory is, in percent.
func share(t *fact.Table) (float64, bool) {
	used, u := t.Used.Get()
	size, c := t.Cap.Get()
	if !u || !c || size <= 0 {
		return 0, false
	}
	return 100 * used / size, true
}

// below is where counters of 32 bits lie that went below zero.
const below = 1 << 31

// rounding is how far a printed percentage may be from its row, in points: whole
// numbers cut or rounded, of figures that moved between two lines.
const rounding = 2

func doubt(t *fact.Table) string {
	used, u := t.Used.Get()
	size, c := t.Cap.Get()
	most, m := t.Max.Get()
	printed, p := t.Percent.Get()
	switch {
	case c && m && most > 0 && size > most*1.001 && (t.CapKind == fact.CapCarve || t.CapKind == fact.CapFixed || t.CapKind == fact.CapPool):
		return fmt.Sprintf("a capacity of %.0f is beyond the silicon (%.0f)", size, most)
	case u && c && p && size > 0 && t.Used.Source == "" && (t.Cap.Source == "" || t.Unit == fact.UnitPercent) && math.Abs(100*used/size-printed) > rounding && sameRow(t):
		return fmt.Sprintf("%.0f of %.0f is %.0f %%, and the device prints %.0f %% beside it", used, size, 100*used/size, printed)
	}
	return ""
}

// rowLines is how many lines a row of an answer in XML or JSON takes: each figure
// stands on its own.
const rowLines = 3

// sameRow reports whether the percentage and what is in use were printed as figures
// of one row: a percentage that stands in another answer may be of another time.
func sameRow(t *fact.Table) bool {
	a, b := t.Percent.Span, t.Used.Span
	return a.Output == b.Output && a.Line-b.Line <= rowLines && b.Line-a.Line <= rowLines
}
