package audit

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// Proof gives the line that a span points at, nothing where it points nowhere.
func (c *Case) Proof(spans ...fact.Span) []Evidence {
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

// RowProof gives the line of a table row and the lines of the figures in it.
func (c *Case) RowProof(r *ledger.Row) []Evidence {
	spans := []fact.Span{r.Used.Span, r.Capacity.Span}
	for _, t := range r.Tables {
		spans = append(spans, t.Used.Span, t.Cap.Span)
		if t.Line > 0 {
			spans = append(spans, fact.Span{Output: int32(t.Output), Line: int32(t.Line)})
		}
	}
	return c.Proof(spans...)
}

// FirstLine gives the first line with text of output i as evidence.
func (c *Case) FirstLine(i int) []Evidence {
	o := &c.Device.Outputs[i]
	for no, line := range trimmedLines(o.Text) {
		if line != "" {
			return []Evidence{{Command: o.Command, Line: no + 1, Text: line, File: o.File}}
		}
	}
	return nil
}

// trimmedLines cuts text at its newlines, carriage returns and blanks trimmed.
func trimmedLines(text string) []string {
	all := strings.Split(text, "\n")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}
