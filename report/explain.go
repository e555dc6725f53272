package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// explainer writes the reasons for a verdict.
type explainer struct {
	b *bufio.Writer
	p policy.Policy
}

// WriteExplanation says in plain language how a device came by its state: the
// findings with the lines that prove them, the arithmetic of its memory, what is
// proposed and why.
func WriteExplanation(w io.Writer, v *audit.Verdict, p policy.Policy) error {
	d := v.Device
	var text bytes.Buffer // what it cites is listed below it
	e := explainer{bufio.NewWriter(&text), p.For(d.Role)}
	e.f("%s is %s, what to do: %s\n", line(d.Name), v.State, v.Action)
	var about []string
	for _, s := range []string{string(d.Identity.OS), d.Family, d.Identity.Model, d.Identity.Version} {
		if s != "" {
			about = append(about, line(s))
		}
	}
	if len(about) > 0 {
		e.f("%s\n", strings.Join(about, ", "))
	}
	e.f("\nWhat was found\n")
	if len(v.Findings) == 0 {
		e.f("  nothing\n")
	}
	for i := range v.Findings {
		e.finding(&v.Findings[i])
	}
	e.covered(d)
	e.f("\nIts memory, fullest first\n")
	if len(v.Pools) == 0 {
		e.f("  nothing was read that tells how full it is\n")
	}
	for i := range v.Pools {
		e.pool(&v.Pools[i])
	}
	if v.RunsOut != nil {
		e.f("\nWhich is full first: %s\n", line(v.RunsOut.String()))
		e.f("  straight lines over the tables of the internet: %s\n", line(e.p.Growth.Source))
	}
	if v.Proposal != nil {
		e.proposal(v.Proposal)
	}
	if v.Filter != nil {
		e.filter(v.Filter)
	}
	_ = e.b.Flush() // into memory
	listed(e.f, text.String())
	_ = e.b.Flush()
	_, err := w.Write(text.Bytes())
	return err
}

// covered says what the verdict rests on, and which answers are history.
func (e *explainer) covered(d *fact.Device) {
	read, missing := ledger.Covered(d)
	if len(read)+len(missing) > 0 {
		e.f("\nWhat the verdict rests on\n")
	}
	for _, r := range read {
		e.f("  read: %s\n", line(r))
	}
	for _, m := range missing {
		e.f("  not read: %s\n", line(m))
	}
	history := ledger.Histories(d)
	if len(history) > 0 {
		e.f("\nWhat is history\n")
	}
	for _, h := range history {
		e.f("  %s\n", line(h))
	}
}

func (e *explainer) f(format string, args ...any) { fmt.Fprintf(e.b, format, args...) }

// line makes untrusted text safe to print in a line.
func line(s string) string { return string(safeterm.CleanLine(s)) }

func (e *explainer) finding(f *audit.Finding) {
	e.f("  %s  %s\n      %s\n", f.State, f.Rule, line(f.Message))
	if f.Waived {
		e.f("      waived, so it does not count: %s\n", line(f.WaivedBy))
	}
	if f.Unsafe {
		e.f("      while this stands no plan reloads the device\n")
	}
	for _, p := range f.Evidence {
		where := fmt.Sprintf("%s, line %d", p.Command, p.Line)
		if p.File != "" {
			where += " of " + p.File
		}
		e.f("      > %s   (%s)\n", line(strings.TrimSpace(p.Text)), line(where))
	}
}

// pool shows the arithmetic of one line of the ledger.
func (e *explainer) pool(p *ledger.Pool) {
	name := p.Name
	if s := p.Scope.String(); s != "" {
		name += " (" + s + ")"
	}
	used, known := p.Used.Get()
	capacity, ok := p.Capacity.Get()
	switch {
	case !known || !ok || capacity <= 0:
		e.f("  %s: used %s, capacity %s: not enough is known to judge it\n", line(name), p.Used, p.Capacity)
		return
	case p.Unit == fact.UnitPercent || p.Kind == fact.CapPercent:
		e.f("  %s: %s %% used; the device gives no number of routes\n", line(name), number(used))
	default:
		e.free(p, line(name), used, capacity)
	}
	if why := kindWords(p.Kind); why != "" {
		e.f("      %s\n", why)
	} else {
		e.f("      less than %s %% free is CRIT, less than %s %% WARN\n", number(100*e.p.CritFree), number(100*e.p.WarnFree))
	}
}

// free is what is left, with its arithmetic where the device does not print it.
func (e *explainer) free(p *ledger.Pool, name string, used, capacity float64) {
	left, _ := p.Left()
	share, _ := p.FreeShare()
	if p.FreePrinted() {
		e.f("  %s: %s of %s used, %s %s free as the device prints it, %.1f %%\n", name, number(used), number(capacity), number(left), line(string(p.Unit)), 100*share)
		return
	}
	e.f("  %s: %s - %s = %s %s free, %.1f %%\n", name, number(capacity), number(used), number(left), line(string(p.Unit)), 100*share)
}

// kindWords says what a kind of cap does to the judgement; "" = it is a wall.
func kindWords(k fact.CapKind) string {
	switch k {
	case fact.CapEstimate:
		return "an estimate that moves with use: it may warn, and is never a limit"
	case fact.CapVerified:
		return "a scale that the vendor tested, not a limit: it may warn"
	case fact.CapUnknown:
		return "nobody has said whether this is a limit: it may warn"
	case fact.CapGuaranteed:
		return "a guarantee: using more is legal while the shared banks have room"
	case fact.CapState:
		return "the device gives a word, not a number"
	default:
		return ""
	}
}

func (e *explainer) proposal(p *solve.Proposal) {
	e.f("\nWhat can be changed: %s\n  %s\n", p.Outcome, line(p.Reason))
	for _, c := range p.Commands {
		e.f("      %s\n", line(c))
	}
	for _, c := range p.Predict {
		e.f("  the device will print: %s\n", line(c))
	}
	if sure := p.Sure(); sure != "" {
		e.f("  how sure: %s\n", line(sure))
	}
	for _, o := range p.Others {
		e.f("  also valid, %s: %s\n", line(o.Name), line(o.Lasts))
		if o.Takes != "" {
			e.f("      what it costs: %s\n", line(o.Takes))
		}
	}
	for _, r := range p.Rejected {
		e.f("  not %s: %s\n", line(r.Name), line(r.Why))
	}
	if p.Source != "" {
		e.f("  source: %s\n", line(p.Source))
	}
}

// filter says which part of the tables fits.
func (e *explainer) filter(a *audit.FilterAdvice) {
	e.f("\nWhich routes fit\n")
	for _, words := range a.Words {
		e.f("  %s\n", line(words))
	}
	if a.Source != "" {
		e.f("  source: %s\n", line(a.Source))
	}
}

// number writes a figure with thousands separators, halves with one decimal.
func number(v float64) string {
	if v == math.Trunc(v) {
		return words.Thousands(v)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}
