package device

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/ledger"
)

// proof is one line of an answer, what of it counts, and what it says.
type proof struct {
	label   safeterm.Text
	finding int // index, -1 = a fact that no finding needed
	output  int // which answer; -1 = it is not there any more
	span    fact.Span
	said    string // the line, where the answer is not there
}

// text is the line that proves.
func (p *proof) text(d *fact.Device) string {
	if p.output < 0 {
		return p.said
	}
	return d.Line(p.output, int(p.span.Line))
}

// proofsOf lists the proofs of all findings, in their order.
func proofsOf(v *audit.Verdict) []proof {
	var out []proof
	for i := range v.Findings {
		f := &v.Findings[i]
		for j, e := range f.Evidence {
			p := proof{finding: i, output: int(e.Span.Output), span: e.Span, said: e.Text}
			p.label = safeterm.Sprintf("%s, proof %d of %d: %s", f.Rule, j+1, len(f.Evidence), f.Message)
			if e.Span.IsZero() {
				p.output = slices.IndexFunc(v.Device.Outputs, func(o fact.Output) bool { return o.Command == e.Command })
				p.span = fact.Span{Output: int32(p.output), Line: int32(e.Line)}
			}
			if p.output >= len(v.Device.Outputs) {
				p.output = -1
			}
			out = append(out, p)
		}
	}
	return out
}

// factsOf lists what was read from one answer, in the order of the text.
func factsOf(d *fact.Device, output int) []proof {
	var out []proof
	add := func(label string, s fact.Span) {
		if !s.IsZero() && int(s.Output) == output {
			out = append(out, proof{label: safeterm.CleanLine(label), finding: -1, output: output, span: s})
		}
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		name := ledger.Where(t.Name, t.Scope)
		for _, f := range []struct {
			what string
			fig  fact.Figure
		}{{"used", t.Used}, {"cap", t.Cap}, {"configured", t.Configured}, {"after reload", t.Pending}, {"silicon maximum", t.Max}, {"free", t.Free}, {"failures", t.Failures}, {"peak", t.Peak}} {
			if n, ok := f.fig.Get(); ok {
				add(fmt.Sprintf("%s of %s = %s %s", f.what, name, ledger.Count(n), t.Unit), f.fig.Span)
			}
		}
	}
	for i := range d.Exceptions {
		add(exceptionLabel(&d.Exceptions[i]), d.Exceptions[i].Span)
	}
	for _, f := range d.Flags {
		add(fmt.Sprintf("%s = %v", f.Name(), f.Value), f.Span)
	}
	for _, s := range []struct {
		what string
		set  fact.Setting
	}{{"carve configured", d.Carve.Configured}, {"carve active", d.Carve.Active}, {"carve after reload", d.Carve.AfterReload}, {"configuration register", d.Boot.Register}} {
		add(s.what+" = "+s.set.Text, s.set.Span)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].span.Start < out[j].span.Start })
	return out
}

// exceptionLabel says what the device tells of an overflow, and whether it tells
// of now.
func exceptionLabel(e *fact.Exception) string {
	text := strings.Join(strings.Fields(string(e.Kind)+" "+string(e.Resource)+" "+e.Severity), " ")
	if n, ok := e.Count.Get(); ok {
		text += " = " + ledger.Count(n)
	}
	text += ", raised: " + e.Raised.String()
	if e.Latched {
		text += ", latched"
	}
	return text
}

// shownProof is the proof that is in sight; false = there is none.
func (d *Device) shownProof() (*proof, bool) {
	if d.row.Dev == nil {
		return nil, false
	}
	if !d.facts {
		if len(d.proofs) == 0 {
			return nil, false
		}
		return &d.proofs[d.proof], true
	}
	facts := factsOf(d.row.Dev.Verdict.Device, d.output)
	if len(facts) == 0 {
		return nil, false
	}
	d.fact = max(0, min(d.fact, len(facts)-1))
	return &facts[d.fact], true
}

// nextProof goes to the next or previous proof, fact, or hit of the search.
func (d *Device) nextProof(n int) {
	d.scroll.Left = 0
	switch {
	case d.section == raw:
		if len(d.hits) > 0 {
			d.hit = (d.hit + n + len(d.hits)) % len(d.hits)
			d.scroll.Top = d.hits[d.hit]
		}
		return
	case d.section != evidence:
		d.to(evidence)
		return
	case !d.facts:
		if c := len(d.proofs); c > 0 {
			d.proof = (d.proof + n + c) % c
		}
		d.scroll.Top = 0
		return
	}
	d.scroll.Top = 0
	if d.row.Dev == nil {
		return
	}
	dev := d.row.Dev.Verdict.Device
	if c := len(factsOf(dev, d.output)); d.fact+n >= 0 && d.fact+n < c {
		d.fact += n
		return
	}
	for range dev.Outputs { // the next answer that has a fact
		d.output = (d.output + n + len(dev.Outputs)) % len(dev.Outputs)
		if c := len(factsOf(dev, d.output)); c > 0 {
			d.fact = 0
			if n < 0 {
				d.fact = c - 1
			}
			return
		}
	}
}
