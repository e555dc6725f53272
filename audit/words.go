package audit

import (
	"fmt"
	"math"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/solve"
)

// count writes a number with thousands separators: 374,036; halves keep one
// decimal.
func count(v float64) string {
	return words.Thousands(math.Round(v*10) / 10)
}

// percent writes a share of one with one decimal: 0.0488 is "4.9 %". What is
// not quite nothing, or not quite all, does not round to it.
func percent(share float64) string {
	v := share * 100
	s := fmt.Sprintf("%.1f", v)
	switch {
	case s == "0.0" && v > 0:
		s = "less than 0.1"
	case s == "100.0" && v < 100:
		s = "more than 99.9"
	case s == "0.0":
		s = "0"
	case s == "100.0":
		s = "100"
	}
	return s + " %"
}

// runwayWords says when a memory is full.
func runwayWords(w solve.Runway) string {
	month := func(t time.Time) string {
		if t.IsZero() {
			return "much later"
		}
		return t.Format("2006-01")
	}
	if w.Low.IsZero() {
		return fmt.Sprintf("not full in %d years", solve.Far)
	}
	return fmt.Sprintf("full about %s (between %s and %s)", month(w.Median), month(w.Low), month(w.High))
}

// where names a row and the instance it is about: "lem (0/0/CPU0 npu 1)".
func where(name string, scope fact.Scope) string {
	if s := scope.String(); s != "" {
		return name + " (" + s + ")"
	}
	return name
}

// proof gives the line that a span points at, nothing where it points nowhere.
func (c *Case) proof(spans ...fact.Span) []Evidence {
	var out []Evidence
	for _, s := range spans {
		i := int(s.Output)
		if s.IsZero() || i < 0 || i >= len(c.Device.Outputs) {
			continue
		}
		o := &c.Device.Outputs[i]
		e := Evidence{Command: o.Command, Line: int(s.Line), Text: c.Device.Line(i, int(s.Line)), File: o.File, Span: s}
		if !holds(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func holds(list []Evidence, e Evidence) bool {
	for _, x := range list {
		if x.Command == e.Command && x.Line == e.Line && x.File == e.File {
			return true
		}
	}
	return false
}

// row gives the line of a table row and the lines of the figures in it.
func (c *Case) row(r *Row) []Evidence {
	spans := []fact.Span{r.Used.Span, r.Capacity.Span}
	for _, t := range r.Tables {
		spans = append(spans, t.Used.Span, t.Cap.Span)
		if t.Line > 0 {
			spans = append(spans, fact.Span{Output: int32(t.Output), Line: int32(t.Line)})
		}
	}
	return c.proof(spans...)
}

// firstLine gives the first line with text of output i as evidence.
func (c *Case) firstLine(i int) []Evidence {
	o := &c.Device.Outputs[i]
	for no, line := range lines(o.Text) {
		if line != "" {
			return []Evidence{{Command: o.Command, Line: no + 1, Text: line, File: o.File}}
		}
	}
	return nil
}
